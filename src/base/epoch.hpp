// Moments that others tell in seconds since 1970.
#pragma once

#include <trademind/time.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace trademind {

/// 2200-01-01: nothing that is told is later, and nanoseconds hold it.
constexpr std::int64_t latest_second = 7'258'118'400;

/// Nothing before 1970 and after 2199: no moment, whatever was meant.
constexpr std::optional<TimePoint> moment_of(std::int64_t seconds)
{
    if (seconds < 0 || seconds > latest_second) return std::nullopt;
    return TimePoint{std::chrono::seconds{seconds}};
}
/// The nearest of those moments: for comparing clocks, where far off is far off.
constexpr TimePoint nearest_moment(std::int64_t seconds)
{
    return TimePoint{std::chrono::seconds{std::clamp<std::int64_t>(seconds, 0, latest_second)}};
}

}  // namespace trademind
