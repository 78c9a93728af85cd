// Every message that a client sends, and the list of them.
#pragma once

#include <trademind/brokers/ibkr/messages/account_requests.hpp>
#include <trademind/brokers/ibkr/messages/advisor.hpp>
#include <trademind/brokers/ibkr/messages/config.hpp>
#include <trademind/brokers/ibkr/messages/contract_details.hpp>
#include <trademind/brokers/ibkr/messages/display.hpp>
#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/history_requests.hpp>
#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/brokers/ibkr/messages/market_depth.hpp>
#include <trademind/brokers/ibkr/messages/news.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/option_requests.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/reference.hpp>
#include <trademind/brokers/ibkr/messages/scanner.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>
#include <trademind/brokers/ibkr/messages/ticks.hpp>
#include <trademind/brokers/ibkr/messages/verify.hpp>
#include <trademind/brokers/ibkr/messages/wsh.hpp>

namespace trademind::ibkr {

/// Applies a template to all requests: `AllRequests<Dispatcher>`.
template <template <class...> class List>
using AllRequests = List<
    AccountDataRequest, CancelPositions, PositionsRequest, CancelAccountSummary,
    AccountSummaryRequest, CancelPositionsMulti, PositionsMultiRequest, CancelAccountUpdatesMulti,
    AccountUpdatesMultiRequest, CancelPnL, PnLRequest, CancelPnLSingle, PnLSingleRequest, FaRequest,
    FaReplace, ConfigRequest, UpdateConfigRequest, CancelContractData, ContractDataRequest,
    QueryDisplayGroupsRequest, UnsubscribeFromGroupEventsRequest, SubscribeToGroupEventsRequest,
    UpdateDisplayGroupRequest, ExecutionRequest, CancelHistoricalData, HistoricalDataRequest,
    CancelRealTimeBars, RealTimeBarsRequest, CancelHeadTimestamp, HeadTimestampRequest,
    CancelHistogramData, HistogramDataRequest, CancelMarketData, MarketDataRequest,
    MarketDataTypeRequest, CancelMarketDepth, MarketDepthRequest, CancelNewsBulletins,
    NewsBulletinsRequest, NewsProvidersRequest, NewsArticleRequest, HistoricalNewsRequest,
    OpenOrdersRequest, AllOpenOrdersRequest, AutoOpenOrdersRequest, CompletedOrdersRequest,
    ExerciseOptionsRequest, CancelCalculateImpliedVolatility, CalculateImpliedVolatilityRequest,
    CancelCalculateOptionPrice, CalculateOptionPriceRequest, PlaceOrderRequest, CancelOrderRequest,
    GlobalCancelRequest, OptionParametersRequest, SoftDollarTiersRequest, FamilyCodesRequest,
    MatchingSymbolsRequest, MarketDepthExchangesRequest, SmartComponentsRequest, MarketRuleRequest,
    CancelScannerSubscription, ScannerSubscriptionRequest, ScannerParametersRequest,
    CancelFundamentalData, FundamentalDataRequest, StartApiRequest, IdsRequest,
    ManagedAccountsRequest, CurrentTimeRequest, CurrentTimeInMillisRequest, UserInfoRequest,
    SetServerLogLevelRequest, CancelHistoricalTicks, HistoricalTicksRequest, CancelTickByTick,
    TickByTickRequest, VerifyRequest, VerifyMessageRequest, VerifyAndAuthRequest,
    VerifyAndAuthMessageRequest, CancelWshMetaData, WshMetaDataRequest, CancelWshEventData,
    WshEventDataRequest>;

}  // namespace trademind::ibkr
