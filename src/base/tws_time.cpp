// Times as TWS writes them.
#include "base/time_zone.hpp"

#include <fmt/format.h>

#include <charconv>

namespace trademind {
namespace {

using namespace std::chrono;

std::optional<int> take_digits(std::string_view& text, std::size_t count)
{
    int n = 0;
    if (text.size() < count) return std::nullopt;
    auto [end, ec] = std::from_chars(text.data(), text.data() + count, n);
    if (ec != std::errc{} || end != text.data() + count || n < 0) return std::nullopt;
    text.remove_prefix(count);
    return n;
}

/// ".123": as many digits as there are; nothing finer than a Duration is kept.
Duration take_decimals(std::string_view& text)
{
    Duration fraction{};
    if (text.size() < 2 || text.front() != '.' || text[1] < '0' || text[1] > '9') return fraction;
    text.remove_prefix(1);
    for (Duration digit = seconds{1}; !text.empty() && text.front() >= '0' && text.front() <= '9';
         text.remove_prefix(1)) {
        digit /= 10;
        fraction += digit * (text.front() - '0');
    }
    return fraction;
}

void skip_blanks(std::string_view& text)
{
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

}  // namespace

std::optional<TimePoint> parse_tws_time(std::string_view text, std::string_view zone)
{
    auto y = take_digits(text, 4), m = take_digits(text, 2), d = take_digits(text, 2);
    if (!y || !m || !d) return std::nullopt;
    year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok() || *y < 1678 || *y > 2261) return std::nullopt;
    Duration clock{};
    bool dashed = !text.empty() && text.front() == '-';
    if (dashed) text.remove_prefix(1);
    skip_blanks(text);
    if (!text.empty()) {
        auto hour = take_digits(text, 2);
        if (!hour || *hour > 23 || text.empty() || text.front() != ':') return std::nullopt;
        text.remove_prefix(1);
        auto minute = take_digits(text, 2);
        if (!minute || *minute > 59) return std::nullopt;
        int second = 0;
        Duration fraction{};
        if (!text.empty() && text.front() == ':') {
            text.remove_prefix(1);
            auto s = take_digits(text, 2);
            if (!s || *s > 60) return std::nullopt;
            second = *s;
            fraction = take_decimals(text);
        }
        clock = hours{*hour} + minutes{*minute} + seconds{second} + fraction;
        skip_blanks(text);
        while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    }
    // A dash and no zone means UTC, whatever zone is usual.
    if (!text.empty())
        zone = text;
    else if (dashed)
        zone = "UTC";
    const TimeZone* rules = find_time_zone(zone);
    if (!rules) return std::nullopt;
    return rules->to_utc(local_days{date} + clock);
}

std::string date_text(TimePoint time, const TimeZone& zone)
{
    year_month_day date{floor<days>(time + zone.offset_at(time))};
    return fmt::format("{:04}{:02}{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string format_tws_time(TimePoint time)
{
    auto day = floor<days>(time);
    year_month_day date{day};
    hh_mm_ss clock{floor<seconds>(time - day)};
    return fmt::format("{:04}{:02}{:02}-{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace trademind
