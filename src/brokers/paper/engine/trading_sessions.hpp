// Trading days: openings, closings, auctions, expiry and what waits over night.
#pragma once

#include "brokers/paper/engine/engine_state.hpp"
#include "brokers/paper/matching/matching.hpp"
#include "domain/market_hours.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace trademind::paper {

/// Follows the calendars of the listed instruments: takes orders off the market and back to it,
/// and ends those whose time is over.
class TradingSessions {
public:
    TradingSessions(EngineState& state, Matching& matching, OrderActions& actions)
        : state_{state}, matching_{matching}, actions_{actions}
    {}

    /// The book's sessions are those of the calendar from now on.
    void follow(Book& book, std::shared_ptr<const TradingCalendar> rules);
    /// The same for a book that follows one already.
    void follow_another(Book& book, std::shared_ptr<const TradingCalendar> rules);
    /// Time begins: sessions that are on already are joined.
    void start();
    /// Orders of an earlier run go where the sessions that are on want them.
    void settle_restored();

    bool is_open(const Book& book) const
    {
        return calendars_[book.calendar].phase != Phase::closed;
    }
    bool allows(const Order& order);
    /// What orders for the instrument are validated by.
    ValidationRules rules_for(InstrumentId instrument) const;
    MarketHours hours_of(const Book& book) const
    {
        return MarketHours{calendars_[book.calendar].rules};
    }
    /// The close of the book's market on that date; nothing: it has no session then.
    std::optional<TimePoint> close_of(const Book& book, std::chrono::year_month_day date) const
    {
        return calendars_[book.calendar].rules->close_of(date);
    }
    /// When the order can first come to the market; nothing: no such session is known.
    std::optional<TimePoint> next_opening(const Order& order);
    /// The moment before which the order waits, where it names one.
    std::optional<TimePoint> good_after(const Order& order) const;

    TimePoint expiry_of(const Order& order);
    /// Ends what is due at that time.
    void watch_expiry(TimePoint at);
    void expire(Order& order);

    /// Ten minutes before the close of a market with auctions until eighty minutes behind it: IBKR
    /// looks at what an account carries over night (15:50 to 17:20 New York).
    bool checks_overnight() const;

    std::optional<Error> find_auction_fault(const OrderRequest& request,
                                            InstrumentId instrument) const;
    /// The print may be what an auction waits for.
    void auction_print(Book& book);
    /// The bar's open is a trade that orders for the opening may wait for.
    bool opens_with(Book& book, const Bar& bar) const;

private:
    enum class Phase : std::uint8_t { closed, pre_market, regular, post_market };
    /// One calendar, its current session, and the instruments that follow it.
    struct Calendar {
        std::shared_ptr<const TradingCalendar> rules;
        TradingSession session;
        Phase phase = Phase::closed;
        bool opening_done = false, closing_pending = false;
        std::vector<InstrumentId> followers;
    };

    // trading_sessions.cpp
    Calendar& calendar_of(const Order& order);
    std::size_t add(std::shared_ptr<const TradingCalendar> rules);
    void enter_session(std::size_t calendar, TimePoint at);
    void schedule_session(std::size_t calendar);
    void open_extended(std::size_t calendar, Phase phase);
    void open_regular(std::size_t calendar);
    void begin_break(std::size_t calendar);
    void close_regular(std::size_t calendar);
    void close_extended(std::size_t calendar);
    void release_held(Book& book);
    void hold_for_night(std::size_t calendar, bool extended_too);
    void expire_due();

    // auctions.cpp
    void run_auction(Book& book, bool opening, Decimal price, bool fallback);
    void end_closing_auction(std::size_t calendar);

    EngineState& state_;
    Matching& matching_;
    OrderActions& actions_;
    std::vector<Calendar> calendars_;
};

}  // namespace trademind::paper
