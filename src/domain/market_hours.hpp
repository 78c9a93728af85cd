// The state of one market at moments near each other, and which calendar an instrument follows.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/trading_calendar.hpp>

#include <memory>
#include <optional>

namespace trademind {

/// Stocks, funds, options and warrants in USD: they trade by us_equities_calendar().
bool is_us_listed(const Contract&);

/// By the hours that the broker lists; where these end or are missing, by the calendar of the kind:
/// US listings by the exchanges' rules, crypto always, forex by its week. nullptr: not known.
std::shared_ptr<const TradingCalendar> calendar_of(const Contract&, const ContractDetails*);

/// The end of the hours that the broker lists; nothing where it lists none that can be read.
std::optional<TimePoint> listed_until(const ContractDetails&);

/// A calendar and the session last asked for: a further question within that session costs a few
/// comparisons and allocates nothing. For one thread.
class MarketHours {
public:
    MarketHours() = default;
    explicit MarketHours(std::shared_ptr<const TradingCalendar> calendar);
    explicit operator bool() const { return calendar_ != nullptr; }
    const TradingCalendar* calendar() const { return calendar_.get(); }
    /// `unknown` without a calendar, and where the calendar does not reach.
    MarketState state_at(TimePoint) const;
    /// See TradingCalendar; needs a calendar.
    const std::optional<TradingSession>& session_at_or_after(TimePoint) const;

private:
    std::shared_ptr<const TradingCalendar> calendar_;
    mutable TimePoint from_{}, until_{};
    mutable std::optional<TradingSession> session_;
};

/// The hours by which orders for the contract are judged.
MarketHours hours_of(const Contract&, const ContractDetails*);

}  // namespace trademind
