// What a message says about itself: its id, its name, its versions and, for requests, its answers.
#pragma once

#include <trademind/brokers/ibkr/messages/version.hpp>

#include <string_view>

namespace trademind::ibkr {

/// Ids of the messages that a client sends.
enum class Request : int {
    market_data = 1,
    cancel_market_data = 2,
    place_order = 3,
    cancel_order = 4,
    open_orders = 5,
    account_data = 6,
    executions = 7,
    ids = 8,
    contract_data = 9,
    market_depth = 10,
    cancel_market_depth = 11,
    news_bulletins = 12,
    cancel_news_bulletins = 13,
    set_server_log_level = 14,
    auto_open_orders = 15,
    all_open_orders = 16,
    managed_accounts = 17,
    request_fa = 18,
    replace_fa = 19,
    historical_data = 20,
    exercise_options = 21,
    scanner_subscription = 22,
    cancel_scanner_subscription = 23,
    scanner_parameters = 24,
    cancel_historical_data = 25,
    current_time = 49,
    real_time_bars = 50,
    cancel_real_time_bars = 51,
    fundamental_data = 52,
    cancel_fundamental_data = 53,
    calculate_implied_volatility = 54,
    calculate_option_price = 55,
    cancel_calculate_implied_volatility = 56,
    cancel_calculate_option_price = 57,
    global_cancel = 58,
    market_data_type = 59,
    positions = 61,
    account_summary = 62,
    cancel_account_summary = 63,
    cancel_positions = 64,
    verify = 65,
    verify_message = 66,
    query_display_groups = 67,
    subscribe_to_group_events = 68,
    update_display_group = 69,
    unsubscribe_from_group_events = 70,
    start_api = 71,
    verify_and_auth = 72,
    verify_and_auth_message = 73,
    positions_multi = 74,
    cancel_positions_multi = 75,
    account_updates_multi = 76,
    cancel_account_updates_multi = 77,
    option_parameters = 78,
    soft_dollar_tiers = 79,
    family_codes = 80,
    matching_symbols = 81,
    market_depth_exchanges = 82,
    smart_components = 83,
    news_article = 84,
    news_providers = 85,
    historical_news = 86,
    head_timestamp = 87,
    histogram_data = 88,
    cancel_histogram_data = 89,
    cancel_head_timestamp = 90,
    market_rule = 91,
    pnl = 92,
    cancel_pnl = 93,
    pnl_single = 94,
    cancel_pnl_single = 95,
    historical_ticks = 96,
    tick_by_tick = 97,
    cancel_tick_by_tick = 98,
    completed_orders = 99,
    wsh_meta_data = 100,
    cancel_wsh_meta_data = 101,
    wsh_event_data = 102,
    cancel_wsh_event_data = 103,
    user_info = 104,
    current_time_in_millis = 105,
    cancel_contract_data = 106,
    cancel_historical_ticks = 107,
    config = 108,
    update_config = 109,
};

/// Ids of the messages that a server sends.
enum class Answer : int {
    tick_price = 1,
    tick_size = 2,
    order_status = 3,
    error = 4,
    open_order = 5,
    account_value = 6,
    portfolio_value = 7,
    account_update_time = 8,
    next_valid_id = 9,
    contract_data = 10,
    execution_data = 11,
    market_depth = 12,
    market_depth_l2 = 13,
    news_bulletin = 14,
    managed_accounts = 15,
    receive_fa = 16,
    historical_data = 17,
    bond_contract_data = 18,
    scanner_parameters = 19,
    scanner_data = 20,
    tick_option_computation = 21,
    tick_generic = 45,
    tick_string = 46,
    tick_efp = 47,
    current_time = 49,
    real_time_bar = 50,
    fundamental_data = 51,
    contract_data_end = 52,
    open_orders_end = 53,
    account_data_end = 54,
    execution_data_end = 55,
    delta_neutral_validation = 56,
    tick_snapshot_end = 57,
    market_data_type = 58,
    commission_and_fees_report = 59,
    position = 61,
    position_end = 62,
    account_summary = 63,
    account_summary_end = 64,
    verify_message = 65,
    verify_completed = 66,
    display_group_list = 67,
    display_group_updated = 68,
    verify_and_auth_message = 69,
    verify_and_auth_completed = 70,
    position_multi = 71,
    position_multi_end = 72,
    account_update_multi = 73,
    account_update_multi_end = 74,
    option_parameters = 75,
    option_parameters_end = 76,
    soft_dollar_tiers = 77,
    family_codes = 78,
    symbol_samples = 79,
    market_depth_exchanges = 80,
    tick_request_parameters = 81,
    smart_components = 82,
    news_article = 83,
    tick_news = 84,
    news_providers = 85,
    historical_news = 86,
    historical_news_end = 87,
    head_timestamp = 88,
    histogram_data = 89,
    historical_data_update = 90,
    reroute_market_data = 91,
    reroute_market_depth = 92,
    market_rule = 93,
    pnl = 94,
    pnl_single = 95,
    historical_ticks = 96,
    historical_ticks_bid_ask = 97,
    historical_ticks_last = 98,
    tick_by_tick = 99,
    order_bound = 100,
    completed_order = 101,
    completed_orders_end = 102,
    replace_fa_end = 103,
    wsh_meta_data = 104,
    wsh_event_data = 105,
    historical_schedule = 106,
    user_info = 107,
    historical_data_end = 108,
    current_time_in_millis = 109,
    config = 110,
    update_config = 111,
};

/// A message type as a constant: what goes in front of the body, and from which version.
template <class Id> struct MessageInfo {
    Id id;
    std::string_view name;            ///< its protobuf name, used in faults and logs
    Version protobuf_since;           ///< text before it; Version::never for text at every version
    int text_version = 0;             ///< in front of the text encoding's fields; 0: none
    Version since = Version::oldest;  ///< servers before it do not know the message
};
using RequestInfo = MessageInfo<Request>;
using AnswerInfo = MessageInfo<Answer>;

/// How answers find their request.
enum class Key {
    none,        ///< nothing comes back
    request_id,  ///< by the number in both
    order_id,    ///< by the order's number
    type,        ///< by the type of the answer: at most one such request in flight
};

// What a request is answered with; each has a member `using answer = ...`.

/// Nothing, except an error message.
struct NoAnswer {};
/// One message, and the request is done.
template <class A> struct Once {};
/// Any number of Items and then End, and the request is done.
template <class End, class... Items> struct Snapshot {};
/// Items until the request is cancelled.
template <class... Items> struct Stream {};
/// Items until one says that it is the last.
template <class... Items> struct UntilDone {};
/// A first image of Items that End closes, then more Items until the request is cancelled.
template <class End, class... Items> struct ImageThenStream {};

}  // namespace trademind::ibkr
