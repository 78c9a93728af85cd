// The recording's lines.
#include "brokers/ibkr/transport/recording.hpp"

#include "base/whole_file.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

namespace trademind::ibkr::transport {
namespace {

/// Of a recording that is read as a whole.
constexpr std::uintmax_t most_bytes = 1U << 30U;

/// Takes a number off the front.
template <class T> bool take(std::string_view& rest, T& out)
{
    auto [end, ec] = std::from_chars(rest.data(), rest.data() + rest.size(), out);
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return ec == std::errc{};
}

std::optional<std::string> bytes_of(std::string_view hex)
{
    std::string bytes;
    if (hex.size() % 2 != 0) return {};
    for (; !hex.empty(); hex.remove_prefix(2)) {
        unsigned byte = 0;
        auto [end, ec] = std::from_chars(hex.data(), hex.data() + 2, byte, 16);
        if (ec != std::errc{} || end != hex.data() + 2) return {};
        bytes += static_cast<char>(byte);
    }
    return bytes;
}

/// "0.001250 < 3135...": seconds, direction, payload.
std::optional<RecordedFrame> frame_of(std::string_view line)
{
    double seconds = 0;
    if (!take(line, seconds) || !(seconds >= 0 && seconds < 1e9) || line.size() < 3) return {};
    if (line[0] != ' ' || (line[1] != '<' && line[1] != '>') || line[2] != ' ') return {};
    auto payload = bytes_of(line.substr(3));
    if (!payload) return {};
    RecordedFrame frame;
    frame.at = Duration{std::llround(seconds * 1e9)};
    frame.from_client = line[1] == '>';
    frame.payload = std::move(*payload);
    return frame;
}

/// "# 2026-01-05T14:30:00Z session 200".
std::optional<RecordedSession> session_of(std::string_view line)
{
    constexpr std::string_view word = " session ";
    auto at = line.find(word);
    if (!line.starts_with("# ") || at == std::string_view::npos) return {};
    RecordedSession session;
    session.began = line.substr(2, at - 2);
    line.remove_prefix(at + word.size());
    if (!take(line, session.server_version) || !line.empty()) return {};
    return session;
}

/// What is wrong with the line; empty when nothing is.
std::string read_line(std::string_view line, std::vector<RecordedSession>& sessions)
{
    if (line == "# end") {
        if (!sessions.empty()) sessions.back().complete = true;
        return {};
    }
    if (line.starts_with("# ")) {
        auto session = session_of(line);
        if (!session) return "not the beginning of a session";
        sessions.push_back(std::move(*session));
        return {};
    }
    auto frame = frame_of(line);
    if (!frame) return "not a frame";
    if (sessions.empty()) return "a frame before its session";
    sessions.back().frames.push_back(std::move(*frame));
    return {};
}

}  // namespace

Result<std::vector<RecordedSession>> read_recording(const std::string& path)
{
    if (auto wrong = fault_of_type(path)) return *wrong;
    std::error_code failed;
    if (std::filesystem::file_size(path, failed) > most_bytes && !failed)
        return Error{Errc::input_output,
                     fmt::format("{}: is larger than {} bytes", path, most_bytes)};
    std::ifstream in{path};
    if (!in) return Error{Errc::input_output, "cannot read the recording " + path};
    std::vector<RecordedSession> sessions;
    std::string line, cut = path + ": is empty";
    for (int number = 1; std::getline(in, line); ++number) {
        // A program that was killed leaves half a line, behind which the next one appends.
        if (in.eof() && number > 1 && line != "# end") break;
        if (number > 1 && !cut.empty() && !session_of(line)) return Error{Errc::input_output, cut};
        cut.clear();
        auto wrong = number == 1
                         ? std::string{line == "trademind recording 1" ? "" : "not a recording"}
                         : read_line(line, sessions);
        if (wrong.empty()) continue;
        cut = fmt::format("{}:{}: {}", path, number, wrong);
        if (number == 1) break;
    }
    if (!cut.empty()) return Error{Errc::input_output, cut};
    return sessions;
}

}  // namespace trademind::ibkr::transport
