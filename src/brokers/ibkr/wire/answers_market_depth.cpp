// Answers: market depth.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/market_depth.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<MarketDepth, MarketDepthL2, RerouteMarketDepth>;

}  // namespace trademind::ibkr::wire
