// Fills on bars: what a bar's open, high, low and close say about the orders that waited before it.
#pragma once

#include "brokers/paper/matching/matching.hpp"

#include <optional>
#include <vector>

namespace trademind::paper {

/// Only orders that came before a bar's start can fill in it. Bars of one start time are one round:
/// an order that comes between them has seen how they ended.
class BarMatching {
public:
    BarMatching(const Options& options, Listings& listings, Matching& matching,
                OrderActions& actions)
        : options_{options}, listings_{listings}, matching_{matching}, actions_{actions}
    {}

    /// Begins the round of the bar, where it is a new one.
    void begin(const Bar& bar);
    /// Marks orders that come now: the bars of this round are not for them.
    std::uint32_t round() const { return round_; }
    void match(Book& book, const Bar& bar);
    /// Lets the market follow the bar. Stops rise with its high or fall with its low only now,
    /// after they were tested.
    void follow(Book& book, const Bar& bar);

private:
    bool came_before(const Order& order, const Bar& bar) const;
    /// Trailing orders that came while the bar ran: of it they see the close alone, which was after
    /// them.
    std::vector<Order*> take_out_newcomers(Book& book, const Bar& bar);
    void trigger(Order& order, const Bar& bar);
    void rest(Order& order, const Bar& bar);
    void fill(Order& order, Decimal price, bool slips);

    const Options& options_;
    Listings& listings_;
    Matching& matching_;
    OrderActions& actions_;
    TimePoint last_bar_ = TimePoint::min();
    std::uint32_t round_ = 0;
    std::optional<Decimal> volume_;  ///< of the bar that is matched; empty: not told
    Decimal taken_;                  ///< of it, by all orders together
};

}  // namespace trademind::paper
