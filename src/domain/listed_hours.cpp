// A calendar out of the trading hours of contract details.
#include <trademind/trading_calendar.hpp>

#include "base/time_zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace trademind {
namespace {

struct Span {
    TimePoint from, until;
};
/// Spans by the date on which they end, as TWS lists them.
using Days = std::map<std::string, std::vector<Span>, std::less<>>;

class ListedSessions final : public TradingCalendar {
public:
    explicit ListedSessions(std::vector<TradingSession> sessions) : sessions_{std::move(sessions)}
    {}
    std::optional<TradingSession> session_at_or_after(TimePoint time) const override
    {
        for (const TradingSession& session : sessions_)
            if (session.post_close > time) return session;
        return std::nullopt;
    }

private:
    std::vector<TradingSession> sessions_;
};

std::string_view take_until(std::string_view& text, char end)
{
    std::size_t at = text.find(end);
    std::string_view part = text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + 1);
    return part;
}

/// "20261124:0930" in the details' zone.
std::optional<TimePoint> parse_moment(std::string_view text, std::string_view zone)
{
    if (text.size() != 13 || text[8] != ':') return std::nullopt;
    return parse_tws_time(
        fmt::format("{} {}:{}:00", text.substr(0, 8), text.substr(9, 2), text.substr(11, 2)), zone);
}

Result<Days> parse_hours(std::string_view text, std::string_view zone)
{
    Days days;
    while (!text.empty()) {
        std::string_view entry = take_until(text, ';');
        if (entry.empty() || entry.ends_with(":CLOSED")) continue;
        std::string_view rest = entry;
        auto from = parse_moment(take_until(rest, '-'), zone);
        auto until = parse_moment(rest, zone);
        if (!from || !until || *until <= *from)
            return Error{
                Errc::invalid_argument,
                fmt::format("trading hours '{}' in zone '{}' cannot be read", entry, zone)};
        days[std::string{rest.substr(0, 8)}].push_back({*from, *until});
    }
    return days;
}

}  // namespace

Result<std::shared_ptr<const TradingCalendar>> calendar_from_hours(const ContractDetails& details)
{
    std::string_view zone = details.time_zone.empty() ? "UTC" : std::string_view{details.time_zone};
    auto extended = parse_hours(details.trading_hours, zone);
    if (!extended) return extended.error();
    auto regular = parse_hours(
        details.liquid_hours.empty() ? details.trading_hours : details.liquid_hours, zone);
    if (!regular) return regular.error();
    std::vector<TradingSession> sessions;
    for (const auto& [date, spans] : *regular) {
        TradingSession session;
        session.open = spans.front().from;
        session.close = spans.back().until;
        session.pre_open = session.open;
        session.post_close = session.close;
        if (auto all = extended->find(date); all != extended->end()) {
            session.pre_open = std::min(session.open, all->second.front().from);
            session.post_close = std::max(session.close, all->second.back().until);
        }
        auto midnight = parse_tws_time(date, "UTC");
        if (!midnight)
            return Error{Errc::invalid_argument, fmt::format("'{}' is not a date", date)};
        session.date = std::chrono::floor<std::chrono::days>(*midnight);
        session.auctions = details.contract.type == SecurityType::stock;
        sessions.push_back(session);
    }
    if (sessions.empty())
        return Error{Errc::invalid_argument, fmt::format("the details of {} list no trading hours",
                                                         details.contract.describe())};
    return std::make_shared<const ListedSessions>(std::move(sessions));
}

}  // namespace trademind
