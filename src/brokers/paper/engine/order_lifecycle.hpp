// Reports, fills and ends of orders.
#pragma once

#include "brokers/paper/engine/order_groups.hpp"

#include <deque>
#include <optional>
#include <string_view>

namespace trademind::paper {

/// Changes an order's status and reports the change; what a fill or an end means for other orders
/// is left to their groups.
class OrderLifecycle {
public:
    OrderLifecycle(EngineState& state, OrderGroups& groups) : state_{state}, groups_{groups} {}

    void announce(Order& order);
    void notice(Error error, std::optional<OrderId> order = {});
    /// Also of an order that a modify has taken from the market.
    void show_waiting(Order& order);
    void show_working(Order& order);

    /// `carried_cost`: see LedgerFill.
    void fill(Order& order, Decimal quantity, Decimal price, Liquidity liquidity,
              Decimal carried_cost = {});
    void refuse(Order& order, Error why);
    void end(Order& order, OrderStatus status, std::optional<Error> why = {});
    /// `notify`: with TWS's notice 202.
    void cancel(Order& order, std::string_view reason, bool notify = true);

    const std::deque<Execution>& executions() const { return executions_; }
    /// Puts back an execution of an earlier run.
    void restore(Execution execution);

private:
    EngineState& state_;
    OrderGroups& groups_;
    std::deque<Execution> executions_;  ///< never moved, however many there are
};

}  // namespace trademind::paper
