// Requests: ticks.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/ticks.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<CancelHistoricalTicks, HistoricalTicksRequest, CancelTickByTick,
                            TickByTickRequest>;

}  // namespace trademind::ibkr::wire
