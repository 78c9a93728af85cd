// Pieces of the text form of an order that requests and answers have in common.
#pragma once

#include <trademind/brokers/ibkr/messages/order.hpp>

namespace trademind::ibkr {

/// The hedge of a volatility order, in full: only when there is an order type for it.
inline constexpr auto text_delta_neutral_order = [](auto& o, auto& v) {
    if (o.delta_neutral_order_type.empty()) return;
    v.text("order.deltaNeutralConId", o.delta_neutral_con_id);
    v.text("order.deltaNeutralSettlingFirm", o.delta_neutral_settling_firm);
    v.text("order.deltaNeutralClearingAccount", o.delta_neutral_clearing_account);
    v.text("order.deltaNeutralClearingIntent", o.delta_neutral_clearing_intent);
    v.text("order.deltaNeutralOpenClose", o.delta_neutral_open_close);
    v.text("order.deltaNeutralShortSale", o.delta_neutral_short_sale);
    v.text("order.deltaNeutralShortSaleSlot", o.delta_neutral_short_sale_slot);
    v.text("order.deltaNeutralDesignatedLocation", o.delta_neutral_designated_location);
};

inline constexpr auto text_auction_prices = [](auto& o, auto& v) {
    v.text("order.startingPrice", o.starting_price);
    v.text("order.stockRefPrice", o.stock_ref_price);
    v.text("order.delta", o.delta);
    v.text("order.stockRangeLower", o.stock_range_lower);
    v.text("order.stockRangeUpper", o.stock_range_upper);
};

/// Sizes and steps of a scale order; the steps only when the price increment is positive.
inline constexpr auto text_scale = [](auto& o, auto& v) {
    v.text("order.scaleInitLevelSize", o.scale_init_level_size);
    v.text("order.scaleSubsLevelSize", o.scale_subs_level_size);
    v.text("order.scalePriceIncrement", o.scale_price_increment);
    if (!o.has_scale()) return;
    v.text("order.scalePriceAdjustValue", o.scale_price_adjust_value);
    v.text("order.scalePriceAdjustInterval", o.scale_price_adjust_interval);
    v.text("order.scaleProfitOffset", o.scale_profit_offset);
    v.text("order.scaleAutoReset", o.scale_auto_reset);
    v.text("order.scaleInitPosition", o.scale_init_position);
    v.text("order.scaleInitFillQty", o.scale_init_fill_quantity);
    v.text("order.scaleRandomPercent", o.scale_random_percent);
};

inline constexpr auto text_hedge = [](auto& o, auto& v) {
    v.text("order.hedgeType", o.hedge_type);
    if (!o.hedge_type.empty()) v.text("order.hedgeParam", o.hedge_param);
};

inline constexpr auto text_algo = [](auto& o, auto& v) {
    v.text("order.algoStrategy", o.algo_strategy);
    if (!o.algo_strategy.empty()) v.pairs("order.algoParams", o.algo_params);
};

inline constexpr auto text_pegged_to_benchmark = [](auto& o, auto& v) {
    if (!o.is_type("PEG BENCH")) return;
    v.text_marked("order.referenceContractId", o.reference_contract_id);
    v.text("order.isPeggedChangeAmountDecrease", o.is_pegged_change_amount_decrease);
    v.text_marked("order.peggedChangeAmount", o.pegged_change_amount);
    v.text_marked("order.referenceChangeAmount", o.reference_change_amount);
    v.text("order.referenceExchangeId", o.reference_exchange_id);
};

/// The list, and after it two flags that exist only when the list is not empty.
inline constexpr auto text_conditions = [](auto& o, auto& v) {
    v.list("order.conditions", 0, o.conditions, whole);
    if (o.conditions.empty()) return;
    v.text("order.conditionsIgnoreRth", o.conditions_ignore_rth);
    v.text("order.conditionsCancelOrder", o.conditions_cancel_order);
};

}  // namespace trademind::ibkr
