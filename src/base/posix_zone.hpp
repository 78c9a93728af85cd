// A time zone's rule for the years to come, as POSIX writes it: "EST5EDT,M3.2.0,M11.1.0".
#pragma once

#include <trademind/time.hpp>

#include <optional>
#include <string_view>

namespace trademind {

/// Two offsets and, where they differ, when each begins.
struct PosixZone {
    /// Day `weekday` of week `week` (5: the last) of a month, at `time` of the local clock.
    struct Change {
        unsigned month = 0, week = 0, weekday = 0;
        std::chrono::seconds time = std::chrono::hours{2};
    };
    std::chrono::seconds standard{}, daylight{};
    std::optional<Change> begin, end;

    std::chrono::seconds offset_at(TimePoint utc) const;
};

/// Nothing for a form that time zone files do not use.
std::optional<PosixZone> parse_posix_zone(std::string_view);

}  // namespace trademind
