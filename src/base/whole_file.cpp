// Small files that are read and replaced as a whole, and what a path leads to.
#include "base/whole_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace trademind {
namespace {

Error fault(const std::filesystem::path& file, int code)
{
    return {Errc::input_output,
            fmt::format("{}: {}", file.string(),
                        error_code{code, boost::system::system_category()}.message())};
}

/// Nothing for a regular file.
const char* type_of(mode_t mode)
{
    if (S_ISREG(mode)) return nullptr;
    if (S_ISDIR(mode)) return "a directory";
    if (S_ISFIFO(mode)) return "a FIFO";
    if (S_ISSOCK(mode)) return "a socket";
    if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
    return "no regular file";
}

Error wrong_type(const std::filesystem::path& file, const char* type)
{
    return {Errc::input_output, fmt::format("{}: is {}, not a file", file.string(), type)};
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (number_ >= 0) ::close(number_);
    }
    int get() const { return number_; }

private:
    int number_;
};

bool write_all(int file, std::string_view text)
{
    while (!text.empty()) {
        auto done = ::write(file, text.data(), text.size());
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) {
            if (done == 0) errno = ENOSPC;
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(done));
    }
    return true;
}

bool is_out_of_room(int code)
{
    return code == ENOSPC || code == EDQUOT || code == EFBIG;
}

void sync_folder_of(const std::filesystem::path& file)
{
    auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    Descriptor at{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (at.get() >= 0) ::fsync(at.get());
}

}  // namespace

std::optional<FileIdentity> identity_of(const std::filesystem::path& file)
{
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0) return std::nullopt;
    return FileIdentity{found.st_dev, found.st_ino};
}

std::optional<Error> fault_of_type(const std::filesystem::path& file)
{
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0) {
        if (errno == ENOENT) return std::nullopt;
        return fault(file, errno);
    }
    const char* type = type_of(found.st_mode);
    return type ? std::optional{wrong_type(file, type)} : std::nullopt;
}

std::optional<Error> fault_of_names(const std::filesystem::path& file)
{
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0 || found.st_nlink < 2) return std::nullopt;
    return Error{Errc::input_output,
                 fmt::format("{}: has {} names (hard links), and what belongs to it lies beside "
                             "one of them only; copy the file, and remove the other names",
                             file.string(), found.st_nlink)};
}

Result<> make_private_file(const std::filesystem::path& file)
{
    if (::mknod(file.c_str(), S_IFREG | S_IRUSR | S_IWUSR, 0) == 0) return {};
    // a link that leads nowhere is in the way, too
    if (errno != EEXIST) return fault(file, errno);
    if (auto wrong = fault_of_type(file)) return *wrong;
    if (identity_of(file)) return {};
    return fault(file, errno);
}

Result<std::string> read_whole_file(const std::filesystem::path& file, std::size_t most,
                                    Duration pipe_patience)
{
    Descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    if (in.get() < 0) return fault(file, errno);
    struct stat found {};
    if (::fstat(in.get(), &found) != 0) return fault(file, errno);
    bool pipe = S_ISFIFO(found.st_mode) && pipe_patience > Duration{};
    if (const char* type = type_of(found.st_mode); type && !pipe) return wrong_type(file, type);
    auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(pipe_patience).count();
    std::string text;
    constexpr std::size_t step = 16384;
    for (;;) {
        auto before = text.size();
        pollfd more{in.get(), POLLIN, 0};
        if (pipe && ::poll(&more, 1, static_cast<int>(wait)) == 0)
            return Error{Errc::input_output,
                         fmt::format("{}: is a FIFO, and nobody writes to it", file.string())};
        text.resize(before + step);
        auto got = ::read(in.get(), text.data() + before, step);
        if (got < 0 && errno != EINTR && errno != EAGAIN) return fault(file, errno);
        text.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got == 0 && pipe && text.empty())
            return Error{Errc::input_output, file.string() + ": is a pipe without a text"};
        if (got == 0) return text;
        if (text.size() > most)
            return Error{Errc::input_output,
                         fmt::format("{}: is larger than {} bytes", file.string(), most)};
    }
}

Result<Replaced> replace_whole_file(const std::filesystem::path& file, std::string_view text,
                                    Replacing how)
{
    ignore_file_size_signal();
    auto beside = file.string() + ".XXXXXX";
    Descriptor out{::mkostemp(beside.data(), O_CLOEXEC)};
    if (out.get() < 0) return fault(file, errno);
    auto give_up = [&](int code) {
        ::unlink(beside.c_str());
        return fault(file, code);
    };
    auto written = Replaced::whole;
    if (how.readable_by_all) ::fchmod(out.get(), 0644);
    if (!write_all(out.get(), text) || (how.durable && ::fsync(out.get()) != 0)) {
        if (!how.empty_if_full || !is_out_of_room(errno)) return give_up(errno);
        if (::ftruncate(out.get(), 0) != 0) return give_up(errno);
        // of an empty file the name alone is to be kept
        ::fsync(out.get());
        written = Replaced::empty;
    }
    if (::rename(beside.c_str(), file.c_str()) != 0) return give_up(errno);
    // the rename itself must outlive a power cut
    if (how.durable) sync_folder_of(file);
    return written;
}

void ignore_file_size_signal() noexcept
{
    static const bool done = [] {
        struct sigaction now {};
        if (::sigaction(SIGXFSZ, nullptr, &now) != 0 || now.sa_handler != SIG_DFL) return false;
        now.sa_handler = SIG_IGN;
        return ::sigaction(SIGXFSZ, &now, nullptr) == 0;
    }();
    static_cast<void>(done);
}

}  // namespace trademind
