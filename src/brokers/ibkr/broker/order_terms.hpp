// The terms of an order as TWS echoes them: what of the echo counts.
#pragma once

#include <trademind/order.hpp>

namespace trademind::ibkr_broker {

/// Takes from the echo only what the order's type uses: TWS fills the rest with values that nobody
/// set (a limit price on a stop order, an OCA type without a group).
void merge_terms(OrderRequest& ours, const OrderRequest& echo);

/// The echo shows the order that was asked for.
bool same_terms(const OrderRequest& echo, const OrderRequest& asked);

/// Something that `asked` changes in `held`, beside what same_terms compares, is in the echo as it
/// was asked for: the echo is later than the change. True where nothing beside it changes; false
/// where it only takes attributes away, which looks like what TWS never tells.
bool shows_change(const OrderRequest& echo, const OrderRequest& held, const OrderRequest& asked);

/// Both name the same instrument, as far as both say; and the same side of it.
bool same_trade(const OrderRequest& known, const OrderRequest& asked);
/// The second asks for what the first did: what a repeated client order id must do.
bool same_order(const OrderRequest& known, const OrderRequest& asked);

}  // namespace trademind::ibkr_broker
