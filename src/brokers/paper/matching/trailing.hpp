// Trailing stops: their triggers follow the market without anyone visiting each of them.
#pragma once

#include "brokers/paper/matching/price_index.hpp"

#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace trademind::paper {

/// Trailing orders of one instrument, side and series.
///
/// Orders whose high-water mark is the same form a group; a new high merges the groups below it
/// (the smaller into the larger), so a tick costs O(log n) amortised however many orders trail.
/// Everything inside is in terms of a price that falls to the stop: for BUY orders its negative.
class Trailing {
public:
    /// Stops are rounded to `ticks`, away from the market.
    Trailing(Side side, const Ticks& ticks) : side_{side}, ticks_{ticks} {}

    /// `reference`: the series' price now, if there is one. The order's stop_price, where it has
    /// one, is where the stop starts.
    void add(Order& order, std::optional<Decimal> reference);
    void remove(Order& order);
    bool empty() const { return where_.empty(); }
    /// Appends all orders, in no order.
    void collect_all(std::vector<Order*>& orders) const;
    /// Moves the stops up with a price, then appends the orders that it fires, tightest first.
    void update(Decimal price, std::vector<Order*>& fired);
    /// Where the order's stop is now; nothing before the first price.
    std::optional<Decimal> stop_of(const Order& order) const;

private:
    struct Group {
        explicit Group(Decimal high) : high{high} {}
        Decimal high;
        PriceIndex amounts{First::lowest}, rates{First::lowest};
        std::size_t size() const { return amounts.size() + rates.size(); }
    };
    using Groups = std::map<Decimal, std::unique_ptr<Group>>;

    Decimal signed_price(Decimal price) const { return side_ == Side::sell ? price : -price; }
    Decimal stop_at(const Order& order, Decimal high) const;
    std::optional<Decimal> tightest(const Group& group) const;
    void rank(Group& group);
    void unrank(Group& group);
    void merge(Group& into, Group& from);
    void put(Group& group, Order& order);

    Side side_;
    Ticks ticks_;
    Groups groups_;
    std::multimap<Decimal, Group*, std::greater<>> ranking_;  ///< by tightest stop
    std::unordered_map<Group*, std::multimap<Decimal, Group*, std::greater<>>::iterator> ranked_;
    std::unordered_map<const Order*, Group*> where_;
};

}  // namespace trademind::paper
