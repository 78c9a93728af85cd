// One program a journal: two that write one would not know of each other's orders.
#include "execution/journal/claim.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>

namespace trademind::journal {

Claim::~Claim()
{
    if (file_ >= 0) ::close(file_);
}

Result<Claim> Claim::take(const std::filesystem::path& journal)
{
    auto beside = journal;
    beside += ".lock";
    Claim made;
    made.file_ = ::open(beside.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (made.file_ >= 0 && ::flock(made.file_, LOCK_EX | LOCK_NB) == 0) return made;
    int code = errno;
    return Error{Errc::input_output,
                 code == EWOULDBLOCK
                     ? fmt::format("{}: another program writes this journal", journal.string())
                     : fmt::format("{}: {}", beside.string(),
                                   error_code{code, boost::system::system_category()}.message())};
}

}  // namespace trademind::journal
