// A file that is made new and grows.
#include "base/new_file.hpp"

#include <fmt/format.h>

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace trademind {
namespace {

Error fault(const std::filesystem::path& file, int code)
{
    if (code == EEXIST)
        return {Errc::input_output,
                fmt::format("'{}' exists already: it is not overwritten", file.string())};
    return {Errc::input_output,
            fmt::format("{}: {}", file.string(),
                        error_code{code, boost::system::system_category()}.message())};
}

}  // namespace

Result<NewFile> NewFile::create(const std::filesystem::path& file)
{
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    int fd = ::open(file.c_str(), flags, 0666);
    if (fd < 0) return fault(file, errno);
    // the name itself must outlive a power cut
    auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    if (int at = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); at >= 0) {
        ::fsync(at);
        ::close(at);
    }
    return NewFile{file, fd};
}

NewFile::~NewFile()
{
    if (fd_ >= 0) ::close(fd_);
}

Result<> NewFile::append(std::string_view text)
{
    while (!text.empty()) {
        auto written = ::write(fd_, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fault(file_, errno);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<> NewFile::sync()
{
    // a pipe or a device has nothing to keep
    if (::fdatasync(fd_) != 0 && errno != EINVAL) return fault(file_, errno);
    return {};
}

void NewFile::discard()
{
    ::unlink(file_.c_str());
}

}  // namespace trademind
