// The only room with spdlog.
#include "base/log.hpp"

#include "base/escape.hpp"
#include "base/line_queue.hpp"
#include "base/names.hpp"
#include "base/whole_file.hpp"

#include <trademind/detail/listener.hpp>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include <pthread.h>
#include <sys/stat.h>

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
    // never destroyed: the thread of the lines may be at work until the process is gone
    static auto& instance = *new Target;
    return instance;
}

constexpr std::size_t most_lines = 10'000, most_bytes = 8U << 20U;

/// The queue between those who log and the target. A child of fork() has the queue, but not its
/// thread: it begins with one of its own.
class Lines {
public:
    LineQueue& get()
    {
        if (auto* made = queue_.load()) return *made;
        std::lock_guard lock{making_};
        if (auto* made = queue_.load()) return *made;
        static const bool registered = [] {
            std::atexit([] {
                if (auto* queue = lines().if_made()) queue->finish(std::chrono::seconds{1});
            });
            return ::pthread_atfork(nullptr, nullptr, [] { lines().queue_.store(nullptr); }) == 0;
        }();
        static_cast<void>(registered);
        auto* made = new LineQueue{
            most_lines, most_bytes, [](const LogLine& line) {
                target().get()->log(line.at, spdlog::source_loc{},
                                    static_cast<spdlog::level::level_enum>(line.level),
                                    spdlog::string_view_t{line.text.data(), line.text.size()});
            }};
        queue_.store(made);
        return *made;
    }
    LineQueue* if_made() { return queue_.load(); }
    static Lines& lines()
    {
        static auto& instance = *new Lines;
        return instance;
    }

private:
    std::mutex making_;
    std::atomic<LineQueue*> queue_{nullptr};
};

spdlog::file_event_handlers private_file()
{
    spdlog::file_event_handlers handlers;
    // account numbers and orders are in it
    handlers.after_open = [](const spdlog::filename_t&, std::FILE* file) {
        ::fchmod(::fileno(file), S_IRUSR | S_IWUSR);
    };
    return handlers;
}

/// A log may go to a device, as /dev/null. A FIFO would stop it where nobody reads.
std::optional<Error> unfit(const std::filesystem::path& file)
{
    std::error_code failed;
    if (std::filesystem::is_character_file(file, failed)) return std::nullopt;
    return fault_of_type(file);
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
    // what was said before goes where it would have gone
    flush(std::chrono::milliseconds{500});
    try {
        if (wanted.file.empty()) {
            target().set(to_standard_error());
            return {};
        }
        if (auto fault = unfit(wanted.file)) return *fault;
        ignore_file_size_signal();
        auto logger = make_logger(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
            wanted.file.string(), wanted.max_size, wanted.max_files, false, private_file()));
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
        Lines::lines().get().push({to_spdlog(level), system_clock()->now(), std::string{line}});
    } catch (...) {
        // nothing is left to tell it to
    }
}

bool flush(Duration patience) noexcept
{
    try {
        auto* queue = Lines::lines().if_made();
        return !queue || queue->flush(patience);
    } catch (...) {
        return false;
    }
}

std::uint64_t dropped() noexcept
{
    try {
        auto* queue = Lines::lines().if_made();
        return queue ? queue->dropped() : 0;
    } catch (...) {
        return 0;
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
