// Points in time and the clock that everything which waits is given.
#pragma once

#include <trademind/subscription.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace trademind {

using Duration = std::chrono::nanoseconds;
/// UTC, to the nanosecond.
using TimePoint = std::chrono::sys_time<Duration>;

/// "2026-11-24T15:30:00Z", with a fraction only where there is one.
std::string format_time(TimePoint);
/// Reads ISO 8601 in UTC: "2026-11-24T15:30:00[.fraction]Z", with a blank instead of the T and
/// +00:00 instead of the Z where other programs write them; nothing for anything else, other
/// offsets included.
std::optional<TimePoint> parse_time(std::string_view);

/// Where the library takes the time from. Programs use system_clock(); tests a clock that they turn
/// by hand.
///
/// Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    /// Wall clock, UTC. May step.
    virtual TimePoint now() const = 0;
    /// Time since some fixed moment. Never steps: for ages and deadlines.
    virtual Duration uptime() const = 0;
    /// Calls `task` once on `executor`, after `delay`. Ending the subscription on that executor
    /// cancels the call.
    virtual Subscription after(Duration delay, boost::asio::any_io_executor executor,
                               std::function<void()> task) = 0;
};

/// The machine's clock.
std::shared_ptr<Clock> system_clock();

}  // namespace trademind
