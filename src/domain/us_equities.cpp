// The US stock exchanges: sessions, holidays, early closes and settlement days.
#include "base/time_zone.hpp"

#include <trademind/trading_calendar.hpp>

#include <algorithm>
#include <array>

namespace trademind {
namespace {

using namespace std::chrono;

/// Closures that follow no rule.
constexpr std::array special_closures{
    2007y / January / 2,   // mourning for President Ford
    2012y / October / 29,  // hurricane Sandy
    2012y / October / 30,  //
    2018y / December / 5,  // mourning for President Bush
    2025y / January / 9,   // mourning for President Carter
};

/// Easter Sunday, by the anonymous Gregorian algorithm.
sys_days easter(year y)
{
    int n = static_cast<int>(y), a = n % 19, b = n / 100, c = n % 100, d = b / 4, e = b % 4;
    int g = (b - (b + 8) / 25 + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    int sum = h + l - 7 * m + 114;
    return y / month{static_cast<unsigned>(sum / 31)} / day{static_cast<unsigned>(sum % 31 + 1)};
}

/// A holiday on a Sunday is kept on Monday, on a Saturday on Friday.
sys_days observed(sys_days date)
{
    weekday w{date};
    if (w == Sunday) return date + days{1};
    if (w == Saturday) return date - days{1};
    return date;
}

bool is_holiday(sys_days date)
{
    year_month_day ymd{date};
    year y = ymd.year();
    // New Year on a Saturday is not kept: NYSE rule 7.2
    sys_days new_year = y / January / 1;
    if (date == new_year || (weekday{new_year} == Sunday && date == new_year + days{1}))
        return true;
    std::array holidays{
        sys_days{y / January / Monday[3]},     // Martin Luther King
        sys_days{y / February / Monday[3]},    // Washington's birthday
        easter(y) - days{2},                   // Good Friday
        sys_days{y / May / Monday[last]},      // Memorial Day
        observed(y / July / 4),                // Independence Day
        sys_days{y / September / Monday[1]},   // Labor Day
        sys_days{y / November / Thursday[4]},  // Thanksgiving
        observed(y / December / 25),           // Christmas
    };
    if (std::ranges::find(holidays, date) != holidays.end()) return true;
    if (y >= 2022y && date == observed(y / June / 19)) return true;
    return std::ranges::find(special_closures, ymd) != special_closures.end();
}

/// 13:00: the day after Thanksgiving, Christmas Eve and the third of July, where they are trading
/// days and the holiday follows on a weekday.
bool closes_early(sys_days date)
{
    year_month_day ymd{date};
    year y = ymd.year();
    if (date == sys_days{y / November / Thursday[4]} + days{1}) return true;
    if (ymd == y / December / 24) return true;
    return ymd == y / July / 3;
}

/// Days on which the exchanges trade and the Federal Reserve Banks are closed.
bool is_bank_holiday(sys_days date)
{
    year y = year_month_day{date}.year();
    sys_days columbus = y / October / Monday[2], veterans = y / November / 11;
    // the banks keep a Sunday's holiday on Monday and none that falls on a Saturday
    if (weekday{veterans} == Sunday) veterans += days{1};
    return date == columbus || date == veterans;
}

class UsEquities final : public TradingCalendar {
public:
    std::optional<TradingSession> session_at_or_after(TimePoint time) const override
    {
        // a day back: the evening in New York is the next day in UTC
        for (sys_days date = floor<days>(time) - days{1};; date += days{1}) {
            if (!trades_on(date)) continue;
            TradingSession session = session_of(date);
            if (session.post_close > time) return session;
        }
    }
    std::optional<TimePoint> close_of(year_month_day date) const override
    {
        bool trades = date.ok() && trades_on(date);
        return trades ? std::optional{session_of(date).close} : std::nullopt;
    }
    bool is_settlement_day(year_month_day date) const override
    {
        return trades_on(date) && !is_bank_holiday(date);
    }

private:
    static bool trades_on(sys_days date)
    {
        weekday w{date};
        return w != Saturday && w != Sunday && !is_holiday(date);
    }
    static TradingSession session_of(sys_days date)
    {
        auto at = [&](Duration clock) {
            return new_york().to_utc(local_days{date.time_since_epoch()} + clock);
        };
        bool early = closes_early(date);
        TradingSession session;
        session.date = date;
        session.pre_open = at(hours{4});
        session.open = at(hours{9} + minutes{30});
        session.close = at(early ? hours{13} : hours{16});
        session.post_close = at(early ? hours{17} : hours{20});
        return session;
    }
};

}  // namespace

std::shared_ptr<const TradingCalendar> us_equities_calendar()
{
    static const auto calendar = std::make_shared<const UsEquities>();
    return calendar;
}

}  // namespace trademind
