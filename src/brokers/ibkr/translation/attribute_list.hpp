// Rare attributes of orders, each named once with its field of the protocol; walked in both
// directions.
#pragma once

#include <trademind/brokers/ibkr/messages/order.hpp>
#include <trademind/order.hpp>

namespace trademind::ibkr_broker {

/// These orders use the terms of pegs.
inline bool has_peg_terms(OrderType type)
{
    switch (type) {
    case OrderType::pegged_to_midpoint:
    case OrderType::pegged_to_best:
    case OrderType::pegged_to_stock:
    case OrderType::pegged_to_benchmark: return true;
    default: return false;
    }
}

// The lists are called with constant attributes and an order to fill, or the other way round; `v`
// carries each field across. Beside the call operator, for what is the same on both sides, it has
//   nonzero   zero says "not set" on the wire
//   given     "None" says so
//   unless    a value that TWS fills in for everyone says so
//   part      attributes that are there together, or not at all
//   takes     whether a field of the wire means this attribute; always true when it is written

template <class A, class O, class V> void list_handling(A& ours, O& wire, OrderType type, V& v)
{
    v.nonzero(ours.cash_quantity, wire.cash_quantity);
    v.nonzero(ours.display_size, wire.display_size);
    v.nonzero(ours.minimum_quantity, wire.min_quantity);
    v(ours.all_or_none, wire.all_or_none);
    v(ours.block_order, wire.block_order);
    v(ours.hidden, wire.hidden);
    v(ours.sweep_to_fill, wire.sweep_to_fill);
    v(ours.not_held, wire.not_held);
    v(ours.opt_out_smart_routing, wire.opt_out_smart_routing);
    v(ours.include_overnight, wire.include_overnight);
    v(ours.randomize_size, wire.randomize_size);
    v(ours.randomize_price, wire.randomize_price);
    v(ours.solicited, wire.solicited);
    v(ours.override_percentage_constraints, wire.override_percentage_constraints);
    v(ours.post_only, wire.post_only);
    v(ours.imbalance_only, wire.imbalance_only);
    if (v.takes(type == OrderType::relative)) v.nonzero(ours.percent_offset, wire.percent_offset);
    v.nonzero(ours.discretionary_amount, wire.discretionary_amount);
    if (v.takes(takes_offset(type))) v(ours.offset, wire.aux_price);
    v(ours.discretionary_up_to_limit_price, wire.discretionary_up_to_limit_price);
    v.nonzero(ours.duration, wire.duration);
    v(ours.post_to_ats, wire.post_to_ats);
    v(ours.use_price_management_algorithm, wire.use_price_management_algo);
    v(ours.auto_cancel_date, wire.auto_cancel_date);
    v(ours.auto_cancel_parent, wire.auto_cancel_parent);
    v(ours.advanced_error_override, wire.advanced_error_override);
    v(ours.active_start_time, wire.active_start_time);
    v(ours.active_stop_time, wire.active_stop_time);
    v(ours.auction_strategy, wire.auction_strategy);
    v(ours.oms_container, wire.is_oms_container);
    v(ours.deactivate, wire.deactivate);
    v(ours.allow_pre_open, wire.allow_pre_open);
    v(ours.ignore_open_auction, wire.ignore_open_auction);
    v.nonzero(ours.route_marketable_to_bbo, wire.route_marketable_to_bbo);
    v.nonzero(ours.seek_price_improvement, wire.seek_price_improvement);
    v.nonzero(ours.what_if_type, wire.what_if_type);
}

template <class A, class O, class V> void list_parties(A& ours, O& wire, V& v)
{
    v(ours.origin, wire.origin);
    v(ours.short_sale_slot, wire.short_sale_slot);
    v(ours.designated_location, wire.designated_location);
    v.unless(-1, ours.exempt_code, wire.exempt_code);
    v.given(ours.open_close, wire.open_close);
    v.given(ours.rule_80a, wire.rule_80a);
    v(ours.advisor_group, wire.fa_group);
    v(ours.advisor_method, wire.fa_method);
    v(ours.advisor_percentage, wire.fa_percentage);
    v(ours.model_code, wire.model_code);
    v(ours.settling_firm, wire.settling_firm);
    v(ours.clearing_account, wire.clearing_account);
    v.unless("IB", ours.clearing_intent, wire.clearing_intent);
    v(ours.customer_account, wire.customer_account);
    v(ours.professional_customer, wire.professional_customer);
    v(ours.mifid2_decision_maker, wire.mifid2_decision_maker);
    v(ours.mifid2_decision_algo, wire.mifid2_decision_algo);
    v(ours.mifid2_execution_trader, wire.mifid2_execution_trader);
    v(ours.mifid2_execution_algo, wire.mifid2_execution_algo);
    v(ours.external_operator, wire.ext_operator);
    v(ours.manual_order_time, wire.manual_order_time);
    v(ours.manual_order_indicator, wire.manual_order_indicator);
    // TWS says these of orders that were placed without them
    if (v.takes(false)) {
        v(ours.submitter, wire.submitter);
        v(ours.bond_accrued_interest, wire.bond_accrued_interest);
    }
}

/// One condition; its type is there on both sides already.
template <class A, class O, class V> void list_condition(A& ours, O& wire, V& v)
{
    using Type = OrderCondition::Type;
    v(ours.and_next, wire.is_conjunction);
    if (v.takes(ours.type != Type::execution)) v(ours.is_more, wire.is_more);
    v.nonzero(ours.contract_id, wire.con_id);
    v(ours.exchange, wire.exchange);
    v(ours.symbol, wire.symbol);
    v(ours.security_type, wire.sec_type);
    v(ours.when, wire.time);
    switch (ours.type) {
    case Type::price:
        v(ours.value, wire.price);
        v(ours.trigger_method, wire.trigger_method);
        break;
    case Type::margin: v(ours.number, wire.percent); break;
    case Type::volume: v(ours.number, wire.volume); break;
    case Type::change: v(ours.value, wire.percent_change); break;
    case Type::time:
    case Type::execution: break;
    }
}

template <class A, class O, class V> void list_scale(A& ours, O& wire, V& v)
{
    v(ours.initial_level_size, wire.scale_init_level_size);
    v(ours.subsequent_level_size, wire.scale_subs_level_size);
    v(ours.price_increment, wire.scale_price_increment);
    v(ours.price_adjust_value, wire.scale_price_adjust_value);
    v(ours.price_adjust_interval, wire.scale_price_adjust_interval);
    v(ours.profit_offset, wire.scale_profit_offset);
    v(ours.auto_reset, wire.scale_auto_reset);
    v(ours.initial_position, wire.scale_init_position);
    v(ours.initial_fill_quantity, wire.scale_init_fill_quantity);
    v(ours.random_percent, wire.scale_random_percent);
    v(ours.table, wire.scale_table);
}

template <class A, class O, class V> void list_peg(A& ours, O& wire, V& v)
{
    v(ours.starting_price, wire.starting_price);
    v(ours.stock_reference_price, wire.stock_ref_price);
    v(ours.delta, wire.delta);
    v(ours.stock_range_lower, wire.stock_range_lower);
    v(ours.stock_range_upper, wire.stock_range_upper);
    v.nonzero(ours.reference_contract_id, wire.reference_contract_id);
    v(ours.reference_exchange, wire.reference_exchange_id);
    v.nonzero(ours.change_amount, wire.pegged_change_amount);
    v.nonzero(ours.reference_change_amount, wire.reference_change_amount);
    v(ours.change_decreases, wire.is_pegged_change_amount_decrease);
    v(ours.minimum_trade_quantity, wire.min_trade_quantity);
    v(ours.minimum_compete_size, wire.min_compete_size);
    v.or_infinite(ours.compete_against_best_offset, ours.compete_up_to_midpoint,
                  wire.compete_against_best_offset);
    v(ours.midpoint_offset_at_whole, wire.mid_offset_at_whole);
    v(ours.midpoint_offset_at_half, wire.mid_offset_at_half);
}

template <class A, class O, class V> void list_volatility(A& ours, O& wire, V& v)
{
    v(ours.volatility, wire.volatility);
    v(ours.type, wire.volatility_type);
    v(ours.continuous_update, wire.continuous_update);
    v(ours.reference_price_type, wire.reference_price_type);
    v.given(ours.delta_neutral_order_type, wire.delta_neutral_order_type);
    v.nonzero(ours.delta_neutral_price, wire.delta_neutral_aux_price);
    v(ours.delta_neutral_contract_id, wire.delta_neutral_con_id);
    v(ours.delta_neutral_settling_firm, wire.delta_neutral_settling_firm);
    v(ours.delta_neutral_clearing_account, wire.delta_neutral_clearing_account);
    v(ours.delta_neutral_clearing_intent, wire.delta_neutral_clearing_intent);
    v.given(ours.delta_neutral_open_close, wire.delta_neutral_open_close);
    v(ours.delta_neutral_short_sale, wire.delta_neutral_short_sale);
    v(ours.delta_neutral_short_sale_slot, wire.delta_neutral_short_sale_slot);
    v(ours.delta_neutral_designated_location, wire.delta_neutral_designated_location);
}

template <class A, class O, class V> void list_adjustment(A& ours, O& wire, V& v)
{
    v(ours.order_type, wire.adjusted_order_type);
    v(ours.trigger_price, wire.trigger_price);
    v(ours.stop_price, wire.adjusted_stop_price);
    v(ours.stop_limit_price, wire.adjusted_stop_limit_price);
    v(ours.trailing_amount, wire.adjusted_trailing_amount);
    v.either(100, 0, ours.trails_by_percent, wire.adjustable_trailing_unit);
}

template <class A, class O, class V> void list_attributes(A& ours, O& wire, OrderType type, V& v)
{
    list_handling(ours, wire, type, v);
    list_parties(ours, wire, v);
    v.conditions(ours.conditions, wire.conditions);
    if (v.takes(!wire.conditions.empty())) {
        v(ours.conditions_cancel_order, wire.conditions_cancel_order);
        v(ours.conditions_ignore_regular_hours, wire.conditions_ignore_rth);
    }
    v.part(ours.algorithm, !wire.algo_strategy.empty(), [&](auto& algorithm) {
        v(algorithm.strategy, wire.algo_strategy);
        v(algorithm.parameters, wire.algo_params);
        v(algorithm.id, wire.algo_id);
    });
    v.part(ours.scale, wire.has_scale(), [&](auto& scale) { list_scale(scale, wire, v); });
    v.part(ours.peg, has_peg_terms(type), [&](auto& peg) { list_peg(peg, wire, v); });
    // On other orders TWS echoes a volatility that nobody set, and refuses it when it comes back.
    v.part(ours.volatility, type == OrderType::volatility,
           [&](auto& volatility) { list_volatility(volatility, wire, v); });
    v.part(ours.adjustment, v.is_given(wire.adjusted_order_type),
           [&](auto& adjustment) { list_adjustment(adjustment, wire, v); });
    v.part(ours.hedge, v.is_given(wire.hedge_type), [&](auto& hedge) {
        v(hedge.type, wire.hedge_type);
        v(hedge.parameter, wire.hedge_param);
        v(hedge.maximum_size, wire.hedge_max_size);
        v(hedge.no_automatic_price, wire.dont_use_auto_price_for_hedge);
    });
    v.part(ours.soft_dollar_tier, !wire.soft_dollar_tier.name.empty(), [&](auto& tier) {
        v(tier.name, wire.soft_dollar_tier.name);
        v(tier.value, wire.soft_dollar_tier.value);
    });
    v(ours.combo_routing, wire.smart_combo_routing_params);
    v(ours.options, wire.misc_options);
}

}  // namespace trademind::ibkr_broker
