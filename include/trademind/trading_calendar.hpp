// When markets are open: sessions, holidays, early closes and settlement days.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace trademind {

enum class MarketState : std::uint8_t {
    closed,
    open,      ///< regular trading hours
    extended,  ///< before or after them
    unknown,   ///< the calendar does not reach that far
};

/// A pause within regular hours, such as Tokyo's lunch: nothing trades from `from` until `until`.
class TradingBreak {
public:
    bool operator==(const TradingBreak&) const = default;

    TimePoint from{}, until{};
};

/// One trading day of a market. Moments are UTC; pre_open <= open < close <= post_close.
class TradingSession {
public:
    TradingSession() = default;
    bool operator==(const TradingSession&) const = default;
    MarketState state_at(TimePoint) const;

    /// Trading date, in the market's time zone; not ok() where sessions belong to no date.
    std::chrono::year_month_day date{};
    TimePoint pre_open{}, open{}, close{}, post_close{};
    std::vector<TradingBreak> breaks;  ///< in order of time
    /// The regular session opens and closes with an auction.
    bool auctions = true;
};

/// The sessions of a market. Immutable and thread-safe.
class TradingCalendar {
public:
    virtual ~TradingCalendar() = default;
    /// The session whose extended hours are on at `time` (post_close > time), else the next one;
    /// nothing when none is known.
    virtual std::optional<TradingSession> session_at_or_after(TimePoint time) const = 0;
    /// False where the calendar has no information: before and behind the days of a list.
    virtual bool covers(TimePoint) const { return true; }
    /// The end of a good-till date: when regular hours of that date close. Nothing where the date
    /// has no session, or the calendar no close.
    virtual std::optional<TimePoint> close_of(std::chrono::year_month_day) const;
    /// A day on which trades settle: a trading day on which the banks are open.
    virtual bool is_settlement_day(std::chrono::year_month_day date) const
    {
        return is_trading_day(date);
    }

    /// A date with a session. Monday to Friday where sessions belong to no date, and where the
    /// calendar does not reach.
    bool is_trading_day(std::chrono::year_month_day) const;
    MarketState state_at(TimePoint) const;

private:
    /// The first session of that date or of a later one.
    std::optional<TradingSession> session_on_or_after(std::chrono::sys_days) const;
};

/// Open at every moment: no sessions, no auctions, and DAY orders live until cancelled.
std::shared_ptr<const TradingCalendar> always_open_calendar();
/// Around the clock on every day of the year, for made-up markets: each session lasts from 16:05 in
/// New York to 16:00 of the next day, with auctions. DAY orders end and closing orders fill at
/// 16:00.
std::shared_ptr<const TradingCalendar> every_day_calendar();
/// NYSE and Nasdaq: 09:30 to 16:00 New York time, extended 04:00 to 20:00; holidays and 13:00
/// closes by the exchanges' rules since 2007, with the special closures up to 2025. Trades settle
/// on trading days that are no holiday of the Federal Reserve Banks (Columbus Day, Veterans Day).
std::shared_ptr<const TradingCalendar> us_equities_calendar();
/// Spot currencies: Sunday 17:00 to Friday 17:00 New York time. A session ends at 17:00 and has
/// the date of its end.
std::shared_ptr<const TradingCalendar> forex_calendar();

/// From contract details as TWS writes them ("20261124:0930-20261124:1600;20261125:CLOSED"), for
/// the days that they list. Regular hours of stocks are taken to open and close with an auction.
/// Errc::invalid_argument names what cannot be read.
Result<std::shared_ptr<const TradingCalendar>> calendar_from_hours(const ContractDetails& details);

}  // namespace trademind
