// One program at a time: a lock that ends with the process, however it ends.
#pragma once

#include <trademind/result.hpp>

#include <filesystem>
#include <utility>

namespace trademind::paper {

/// Holds "FILE-lock" beside a file. A lock of its own, because SQLite's locks allow several writers
/// in turn, and each would overwrite what the other has told its program.
class FileLock {
public:
    /// Errc::input_output when another program, or another broker of this one, holds it.
    static Result<FileLock> take(const std::filesystem::path& file);

    FileLock() = default;
    FileLock(FileLock&& other) noexcept
        : path_{std::move(other.path_)}, descriptor_{std::exchange(other.descriptor_, -1)}
    {}
    FileLock& operator=(FileLock&& other) noexcept
    {
        std::swap(path_, other.path_);
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~FileLock();
    /// Takes the lock's own file away, while it is held.
    void remove();

private:
    FileLock(std::filesystem::path path, int descriptor)
        : path_{std::move(path)}, descriptor_{descriptor}
    {}
    /// The path still names the file that is locked.
    bool is_in_place() const;

    std::filesystem::path path_;
    int descriptor_ = -1;
};

}  // namespace trademind::paper
