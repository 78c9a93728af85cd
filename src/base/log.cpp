// The only room with spdlog.
#include "base/log.hpp"

#include "base/escape.hpp"
#include "base/names.hpp"

#include <trademind/detail/listener.hpp>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace trademind {
namespace log {
namespace {

thread_local int mutes = 0;
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

std::shared_ptr<spdlog::logger> make_logger(spdlog::sink_ptr sink)
{
    auto made = std::make_shared<spdlog::logger>("trademind", std::move(sink));
    made->set_level(spdlog::level::trace);
    // as journal, tables and alerts: UTC, and marked so
    made->set_pattern("[%Y-%m-%dT%H:%M:%S.%eZ] [%n] [%^%l%$] %v", spdlog::pattern_time_type::utc);
    return made;
}

std::shared_ptr<spdlog::logger> to_standard_error()
{
    // standard error, so that standard output stays a program's own
    return make_logger(std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
}

class Target {
public:
    std::shared_ptr<spdlog::logger> get() const
    {
        std::lock_guard lock{mutex_};
        return logger_;
    }
    void set(std::shared_ptr<spdlog::logger> logger)
    {
        std::lock_guard lock{mutex_};
        logger_ = std::move(logger);
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<spdlog::logger> logger_ = to_standard_error();
};

Target& target()
{
    static Target instance;
    return instance;
}

constexpr std::array level_names{
    Name{Level::trace, "trace"},     Name{Level::debug, "debug"}, Name{Level::info, "info"},
    Name{Level::warning, "warning"}, Name{Level::error, "error"}, Name{Level::off, "off"},
};

}  // namespace

Sink set_sink(Sink sink) noexcept
{
    return sink_now.exchange(sink);
}
std::optional<Level> parse_level(std::string_view name)
{
    return value_of(level_names, name);
}

Result<> write_to(const FileTarget& wanted)
{
    try {
        if (wanted.file.empty()) {
            target().set(to_standard_error());
            return {};
        }
        auto logger = make_logger(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
            wanted.file.string(), wanted.max_size, wanted.max_files));
        logger->flush_on(spdlog::level::trace);
        target().set(std::move(logger));
        return {};
    } catch (const std::exception& failed) {
        return Error{Errc::input_output, failed.what()};
    }
}

Mute::Mute() noexcept
{
    ++mutes;
}
Mute::~Mute()
{
    --mutes;
}

bool enabled(Level level) noexcept
{
    return mutes == 0 && level >= level_now.load(std::memory_order_relaxed);
}
void set_level(Level level) noexcept
{
    level_now.store(level);
}

void write(Level level, std::string_view line) noexcept
{
    try {
        // brokers' words and callers' ids are in it: one call, one line
        std::string clean;
        if (has_control(line)) line = clean = escaped(line);
        if (auto sink = sink_now.load()) return sink(level, line);
        target().get()->log(to_spdlog(level), spdlog::string_view_t{line.data(), line.size()});
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
