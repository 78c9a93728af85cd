// The terms of an order as TWS echoes them: what of the echo counts.
#pragma once

#include <trademind/order.hpp>

namespace trademind::ibkr_broker {

/// Takes from the echo only what the order's type uses: TWS fills the rest with values that nobody
/// set (a limit price on a stop order, an OCA type without a group).
void merge_terms(OrderRequest& ours, const OrderRequest& echo);

/// The echo shows the order that was asked for.
bool same_terms(const OrderRequest& echo, const OrderRequest& asked);

}  // namespace trademind::ibkr_broker
