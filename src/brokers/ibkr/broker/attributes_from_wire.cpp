// Rare attributes of orders as TWS echoes them.
#include "brokers/ibkr/broker/from_wire.hpp"

#include <cmath>

namespace trademind::ibkr_broker {
namespace {

std::optional<Decimal> not_zero(std::optional<double> x)
{
    auto d = decimal(x);
    return d && !d->is_zero() ? d : std::nullopt;
}

std::optional<int> not_zero(std::optional<int> x)
{
    return x && *x != 0 ? x : std::nullopt;
}

/// TWS writes "None" where nothing was set.
std::string given(std::string_view text)
{
    return text == "None" ? std::string{} : std::string{text};
}

std::vector<TagValue> tags(const ibkr::Tags& from)
{
    std::vector<TagValue> out;
    for (const auto& [tag, value] : from) out.emplace_back(std::string{tag}, std::string{value});
    return out;
}

bool pegs(OrderType type)
{
    switch (type) {
    case OrderType::pegged_to_midpoint:
    case OrderType::pegged_to_best:
    case OrderType::pegged_to_stock:
    case OrderType::pegged_to_benchmark: return true;
    default: return false;
    }
}

/// auxPrice is an offset here, not a stop.
bool takes_offset(OrderType type)
{
    switch (type) {
    case OrderType::relative:
    case OrderType::passive_relative:
    case OrderType::pegged_to_market:
    case OrderType::pegged_to_midpoint:
    case OrderType::pegged_to_primary:
    case OrderType::snap_to_market:
    case OrderType::snap_to_midpoint:
    case OrderType::snap_to_primary: return true;
    default: return false;
    }
}

std::optional<OrderCondition> condition(const ibkr::OrderCondition& from)
{
    using Type = ibkr::OrderCondition::Type;
    if (from.type == Type::none) return std::nullopt;
    OrderCondition to;
    to.type = static_cast<OrderCondition::Type>(from.type);
    to.and_next = from.is_conjunction;
    to.is_more = from.type != Type::execution ? from.is_more : OrderCondition{}.is_more;
    to.contract_id = from.con_id.value_or(0);
    to.exchange = from.exchange;
    to.symbol = from.symbol;
    to.security_type = from.sec_type;
    to.when = from.time;
    switch (from.type) {
    case Type::price:
        to.value = decimal(from.price);
        to.trigger_method = from.trigger_method.value_or(0);
        break;
    case Type::margin: to.number = from.percent.value_or(0); break;
    case Type::volume: to.number = from.volume.value_or(0); break;
    case Type::percent_change: to.value = decimal(from.percent_change); break;
    case Type::time:
    case Type::execution:
    case Type::none: break;
    }
    return to;
}

ScaleTerms scale(const ibkr::Order& from)
{
    ScaleTerms to;
    to.initial_level_size = from.scale_init_level_size;
    to.subsequent_level_size = from.scale_subs_level_size;
    to.price_increment = decimal(from.scale_price_increment);
    to.price_adjust_value = decimal(from.scale_price_adjust_value);
    to.price_adjust_interval = from.scale_price_adjust_interval;
    to.profit_offset = decimal(from.scale_profit_offset);
    to.auto_reset = from.scale_auto_reset;
    to.initial_position = from.scale_init_position;
    to.initial_fill_quantity = from.scale_init_fill_quantity;
    to.random_percent = from.scale_random_percent;
    to.table = from.scale_table;
    return to;
}

PegTerms peg(const ibkr::Order& from)
{
    PegTerms to;
    to.starting_price = decimal(from.starting_price);
    to.stock_reference_price = decimal(from.stock_ref_price);
    to.delta = decimal(from.delta);
    to.stock_range_lower = decimal(from.stock_range_lower);
    to.stock_range_upper = decimal(from.stock_range_upper);
    if (auto id = not_zero(from.reference_contract_id)) to.reference_contract_id = *id;
    to.reference_exchange = from.reference_exchange_id;
    to.change_amount = not_zero(from.pegged_change_amount);
    to.reference_change_amount = not_zero(from.reference_change_amount);
    to.change_decreases = from.is_pegged_change_amount_decrease;
    to.minimum_trade_quantity = from.min_trade_quantity;
    to.minimum_compete_size = from.min_compete_size;
    to.compete_up_to_midpoint =
        from.compete_against_best_offset && std::isinf(*from.compete_against_best_offset);
    if (!to.compete_up_to_midpoint)
        to.compete_against_best_offset = decimal(from.compete_against_best_offset);
    to.midpoint_offset_at_whole = decimal(from.mid_offset_at_whole);
    to.midpoint_offset_at_half = decimal(from.mid_offset_at_half);
    return to;
}

VolatilityTerms volatility(const ibkr::Order& from)
{
    VolatilityTerms to;
    to.volatility = decimal(from.volatility);
    to.type = from.volatility_type;
    to.continuous_update = from.continuous_update;
    to.reference_price_type = from.reference_price_type;
    to.delta_neutral_order_type = given(from.delta_neutral_order_type);
    to.delta_neutral_price = not_zero(from.delta_neutral_aux_price);
    to.delta_neutral_contract_id = from.delta_neutral_con_id;
    return to;
}

AdjustmentTerms adjustment(const ibkr::Order& from)
{
    AdjustmentTerms to;
    to.order_type = from.adjusted_order_type;
    to.trigger_price = decimal(from.trigger_price);
    to.stop_price = decimal(from.adjusted_stop_price);
    to.stop_limit_price = decimal(from.adjusted_stop_limit_price);
    to.trailing_amount = decimal(from.adjusted_trailing_amount);
    to.trails_by_percent = from.adjustable_trailing_unit == 100;
    return to;
}

void take_handling(OrderAttributes& to, const ibkr::Order& from, OrderType type)
{
    to.cash_quantity = not_zero(from.cash_quantity);
    to.display_size = not_zero(from.display_size);
    to.minimum_quantity = not_zero(from.min_quantity);
    to.all_or_none = from.all_or_none;
    to.block_order = from.block_order;
    to.hidden = from.hidden;
    to.sweep_to_fill = from.sweep_to_fill;
    to.not_held = from.not_held;
    to.opt_out_smart_routing = from.opt_out_smart_routing;
    to.include_overnight = from.include_overnight;
    to.randomize_size = from.randomize_size;
    to.randomize_price = from.randomize_price;
    to.solicited = from.solicited;
    to.override_percentage_constraints = from.override_percentage_constraints;
    to.post_only = from.post_only;
    to.imbalance_only = from.imbalance_only;
    if (type == OrderType::relative) to.percent_offset = not_zero(from.percent_offset);
    to.discretionary_amount = not_zero(from.discretionary_amount);
    if (takes_offset(type)) to.offset = decimal(from.aux_price);
    to.discretionary_up_to_limit_price = from.discretionary_up_to_limit_price;
    to.duration = not_zero(from.duration);
    to.post_to_ats = from.post_to_ats;
    if (from.use_price_management_algo)
        to.use_price_management_algorithm = *from.use_price_management_algo != 0;
    to.auto_cancel_date = from.auto_cancel_date;
    to.auto_cancel_parent = from.auto_cancel_parent;
    to.advanced_error_override = from.advanced_error_override;
    to.active_start_time = from.active_start_time;
    to.active_stop_time = from.active_stop_time;
}

void take_parties(OrderAttributes& to, const ibkr::Order& from)
{
    to.short_sale_slot = from.short_sale_slot;
    to.designated_location = from.designated_location;
    if (from.exempt_code != -1) to.exempt_code = from.exempt_code;
    to.open_close = given(from.open_close);
    to.rule_80a = given(from.rule_80a);
    to.advisor_group = from.fa_group;
    to.advisor_method = from.fa_method;
    to.advisor_percentage = from.fa_percentage;
    to.model_code = from.model_code;
    to.settling_firm = from.settling_firm;
    to.clearing_account = from.clearing_account;
    // What TWS fills in for everyone.
    if (from.clearing_intent != "IB") to.clearing_intent = from.clearing_intent;
    to.customer_account = from.customer_account;
    to.professional_customer = from.professional_customer;
    to.mifid2_decision_maker = from.mifid2_decision_maker;
    to.mifid2_decision_algo = from.mifid2_decision_algo;
    to.mifid2_execution_trader = from.mifid2_execution_trader;
    to.mifid2_execution_algo = from.mifid2_execution_algo;
    to.external_operator = from.ext_operator;
    to.manual_order_time = from.manual_order_time;
    to.manual_order_indicator = from.manual_order_indicator;
}

}  // namespace

RareAttributes attributes_from_wire(const ibkr::Contract& contract, const ibkr::Order& from,
                                    OrderType type)
{
    OrderAttributes to;
    take_handling(to, from, type);
    take_parties(to, from);
    for (const auto& one : from.conditions)
        if (auto known = condition(one)) to.conditions.push_back(std::move(*known));
    if (!to.conditions.empty()) {
        to.conditions_cancel_order = from.conditions_cancel_order;
        to.conditions_ignore_regular_hours = from.conditions_ignore_rth;
    }
    if (!from.algo_strategy.empty()) {
        to.algorithm = Algorithm{std::string{from.algo_strategy}, tags(from.algo_params)};
        to.algorithm->id = from.algo_id;
    }
    if (from.has_scale()) to.scale = scale(from);
    if (pegs(type)) to.peg = peg(from);
    // On other orders TWS echoes a volatility that nobody set, and refuses it when it comes back.
    if (type == OrderType::volatility) to.volatility = volatility(from);
    if (!given(from.adjusted_order_type).empty()) to.adjustment = adjustment(from);
    if (!given(from.hedge_type).empty()) {
        to.hedge.emplace();
        to.hedge->type = from.hedge_type;
        to.hedge->parameter = from.hedge_param;
        to.hedge->maximum_size = from.hedge_max_size;
    }
    to.combo_routing = tags(from.smart_combo_routing_params);
    bool priced_by_leg = false;
    for (const auto& leg : contract.combo_legs) {
        to.leg_prices.push_back(decimal(leg.price));
        priced_by_leg = priced_by_leg || leg.price;
    }
    if (!priced_by_leg) to.leg_prices.clear();
    to.options = tags(from.misc_options);
    return to == OrderAttributes{} ? RareAttributes{} : RareAttributes{std::move(to)};
}

}  // namespace trademind::ibkr_broker
