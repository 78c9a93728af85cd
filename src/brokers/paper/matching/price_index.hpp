// Orders sorted by a price and then by time, with the best at hand.
#pragma once

#include "brokers/paper/orders/order.hpp"

#include <set>

namespace trademind::paper {

/// Which end of the prices comes first.
enum class First : bool { lowest, highest };

/// Best is O(1), changes are O(log n). The order's price and priority must not change while it is
/// inside.
class PriceIndex {
public:
    struct Entry {
        Decimal price;
        std::uint64_t priority;
        Order* order;
    };

    explicit PriceIndex(First first) : entries_{Before{first}} {}

    void add(Decimal price, Order& order) { entries_.insert({price, order.priority, &order}); }
    void remove(Decimal price, const Order& order)
    {
        entries_.erase(Entry{price, order.priority, nullptr});
    }
    bool empty() const { return entries_.empty(); }
    std::size_t size() const { return entries_.size(); }
    const Entry& best() const { return *entries_.begin(); }
    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }

private:
    struct Before {
        First first;
        bool operator()(const Entry& a, const Entry& b) const
        {
            if (a.price != b.price)
                return first == First::lowest ? a.price < b.price : a.price > b.price;
            return a.priority < b.priority;
        }
    };
    std::set<Entry, Before> entries_;
};

}  // namespace trademind::paper
