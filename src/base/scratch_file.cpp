// A file of this process alone.
#include "base/scratch_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace trademind {
namespace {

std::string folder()
{
    std::error_code none;
    auto path = std::filesystem::temp_directory_path(none);
    return none ? "/tmp" : path.string();
}

Error failed(std::string_view what, int why)
{
    return Error{Errc::input_output,
                 fmt::format("cannot {} a scratch file in '{}': {}; TMPDIR names another folder",
                             what, folder(), std::strerror(why))};
}

}  // namespace

Result<ScratchFile> ScratchFile::create()
{
    auto where = folder();
    int file = ::open(where.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        // a file system that knows no files without a name
        auto name = where + "/trademind-XXXXXX";
        file = ::mkostemp(name.data(), O_CLOEXEC);
        if (file < 0) return failed("make", errno);
        ::unlink(name.c_str());
    }
    return ScratchFile{file};
}

ScratchFile::~ScratchFile()
{
    if (file_ >= 0) ::close(file_);
}

Result<> ScratchFile::append(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        auto count = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return failed("write", count < 0 ? errno : ENOSPC);
        size_ += static_cast<std::uint64_t>(count);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

Result<> ScratchFile::read(std::uint64_t offset, std::span<std::byte> into) const
{
    while (!into.empty()) {
        auto count = ::pread(file_, into.data(), into.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return failed("read", count < 0 ? errno : EIO);
        offset += static_cast<std::uint64_t>(count);
        into = into.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

}  // namespace trademind
