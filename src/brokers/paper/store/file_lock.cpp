// A lock beside a file.
#include "brokers/paper/store/file_lock.hpp"

#include <fmt/format.h>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace trademind::paper {

Result<FileLock> FileLock::take(const std::filesystem::path& file)
{
    std::filesystem::path beside = file;
    beside += "-lock";
    auto fault = [&beside] {
        error_code why{errno, boost::system::system_category()};
        return Error{Errc::input_output, fmt::format("{}: {}", beside.string(), why.message())};
    };
    while (true) {
        FileLock lock{beside, ::open(beside.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
        if (lock.descriptor_ < 0) return fault();
        // the kernel gives it back when the process ends, after kill -9 too
        if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK) return fault();
            return Error{Errc::input_output,
                         fmt::format("'{}' is in use by another program", file.string())};
        }
        // else its last holder has just removed it
        if (lock.is_in_place()) return lock;
    }
}

bool FileLock::is_in_place() const
{
    struct stat held {
    }, named{};
    return ::fstat(descriptor_, &held) == 0 && ::stat(path_.c_str(), &named) == 0 &&
           held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

void FileLock::remove()
{
    if (descriptor_ >= 0) ::unlink(path_.c_str());
}

FileLock::~FileLock()
{
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace trademind::paper
