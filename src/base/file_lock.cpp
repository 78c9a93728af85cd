// A lock on a file of its own.
#include "base/file_lock.hpp"

#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace trademind {
namespace {

Error fault(const std::filesystem::path& file)
{
    error_code why{errno, boost::system::system_category()};
    return {Errc::input_output, file.string() + ": " + why.message()};
}

}  // namespace

FileLock::FileLock(std::filesystem::path path, int flags)
    : path_{std::move(path)}, descriptor_{::open(path_.c_str(), flags | O_CLOEXEC, 0600)}
{}

Result<FileLock> FileLock::take(std::filesystem::path lock_file, std::string in_use)
{
    // a look by is_held lasts a moment and is no other program
    for (int attempts = 0;;) {
        FileLock lock{lock_file, O_RDWR | O_CREAT};
        if (lock.descriptor_ < 0) return fault(lock_file);
        if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) == 0) {
            // else its last holder has just removed it
            if (lock.is_in_place()) return lock;
            continue;
        }
        if (errno != EWOULDBLOCK) return fault(lock_file);
        if (attempts++ == 5) return Error{Errc::input_output, std::move(in_use)};
        ::poll(nullptr, 0, 2);  // milliseconds
    }
}

Result<bool> FileLock::is_held(const std::filesystem::path& lock_file)
{
    FileLock look{lock_file, O_RDONLY};
    if (look.descriptor_ < 0) {
        if (errno == ENOENT || errno == ENOTDIR) return false;
        return fault(lock_file);
    }
    if (::flock(look.descriptor_, LOCK_SH | LOCK_NB) == 0) return false;
    if (errno == EWOULDBLOCK) return true;
    return fault(lock_file);
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

}  // namespace trademind
