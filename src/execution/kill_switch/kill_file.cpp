// The kill file: a latch that any process, shell or person can set.
#include "execution/kill_switch/kill_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

namespace trademind {
namespace {

/// A kill file is a few lines; what is longer was not written by this program.
constexpr std::size_t most_bytes = 4096, most_of_a_line = 1000;

std::string one_line(std::string_view text)
{
    std::string line{text.substr(0, most_of_a_line)};
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

Result<Replaced> kill::write_kill_file(const std::filesystem::path& file, const KillLatch& latch)
{
    auto text = fmt::format("{}\n{}\n{}\n{}\n", to_string(latch.state), one_line(latch.who),
                            one_line(latch.reason), format_time(latch.at));
    // the request must not fail for want of a folder: the program looks at this path anyway
    std::error_code ignored;
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), ignored);
    return replace_whole_file(file, text, {.empty_if_full = true});
}

Result<> kill::remove_kill_file(const std::filesystem::path& file)
{
    if (file.empty() || ::unlink(file.c_str()) == 0 || errno == ENOENT) return {};
    return fault(file, errno);
}

std::optional<KillLatch> read_kill_file(const std::filesystem::path& file)
{
    if (file.empty()) return std::nullopt;
    // the name is enough: whatever it stands for, and whether it can be read or not
    struct stat found {};
    if (::lstat(file.c_str(), &found) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return std::nullopt;
    KillLatch latch{TradingState::halted, "kill file", "kill file " + file.string(), {}};
    auto text = read_whole_file(file, most_bytes);
    if (!text) return latch;
    std::istringstream in{*text};
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
