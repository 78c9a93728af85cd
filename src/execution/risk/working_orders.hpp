// What the working orders of one instrument come to together, kept as sums: an event of one order
// costs the same with ten and with ten thousand beside it.
#pragma once

#include "execution/orders/tracked_order.hpp"
#include "execution/risk/price_ladder.hpp"

#include <cstdint>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

namespace trademind::risk {

/// True where one fill ends or shrinks the other at the broker: one OCA group, or children of one
/// parent outside of such groups. Orders placed here count as a group only with block (one at a
/// time at the market): without it both may fill. The groups that TWS makes of exits have none.
bool same_group(const TrackedOrder&, const TrackedOrder&);
/// The same of an order that is not placed yet.
bool same_group(const OrderRequest&, const TrackedOrder&);

/// Leaves and values by side; what is of an unknown side counts on both.
class OrderSums {
public:
    /// `times` is 1 or -1. Throws std::overflow_error, with sums that mean nothing then.
    void add(Side side, Decimal leaves, std::optional<Decimal> value, int times);
    Decimal of(Side side) const { return side == Side::sell ? sells : buys; }

    Decimal buys, sells;              ///< leaves
    Decimal long_value, short_value;  ///< the second is negative
    int unvalued = 0;                 ///< orders and groups without a value
};

/// Of a group of which one can fill the largest counts. Throws nothing but where it says so; after
/// an overflow sums are worked out anew, and throw, until they fit again.
class WorkingOrders {
public:
    WorkingOrders() = default;
    WorkingOrders(const WorkingOrders&) = delete;
    WorkingOrders& operator=(const WorkingOrders&) = delete;

    /// After anything that counts of `order` changed: it is taken in, counted anew, or let go.
    void update(TrackedOrder& order);
    /// In the order in which they began to work.
    const std::list<TrackedOrder*>& all() const { return all_; }
    const PriceLadder& by_price() const { return by_price_; }
    bool empty() const { return all_.empty(); }
    std::size_t size() const { return all_.size(); }

    /// Groups count once. Throws std::overflow_error.
    OrderSums sums(const TrackedOrder* left_out = nullptr) const;
    /// Each order counts by itself. Throws std::overflow_error.
    OrderSums each(const TrackedOrder* left_out = nullptr) const;

    /// The largest leaves, and the largest value, of the orders that the request would be one group
    /// with, on its side.
    struct Largest {
        Decimal leaves, value;
    };
    Largest group_of(const OrderRequest&, const TrackedOrder* left_out) const;

    /// What working orders take of a position that orders of the request's side close, those of its
    /// own group aside. The exits of an entry that works close what it opens, and count for
    /// nothing as far as they do. Throws std::overflow_error.
    Decimal closing_beside(const OrderRequest&, const TrackedOrder* left_out) const;
    /// The entry that the order is an exit of, while it works.
    const TrackedOrder* parent_of(const OrderRequest&) const;

private:
    struct Member {
        const TrackedOrder* order;
        bool operator<(const Member&) const;  // the largest first, then the oldest
    };
    struct Group {
        Side side = Side::unknown;
        std::set<Member> members;
        std::multiset<Decimal> values;
        int unvalued = 0;
    };
    /// What a group comes to; nothing where nobody is left.
    struct Share {
        const TrackedOrder* first = nullptr;  ///< the member that stands for it
        Decimal leaves;
        std::optional<Decimal> value;
    };
    static Share share_of(const Group&, const TrackedOrder* left_out);
    static std::string group_key(Side side, const std::string& group);
    const Group* find_group(Side side, const std::string& group) const;

    void take_in(TrackedOrder&);
    void let_go(TrackedOrder&);
    void count(const TrackedOrder&, int times);
    void count_group(const Group&, int times);
    struct Both {
        OrderSums shares, each;
    };
    Both recount(const TrackedOrder* left_out) const;

    std::list<TrackedOrder*> all_;
    PriceLadder by_price_;
    std::unordered_map<std::string, Group> groups_;         ///< by group and side
    std::unordered_map<OrderId, const TrackedOrder*> own_;  ///< by the broker's number
    std::list<const TrackedOrder*> exits_;                  ///< those with a parent
    std::uint64_t begun_ = 0;
    Both sums_;
    int too_large_ = 0;
    bool overflows_ = false;
};

}  // namespace trademind::risk
