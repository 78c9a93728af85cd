// Requests for orders.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/open_order.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<OpenOrdersRequest, AllOpenOrdersRequest, AutoOpenOrdersRequest,
                            CompletedOrdersRequest>;

}  // namespace trademind::ibkr::wire
