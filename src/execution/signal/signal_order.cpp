// From a strategy's signal to an order.
#include "execution/signal/signal_order.hpp"

namespace trademind {

OrderRequest order_of(Signal signal, OrderType type, TimeInForce time_in_force)
{
    OrderRequest order{signal.side, std::move(signal.contract), signal.quantity};
    order.limit_price = signal.limit_price;
    order.stop_price = signal.stop_price;
    order.client_order_id = std::move(signal.client_order_id);
    order.time_in_force = signal.time_in_force.value_or(time_in_force);
    if (signal.type)
        order.type = *signal.type;
    else if (signal.limit_price)
        order.type = signal.stop_price ? OrderType::stop_limit : OrderType::limit;
    else
        order.type = signal.stop_price ? OrderType::stop : type;
    return order;
}

}  // namespace trademind
