// The only room with spdlog.
#include "base/log.hpp"

#include <trademind/detail/listener.hpp>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <exception>

namespace trademind {
namespace log {
namespace {

std::atomic<Level> level_now{Level::warning};
std::atomic<Sink> sink_now{nullptr};

spdlog::level::level_enum to_spdlog(Level level)
{
    switch (level) {
    case Level::trace: return spdlog::level::trace;
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
    case Level::off: break;
    }
    return spdlog::level::off;
}

spdlog::logger& logger()
{
    // standard error, so that standard output stays a program's own
    static const auto instance = [] {
        auto made = std::make_shared<spdlog::logger>(
            "trademind", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
        made->set_level(spdlog::level::trace);
        return made;
    }();
    return *instance;
}

}  // namespace

Sink set_sink(Sink sink) noexcept
{
    return sink_now.exchange(sink);
}
bool enabled(Level level) noexcept
{
    return level >= level_now.load(std::memory_order_relaxed);
}
void set_level(Level level) noexcept
{
    level_now.store(level);
}

void write(Level level, std::string_view line) noexcept
{
    try {
        if (auto sink = sink_now.load()) return sink(level, line);
        logger().log(to_spdlog(level), spdlog::string_view_t{line.data(), line.size()});
    } catch (...) {
        // nothing is left to tell it to
    }
}

}  // namespace log

void detail::report_handler_exception() noexcept
{
    try {
        throw;
    } catch (const std::exception& thrown) {
        log::error("a handler threw and was ignored: {}", thrown.what());
    } catch (...) {
        log::error("a handler threw and was ignored");
    }
}

}  // namespace trademind
