// Answers: reference.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/reference.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<OptionParameters, OptionParametersEnd, SoftDollarTiers, FamilyCodes,
                            SymbolSamples, MarketDepthExchanges, SmartComponents, MarketRule>;

}  // namespace trademind::ibkr::wire
