// Rare attributes of orders as the protocol takes them.
#include "brokers/ibkr/broker/to_wire.hpp"

#include <limits>

namespace trademind::ibkr_broker {
namespace {

std::optional<double> number(const std::optional<Decimal>& d)
{
    return d ? std::optional{d->to_double()} : std::nullopt;
}

ibkr::Tags tags(const std::vector<TagValue>& all)
{
    ibkr::Tags out;
    for (const auto& one : all) out.emplace_back(one.tag, one.value);
    return out;
}

ibkr::OrderCondition condition(const OrderCondition& from)
{
    ibkr::OrderCondition to;
    to.type = static_cast<ibkr::OrderCondition::Type>(from.type);
    to.is_conjunction = from.and_next;
    to.is_more = from.is_more;
    if (from.contract_id) to.con_id = static_cast<int>(from.contract_id);
    to.exchange = from.exchange;
    to.symbol = from.symbol;
    to.sec_type = from.security_type;
    to.time = from.when;
    switch (from.type) {
    case OrderCondition::Type::price:
        to.price = number(from.value);
        to.trigger_method = from.trigger_method;
        break;
    case OrderCondition::Type::margin: to.percent = from.number; break;
    case OrderCondition::Type::volume: to.volume = from.number; break;
    case OrderCondition::Type::change: to.percent_change = number(from.value); break;
    case OrderCondition::Type::time:
    case OrderCondition::Type::execution: break;
    }
    return to;
}

void add(ibkr::Order& out, const ScaleTerms& scale)
{
    out.scale_init_level_size = scale.initial_level_size;
    out.scale_subs_level_size = scale.subsequent_level_size;
    out.scale_price_increment = number(scale.price_increment);
    out.scale_price_adjust_value = number(scale.price_adjust_value);
    out.scale_price_adjust_interval = scale.price_adjust_interval;
    out.scale_profit_offset = number(scale.profit_offset);
    out.scale_auto_reset = scale.auto_reset;
    out.scale_init_position = scale.initial_position;
    out.scale_init_fill_quantity = scale.initial_fill_quantity;
    out.scale_random_percent = scale.random_percent;
    out.scale_table = scale.table;
}

void add(ibkr::Order& out, const PegTerms& peg)
{
    out.starting_price = number(peg.starting_price);
    out.stock_ref_price = number(peg.stock_reference_price);
    out.delta = number(peg.delta);
    out.stock_range_lower = number(peg.stock_range_lower);
    out.stock_range_upper = number(peg.stock_range_upper);
    if (peg.reference_contract_id)
        out.reference_contract_id = static_cast<int>(*peg.reference_contract_id);
    out.reference_exchange_id = peg.reference_exchange;
    out.pegged_change_amount = number(peg.change_amount);
    out.reference_change_amount = number(peg.reference_change_amount);
    out.is_pegged_change_amount_decrease = peg.change_decreases;
    out.min_trade_quantity = peg.minimum_trade_quantity;
    out.min_compete_size = peg.minimum_compete_size;
    out.compete_against_best_offset = number(peg.compete_against_best_offset);
    if (peg.compete_up_to_midpoint)
        out.compete_against_best_offset = std::numeric_limits<double>::infinity();
    out.mid_offset_at_whole = number(peg.midpoint_offset_at_whole);
    out.mid_offset_at_half = number(peg.midpoint_offset_at_half);
}

void add(ibkr::Order& out, const VolatilityTerms& terms)
{
    out.volatility = number(terms.volatility);
    out.volatility_type = terms.type;
    out.continuous_update = terms.continuous_update;
    out.reference_price_type = terms.reference_price_type;
    out.delta_neutral_order_type = terms.delta_neutral_order_type;
    out.delta_neutral_aux_price = number(terms.delta_neutral_price);
    out.delta_neutral_con_id = static_cast<int>(terms.delta_neutral_contract_id);
}

void add(ibkr::Order& out, const AdjustmentTerms& terms)
{
    out.adjusted_order_type = terms.order_type;
    out.trigger_price = number(terms.trigger_price);
    out.adjusted_stop_price = number(terms.stop_price);
    out.adjusted_stop_limit_price = number(terms.stop_limit_price);
    out.adjusted_trailing_amount = number(terms.trailing_amount);
    out.adjustable_trailing_unit = terms.trails_by_percent ? 100 : 0;
}

void add_handling(ibkr::Order& out, const OrderAttributes& more)
{
    out.cash_quantity = number(more.cash_quantity);
    if (more.display_size) out.display_size = more.display_size;
    out.min_quantity = more.minimum_quantity;
    out.all_or_none = more.all_or_none;
    out.block_order = more.block_order;
    out.hidden = more.hidden;
    out.sweep_to_fill = more.sweep_to_fill;
    out.not_held = more.not_held;
    out.opt_out_smart_routing = more.opt_out_smart_routing;
    out.include_overnight = more.include_overnight;
    out.randomize_size = more.randomize_size;
    out.randomize_price = more.randomize_price;
    out.solicited = more.solicited;
    out.override_percentage_constraints = more.override_percentage_constraints;
    out.post_only = more.post_only;
    out.imbalance_only = more.imbalance_only;
    out.percent_offset = number(more.percent_offset);
    if (more.discretionary_amount) out.discretionary_amount = number(more.discretionary_amount);
    if (more.offset) out.aux_price = number(more.offset);
    out.discretionary_up_to_limit_price = more.discretionary_up_to_limit_price;
    out.duration = more.duration;
    out.post_to_ats = more.post_to_ats;
    if (more.use_price_management_algorithm)
        out.use_price_management_algo = *more.use_price_management_algorithm ? 1 : 0;
    out.auto_cancel_date = more.auto_cancel_date;
    out.auto_cancel_parent = more.auto_cancel_parent;
    out.advanced_error_override = more.advanced_error_override;
    out.active_start_time = more.active_start_time;
    out.active_stop_time = more.active_stop_time;
}

void add_parties(ibkr::Order& out, const OrderAttributes& more)
{
    out.short_sale_slot = more.short_sale_slot;
    out.designated_location = more.designated_location;
    if (more.exempt_code) out.exempt_code = *more.exempt_code;
    out.open_close = more.open_close;
    out.rule_80a = more.rule_80a;
    out.fa_group = more.advisor_group;
    out.fa_method = more.advisor_method;
    out.fa_percentage = more.advisor_percentage;
    out.model_code = more.model_code;
    out.settling_firm = more.settling_firm;
    out.clearing_account = more.clearing_account;
    out.clearing_intent = more.clearing_intent;
    out.customer_account = more.customer_account;
    out.professional_customer = more.professional_customer;
    out.mifid2_decision_maker = more.mifid2_decision_maker;
    out.mifid2_decision_algo = more.mifid2_decision_algo;
    out.mifid2_execution_trader = more.mifid2_execution_trader;
    out.mifid2_execution_algo = more.mifid2_execution_algo;
    out.ext_operator = more.external_operator;
    out.manual_order_time = more.manual_order_time;
    out.manual_order_indicator = more.manual_order_indicator;
}

}  // namespace

void add_attributes(ibkr::Order& out, const OrderAttributes& more)
{
    add_handling(out, more);
    add_parties(out, more);
    for (const auto& one : more.conditions) out.conditions.push_back(condition(one));
    out.conditions_cancel_order = more.conditions_cancel_order;
    out.conditions_ignore_rth = more.conditions_ignore_regular_hours;
    if (more.algorithm) {
        out.algo_strategy = more.algorithm->strategy;
        out.algo_params = tags(more.algorithm->parameters);
        out.algo_id = more.algorithm->id;
    }
    if (more.scale) add(out, *more.scale);
    if (more.peg) add(out, *more.peg);
    if (more.volatility) add(out, *more.volatility);
    if (more.adjustment) add(out, *more.adjustment);
    if (more.hedge) {
        out.hedge_type = more.hedge->type;
        out.hedge_param = more.hedge->parameter;
        out.hedge_max_size = more.hedge->maximum_size;
    }
    out.smart_combo_routing_params = tags(more.combo_routing);
    out.misc_options = tags(more.options);
}

}  // namespace trademind::ibkr_broker
