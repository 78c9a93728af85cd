// Placing and cancelling orders.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/place_order.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<PlaceOrderRequest, CancelOrderRequest, GlobalCancelRequest>;

}  // namespace trademind::ibkr::wire
