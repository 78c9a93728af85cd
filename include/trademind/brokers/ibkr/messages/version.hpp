// Server versions at which the TWS wire changed, by the feature that changed it.
#pragma once

#include <compare>

namespace trademind::ibkr {

/// The version that client and server agreed on in the handshake. It decides every layout.
/// Gates below 176 are not written: 176 (TWS 10.19) is the oldest server spoken to.
/// Source: the protocol's own list of server versions.
enum class Version : int {
    oldest = 176,
    fa_profile_gone = 177,
    pending_price_revision = 178,
    fund_data = 179,
    manual_time_in_exercise = 180,
    last_trade_date = 182,
    customer_account = 183,
    professional_customer = 184,
    bond_accrued_interest = 185,
    ineligibility_reasons = 186,
    rfq = 187,
    bond_trading_hours = 188,
    include_overnight = 189,
    rfq_gone = 190,
    cme_tagging = 192,
    cme_tagging_in_open_order = 193,
    error_time = 194,
    full_order_preview = 195,
    historical_data_end = 196,
    current_time_in_millis = 197,
    submitter = 198,
    imbalance_only = 199,
    days_of_executions = 200,
    protobuf = 201,  ///< message ids become four raw bytes; an id above 200 marks a protobuf body
    zero_strike = 202,
    protobuf_place_order = 203,
    protobuf_completed_order = 204,
    protobuf_contract_data = 205,
    protobuf_market_data = 206,
    protobuf_accounts_positions = 207,
    protobuf_historical_data = 208,
    protobuf_news = 209,
    protobuf_scanner = 210,
    protobuf_rest_1 = 211,
    protobuf_rest_2 = 212,
    protobuf_rest_3 = 213,  ///< every message that has a protobuf form uses it
    utc_suffix = 214,
    cancel_contract_data = 215,
    additional_order_parameters_1 = 216,
    additional_order_parameters_2 = 217,
    attached_orders = 218,
    config = 219,
    volumes_in_shares = 220,
    update_config = 221,
    fractional_last_size = 222,
    hedge_max_size = 223,
    precision_from_definition = 224,
    odd_lot_quotes = 225,
    newest = 225,
    never = 2147483647,
};

constexpr int number(Version v)
{
    return static_cast<int>(v);
}

}  // namespace trademind::ibkr
