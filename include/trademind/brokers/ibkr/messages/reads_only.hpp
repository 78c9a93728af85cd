// Which requests leave orders, positions and the account as they are.
#pragma once

#include <trademind/brokers/ibkr/messages/info.hpp>

namespace trademind::ibkr {

/// True for requests that only read. False for those that
/// - place, change, cancel, exercise or bind orders, or change how an advisor's orders are divided;
/// - change TWS's settings, the session, or the kind of quotes that later requests get;
/// - end or replace a stream, which may be the broker's own: a stream that was followed ends with
///   its Subscription.
///
/// Every request is named: a new one does not compile before it is classified.
constexpr bool reads_only(Request request)
{
    switch (request) {
    case Request::market_data:
    case Request::executions:
    case Request::ids:
    case Request::contract_data:
    case Request::market_depth:
    case Request::news_bulletins:
    case Request::set_server_log_level:
    case Request::all_open_orders:
    case Request::managed_accounts:
    case Request::request_fa:
    case Request::historical_data:
    case Request::scanner_subscription:
    case Request::scanner_parameters:
    case Request::current_time:
    case Request::real_time_bars:
    case Request::fundamental_data:
    case Request::calculate_implied_volatility:
    case Request::calculate_option_price:
    case Request::positions:
    case Request::account_summary:
    case Request::query_display_groups:
    case Request::subscribe_to_group_events:
    case Request::update_display_group:
    case Request::positions_multi:
    case Request::account_updates_multi:
    case Request::option_parameters:
    case Request::soft_dollar_tiers:
    case Request::family_codes:
    case Request::matching_symbols:
    case Request::market_depth_exchanges:
    case Request::smart_components:
    case Request::news_article:
    case Request::news_providers:
    case Request::historical_news:
    case Request::head_timestamp:
    case Request::histogram_data:
    case Request::market_rule:
    case Request::pnl:
    case Request::pnl_single:
    case Request::historical_ticks:
    case Request::tick_by_tick:
    case Request::completed_orders:
    case Request::wsh_meta_data:
    case Request::wsh_event_data:
    case Request::user_info:
    case Request::current_time_in_millis:
    case Request::config: return true;

    // Orders. TWS binds orders that were entered by hand to client id 0 on open_orders.
    case Request::place_order:
    case Request::cancel_order:
    case Request::global_cancel:
    case Request::exercise_options:
    case Request::open_orders:
    case Request::auto_open_orders:
    case Request::replace_fa:
    // Settings and the session.
    case Request::update_config:
    case Request::market_data_type:
    case Request::start_api:
    case Request::verify:
    case Request::verify_message:
    case Request::verify_and_auth:
    case Request::verify_and_auth_message:
    // Streams. TWS follows one account at a time: a second request takes the broker's own.
    case Request::account_data:
    case Request::cancel_market_data:
    case Request::cancel_market_depth:
    case Request::cancel_news_bulletins:
    case Request::cancel_scanner_subscription:
    case Request::cancel_historical_data:
    case Request::cancel_real_time_bars:
    case Request::cancel_fundamental_data:
    case Request::cancel_calculate_implied_volatility:
    case Request::cancel_calculate_option_price:
    case Request::cancel_account_summary:
    case Request::cancel_positions:
    case Request::unsubscribe_from_group_events:
    case Request::cancel_positions_multi:
    case Request::cancel_account_updates_multi:
    case Request::cancel_histogram_data:
    case Request::cancel_head_timestamp:
    case Request::cancel_pnl:
    case Request::cancel_pnl_single:
    case Request::cancel_tick_by_tick:
    case Request::cancel_wsh_meta_data:
    case Request::cancel_wsh_event_data:
    case Request::cancel_contract_data:
    case Request::cancel_historical_ticks: return false;
    }
    return false;
}

}  // namespace trademind::ibkr
