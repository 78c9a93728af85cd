// All orders of the account that are known, and the one rule by which a report is matched to one.
#pragma once

#include "domain/order_number.hpp"
#include "execution/orders/tracked_order.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trademind {

/// An order is known by its permanent id; before both sides have it, an own one by its client order
/// id, and any by (client id, order id): order ids are unique per client only.
///
/// One thread. Looking up allocates nothing.
class TrackedOrders {
public:
    /// An own order's name is its own from then on, whoever else uses it.
    TrackedOrder& add(TrackedOrder order);
    /// Forgets an order that never left.
    void erase(TrackedOrder& order);
    /// Forgets what has been over for `own_stay`, or of other programs for `foreign_stay`: looks
    /// through all of them, once a minute at most. False: there was none.
    bool drop_ended(Duration uptime, Duration own_stay, Duration foreign_stay);

    /// By client order id, an own order first.
    TrackedOrder* find(std::string_view client_order_id) const;
    TrackedOrder* find_own(std::string_view client_order_id) const;
    /// By number, an own order first.
    TrackedOrder* find(OrderId) const;
    /// The order that the report is about.
    TrackedOrder* find(const OrderReport&) const;
    /// The booking of an order that was first reported without its name, where the report names an
    /// own one: both are one order.
    TrackedOrder* find_nameless(const OrderReport&, const TrackedOrder& own) const;

    /// Takes the numbers that a report has.
    void take_names(TrackedOrder&, const OrderReport&);
    void set_id(TrackedOrder&, OrderId);
    /// This program's own client id, from the answer to an order that it placed.
    void set_client_id(int id) { client_id_ = id; }

    /// In the order in which they became known.
    const std::vector<std::unique_ptr<TrackedOrder>>& all() const { return all_; }
    /// Orders of an earlier run whose fate is open.
    std::vector<TrackedOrder*> in_doubt() const;

private:
    bool is_of_another_client(const TrackedOrder& own, const OrderReport&) const;
    void forget_id(const TrackedOrder&);
    void forget_names(const TrackedOrder&);

    std::optional<int> client_id_;
    Duration looked_at_{};  // uptime of the latest drop_ended
    std::vector<std::unique_ptr<TrackedOrder>> all_;
    std::map<std::string, TrackedOrder*, std::less<>> by_name_;
    std::unordered_map<std::int64_t, TrackedOrder*> by_id_;
    std::unordered_map<OrderNumber, TrackedOrder*, OrderNumberHash> by_client_and_id_;
    std::unordered_map<std::int64_t, TrackedOrder*> by_permanent_id_;
};

}  // namespace trademind
