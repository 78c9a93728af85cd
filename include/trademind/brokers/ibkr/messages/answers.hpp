// Every message that a server sends, and the list of them.
#pragma once

#include <trademind/brokers/ibkr/messages/account.hpp>
#include <trademind/brokers/ibkr/messages/advisor.hpp>
#include <trademind/brokers/ibkr/messages/config.hpp>
#include <trademind/brokers/ibkr/messages/contract_details.hpp>
#include <trademind/brokers/ibkr/messages/display.hpp>
#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/history.hpp>
#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/brokers/ibkr/messages/market_depth.hpp>
#include <trademind/brokers/ibkr/messages/news.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/reference.hpp>
#include <trademind/brokers/ibkr/messages/scanner.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>
#include <trademind/brokers/ibkr/messages/ticks.hpp>
#include <trademind/brokers/ibkr/messages/verify.hpp>
#include <trademind/brokers/ibkr/messages/wsh.hpp>

namespace trademind::ibkr {

/// Applies a template to all answers: `AllAnswers<Dispatcher>`.
template <template <class...> class List>
using AllAnswers =
    List<AccountValue, PortfolioValue, AccountUpdateTime, AccountDataEnd, Position, PositionEnd,
         AccountSummary, AccountSummaryEnd, PositionMulti, PositionMultiEnd, AccountUpdateMulti,
         AccountUpdateMultiEnd, PnL, PnLSingle, ReceiveFa, ReplaceFaEnd, ConfigResponse,
         UpdateConfigResponse, ContractData, BondContractData, ContractDataEnd, DisplayGroupList,
         DisplayGroupUpdated, ExecutionDetails, ExecutionDetailsEnd, CommissionAndFeesReport,
         HistoricalData, HistoricalDataEnd, HistoricalDataUpdate, HistoricalSchedule, RealTimeBar,
         HeadTimestamp, HistogramData, TickPrice, TickSize, TickGeneric, TickString, TickEfp,
         TickOptionComputation, TickRequestParameters, TickSnapshotEnd, MarketDataType,
         RerouteMarketData, DeltaNeutralValidation, MarketDepth, MarketDepthL2, RerouteMarketDepth,
         NewsBulletin, TickNews, NewsProviders, NewsArticle, HistoricalNews, HistoricalNewsEnd,
         OpenOrder, CompletedOrder, OrderStatus, OpenOrdersEnd, CompletedOrdersEnd, OrderBound,
         OptionParameters, OptionParametersEnd, SoftDollarTiers, FamilyCodes, SymbolSamples,
         MarketDepthExchanges, SmartComponents, MarketRule, ScannerData, ScannerParameters,
         FundamentalData, ErrorMessage, ManagedAccounts, NextValidId, CurrentTime,
         CurrentTimeInMillis, UserInfo, HistoricalTicks, HistoricalTicksBidAsk, HistoricalTicksLast,
         TickByTick, VerifyMessage, VerifyCompleted, VerifyAndAuthMessage, VerifyAndAuthCompleted,
         WshMetaData, WshEventData>;

}  // namespace trademind::ibkr
