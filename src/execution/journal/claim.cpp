// One program a file: two that write one journal would not know of each other's orders.
#include "execution/journal/claim.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <system_error>

namespace trademind::journal {
namespace {

/// Beside the journal itself, however many names lead to it.
std::filesystem::path lock_file_of(const std::filesystem::path& journal)
{
    std::error_code failed;
    auto beside = std::filesystem::weakly_canonical(journal, failed);
    if (failed) beside = journal;
    beside += ".lock";
    return beside;
}

Error fault(const std::filesystem::path& file, int code)
{
    return {Errc::input_output,
            fmt::format("{}: {}", file.string(),
                        error_code{code, boost::system::system_category()}.message())};
}

}  // namespace

Claim::~Claim()
{
    if (file_ >= 0) ::close(file_);
}

Result<Claim> Claim::take(const std::filesystem::path& file, std::string_view what)
{
    auto beside = lock_file_of(file);
    Claim made;
    made.file_ = ::open(beside.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (made.file_ < 0) return fault(beside, errno);
    // a look by is_held lasts a moment and is no other program
    for (int attempts = 0;; ++attempts) {
        if (::flock(made.file_, LOCK_EX | LOCK_NB) == 0) return made;
        if (errno != EWOULDBLOCK) return fault(beside, errno);
        if (attempts == 5)
            return Error{Errc::input_output,
                         fmt::format("{}: another program writes this {}", file.string(), what)};
        ::poll(nullptr, 0, 2);  // milliseconds
    }
}

Result<bool> Claim::is_held(const std::filesystem::path& journal)
{
    auto beside = lock_file_of(journal);
    Claim look;
    look.file_ = ::open(beside.c_str(), O_RDONLY | O_CLOEXEC);
    if (look.file_ < 0) {
        if (errno == ENOENT || errno == ENOTDIR) return false;
        return fault(beside, errno);
    }
    if (::flock(look.file_, LOCK_SH | LOCK_NB) == 0) return false;
    if (errno == EWOULDBLOCK) return true;
    return fault(beside, errno);
}

}  // namespace trademind::journal
