// An order as the wire carries it: members, the protobuf list, and the parts that the text lists of
// place order, open order and completed order share.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>

namespace trademind::ibkr {

/// One test of a conditional order. Which members travel depends on the type.
struct OrderCondition {
    enum class Type : int {
        none = 0,
        price = 1,
        time = 3,
        margin = 4,
        execution = 5,
        volume = 6,
        percent_change = 7
    };
    Type type{};
    bool is_conjunction = true;  ///< and (true) or or (false) with the next condition
    bool is_more{};              ///< at or above; no meaning for executions
    std::optional<int> con_id;
    std::string_view exchange, symbol, sec_type;
    std::optional<int> percent;
    std::optional<double> percent_change, price;
    std::optional<int> trigger_method;
    std::string_view time;
    std::optional<int> volume;

    template <class M, class V> static void describe(M& m, V& v)
    {
        if constexpr (V::is_text) {
            v.condition_type("type", m.type);
            v.connector("isConjunctionConnection", m.is_conjunction);
            if (m.type == Type::execution) {
                v.text("secType", m.sec_type);
                v.text("exchange", m.exchange);
                v.text("symbol", m.symbol);
                return;
            }
            v.text("isMore", m.is_more);
            switch (m.type) {
            case Type::price: v.text_spelt("price", m.price); break;
            case Type::time: v.text("time", m.time); return;
            case Type::margin: v.text_spelt("percent", m.percent); return;
            case Type::volume: v.text_spelt("volume", m.volume); break;
            default: v.text_spelt("changePercent", m.percent_change); break;
            }
            v.text_marked("conId", m.con_id);
            v.text("exchange", m.exchange);
            if (m.type == Type::price) v.text_marked("triggerMethod", m.trigger_method);
        } else {
            v("type", 1, m.type);
            v.always("isConjunctionConnection", 2, m.is_conjunction);
            if (V::reads || m.type != Type::execution) v.always("isMore", 3, m.is_more);
            v("conId", 4, m.con_id);
            v("exchange", 5, m.exchange);
            v("symbol", 6, m.symbol);
            v("secType", 7, m.sec_type);
            v("percent", 8, m.percent);
            v("changePercent", 9, m.percent_change);
            v("price", 10, m.price);
            v("triggerMethod", 11, m.trigger_method);
            v("time", 12, m.time);
            v("volume", 13, m.volume);
        }
    }
};

/// A soft dollar tier; the display name travels in protobuf and in answers only.
struct SoftDollarTier {
    std::string_view name, value, display_name;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("name", 1, m.name);
        v("value", 2, m.value);
        v("displayName", 3, m.display_name);
    }
};

/// All attributes of an order that the protocol knows. Text members are the protocol's own words
/// (action BUY, SELL; order type LMT, MKT, ...; time in force DAY, GTC, ...).
struct Order {
    // who and what
    int client_id{};
    std::optional<int> order_id;  ///< in answers
    std::int64_t perm_id{};
    int parent_id{};
    std::string_view action;
    std::optional<Decimal> total_quantity;
    std::string_view order_type;
    std::optional<double> limit_price, aux_price;
    std::string_view time_in_force, account;
    std::string_view settling_firm, clearing_account, clearing_intent;
    // attributes
    std::optional<int> display_size = 0;
    bool all_or_none{}, block_order{}, hidden{}, outside_rth{}, sweep_to_fill{};
    std::optional<double> percent_offset, trailing_percent, trail_stop_price;
    std::optional<int> min_quantity;
    std::string_view good_after_time, good_till_date, oca_group, order_ref, rule_80a;
    int oca_type{}, trigger_method{};
    std::string_view active_start_time, active_stop_time;
    std::string_view fa_group, fa_method, fa_percentage;
    // volatility orders
    std::optional<double> volatility;
    std::optional<int> volatility_type;
    bool continuous_update{};
    std::optional<int> reference_price_type;
    std::string_view delta_neutral_order_type;
    std::optional<double> delta_neutral_aux_price;
    int delta_neutral_con_id{};
    std::string_view delta_neutral_open_close;
    bool delta_neutral_short_sale{};
    int delta_neutral_short_sale_slot{};
    std::string_view delta_neutral_designated_location, delta_neutral_settling_firm;
    std::string_view delta_neutral_clearing_account, delta_neutral_clearing_intent;
    // scale orders
    std::optional<int> scale_init_level_size, scale_subs_level_size;
    std::optional<double> scale_price_increment, scale_price_adjust_value;
    std::optional<int> scale_price_adjust_interval;
    std::optional<double> scale_profit_offset;
    bool scale_auto_reset{};
    std::optional<int> scale_init_position, scale_init_fill_quantity;
    bool scale_random_percent{};
    std::string_view scale_table;
    // hedges, algorithms, combinations
    std::string_view hedge_type, hedge_param;
    std::optional<int> hedge_max_size;
    std::string_view algo_strategy;
    Tags algo_params;
    std::string_view algo_id;
    Tags smart_combo_routing_params;
    // handling
    bool what_if{};
    bool transmit = true;
    bool override_percentage_constraints{};
    std::string_view open_close;
    int origin{};
    int short_sale_slot{};
    std::string_view designated_location;
    int exempt_code = -1;
    std::optional<double> discretionary_amount = 0.0;
    bool opt_out_smart_routing{};
    int auction_strategy{};  ///< text only
    std::optional<double> starting_price, stock_ref_price, delta;
    std::optional<double> stock_range_lower, stock_range_upper;
    std::optional<double> basis_points;    ///< text answers only
    std::optional<int> basis_points_type;  ///< text answers only
    bool not_held{};
    Tags misc_options;
    bool solicited{}, randomize_size{}, randomize_price{};
    // pegged to benchmark, adjusted stops, conditions
    std::optional<int> reference_contract_id;
    std::optional<double> pegged_change_amount;
    bool is_pegged_change_amount_decrease{};
    std::optional<double> reference_change_amount;
    std::string_view reference_exchange_id;
    std::string_view adjusted_order_type;
    std::optional<double> trigger_price, adjusted_stop_price, adjusted_stop_limit_price;
    std::optional<double> adjusted_trailing_amount;
    std::optional<int> adjustable_trailing_unit;
    std::optional<double> limit_price_offset;
    std::vector<OrderCondition> conditions;
    bool conditions_cancel_order{}, conditions_ignore_rth{};
    // regulation and the rest
    std::string_view model_code, ext_operator;
    SoftDollarTier soft_dollar_tier;
    std::optional<double> cash_quantity;
    std::string_view mifid2_decision_maker, mifid2_decision_algo;
    std::string_view mifid2_execution_trader, mifid2_execution_algo;
    bool dont_use_auto_price_for_hedge{}, is_oms_container{}, discretionary_up_to_limit_price{};
    std::string_view auto_cancel_date;
    std::optional<Decimal> filled_quantity;
    std::optional<int> ref_futures_con_id;
    bool auto_cancel_parent{};
    std::string_view shareholder;
    bool imbalance_only{};
    std::optional<int> route_marketable_to_bbo;
    std::optional<std::int64_t> parent_perm_id;
    std::optional<int> use_price_management_algo, duration, post_to_ats;
    std::string_view advanced_error_override, manual_order_time;
    std::optional<int> min_trade_quantity, min_compete_size;
    /// Infinity means up to the midpoint.
    std::optional<double> compete_against_best_offset;
    std::optional<double> mid_offset_at_whole, mid_offset_at_half;
    std::string_view customer_account;
    bool professional_customer{};
    std::string_view bond_accrued_interest;
    bool include_overnight{};
    std::optional<int> manual_order_indicator;
    std::string_view submitter;
    bool deactivate{}, post_only{}, allow_pre_open{}, ignore_open_auction{};
    std::optional<int> seek_price_improvement, what_if_type;

    /// True for "PEG MID" spelt with or without its blank, and so on.
    bool is_type(std::string_view pegged) const
    {
        return order_type == pegged ||
               (order_type.size() + 1 == pegged.size() && order_type.substr(0, 3) == "PEG" &&
                order_type.substr(3) == pegged.substr(4));
    }
    bool has_scale() const { return scale_price_increment && *scale_price_increment > 0; }

    template <class M, class V> static void describe(M& m, V& v);
};

/// The protobuf and JSON list of an order.
template <class M, class V> void Order::describe(M& m, V& v)
{
    v("clientId", 1, m.client_id);
    v.answered("orderId", 2, m.order_id);
    v("permId", 3, m.perm_id);
    v("parentId", 4, m.parent_id);
    v("action", 5, m.action);
    v("totalQuantity", 6, m.total_quantity);
    v.sent("displaySize", 7, m.display_size);
    v("orderType", 8, m.order_type);
    v("lmtPrice", 9, m.limit_price);
    v("auxPrice", 10, m.aux_price);
    v("tif", 11, m.time_in_force);
    v("account", 12, m.account);
    v("settlingFirm", 13, m.settling_firm);
    v("clearingAccount", 14, m.clearing_account);
    v("clearingIntent", 15, m.clearing_intent);
    v("allOrNone", 16, m.all_or_none);
    v("blockOrder", 17, m.block_order);
    v("hidden", 18, m.hidden);
    v("outsideRth", 19, m.outside_rth);
    v("sweepToFill", 20, m.sweep_to_fill);
    v("percentOffset", 21, m.percent_offset);
    v("trailingPercent", 22, m.trailing_percent);
    v("trailStopPrice", 23, m.trail_stop_price);
    v("minQty", 24, m.min_quantity);
    v("goodAfterTime", 25, m.good_after_time);
    v("goodTillDate", 26, m.good_till_date);
    v("ocaGroup", 27, m.oca_group);
    v("orderRef", 28, m.order_ref);
    v("rule80A", 29, m.rule_80a);
    v("ocaType", 30, m.oca_type);
    v("triggerMethod", 31, m.trigger_method);
    v("activeStartTime", 32, m.active_start_time);
    v("activeStopTime", 33, m.active_stop_time);
    v("faGroup", 34, m.fa_group);
    v("faMethod", 35, m.fa_method);
    v("faPercentage", 36, m.fa_percentage);
    v("volatility", 37, m.volatility);
    v("volatilityType", 38, m.volatility_type);
    v.always("continuousUpdate", 39, m.continuous_update);
    v("referencePriceType", 40, m.reference_price_type);
    v("deltaNeutralOrderType", 41, m.delta_neutral_order_type);
    v("deltaNeutralAuxPrice", 42, m.delta_neutral_aux_price);
    v("deltaNeutralConId", 43, m.delta_neutral_con_id);
    v("deltaNeutralOpenClose", 44, m.delta_neutral_open_close);
    v("deltaNeutralShortSale", 45, m.delta_neutral_short_sale);
    v("deltaNeutralShortSaleSlot", 46, m.delta_neutral_short_sale_slot);
    v("deltaNeutralDesignatedLocation", 47, m.delta_neutral_designated_location);
    v("scaleInitLevelSize", 48, m.scale_init_level_size);
    v("scaleSubsLevelSize", 49, m.scale_subs_level_size);
    v("scalePriceIncrement", 50, m.scale_price_increment);
    v("scalePriceAdjustValue", 51, m.scale_price_adjust_value);
    v("scalePriceAdjustInterval", 52, m.scale_price_adjust_interval);
    v("scaleProfitOffset", 53, m.scale_profit_offset);
    v("scaleAutoReset", 54, m.scale_auto_reset);
    v("scaleInitPosition", 55, m.scale_init_position);
    v("scaleInitFillQty", 56, m.scale_init_fill_quantity);
    v("scaleRandomPercent", 57, m.scale_random_percent);
    v("scaleTable", 58, m.scale_table);
    v("hedgeType", 59, m.hedge_type);
    v("hedgeParam", 60, m.hedge_param);
    v("algoStrategy", 61, m.algo_strategy);
    if (!v.from_client() || !m.algo_strategy.empty()) v.tags("algoParams", 62, m.algo_params);
    v("algoId", 63, m.algo_id);
    v.tags("smartComboRoutingParams", 64, m.smart_combo_routing_params);
    v("whatIf", 65, m.what_if);
    v.sent("transmit", 66, m.transmit);
    v("overridePercentageConstraints", 67, m.override_percentage_constraints);
    v("openClose", 68, m.open_close);
    v("origin", 69, m.origin);
    v("shortSaleSlot", 70, m.short_sale_slot);
    v("designatedLocation", 71, m.designated_location);
    v("exemptCode", 72, m.exempt_code);
    v("deltaNeutralSettlingFirm", 73, m.delta_neutral_settling_firm);
    v("deltaNeutralClearingAccount", 74, m.delta_neutral_clearing_account);
    v("deltaNeutralClearingIntent", 75, m.delta_neutral_clearing_intent);
    v.sent("discretionaryAmt", 76, m.discretionary_amount);
    v("optOutSmartRouting", 77, m.opt_out_smart_routing);
    v("startingPrice", 78, m.starting_price);
    v("stockRefPrice", 79, m.stock_ref_price);
    v("delta", 80, m.delta);
    v("stockRangeLower", 81, m.stock_range_lower);
    v("stockRangeUpper", 82, m.stock_range_upper);
    v("notHeld", 83, m.not_held);
    v.tags("orderMiscOptions", 84, m.misc_options);
    v("solicited", 85, m.solicited);
    v("randomizeSize", 86, m.randomize_size);
    v("randomizePrice", 87, m.randomize_price);
    v("referenceContractId", 88, m.reference_contract_id);
    v("peggedChangeAmount", 89, m.pegged_change_amount);
    v("isPeggedChangeAmountDecrease", 90, m.is_pegged_change_amount_decrease);
    v("referenceChangeAmount", 91, m.reference_change_amount);
    v("referenceExchangeId", 92, m.reference_exchange_id);
    v("adjustedOrderType", 93, m.adjusted_order_type);
    v("triggerPrice", 94, m.trigger_price);
    v("adjustedStopPrice", 95, m.adjusted_stop_price);
    v("adjustedStopLimitPrice", 96, m.adjusted_stop_limit_price);
    v("adjustedTrailingAmount", 97, m.adjusted_trailing_amount);
    v("adjustableTrailingUnit", 98, m.adjustable_trailing_unit);
    v("lmtPriceOffset", 99, m.limit_price_offset);
    v.list("conditions", 100, m.conditions, whole);
    v("conditionsCancelOrder", 101, m.conditions_cancel_order);
    v("conditionsIgnoreRth", 102, m.conditions_ignore_rth);
    v("modelCode", 103, m.model_code);
    v("extOperator", 104, m.ext_operator);
    v.nested("softDollarTier", 105, m.soft_dollar_tier, whole);
    v("cashQty", 106, m.cash_quantity);
    v("mifid2DecisionMaker", 107, m.mifid2_decision_maker);
    v("mifid2DecisionAlgo", 108, m.mifid2_decision_algo);
    v("mifid2ExecutionTrader", 109, m.mifid2_execution_trader);
    v("mifid2ExecutionAlgo", 110, m.mifid2_execution_algo);
    v("dontUseAutoPriceForHedge", 111, m.dont_use_auto_price_for_hedge);
    v("isOmsContainer", 112, m.is_oms_container);
    v("discretionaryUpToLimitPrice", 113, m.discretionary_up_to_limit_price);
    v.answered("autoCancelDate", 114, m.auto_cancel_date);
    v.answered("filledQuantity", 115, m.filled_quantity);
    v.answered("refFuturesConId", 116, m.ref_futures_con_id);
    v("autoCancelParent", 117, m.auto_cancel_parent);
    v.answered("shareholder", 118, m.shareholder);
    v("imbalanceOnly", 119, m.imbalance_only);
    v.from(Version::additional_order_parameters_2, "routeMarketableToBbo", 120,
           m.route_marketable_to_bbo);
    v.answered("parentPermId", 121, m.parent_perm_id);
    v("usePriceMgmtAlgo", 122, m.use_price_management_algo);
    v("duration", 123, m.duration);
    v("postToAts", 124, m.post_to_ats);
    v("advancedErrorOverride", 125, m.advanced_error_override);
    v("manualOrderTime", 126, m.manual_order_time);
    v("minTradeQty", 127, m.min_trade_quantity);
    v("minCompeteSize", 128, m.min_compete_size);
    v("competeAgainstBestOffset", 129, m.compete_against_best_offset);
    v("midOffsetAtWhole", 130, m.mid_offset_at_whole);
    v("midOffsetAtHalf", 131, m.mid_offset_at_half);
    v("customerAccount", 132, m.customer_account);
    v("professionalCustomer", 133, m.professional_customer);
    v("bondAccruedInterest", 134, m.bond_accrued_interest);
    v("includeOvernight", 135, m.include_overnight);
    v("manualOrderIndicator", 136, m.manual_order_indicator);
    v("submitter", 137, m.submitter);
    v.from(Version::additional_order_parameters_1, "deactivate", 138, m.deactivate);
    v.from(Version::additional_order_parameters_1, "postOnly", 139, m.post_only);
    v.from(Version::additional_order_parameters_1, "allowPreOpen", 140, m.allow_pre_open);
    v.from(Version::additional_order_parameters_1, "ignoreOpenAuction", 141, m.ignore_open_auction);
    v.from(Version::additional_order_parameters_2, "seekPriceImprovement", 142,
           m.seek_price_improvement);
    v.from(Version::additional_order_parameters_2, "whatIfType", 143, m.what_if_type);
    v.from(Version::hedge_max_size, "hedgeMaxSize", 144, m.hedge_max_size);
    v.ended(Version::protobuf_place_order, "auctionStrategy", m.auction_strategy);
    v.json("basisPoints", m.basis_points);
    v.json("basisPointsType", m.basis_points_type);
}

}  // namespace trademind::ibkr
