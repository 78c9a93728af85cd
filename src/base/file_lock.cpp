// A lock on a file of its own.
#include "base/file_lock.hpp"

#include "base/whole_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace trademind {
namespace {

Error fault(const std::filesystem::path& file)
{
    error_code why{errno, boost::system::system_category()};
    return {Errc::input_output, file.string() + ": " + why.message()};
}

constexpr std::size_t most_kept = 64;

/// Taken by one socket of the machine at a time, and free when its process is gone. No file: nobody
/// can remove it.
class ClaimName {
public:
    explicit ClaimName(FileIdentity file)
    {
        // the zero in front makes it a name without a file
        auto text = fmt::format("trademind {:x} {:x}", file.device, file.inode);
        address_.sun_family = AF_UNIX;
        text.copy(address_.sun_path + 1, sizeof address_.sun_path - 2);
        size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + text.size());
    }
    const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
    socklen_t size() const { return size_; }

private:
    sockaddr_un address_{};
    socklen_t size_ = 0;
};

int claim_socket()
{
    return ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

}  // namespace

FileLock::FileLock(std::filesystem::path path, int flags)
    : path_{std::move(path)},
      lock_{::open(path_.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600)}
{}

Result<FileLock> FileLock::take(const std::filesystem::path& lock_file, std::string in_use)
{
    // a look by is_held lasts a moment and is no other program
    for (int attempts = 0;;) {
        FileLock lock{lock_file, O_RDWR | O_CREAT};
        if (lock.lock_ < 0) return fault(lock_file);
        struct stat found {};
        if (::fstat(lock.lock_, &found) != 0 || !S_ISREG(found.st_mode))
            return Error{Errc::input_output, lock_file.string() + ": is not a regular file"};
        if (::flock(lock.lock_, LOCK_EX | LOCK_NB) == 0) {
            // else its last holder has just removed it
            if (lock.is_in_place()) return lock;
            continue;
        }
        if (errno != EWOULDBLOCK) return fault(lock_file);
        if (attempts++ == 5) return Error{Errc::input_output, std::move(in_use)};
        ::poll(nullptr, 0, 2);  // milliseconds
    }
}

Result<FileLock> FileLock::take(const std::filesystem::path& lock_file,
                                const std::filesystem::path& data_file, std::string in_use)
{
    auto taken = take(lock_file, in_use);
    if (!taken) return taken;
    if (auto made = make_private_file(data_file); !made) return made.error();
    auto identity = identity_of(data_file);
    if (!identity) return fault(data_file);
    ClaimName name{*identity};
    int socket = claim_socket();
    // where sockets are forbidden, the lock file alone has to do
    if (socket < 0) return taken;
    taken->claim_ = socket;
    if (::bind(socket, name.get(), name.size()) == 0) return taken;
    if (errno == EADDRINUSE) return Error{Errc::input_output, std::move(in_use)};
    return fault(data_file);
}

Result<bool> FileLock::is_held(const std::filesystem::path& lock_file,
                               const std::filesystem::path& data_file)
{
    if (auto identity = identity_of(data_file); identity && !data_file.empty()) {
        ClaimName name{*identity};
        int socket = claim_socket();
        bool held = socket >= 0 && ::connect(socket, name.get(), name.size()) == 0;
        if (socket >= 0) ::close(socket);
        if (held) return true;
    }
    FileLock look{lock_file, O_RDONLY};
    if (look.lock_ < 0) {
        if (errno == ENOENT || errno == ENOTDIR) return false;
        return fault(lock_file);
    }
    if (::flock(look.lock_, LOCK_SH | LOCK_NB) == 0) return false;
    if (errno == EWOULDBLOCK) return true;
    return fault(lock_file);
}

bool FileLock::is_in_place() const
{
    struct stat held {
    }, named{};
    return ::fstat(lock_, &held) == 0 && ::stat(path_.c_str(), &named) == 0 &&
           held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

void FileLock::remove()
{
    if (lock_ >= 0) ::unlink(path_.c_str());
}

bool FileLock::keep(std::string_view words)
{
    std::array<char, most_kept> text;
    text.fill(' ');
    words.copy(text.data(), text.size() - 1);
    text.back() = '\n';
    return lock_ >= 0 &&
           ::pwrite(lock_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

std::string FileLock::kept_in(const std::filesystem::path& lock_file)
{
    auto read = read_whole_file(lock_file, most_kept);
    auto words = read ? std::move(*read) : std::string{};
    words.erase(std::min(words.size(), words.find_last_not_of(" \n") + 1));
    return words;
}

FileLock::~FileLock()
{
    if (claim_ >= 0) ::close(claim_);
    if (lock_ >= 0) ::close(lock_);
}

}  // namespace trademind
