// A time of day with its zone, and a zone alone.
#include "base/time_zone.hpp"
#include "execution/config/value_types.hpp"

#include <fmt/format.h>

namespace trademind::config {
namespace {

/// Two digits below `limit`; nothing for anything else.
std::optional<int> two_digits(std::string_view text, int limit)
{
    if (text.size() != 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return std::nullopt;
    int number = (text[0] - '0') * 10 + (text[1] - '0');
    return number < limit ? std::optional{number} : std::nullopt;
}

using Windows = std::vector<AwayWindow>;

Parsed<Windows> parse(std::string_view given)
{
    using namespace std::chrono;
    if (given == "none") return Windows{};
    auto wrong = Wrong{"is no time with a zone, for example 23:45 America/New_York"};
    if (given.size() < 7 || given[2] != ':' || given[5] != ' ') return wrong;
    auto hour = two_digits(given.substr(0, 2), 24), minute = two_digits(given.substr(3, 2), 60);
    auto zone = given.substr(6);
    if (!hour || !minute || !find_time_zone(zone)) return wrong;
    minutes from{*hour * 60 + *minute};
    // TWS needs one to three minutes; the calendar adds a margin of its own
    return Windows{{"daily restart",
                    {Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday},
                    from,
                    from + minutes{10},
                    std::string{zone}}};
}

std::string print(const Windows& windows)
{
    if (windows.empty()) return "none";
    auto at = windows.front().from.count();
    return fmt::format("{:02}:{:02} {}", at / 60, at % 60, windows.front().time_zone);
}

}  // namespace

ValueType<Windows> daily_time()
{
    return {"", "a time and a zone, or none", parse, print};
}

ValueType<std::string> time_zone()
{
    return {"", "a time zone",
            [](std::string_view given) -> Parsed<std::string> {
                if (!find_time_zone(given))
                    return Wrong{"is no time zone, for example America/New_York"};
                return std::string{given};
            },
            [](const std::string& value) { return value; }};
}

}  // namespace trademind::config
