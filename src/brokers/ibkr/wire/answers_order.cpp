// Orders as the server holds them.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/open_order.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<OpenOrder, OrderStatus, OpenOrdersEnd, OrderBound, CompletedOrdersEnd>;

}  // namespace trademind::ibkr::wire
