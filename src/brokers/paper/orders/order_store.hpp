// All orders of the account, by id, with the live ones in a list of their own.
#pragma once

#include "brokers/paper/orders/order.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace trademind::paper {

class OrderStore {
public:
    /// A new live order with the next id.
    Order& create();
    /// Puts back an order of an earlier run; ids ascending.
    Order& restore(OrderId id);
    Order* find(OrderId id);
    /// The order that carries this client order id, or nullptr.
    Order* find_client_order(std::string_view client_order_id);
    void remember_client_order(const Order& order);
    /// Time priority of what comes now: behind all that came before.
    std::uint64_t next_priority() { return ++priorities_; }
    /// An order of an earlier run has this priority.
    void saw_priority(std::uint64_t priority) { priorities_ = std::max(priorities_, priority); }
    /// See OrderReport::commission_currency. `amount` may be 0: the sum is known already.
    void add_commission(Order& order, Decimal amount, const std::string& currency);
    OrderId next_id() const { return OrderId{first_id + static_cast<std::int64_t>(all_.size())}; }

    /// Takes a finished order off the list of live ones.
    void retire(Order& order);
    /// Calls `use` with every live order, by id; it may retire the order that it is given, and no
    /// other: ending an order ends its family, so who ends orders collects them first.
    template <class Use> void for_each_live(Use use)
    {
        for (Order* order = first_live_; order;) {
            Order* after = order->live_after;
            use(*order);
            order = after;
        }
    }
    template <class Use> void for_each(Use use)
    {
        for (Order& order : all_)
            if (to_number(order.id) != 0) use(order);
    }

private:
    Order& append();
    void enlist(Order& order);

    static constexpr std::int64_t first_id = 1;
    std::deque<Order> all_;
    std::unordered_map<std::string, OrderId> by_client_order_id_;
    std::set<std::string> currencies_;  ///< of commissions, once each
    Order *first_live_ = nullptr, *last_live_ = nullptr;
    std::uint64_t priorities_ = 0;
};

}  // namespace trademind::paper
