// From a strategy's signal to an order.
#include "execution/router/parts.hpp"

namespace trademind {

OrderRequest ExecutionRouter::to_order(Signal signal) const
{
    OrderRequest order{signal.side, std::move(signal.contract), signal.quantity};
    order.limit_price = signal.limit_price;
    order.stop_price = signal.stop_price;
    order.client_order_id = std::move(signal.client_order_id);
    order.time_in_force = signal.time_in_force.value_or(parts_->defaults.time_in_force.load());
    if (signal.type)
        order.type = *signal.type;
    else if (signal.limit_price && signal.stop_price)
        order.type = OrderType::stop_limit;
    else if (signal.limit_price)
        order.type = OrderType::limit;
    else if (signal.stop_price)
        order.type = OrderType::stop;
    else
        order.type = parts_->defaults.type.load();
    return order;
}

}  // namespace trademind
