// Messages compiled: orders and fills.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<CompletedOrder, ExecutionDetails, ExecutionDetailsEnd,
                            CommissionAndFeesReport, OpenOrder, OrderStatus, OpenOrdersEnd,
                            OrderBound, CompletedOrdersEnd, ExecutionRequest, OpenOrdersRequest,
                            AllOpenOrdersRequest, AutoOpenOrdersRequest, CompletedOrdersRequest,
                            PlaceOrderRequest, CancelOrderRequest, GlobalCancelRequest>;

}  // namespace trademind::ibkr::wire
