// Answers: ticks.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/ticks.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<HistoricalTicks, HistoricalTicksBidAsk, HistoricalTicksLast,
                            TickByTick>;

}  // namespace trademind::ibkr::wire
