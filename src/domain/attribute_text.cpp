// The rare attributes of an order that are set, each with its name and its value as text.
#include "domain/attribute_text.hpp"

#include <fmt/format.h>

#include <optional>

namespace trademind {
namespace {

// fields are told apart by a comma, parts of a list by a semicolon; text carries its length
std::string text(bool value)
{
    return value ? "true" : "false";
}
std::string text(int value)
{
    return std::to_string(value);
}
std::string text(std::int64_t value)
{
    return std::to_string(value);
}
std::string text(Decimal value)
{
    return value.str();
}
std::string text(const std::string& value)
{
    return fmt::format("{}:{}", value.size(), value);
}
template <class T> std::string text(const std::optional<T>& value);
template <class T> std::string text(const std::vector<T>& list);

template <class... Fields> std::string fields(const Fields&... all)
{
    std::string joined;
    ((joined += (joined.empty() ? "" : ",") + text(all)), ...);
    return joined;
}
std::string text(const TagValue& v)
{
    return fields(v.tag, v.value);
}
std::string text(const OrderCondition& v)
{
    return fields(static_cast<int>(v.type), v.and_next, v.is_more, v.contract_id, v.exchange,
                  v.symbol, v.security_type, v.when, v.value, v.number, v.trigger_method);
}
std::string text(const Algorithm& v)
{
    return fields(v.strategy, v.id, v.parameters);
}
std::string text(const ScaleTerms& v)
{
    return fields(v.initial_level_size, v.subsequent_level_size, v.price_increment,
                  v.price_adjust_value, v.price_adjust_interval, v.profit_offset, v.auto_reset,
                  v.random_percent, v.initial_position, v.initial_fill_quantity, v.table);
}
std::string text(const HedgeTerms& v)
{
    return fields(v.type, v.parameter, v.maximum_size, v.no_automatic_price);
}
std::string text(const AdjustmentTerms& v)
{
    return fields(v.order_type, v.trigger_price, v.stop_price, v.stop_limit_price,
                  v.trailing_amount, v.trails_by_percent);
}
std::string text(const PegTerms& v)
{
    return fields(v.starting_price, v.stock_reference_price, v.delta, v.stock_range_lower,
                  v.stock_range_upper, v.reference_contract_id, v.reference_exchange,
                  v.change_amount, v.reference_change_amount, v.change_decreases,
                  v.minimum_trade_quantity, v.minimum_compete_size, v.compete_against_best_offset,
                  v.compete_up_to_midpoint, v.midpoint_offset_at_whole, v.midpoint_offset_at_half);
}
std::string text(const VolatilityTerms& v)
{
    return fields(v.volatility, v.type, v.continuous_update, v.reference_price_type,
                  v.delta_neutral_order_type, v.delta_neutral_price, v.delta_neutral_contract_id,
                  v.delta_neutral_settling_firm, v.delta_neutral_clearing_account,
                  v.delta_neutral_clearing_intent, v.delta_neutral_open_close,
                  v.delta_neutral_short_sale, v.delta_neutral_short_sale_slot,
                  v.delta_neutral_designated_location);
}
std::string text(const DeltaNeutralTerms& v)
{
    return fields(v.contract_id, v.delta, v.price);
}
std::string text(const SoftDollarTerms& v)
{
    return fields(v.name, v.value);
}
template <class T> std::string text(const std::optional<T>& value)
{
    return value ? text(*value) : "-";
}
template <class T> std::string text(const std::vector<T>& list)
{
    std::string joined;
    for (const auto& part : list) joined += text(part) + ';';
    return joined;
}

/// Nothing where the member has its default.
template <auto member> std::optional<std::string> text_of(const OrderAttributes& attributes)
{
    static const OrderAttributes none;
    if (attributes.*member == none.*member) return std::nullopt;
    return text(attributes.*member);
}

struct Attribute {
    std::string_view name;
    std::optional<std::string> (*text_of)(const OrderAttributes&);
};

using A = OrderAttributes;
constexpr Attribute rare_attributes[] = {
    {"cash quantity", text_of<&A::cash_quantity>},
    {"display size", text_of<&A::display_size>},
    {"minimum quantity", text_of<&A::minimum_quantity>},
    {"all or none", text_of<&A::all_or_none>},
    {"block order", text_of<&A::block_order>},
    {"hidden", text_of<&A::hidden>},
    {"sweep to fill", text_of<&A::sweep_to_fill>},
    {"not held", text_of<&A::not_held>},
    {"opt out of smart routing", text_of<&A::opt_out_smart_routing>},
    {"include overnight", text_of<&A::include_overnight>},
    {"randomize size", text_of<&A::randomize_size>},
    {"randomize price", text_of<&A::randomize_price>},
    {"solicited", text_of<&A::solicited>},
    {"override percentage constraints", text_of<&A::override_percentage_constraints>},
    {"post only", text_of<&A::post_only>},
    {"imbalance only", text_of<&A::imbalance_only>},
    {"percent offset", text_of<&A::percent_offset>},
    {"discretionary amount", text_of<&A::discretionary_amount>},
    {"offset", text_of<&A::offset>},
    {"discretionary up to limit price", text_of<&A::discretionary_up_to_limit_price>},
    {"duration", text_of<&A::duration>},
    {"post to ATS", text_of<&A::post_to_ats>},
    {"price management algorithm", text_of<&A::use_price_management_algorithm>},
    {"auto cancel date", text_of<&A::auto_cancel_date>},
    {"auto cancel parent", text_of<&A::auto_cancel_parent>},
    {"advanced error override", text_of<&A::advanced_error_override>},
    {"active start time", text_of<&A::active_start_time>},
    {"active stop time", text_of<&A::active_stop_time>},
    {"auction strategy", text_of<&A::auction_strategy>},
    {"OMS container", text_of<&A::oms_container>},
    {"deactivate", text_of<&A::deactivate>},
    {"allow pre-open", text_of<&A::allow_pre_open>},
    {"ignore open auction", text_of<&A::ignore_open_auction>},
    {"route marketable to BBO", text_of<&A::route_marketable_to_bbo>},
    {"seek price improvement", text_of<&A::seek_price_improvement>},
    {"what-if type", text_of<&A::what_if_type>},
    {"conditions", text_of<&A::conditions>},
    {"conditions cancel order", text_of<&A::conditions_cancel_order>},
    {"conditions ignore regular hours", text_of<&A::conditions_ignore_regular_hours>},
    {"algorithm", text_of<&A::algorithm>},
    {"scale", text_of<&A::scale>},
    {"hedge", text_of<&A::hedge>},
    {"adjustment", text_of<&A::adjustment>},
    {"peg terms", text_of<&A::peg>},
    {"volatility", text_of<&A::volatility>},
    {"delta neutral", text_of<&A::delta_neutral>},
    {"soft dollar tier", text_of<&A::soft_dollar_tier>},
    {"combo routing", text_of<&A::combo_routing>},
    {"leg prices", text_of<&A::leg_prices>},
    {"origin", text_of<&A::origin>},
    {"short sale slot", text_of<&A::short_sale_slot>},
    {"designated location", text_of<&A::designated_location>},
    {"exempt code", text_of<&A::exempt_code>},
    {"open/close", text_of<&A::open_close>},
    {"rule 80A", text_of<&A::rule_80a>},
    {"advisor group", text_of<&A::advisor_group>},
    {"advisor method", text_of<&A::advisor_method>},
    {"advisor percentage", text_of<&A::advisor_percentage>},
    {"model code", text_of<&A::model_code>},
    {"settling firm", text_of<&A::settling_firm>},
    {"clearing account", text_of<&A::clearing_account>},
    {"clearing intent", text_of<&A::clearing_intent>},
    {"customer account", text_of<&A::customer_account>},
    {"professional customer", text_of<&A::professional_customer>},
    {"MiFID II decision maker", text_of<&A::mifid2_decision_maker>},
    {"MiFID II decision algorithm", text_of<&A::mifid2_decision_algo>},
    {"MiFID II execution trader", text_of<&A::mifid2_execution_trader>},
    {"MiFID II execution algorithm", text_of<&A::mifid2_execution_algo>},
    {"external operator", text_of<&A::external_operator>},
    {"manual order time", text_of<&A::manual_order_time>},
    {"manual order indicator", text_of<&A::manual_order_indicator>},
    {"submitter", text_of<&A::submitter>},
    {"bond accrued interest", text_of<&A::bond_accrued_interest>},
    {"miscellaneous options", text_of<&A::options>},
};

}  // namespace

std::vector<AttributeText> texts_of(const OrderAttributes& attributes)
{
    std::vector<AttributeText> set;
    for (const Attribute& attribute : rare_attributes)
        if (auto value = attribute.text_of(attributes))
            set.push_back({attribute.name, std::move(*value)});
    return set;
}

}  // namespace trademind
