// Requests: reference.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/reference.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<OptionParametersRequest, SoftDollarTiersRequest, FamilyCodesRequest,
                            MatchingSymbolsRequest, MarketDepthExchangesRequest,
                            SmartComponentsRequest, MarketRuleRequest>;

}  // namespace trademind::ibkr::wire
