// Where an order goes: held, armed, into an auction, or to the market.
#pragma once

#include "brokers/paper/engine/order_lifecycle.hpp"
#include "brokers/paper/engine/trading_sessions.hpp"
#include "brokers/paper/matching/matching.hpp"

#include <vector>

namespace trademind::paper {

class OrderRouting {
public:
    OrderRouting(EngineState& state, TradingSessions& sessions, OrderGroups& groups,
                 OrderLifecycle& lifecycle, Matching& matching)
        : state_{state},
          sessions_{sessions},
          groups_{groups},
          lifecycle_{lifecycle},
          matching_{matching},
          stale_after_{state.options.tape ? std::nullopt : state.options.stale_quote_after}
    {}

    /// Reserves what the order needs, and sends it where it belongs.
    void route(Order& order);
    /// The same for an order of which only the size has changed: it keeps its turn.
    void route_again(Order& order);
    /// Reserves what the order needs, or notes that it is to be done with the instrument's next
    /// price. An error: the account cannot carry it.
    std::optional<Error> fund(Order& order);
    /// The instrument has a price: funds the orders that waited for one, and refuses those that the
    /// account cannot carry.
    void fund_unpriced(Book& book);
    /// Routes a held order at that time.
    void wake_at(Order& order, TimePoint when);
    /// Sends the orders to the market whose triggers this change has fired.
    void fire(Book& book, const Effect& effect)
    {
        if (book.has_triggers()) fire_triggers(book, effect);
    }

    /// Orders may fill from what the book displays. Counts quotes that are too old for it.
    bool can_trade(Book& book);
    bool is_stale(const Book& book) const { return is_old(book.market.time()); }
    /// Told so long ago that nothing fills from it.
    bool is_old(TimePoint told) const
    {
        return stale_after_ && state_.now() - told > *stale_after_;
    }

private:
    void fire_triggers(Book& book, const Effect& effect);
    void hold(Order& order);
    void arm(Order& order);
    void work(Order& order);

    EngineState& state_;
    TradingSessions& sessions_;
    OrderGroups& groups_;
    OrderLifecycle& lifecycle_;
    Matching& matching_;
    const std::optional<Duration> stale_after_;  ///< nothing: a tape's quotes never are
    std::vector<Order*> fired_;
};

}  // namespace trademind::paper
