// Whether an instrument trades in its regular hours at a moment.
#include "execution/risk/trading_hours.hpp"

#include "base/time_zone.hpp"

#include <trademind/trading_calendar.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trademind::risk {
namespace {

TradingHours by_calendar(std::shared_ptr<const TradingCalendar> calendar)
{
    // the session is the same for hours: asked for again only when it is over
    return [calendar = std::move(calendar), known = std::optional<TradingSession>{},
            from = TimePoint{}](TimePoint time) mutable {
        if (!known || time < from || time >= known->post_close) {
            known = calendar->session_at_or_after(time);
            from = time;
        }
        if (!known) return MarketHours::unknown;
        return time >= known->open && time < known->close ? MarketHours::open : MarketHours::closed;
    };
}

/// What TWS tells: "20261124:0930-20261124:1600;20261125:CLOSED", in the instrument's zone.
class ToldHours {
public:
    class Span {
    public:
        TimePoint open, close;
    };
    std::vector<Span> spans;
    TimePoint first{TimePoint::max()}, last{};  ///< the days that the text speaks of

    MarketHours at(TimePoint time) const
    {
        if (time < first || time >= last) return MarketHours::unknown;
        bool open = std::ranges::any_of(
            spans, [&](const Span& s) { return time >= s.open && time < s.close; });
        return open ? MarketHours::open : MarketHours::closed;
    }
};

/// "20261124:0930"
std::optional<TimePoint> read_moment(std::string_view text, std::string_view zone)
{
    if (text.size() != 13 || text[8] != ':') return std::nullopt;
    std::string spelt{text.substr(0, 8)};
    spelt += ' ';
    (spelt += text.substr(9, 2)) += ':';
    (spelt += text.substr(11, 2)) += ":00";
    return parse_tws_time(spelt, zone);
}

std::optional<ToldHours> read_hours(std::string_view text, std::string_view zone)
{
    if (!find_time_zone(zone)) return std::nullopt;
    ToldHours told;
    while (!text.empty()) {
        auto part = text.substr(0, text.find(';'));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        if (part.size() < 8) return std::nullopt;
        auto day = parse_tws_time(part.substr(0, 8), zone);
        if (!day) return std::nullopt;
        told.first = std::min(told.first, *day);
        told.last = std::max(told.last, *day + std::chrono::days{1});
        if (part.substr(8) == ":CLOSED") continue;
        auto dash = part.find('-');
        if (dash == std::string_view::npos) return std::nullopt;
        auto open = read_moment(part.substr(0, dash), zone);
        auto close = read_moment(part.substr(dash + 1), zone);
        if (!open || !close || *open >= *close) return std::nullopt;
        told.spans.push_back({*open, *close});
        told.first = std::min(told.first, *open);
    }
    return told;
}

/// Sunday 17:00 to Friday 17:00 in New York.
MarketHours forex_hours(TimePoint time)
{
    using namespace std::chrono;
    auto local = time - new_york_offset(time);
    auto day = floor<days>(local);
    weekday on{day};
    auto hour = local - day;
    bool closed =
        on == Saturday || (on == Friday && hour >= hours{17}) || (on == Sunday && hour < hours{17});
    return closed ? MarketHours::closed : MarketHours::open;
}

}  // namespace

TradingHours hours_of(const Contract& contract, const ContractDetails* details)
{
    if (details && !details->liquid_hours.empty())
        if (auto told = read_hours(details->liquid_hours, details->time_zone))
            return [told = std::move(*told)](TimePoint time) { return told.at(time); };
    switch (contract.type) {
    case SecurityType::crypto: return [](TimePoint) { return MarketHours::open; };
    case SecurityType::forex: return forex_hours;
    case SecurityType::stock:
    case SecurityType::option:
    case SecurityType::warrant:
        if (contract.currency == "USD") return by_calendar(us_equities_calendar());
        break;
    default: break;
    }
    return [](TimePoint) { return MarketHours::unknown; };
}

}  // namespace trademind::risk
