// When markets are open: sessions, holidays and early closes.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace trademind {

/// One trading day of a market. Moments are UTC; pre_open <= open < close <= post_close.
class TradingSession {
public:
    TradingSession() = default;
    bool operator==(const TradingSession&) const = default;

    std::chrono::year_month_day date{};  ///< trading date, in the market's time zone
    TimePoint pre_open{}, open{}, close{}, post_close{};
    /// The regular session opens and closes with an auction.
    bool auctions = true;
};

/// Tells sessions. Immutable and thread-safe.
class TradingCalendar {
public:
    virtual ~TradingCalendar() = default;
    /// The session whose extended hours are on at `time` (post_close > time), else the next one;
    /// nothing when none is known.
    virtual std::optional<TradingSession> session_at_or_after(TimePoint time) const = 0;
};

/// Open at every moment: no sessions, no auctions, and DAY orders live until cancelled.
std::shared_ptr<const TradingCalendar> always_open_calendar();
/// Around the clock on every day of the year, for made-up markets: each session lasts from 16:05 in
/// New York to 16:00 of the next day, with auctions. DAY orders end and closing orders fill at
/// 16:00.
std::shared_ptr<const TradingCalendar> every_day_calendar();
/// NYSE and Nasdaq: 09:30 to 16:00 New York time, extended 04:00 to 20:00; holidays and 13:00
/// closes by the exchanges' rules since 2007, with the special closures up to 2025.
std::shared_ptr<const TradingCalendar> us_equities_calendar();

/// From contract details as TWS writes them ("20261124:0930-20261124:1600;20261125:CLOSED"), for
/// the days that they list. Regular hours of stocks are taken to open and close with an auction.
/// Errc::invalid_argument names what cannot be read.
Result<std::shared_ptr<const TradingCalendar>> calendar_from_hours(const ContractDetails& details);

/// What New York's clocks are behind UTC at that moment: 4 or 5 hours (rules since 2007).
std::chrono::hours new_york_offset(TimePoint utc);

}  // namespace trademind
