// Messages compiled: quotes and depth.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/brokers/ibkr/messages/market_depth.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<TickPrice, TickSize, TickGeneric, TickString, TickEfp,
                            TickOptionComputation, TickRequestParameters, TickSnapshotEnd,
                            MarketDataType, RerouteMarketData, DeltaNeutralValidation, MarketDepth,
                            MarketDepthL2, RerouteMarketDepth, MarketDataRequest, CancelMarketData,
                            MarketDataTypeRequest, CancelMarketDepth, MarketDepthRequest>;

}  // namespace trademind::ibkr::wire
