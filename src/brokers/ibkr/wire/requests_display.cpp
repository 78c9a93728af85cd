// Requests: display.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/display.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<QueryDisplayGroupsRequest, UnsubscribeFromGroupEventsRequest,
                            SubscribeToGroupEventsRequest, UpdateDisplayGroupRequest>;

}  // namespace trademind::ibkr::wire
