// From a strategy's signal to an order.
#pragma once

#include <trademind/execution/router.hpp>

namespace trademind {

/// The type follows from the prices that are given; `type` where there are none.
OrderRequest order_of(Signal, OrderType type, TimeInForce time_in_force);

}  // namespace trademind
