// A calendar from the trading hours of contract details.
#include "base/time_zone.hpp"
#include "domain/market_hours.hpp"

#include <trademind/trading_calendar.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace trademind {
namespace {

using namespace std::chrono;

struct Span {
    TimePoint from, until;
};

/// One text of hours.
struct HoursList {
    std::map<sys_days, std::vector<Span>> days;  ///< by the date on which the spans end
    TimePoint first = TimePoint::max(), last = TimePoint::min();  ///< what the text covers
};

class ListedHours final : public TradingCalendar {
public:
    ListedHours(std::vector<TradingSession> sessions, TimePoint first, TimePoint last)
        : sessions_{std::move(sessions)}, first_{first}, last_{last}
    {}
    std::optional<TradingSession> session_at_or_after(TimePoint time) const override
    {
        for (const TradingSession& session : sessions_)
            if (session.post_close > time) return session;
        return std::nullopt;
    }
    bool covers(TimePoint time) const override { return time >= first_ && time < last_; }

private:
    std::vector<TradingSession> sessions_;
    TimePoint first_, last_;
};

std::string_view take_until(std::string_view& text, char end)
{
    std::size_t at = text.find(end);
    std::string_view part = text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + 1);
    return part;
}

/// "20261124"
std::optional<sys_days> parse_date(std::string_view text)
{
    auto midnight = text.size() == 8 ? parse_tws_time(text, "UTC") : std::nullopt;
    return midnight ? std::optional{floor<days>(*midnight)} : std::nullopt;
}

/// "20261124:0930" in that zone.
std::optional<TimePoint> parse_moment(std::string_view text, std::string_view zone)
{
    if (text.size() != 13 || text[8] != ':') return std::nullopt;
    return parse_tws_time(
        fmt::format("{} {}:{}:00", text.substr(0, 8), text.substr(9, 2), text.substr(11, 2)), zone);
}

/// "20261124:0930-20261124:1600" or "20261125:CLOSED"; false for anything else.
bool read_entry(std::string_view entry, std::string_view zone, HoursList& list)
{
    const TimeZone& rules = *find_time_zone(zone);
    auto cover = [&](sys_days date) {
        local_days local{date.time_since_epoch()};
        list.first = std::min(list.first, rules.to_utc(local));
        list.last = std::max(list.last, rules.to_utc(local + days{1}));
    };
    auto begins = parse_date(entry.substr(0, 8));
    if (!begins) return false;
    cover(*begins);
    if (entry.substr(8) == ":CLOSED") return true;
    std::string_view end = entry;
    auto from = parse_moment(take_until(end, '-'), zone), until = parse_moment(end, zone);
    if (!from || !until || *until <= *from) return false;
    sys_days ends = *parse_date(end.substr(0, 8));
    cover(ends);
    list.days[ends].push_back({*from, *until});
    return true;
}

Result<HoursList> read_hours(std::string_view text, std::string_view zone)
{
    HoursList list;
    bool is_zone = find_time_zone(zone) != nullptr;
    while (!text.empty()) {
        std::string_view entry = take_until(text, ';');
        if (entry.empty()) continue;
        if (!is_zone || !read_entry(entry, zone, list))
            return Error{Errc::invalid_argument,
                         fmt::format("invalid trading hours: '{}' in zone '{}'", entry, zone)};
    }
    for (auto& [date, spans] : list.days) std::ranges::sort(spans, {}, &Span::from);
    return list;
}

TradingSession session_of(sys_days date, const std::vector<Span>& regular,
                          const HoursList& extended)
{
    TradingSession session;
    session.date = date;
    session.pre_open = session.open = regular.front().from;
    session.close = regular.front().until;
    for (const Span& span : regular) {
        if (span.from > session.close) session.breaks.push_back({session.close, span.from});
        session.close = std::max(session.close, span.until);
    }
    session.post_close = session.close;
    auto all = extended.days.find(date);
    if (all == extended.days.end()) return session;
    for (const Span& span : all->second) {
        session.pre_open = std::min(session.pre_open, span.from);
        session.post_close = std::max(session.post_close, span.until);
    }
    return session;
}

Result<HoursList> regular_hours(const ContractDetails& details)
{
    return read_hours(details.liquid_hours.empty() ? details.trading_hours : details.liquid_hours,
                      details.time_zone);
}

}  // namespace

std::optional<TimePoint> listed_until(const ContractDetails& details)
{
    auto hours = regular_hours(details);
    bool any = hours && hours->first <= hours->last;
    return any ? std::optional{hours->last} : std::nullopt;
}

Result<std::shared_ptr<const TradingCalendar>> calendar_from_hours(const ContractDetails& details)
{
    auto extended = read_hours(details.trading_hours, details.time_zone);
    if (!extended) return extended.error();
    auto regular = regular_hours(details);
    if (!regular) return regular.error();
    std::vector<TradingSession> sessions;
    for (const auto& [date, spans] : regular->days) {
        sessions.push_back(session_of(date, spans, *extended));
        sessions.back().auctions = details.contract.type == SecurityType::stock;
    }
    if (regular->first > regular->last)
        return Error{Errc::invalid_argument,
                     fmt::format("no trading hours: {}", details.contract.describe())};
    return std::make_shared<const ListedHours>(std::move(sessions), regular->first, regular->last);
}

}  // namespace trademind
