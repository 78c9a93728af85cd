// The kill file: a latch that any process, shell or person can set.
#include "execution/kill_switch/kill_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>

namespace trademind {
namespace {

std::string one_line(std::string_view text)
{
    std::string line{text};
    for (char& c : line)
        if (c == '\n' || c == '\r') c = ' ';
    return line;
}

Error fault(const std::filesystem::path& file, int code)
{
    return {Errc::input_output,
            fmt::format("{}: {}", file.string(),
                        error_code{code, boost::system::system_category()}.message())};
}

}  // namespace

Result<> kill::write_kill_file(const std::filesystem::path& file, const KillLatch& latch)
{
    auto text = fmt::format("{}\n{}\n{}\n{}\n", to_string(latch.state), one_line(latch.who),
                            one_line(latch.reason), format_time(latch.at));
    // the request must not fail for want of a folder: the program looks at this path anyway
    std::error_code ignored;
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), ignored);
    auto beside = file;
    beside += fmt::format(".{}.new", ::getpid());
    int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return fault(file, errno);
    bool good = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                ::fsync(fd) == 0;
    int code = errno;
    ::close(fd);
    if (good && ::rename(beside.c_str(), file.c_str()) == 0) {
        // the rename itself must outlive a power cut
        auto directory = file.has_parent_path() ? file.parent_path() : ".";
        int at = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (at >= 0) {
            ::fsync(at);
            ::close(at);
        }
        return {};
    }
    if (good) code = errno;
    ::unlink(beside.c_str());
    return fault(file, code);
}

Result<> kill::remove_kill_file(const std::filesystem::path& file)
{
    if (file.empty() || ::unlink(file.c_str()) == 0 || errno == ENOENT) return {};
    return fault(file, errno);
}

std::optional<KillLatch> read_kill_file(const std::filesystem::path& file)
{
    if (file.empty()) return std::nullopt;
    // access, not open: a file that exists and cannot be read is a kill as well
    if (::access(file.c_str(), F_OK) != 0 && errno == ENOENT) return std::nullopt;
    KillLatch latch{TradingState::halted, "kill file", "kill file " + file.string(), {}};
    std::ifstream in{file};
    std::string line;
    if (std::getline(in, line))
        if (auto state = parse_trading_state(line); state && *state != TradingState::active)
            latch.state = *state;
    if (std::getline(in, line) && !line.empty()) latch.who = line;
    if (std::getline(in, line) && !line.empty()) latch.reason = line;
    if (std::getline(in, line)) latch.at = parse_time(line).value_or(TimePoint{});
    return latch;
}

}  // namespace trademind
