// Requests for quotes.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/market_data.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<MarketDataRequest, CancelMarketData, MarketDataTypeRequest>;

}  // namespace trademind::ibkr::wire
