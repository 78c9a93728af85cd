// Settings of TWS, as its configuration pages group them.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

namespace trademind::ibkr {

struct LockAndExitConfig {
    std::string_view auto_logoff_time;
    std::string_view auto_logoff_period;
    std::string_view auto_logoff_type;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("autoLogoffTime", 1, m.auto_logoff_time);
        v("autoLogoffPeriod", 2, m.auto_logoff_period);
        v("autoLogoffType", 3, m.auto_logoff_type);
    }
};

struct MessageConfig {
    std::optional<int> id;
    std::string_view title;
    std::string_view message;
    std::string_view default_action;
    std::optional<bool> enabled;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("id", 1, m.id);
        v("title", 2, m.title);
        v("message", 3, m.message);
        v("defaultAction", 4, m.default_action);
        v.setting("enabled", 5, m.enabled);
    }
};

/// Warnings that orders of the API skip.
struct ApiPrecautionsConfig {
    std::optional<bool> bypass_order_precautions;
    std::optional<bool> bypass_bond_warning;
    std::optional<bool> bypass_negative_yield_confirmation;
    std::optional<bool> bypass_called_bond_warning;
    std::optional<bool> bypass_same_action_pair_trade_warning;
    std::optional<bool> bypass_flagged_accounts_warning;
    std::optional<bool> bypass_price_based_volatility_warning;
    std::optional<bool> bypass_redirect_order_warning;
    std::optional<bool> bypass_no_overfill_protection;
    std::optional<bool> bypass_route_marketable_to_bbo;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.setting("bypassOrderPrecautions", 1, m.bypass_order_precautions);
        v.setting("bypassBondWarning", 2, m.bypass_bond_warning);
        v.setting("bypassNegativeYieldConfirmation", 3, m.bypass_negative_yield_confirmation);
        v.setting("bypassCalledBondWarning", 4, m.bypass_called_bond_warning);
        v.setting("bypassSameActionPairTradeWarning", 5, m.bypass_same_action_pair_trade_warning);
        v.setting("bypassFlaggedAccountsWarning", 6, m.bypass_flagged_accounts_warning);
        v.setting("bypassPriceBasedVolatilityWarning", 7, m.bypass_price_based_volatility_warning);
        v.setting("bypassRedirectOrderWarning", 8, m.bypass_redirect_order_warning);
        v.setting("bypassNoOverfillProtection", 9, m.bypass_no_overfill_protection);
        v.setting("bypassRouteMarketableToBBO", 10, m.bypass_route_marketable_to_bbo);
    }
};

struct ApiSettingsConfig {
    std::optional<bool> read_only_api;
    std::optional<bool> total_quantity_for_mutual_funds;
    std::optional<bool> download_open_orders_on_connection;
    std::optional<bool> include_virtual_fx_positions;
    std::optional<bool> prepare_daily_pnl;
    std::optional<bool> send_status_updates_for_volatility_orders;
    std::string_view encode_api_messages;
    std::optional<int> socket_port;
    std::optional<bool> use_negative_auto_range;
    std::optional<bool> create_api_message_log_file;
    std::optional<bool> include_market_data_in_log_file;
    std::optional<bool> expose_trading_schedule_to_api;
    std::optional<bool> split_insured_deposit_from_cash_balance;
    std::optional<bool> send_zero_positions_for_today_only;
    std::optional<bool> let_api_account_requests_switch_subscription;
    std::optional<bool> use_account_groups_with_allocation_methods;
    std::string_view logging_level;
    std::optional<int> master_client_id;
    std::optional<int> bulk_data_timeout;
    std::string_view component_exch_separator;
    std::optional<bool> show_forex_data_in_one_tenth_pips;
    std::optional<bool> allow_forex_trading_in_one_tenth_pips;
    std::optional<bool> round_account_values_to_nearest_whole_number;
    std::optional<bool> send_market_data_in_lots_for_us_stocks;
    std::optional<bool> show_advanced_order_reject_in_ui;
    std::optional<bool> reject_messages_above_max_rate;
    std::optional<bool> maintain_connection_on_incorrect_fields;
    std::optional<bool> compatibility_mode_nasdaq_stocks;
    std::string_view send_instrument_timezone;
    std::optional<bool> send_forex_data_in_compatibility_mode;
    std::optional<bool> maintain_and_resubmit_orders_on_reconnect;
    std::optional<int> historical_data_max_size;
    std::optional<bool> auto_report_netting_event_contract_trades;
    std::string_view option_exercise_request_type;
    std::optional<bool> allow_localhost_only;
    std::vector<std::string_view> trusted_ips;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.setting("readOnlyApi", 1, m.read_only_api);
        v.setting("totalQuantityForMutualFunds", 2, m.total_quantity_for_mutual_funds);
        v.setting("downloadOpenOrdersOnConnection", 3, m.download_open_orders_on_connection);
        v.setting("includeVirtualFxPositions", 4, m.include_virtual_fx_positions);
        v.setting("prepareDailyPnL", 5, m.prepare_daily_pnl);
        v.setting("sendStatusUpdatesForVolatilityOrders", 6,
                  m.send_status_updates_for_volatility_orders);
        v("encodeApiMessages", 7, m.encode_api_messages);
        v("socketPort", 8, m.socket_port);
        v.setting("useNegativeAutoRange", 9, m.use_negative_auto_range);
        v.setting("createApiMessageLogFile", 10, m.create_api_message_log_file);
        v.setting("includeMarketDataInLogFile", 11, m.include_market_data_in_log_file);
        v.setting("exposeTradingScheduleToApi", 12, m.expose_trading_schedule_to_api);
        v.setting("splitInsuredDepositFromCashBalance", 13,
                  m.split_insured_deposit_from_cash_balance);
        v.setting("sendZeroPositionsForTodayOnly", 14, m.send_zero_positions_for_today_only);
        v.setting("letApiAccountRequestsSwitchSubscription", 15,
                  m.let_api_account_requests_switch_subscription);
        v.setting("useAccountGroupsWithAllocationMethods", 16,
                  m.use_account_groups_with_allocation_methods);
        v("loggingLevel", 17, m.logging_level);
        v("masterClientId", 18, m.master_client_id);
        v("bulkDataTimeout", 19, m.bulk_data_timeout);
        v("componentExchSeparator", 20, m.component_exch_separator);
        v.setting("showForexDataIn1_10Pips", 21, m.show_forex_data_in_one_tenth_pips);
        v.setting("allowForexTradingIn1_10Pips", 22, m.allow_forex_trading_in_one_tenth_pips);
        v.setting("roundAccountValuesToNearestWholeNumber", 23,
                  m.round_account_values_to_nearest_whole_number);
        v.setting("sendMarketDataInLotsForUsStocks", 24, m.send_market_data_in_lots_for_us_stocks);
        v.setting("showAdvancedOrderRejectInUi", 25, m.show_advanced_order_reject_in_ui);
        v.setting("rejectMessagesAboveMaxRate", 26, m.reject_messages_above_max_rate);
        v.setting("maintainConnectionOnIncorrectFields", 27,
                  m.maintain_connection_on_incorrect_fields);
        v.setting("compatibilityModeNasdaqStocks", 28, m.compatibility_mode_nasdaq_stocks);
        v("sendInstrumentTimezone", 29, m.send_instrument_timezone);
        v.setting("sendForexDataInCompatibilityMode", 30, m.send_forex_data_in_compatibility_mode);
        v.setting("maintainAndResubmitOrdersOnReconnect", 31,
                  m.maintain_and_resubmit_orders_on_reconnect);
        v("historicalDataMaxSize", 32, m.historical_data_max_size);
        v.setting("autoReportNettingEventContractTrades", 33,
                  m.auto_report_netting_event_contract_trades);
        v("optionExerciseRequestType", 34, m.option_exercise_request_type);
        v.setting("allowLocalhostOnly", 35, m.allow_localhost_only);
        v.values("trustedIPs", 36, m.trusted_ips);
    }
};

struct ApiConfig {
    std::optional<ApiPrecautionsConfig> precautions;
    std::optional<ApiSettingsConfig> settings;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.optional("precautions", 1, m.precautions, whole);
        v.optional("settings", 2, m.settings, whole);
    }
};

struct OrdersSmartRoutingConfig {
    std::optional<bool> seek_price_improvement;
    std::optional<bool> pre_open_reroute;
    std::optional<bool> do_not_route_to_dark_pools;
    std::string_view default_algorithm;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.setting("seekPriceImprovement", 1, m.seek_price_improvement);
        v.setting("preOpenReroute", 2, m.pre_open_reroute);
        v.setting("doNotRouteToDarkPools", 3, m.do_not_route_to_dark_pools);
        v("defaultAlgorithm", 4, m.default_algorithm);
    }
};

struct OrdersConfig {
    std::optional<OrdersSmartRoutingConfig> smart_routing;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.optional("smartRouting", 1, m.smart_routing, whole);
    }
};

struct UpdateConfigWarning {
    std::optional<int> message_id;
    std::string_view title;
    std::string_view message;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("messageId", 1, m.message_id);
        v("title", 2, m.title);
        v("message", 3, m.message);
    }
};

}  // namespace trademind::ibkr
