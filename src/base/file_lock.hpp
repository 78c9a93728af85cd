// One program at a time: a lock that ends with the process, however it ends.
#pragma once

#include <trademind/result.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace trademind {

/// Holds a lock file, kill -9 included: who holds none may read what it stands for.
class FileLock {
public:
    /// Errc::input_output when another program, or another object of this one, holds it, with
    /// `in_use` as its text, or when the file cannot be made.
    static Result<FileLock> take(const std::filesystem::path& lock_file, std::string in_use);
    /// Holds the data file too, by whatever link or name it is reached, and after its lock file was
    /// removed. Makes an empty data file of mode 0600 where there is none. It is never opened:
    /// closing any descriptor of a file drops the process's POSIX locks on it (SQLite, "How To
    /// Corrupt An SQLite Database File", 2.2).
    static Result<FileLock> take(const std::filesystem::path& lock_file,
                                 const std::filesystem::path& data_file, std::string in_use);
    /// Whether a program holds it now. Errc::input_output where that cannot be known.
    static Result<bool> is_held(const std::filesystem::path& lock_file,
                                const std::filesystem::path& data_file = {});

    FileLock() = default;
    FileLock(FileLock&& other) noexcept
        : path_{std::move(other.path_)},
          lock_{std::exchange(other.lock_, -1)},
          claim_{std::exchange(other.claim_, -1)}
    {}
    FileLock& operator=(FileLock&& other) noexcept
    {
        std::swap(path_, other.path_);
        std::swap(lock_, other.lock_);
        std::swap(claim_, other.claim_);
        return *this;
    }
    ~FileLock();
    bool is_taken() const { return lock_ >= 0; }
    /// Takes the lock file away, while it is held.
    void remove();
    /// A few words in the lock file, for the next who takes it. Without fsync.
    bool keep(std::string_view words);
    /// What the last holder has kept; empty where nothing.
    static std::string kept_in(const std::filesystem::path& lock_file);

private:
    FileLock(std::filesystem::path path, int flags);
    /// The path still names the file that is locked.
    bool is_in_place() const;

    std::filesystem::path path_;
    int lock_ = -1;   // descriptor
    int claim_ = -1;  // socket whose name is the data file's identity
};

}  // namespace trademind
