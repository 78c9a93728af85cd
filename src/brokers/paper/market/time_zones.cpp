// American time zones by their rule since 2007, and times as TWS writes them.
#include <trademind/brokers/paper/calendar.hpp>

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace trademind::paper {
namespace {

using namespace std::chrono;

/// Daylight time runs from the second Sunday of March to the first Sunday of November, 02:00 local
/// time.
bool is_daylight_time(TimePoint utc, hours standard_offset)
{
    year y = year_month_day{floor<days>(utc)}.year();
    TimePoint from = sys_days{y / March / Sunday[2]} + hours{2} + standard_offset;
    TimePoint until = sys_days{y / November / Sunday[1]} + hours{2} + standard_offset - hours{1};
    return utc >= from && utc < until;
}

hours offset_of(TimePoint utc, hours standard_offset)
{
    return is_daylight_time(utc, standard_offset) ? standard_offset - hours{1} : standard_offset;
}

struct Zone {
    std::string_view name;
    hours standard_offset;  ///< behind UTC; 0: no daylight time
};
constexpr std::array zones{
    Zone{"UTC", hours{0}},
    Zone{"GMT", hours{0}},
    Zone{"US/Eastern", hours{5}},
    Zone{"America/New_York", hours{5}},
    Zone{"EST", hours{5}},
    Zone{"US/Central", hours{6}},
    Zone{"America/Chicago", hours{6}},
    Zone{"US/Pacific", hours{8}},
    Zone{"America/Los_Angeles", hours{8}},
};

std::optional<int> number(std::string_view text)
{
    int value = 0;
    auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || text.front() == '-' || ec != std::errc{} ||
        end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// "20261224" and "16:00:00" or "16:00".
std::optional<TimePoint> parse_local(std::string_view date, std::string_view time)
{
    if (date.size() != 8 || (time.size() != 8 && time.size() != 5) || time[2] != ':') return {};
    auto y = number(date.substr(0, 4)), m = number(date.substr(4, 2)), d = number(date.substr(6));
    auto hour = number(time.substr(0, 2)), minute = number(time.substr(3, 2));
    std::optional<int> second = 0;
    if (time.size() == 8) {
        if (time[5] != ':') return {};
        second = number(time.substr(6));
    }
    if (!y || !m || !d || !hour || !minute || !second) return {};
    year_month_day day{year{*y}, month{static_cast<unsigned>(*m)},
                       std::chrono::day{static_cast<unsigned>(*d)}};
    if (!day.ok() || *y < 1970 || *y > 2200 || *hour > 23 || *minute > 59 || *second > 59)
        return {};
    return sys_days{day} + hours{*hour} + minutes{*minute} + seconds{*second};
}

}  // namespace

hours new_york_offset(TimePoint utc)
{
    return offset_of(utc, hours{5});
}

Result<TimePoint> parse_tws_time(std::string_view text)
{
    auto fault = [&](std::string_view what) {
        return Error{Errc::invalid_argument, fmt::format("'{}' is not a time: {}", text, what)};
    };
    constexpr std::string_view form =
        "write 20261224 16:00:00 US/Eastern, or 20261224-21:00:00 for UTC";
    if (text.size() < 14) return fault(form);
    bool is_utc = text[8] == '-';
    if (!is_utc && text[8] != ' ') return fault(form);
    std::string_view rest = text.substr(9);
    std::size_t space = rest.find(' ');
    auto local = parse_local(text.substr(0, 8), rest.substr(0, space));
    if (!local) return fault(form);
    if (is_utc) {
        if (space != rest.npos) return fault("after '-' the time is UTC and takes no zone");
        return *local;
    }
    if (space == rest.npos) return fault("it names no time zone");
    std::string_view name = rest.substr(space + 1);
    for (const Zone& zone : zones) {
        if (zone.name != name) continue;
        if (zone.standard_offset == hours{0}) return *local;
        // at the two switches of the year an hour is missing or double: the later reading
        return *local + offset_of(*local + zone.standard_offset, zone.standard_offset);
    }
    return fault(fmt::format("time zone '{}' is not known here; use UTC", name));
}

}  // namespace trademind::paper
