// Fills on quotes and prints: what takes, what rests, and at what price.
#pragma once

#include "brokers/paper/matching/listings.hpp"
#include "brokers/paper/matching/order_actions.hpp"
#include "brokers/paper/orders/order_store.hpp"

#include <trademind/brokers/paper/options.hpp>

#include <optional>

namespace trademind::paper {

/// Matches orders that come to the market, and the market that comes to orders. Fills and ends go
/// through OrderActions.
class Matching {
public:
    Matching(const Options& options, Listings& listings, OrderStore& orders,
             const Holdings& holdings, OrderActions& actions)
        : options_{options},
          listings_{listings},
          orders_{orders},
          holdings_{holdings},
          actions_{actions},
          fills_on_prints_{options.fill_model->fills_on_prints()}
    {}

    // An order comes to the market.
    /// Takes from the opposite quote; the order is in no index.
    void take(Order& order);
    /// The opposite quote has all that the order may work.
    bool offers_whole(const Order& order);
    /// Files what is left where it waits for the market.
    void rest(Order& order);
    /// Files a pegged or relative order at the price that the quote gives it.
    void float_price(Order& order);
    /// Takes the order off its trigger, at the stop that fired.
    void trigger(Order& order, Decimal stop);

    // The market comes to the orders.
    void match_quote(Book& book, Side side);
    void match_print(Book& book);
    /// Queue model: ahead of an order is never more than the quote shows at its price.
    void follow_queue(Book& book, Side side)
    {
        if (fills_on_prints_) bound_queue(book, side);
    }
    /// Relative orders follow their side of the quote.
    void follow_relatives(Book& book);

    // Selling short.
    /// The refusal of a sell of more than is held, where that is not allowed.
    std::optional<Error> find_short_fault(const Order& order) const;
    /// Nothing is held any more that the order could sell.
    bool would_short(const Order& order) const;
    /// Of `quantity` what the order may work and the account may sell.
    Decimal takeable(const Order& order, Decimal quantity) const;

private:
    bool may_short(const Order& order) const;
    Decimal offered(const Order& order, const Book& book, const Level& level, bool resting) const;
    FillSituation situation(const Order& order, const Book& book, const Level& level,
                            bool resting) const;
    bool take_once(Order& order, Book& book);
    void finish_market_remainder(Order& order);
    void match_queue_model(Book& book, Side side, Decimal& left);
    void match_pegged(Book& book, Side side, Decimal& left);
    /// Stands the order behind what is displayed at its working price.
    void join_queue(Order& order);
    void bound_queue(Book& book, Side side);

    const Options& options_;
    Listings& listings_;
    OrderStore& orders_;
    const Holdings& holdings_;
    OrderActions& actions_;
    const bool fills_on_prints_;  ///< the fill model's queue
};

}  // namespace trademind::paper
