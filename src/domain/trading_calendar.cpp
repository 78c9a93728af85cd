// What every calendar answers, and the calendars without holidays: always open, every day, forex.
#include "base/time_zone.hpp"

#include <trademind/trading_calendar.hpp>

#include <algorithm>

namespace trademind {
namespace {

using namespace std::chrono;

bool is_weekday(sys_days date)
{
    weekday day{date};
    return day != Saturday && day != Sunday;
}

TimePoint in_new_york(sys_days date, Duration clock)
{
    return new_york().to_utc(local_days{date.time_since_epoch()} + clock);
}

class AlwaysOpen final : public TradingCalendar {
public:
    std::optional<TradingSession> session_at_or_after(TimePoint) const override
    {
        TradingSession session;
        session.pre_open = session.open = TimePoint::min();
        session.close = session.post_close = TimePoint::max();
        session.auctions = false;
        return session;
    }
};

class EveryDay final : public TradingCalendar {
public:
    std::optional<TradingSession> session_at_or_after(TimePoint time) const override
    {
        // a day back: the afternoon in New York is the next day in UTC
        sys_days date = floor<days>(time) - days{1};
        while (end_of(date) + closing <= time) date += days{1};
        TradingSession session;  // without a date: made-up trading makes no Sunday a business day
        session.pre_open = session.open = end_of(date - days{1}) + minutes{5};
        session.close = end_of(date);
        session.post_close = session.close + closing;
        return session;
    }
    std::optional<TimePoint> close_of(year_month_day date) const override
    {
        return date.ok() ? std::optional{end_of(date)} : std::nullopt;
    }

private:
    /// Closing orders last until their auction is over.
    static constexpr auto closing = minutes{4};
    static TimePoint end_of(sys_days date) { return in_new_york(date, hours{16}); }
};

class Forex final : public TradingCalendar {
public:
    std::optional<TradingSession> session_at_or_after(TimePoint time) const override
    {
        // a day back: the evening in New York is the next day in UTC
        for (sys_days date = floor<days>(time) - days{1};; date += days{1}) {
            if (!is_weekday(date)) continue;
            TradingSession session;
            session.date = date;
            session.pre_open = session.open = in_new_york(date - days{1}, hours{17});
            session.close = session.post_close = in_new_york(date, hours{17});
            session.auctions = false;
            if (session.close > time) return session;
        }
    }
};

}  // namespace

MarketState TradingSession::state_at(TimePoint time) const
{
    if (time < pre_open || time >= post_close) return MarketState::closed;
    if (time < open || time >= close) return MarketState::extended;
    bool rests = std::ranges::any_of(
        breaks, [&](const TradingBreak& b) { return time >= b.from && time < b.until; });
    return rests ? MarketState::closed : MarketState::open;
}

std::optional<TradingSession> TradingCalendar::session_on_or_after(sys_days date) const
{
    // two days back: a session may begin on the evening before, by a clock ahead of UTC
    auto session = session_at_or_after(date - days{2});
    while (session && session->date.ok() && sys_days{session->date} < date)
        session = session_at_or_after(session->post_close);
    return session;
}

std::optional<TimePoint> TradingCalendar::close_of(year_month_day date) const
{
    if (!date.ok()) return std::nullopt;
    auto session = session_on_or_after(date);
    return session && session->date == date ? std::optional{session->close} : std::nullopt;
}

bool TradingCalendar::is_trading_day(year_month_day date) const
{
    auto session = covers(sys_days{date} + hours{12}) ? session_on_or_after(date) : std::nullopt;
    return session && session->date.ok() ? session->date == date : is_weekday(date);
}

MarketState TradingCalendar::state_at(TimePoint time) const
{
    if (!covers(time)) return MarketState::unknown;
    auto session = session_at_or_after(time);
    return session ? session->state_at(time) : MarketState::closed;
}

std::shared_ptr<const TradingCalendar> always_open_calendar()
{
    static const auto calendar = std::make_shared<const AlwaysOpen>();
    return calendar;
}

std::shared_ptr<const TradingCalendar> every_day_calendar()
{
    static const auto calendar = std::make_shared<const EveryDay>();
    return calendar;
}

std::shared_ptr<const TradingCalendar> forex_calendar()
{
    static const auto calendar = std::make_shared<const Forex>();
    return calendar;
}

}  // namespace trademind
