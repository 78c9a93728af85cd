// Points in time to and from ISO 8601.
#include <trademind/time.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace trademind {
namespace {

/// Reads exactly `digits` decimal digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits)
{
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    auto [end, ec] = std::from_chars(text.data(), text.data() + digits, value);
    if (ec != std::errc{} || end != text.data() + digits || text.front() == '-')
        return std::nullopt;
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char expected)
{
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

/// Reads up to nine digits after the point as nanoseconds.
std::optional<int> take_fraction(std::string_view& text)
{
    int nanoseconds = 0, digits = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1)) {
        if (++digits > 9) return std::nullopt;
        nanoseconds = nanoseconds * 10 + (text.front() - '0');
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 9; ++digits) nanoseconds *= 10;
    return nanoseconds;
}

constexpr std::array<std::string_view, 8> spellings_of_utc{"Z",   "z",      "+00:00", "+0000",
                                                           "+00", "-00:00", "-0000",  "-00"};

}  // namespace

std::string format_time(TimePoint time)
{
    auto day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day date{day};
    std::chrono::hh_mm_ss clock{time - day};
    auto text =
        fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    if (auto fraction = clock.subseconds().count(); fraction != 0) {
        auto digits = fmt::format("{:09}", fraction);
        digits.erase(digits.find_last_not_of('0') + 1);
        text += '.' + digits;
    }
    return text += 'Z';
}

std::optional<TimePoint> parse_time(std::string_view text)
{
    using namespace std::chrono;
    auto y = take_number(text, 4);
    if (!y || !take(text, '-')) return std::nullopt;
    auto m = take_number(text, 2);
    if (!m || !take(text, '-')) return std::nullopt;
    auto d = take_number(text, 2);
    if (!d || (!take(text, 'T') && !take(text, 't') && !take(text, ' '))) return std::nullopt;
    auto hour = take_number(text, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    auto minute = take_number(text, 2);
    if (!minute || !take(text, ':')) return std::nullopt;
    auto second = take_number(text, 2);
    if (!second) return std::nullopt;
    int nanosecond = 0;
    if (take(text, '.') || take(text, ',')) {
        auto fraction = take_fraction(text);
        if (!fraction) return std::nullopt;
        nanosecond = *fraction;
    }
    if (std::ranges::find(spellings_of_utc, text) == spellings_of_utc.end()) return std::nullopt;

    year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    // beyond the range of nanoseconds in 64 bits
    if (*y < 1678 || *y > 2261) return std::nullopt;
    return sys_days{date} + hours{*hour} + minutes{*minute} + seconds{*second} +
           nanoseconds{nanosecond};
}

}  // namespace trademind
