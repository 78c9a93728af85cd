// A file of this process alone, which is gone with it.
#pragma once

#include <trademind/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace trademind {

/// In the folder for temporary files ($TMPDIR, else /tmp), without a name there. Reading is safe
/// from any thread while nothing is appended.
class ScratchFile {
public:
    /// Errors, here and below: Errc::input_output, with the folder's name.
    static Result<ScratchFile> create();
    ScratchFile(ScratchFile&& other) noexcept
        : file_{std::exchange(other.file_, -1)}, size_{std::exchange(other.size_, 0)}
    {}
    ScratchFile& operator=(ScratchFile&& other) noexcept
    {
        std::swap(file_, other.file_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~ScratchFile();

    Result<> append(std::span<const std::byte> bytes);
    /// Fills `into` with what stands at `offset`; a file that ends before is an error.
    Result<> read(std::uint64_t offset, std::span<std::byte> into) const;
    std::uint64_t size() const { return size_; }

private:
    explicit ScratchFile(int file) : file_{file} {}

    int file_;
    std::uint64_t size_ = 0;
};

}  // namespace trademind
