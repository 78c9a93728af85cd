// A time of day with its zone, and a zone alone.
#include "base/time_zone.hpp"
#include "execution/config/value_types.hpp"

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

}  // namespace

std::optional<std::pair<std::chrono::minutes, std::string>> read_daily_time(std::string_view text)
{
    if (text.size() < 7 || text[2] != ':' || text[5] != ' ') return std::nullopt;
    auto hours = two_digits(text.substr(0, 2), 24), minutes = two_digits(text.substr(3, 2), 60);
    auto zone = text.substr(6);
    if (!hours || !minutes || !find_time_zone(zone)) return std::nullopt;
    return std::pair{std::chrono::minutes{*hours * 60 + *minutes}, std::string{zone}};
}

ValueType<std::string> daily_time()
{
    return {"", "a time and a zone, or none",
            [](std::string_view given) -> Parsed<std::string> {
                if (given == "none") return std::string{};
                if (!read_daily_time(given))
                    return Parsed<std::string>::wrong(
                        "is no time with a zone, for example 23:45 America/New_York");
                return std::string{given};
            },
            [](const std::string& value) { return value.empty() ? "none" : value; }};
}

ValueType<std::string> time_zone()
{
    return {
        "", "a time zone",
        [](std::string_view given) -> Parsed<std::string> {
            if (!find_time_zone(given))
                return Parsed<std::string>::wrong("is no time zone, for example America/New_York");
            return std::string{given};
        },
        [](const std::string& value) { return value; }};
}

}  // namespace trademind::config
