// Messages compiled: contracts and other reference data.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/contract_details.hpp>
#include <trademind/brokers/ibkr/messages/option_requests.hpp>
#include <trademind/brokers/ibkr/messages/reference.hpp>
#include <trademind/brokers/ibkr/messages/scanner.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<
    ContractData, BondContractData, ContractDataEnd, OptionParameters, OptionParametersEnd,
    SoftDollarTiers, FamilyCodes, SymbolSamples, MarketDepthExchanges, SmartComponents, MarketRule,
    ScannerData, ScannerParameters, FundamentalData, ContractDataRequest, CancelContractData,
    ExerciseOptionsRequest, CancelCalculateImpliedVolatility, CalculateImpliedVolatilityRequest,
    CancelCalculateOptionPrice, CalculateOptionPriceRequest, OptionParametersRequest,
    SoftDollarTiersRequest, FamilyCodesRequest, MatchingSymbolsRequest, MarketDepthExchangesRequest,
    SmartComponentsRequest, MarketRuleRequest, CancelScannerSubscription,
    ScannerSubscriptionRequest, ScannerParametersRequest, CancelFundamentalData,
    FundamentalDataRequest>;

}  // namespace trademind::ibkr::wire
