// One program a file: two that write one journal would not know of each other's orders.
#pragma once

#include <trademind/result.hpp>

#include <filesystem>
#include <string_view>
#include <utility>

namespace trademind::journal {

/// Holds a journal, or another file, for one program, by a lock on a file beside it; ends with the
/// object or with the process, kill -9 included. Tools that read the journal or lift the latch need
/// none.
class Claim {
public:
    Claim() = default;
    Claim(Claim&& other) noexcept : file_{std::exchange(other.file_, -1)} {}
    Claim& operator=(Claim&& other) noexcept
    {
        std::swap(file_, other.file_);
        return *this;
    }
    ~Claim();

    /// Errc::input_output when another program holds it, or when the lock file cannot be made.
    /// `what` the file is, for the message.
    static Result<Claim> take(const std::filesystem::path& file, std::string_view what = "journal");
    /// Whether a program holds it now. Errc::input_output where that cannot be known.
    static Result<bool> is_held(const std::filesystem::path& journal);

private:
    int file_ = -1;
};

}  // namespace trademind::journal
