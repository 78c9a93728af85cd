// The library's log: one line a decision, through spdlog, which only log.cpp knows.
#pragma once

#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

namespace trademind::log {

enum class Level { trace, debug, info, warning, error, off };

/// Receives lines in place of spdlog: tests use it to fail on unexpected warnings. Thread-safe.
using Sink = void (*)(Level, std::string_view line);
/// Replaces the sink; nullptr restores spdlog. Returns the one before.
Sink set_sink(Sink sink) noexcept;

/// "trace", "debug", "info", "warning", "error" or "off".
std::optional<Level> parse_level(std::string_view name);

/// Where lines go when no sink is set: a file of mode 0600 that is rotated when it would grow
/// beyond `max_size` bytes, of which `max_files` older ones are kept beside it. A thread of its own
/// writes and flushes every line: a disk or a terminal that hangs holds up the log alone, and what
/// does not fit into the queue (10,000 lines, 8 MiB) is dropped and counted.
struct FileTarget {
    std::filesystem::path file;
    std::size_t max_size{};
    std::size_t max_files{};
};
/// Standard error until called, and again with an empty path. Errc::input_output when the file
/// cannot be written or is no file; lines then go where they went before.
Result<> write_to(const FileTarget& target);
/// Waits until the lines so far are written; false where that takes longer. At the end of the
/// process one second.
bool flush(Duration patience) noexcept;
/// Lines for which the queue had no room.
std::uint64_t dropped() noexcept;

/// While one lives, its thread logs nothing: for rehearsals, whose orders are no news.
class Mute {
public:
    Mute() noexcept;
    ~Mute();
    Mute(const Mute&) = delete;
    Mute& operator=(const Mute&) = delete;
};

bool enabled(Level level) noexcept;
void set_level(Level level) noexcept;
/// Writes one line, control characters escaped. Never throws: a log that fails must not end an
/// order.
void write(Level level, std::string_view line) noexcept;

template <class... Args>
void line(Level level, fmt::format_string<Args...> format, Args&&... args) noexcept
{
    if (!enabled(level)) return;
    try {
        write(level, fmt::format(format, std::forward<Args>(args)...));
    } catch (...) {
        write(level, "a log line could not be formatted");
    }
}
template <class... Args> void debug(fmt::format_string<Args...> format, Args&&... args) noexcept
{
    line(Level::debug, format, std::forward<Args>(args)...);
}
template <class... Args> void info(fmt::format_string<Args...> format, Args&&... args) noexcept
{
    line(Level::info, format, std::forward<Args>(args)...);
}
template <class... Args> void warning(fmt::format_string<Args...> format, Args&&... args) noexcept
{
    line(Level::warning, format, std::forward<Args>(args)...);
}
template <class... Args> void error(fmt::format_string<Args...> format, Args&&... args) noexcept
{
    line(Level::error, format, std::forward<Args>(args)...);
}

}  // namespace trademind::log
