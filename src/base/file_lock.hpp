// One program at a time: a lock that ends with the process, however it ends.
#pragma once

#include <trademind/result.hpp>

#include <filesystem>
#include <string>
#include <utility>

namespace trademind {

/// Holds a lock file, kill -9 included: who holds none may read what it stands for.
class FileLock {
public:
    /// Errc::input_output when another program, or another object of this one, holds it, with
    /// `in_use` as its text, or when the file cannot be made.
    static Result<FileLock> take(std::filesystem::path lock_file, std::string in_use);
    /// Whether a program holds it now. Errc::input_output where that cannot be known.
    static Result<bool> is_held(const std::filesystem::path& lock_file);

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
    /// Takes the lock file away, while it is held.
    void remove();

private:
    FileLock(std::filesystem::path path, int flags);
    /// The path still names the file that is locked.
    bool is_in_place() const;

    std::filesystem::path path_;
    int descriptor_ = -1;
};

}  // namespace trademind
