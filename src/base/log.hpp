// The library's log: one line a decision, through spdlog, which only log.cpp knows.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string_view>
#include <utility>

namespace trademind::log {

enum class Level { trace, debug, info, warning, error, off };

/// Receives lines in place of spdlog: tests use it to fail on unexpected warnings. Thread-safe.
using Sink = void (*)(Level, std::string_view line);
/// Replaces the sink; nullptr restores spdlog. Returns the one before.
Sink set_sink(Sink sink) noexcept;

bool enabled(Level level) noexcept;
void set_level(Level level) noexcept;
/// Writes one line. Never throws: a log that fails must not end an order.
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
