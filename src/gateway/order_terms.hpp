// Orders as clients send them, in the domain's values.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>

namespace trademind::gateway {

/// The order without account, owner and parent, which the gateway knows. Prices that its type does
/// not use are dropped, as TWS drops them: clients leave old ones in place. Attributes that `can`
/// lacks and that change neither price, size nor time of a fill (who decided, who clears) are
/// dropped, too; others stay, for the broker to refuse by name.
OrderRequest terms_of(const ibkr::PlaceOrderRequest& request, const Capabilities& can);

}  // namespace trademind::gateway
