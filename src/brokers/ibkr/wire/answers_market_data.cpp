// Quotes.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/market_data.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<TickPrice, TickSize, TickGeneric, TickString, TickEfp,
                            TickOptionComputation, TickRequestParameters, TickSnapshotEnd,
                            MarketDataType, RerouteMarketData, DeltaNeutralValidation>;

}  // namespace trademind::ibkr::wire
