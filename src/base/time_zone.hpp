// Time zones by name, from the system's own time zone files.
#pragma once

#include <trademind/time.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace trademind {

/// The rules of one time zone.
class TimeZone {
public:
    virtual ~TimeZone() = default;
    /// UTC of a local time. A time that exists twice means the first; one that does not exist is
    /// taken as if the clocks had not been turned.
    virtual TimePoint to_utc(std::chrono::local_time<Duration>) const;
    virtual std::chrono::seconds offset_at(TimePoint utc) const = 0;
};

/// The zone of that name: "America/New_York", "US/Eastern", "UTC", or one of the names that TWS
/// uses beside ("EST", "Central European Standard Time"). nullptr when it is not known. Zones live
/// as long as the program. Thread-safe.
const TimeZone* find_time_zone(std::string_view name);
/// America/New_York; where the system has no zone files, by its rule since 2007.
const TimeZone& new_york();

/// The latest midnight of the zone that is not after `at`.
TimePoint last_midnight(TimePoint at, const TimeZone&);
/// Midnights of a zone between two moments; below zero where `to` is the earlier one. Without a
/// zone those of UTC.
int midnights_between(TimePoint from, TimePoint to, const TimeZone*);

/// A time as TWS writes it: "20260413 15:27:04 US/Eastern", "20260413-19:27:04", with or without a
/// Z, with one or two blanks, or a date alone (its midnight). `zone` is used where the text names
/// none; nothing when the text is not a time or its zone is not known. Seconds may have a fraction.
std::optional<TimePoint> parse_tws_time(std::string_view text, std::string_view zone = "UTC");
/// "20260413": the day of that moment in the zone.
std::string date_text(TimePoint, const TimeZone&);
/// "20260413-19:27:04", which TWS reads as UTC.
std::string format_tws_time(TimePoint);

}  // namespace trademind
