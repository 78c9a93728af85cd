// Names order attributes.
#include "brokers/paper/orders/rare_attributes.hpp"

#include <string_view>

namespace trademind::paper {
namespace {

template <auto member> bool is_set(const OrderAttributes& attributes)
{
    static const OrderAttributes none;
    return attributes.*member != none.*member;
}

struct Attribute {
    std::string_view name;
    bool (*is_set)(const OrderAttributes&);
};

using A = OrderAttributes;
constexpr Attribute all[] = {
    {"cash quantity", is_set<&A::cash_quantity>},
    {"display size", is_set<&A::display_size>},
    {"minimum quantity", is_set<&A::minimum_quantity>},
    {"all or none", is_set<&A::all_or_none>},
    {"block order", is_set<&A::block_order>},
    {"hidden", is_set<&A::hidden>},
    {"sweep to fill", is_set<&A::sweep_to_fill>},
    {"not held", is_set<&A::not_held>},
    {"opt out of smart routing", is_set<&A::opt_out_smart_routing>},
    {"include overnight", is_set<&A::include_overnight>},
    {"randomize size", is_set<&A::randomize_size>},
    {"randomize price", is_set<&A::randomize_price>},
    {"solicited", is_set<&A::solicited>},
    {"override percentage constraints", is_set<&A::override_percentage_constraints>},
    {"post only", is_set<&A::post_only>},
    {"imbalance only", is_set<&A::imbalance_only>},
    {"percent offset", is_set<&A::percent_offset>},
    {"discretionary amount", is_set<&A::discretionary_amount>},
    {"offset", is_set<&A::offset>},
    {"discretionary up to limit price", is_set<&A::discretionary_up_to_limit_price>},
    {"duration", is_set<&A::duration>},
    {"post to ATS", is_set<&A::post_to_ats>},
    {"price management algorithm", is_set<&A::use_price_management_algorithm>},
    {"auto cancel date", is_set<&A::auto_cancel_date>},
    {"auto cancel parent", is_set<&A::auto_cancel_parent>},
    {"advanced error override", is_set<&A::advanced_error_override>},
    {"active start time", is_set<&A::active_start_time>},
    {"active stop time", is_set<&A::active_stop_time>},
    {"conditions", is_set<&A::conditions>},
    {"conditions cancel order", is_set<&A::conditions_cancel_order>},
    {"conditions ignore regular hours", is_set<&A::conditions_ignore_regular_hours>},
    {"algorithm", is_set<&A::algorithm>},
    {"scale", is_set<&A::scale>},
    {"hedge", is_set<&A::hedge>},
    {"adjustment", is_set<&A::adjustment>},
    {"peg terms", is_set<&A::peg>},
    {"volatility", is_set<&A::volatility>},
    {"combo routing", is_set<&A::combo_routing>},
    {"leg prices", is_set<&A::leg_prices>},
    {"short sale slot", is_set<&A::short_sale_slot>},
    {"designated location", is_set<&A::designated_location>},
    {"exempt code", is_set<&A::exempt_code>},
    {"open/close", is_set<&A::open_close>},
    {"rule 80A", is_set<&A::rule_80a>},
    {"advisor group", is_set<&A::advisor_group>},
    {"advisor method", is_set<&A::advisor_method>},
    {"advisor percentage", is_set<&A::advisor_percentage>},
    {"model code", is_set<&A::model_code>},
    {"settling firm", is_set<&A::settling_firm>},
    {"clearing account", is_set<&A::clearing_account>},
    {"clearing intent", is_set<&A::clearing_intent>},
    {"customer account", is_set<&A::customer_account>},
    {"professional customer", is_set<&A::professional_customer>},
    {"MiFID II decision maker", is_set<&A::mifid2_decision_maker>},
    {"MiFID II decision algorithm", is_set<&A::mifid2_decision_algo>},
    {"MiFID II execution trader", is_set<&A::mifid2_execution_trader>},
    {"MiFID II execution algorithm", is_set<&A::mifid2_execution_algo>},
    {"external operator", is_set<&A::external_operator>},
    {"manual order time", is_set<&A::manual_order_time>},
    {"manual order indicator", is_set<&A::manual_order_indicator>},
    {"miscellaneous options", is_set<&A::options>},
};

}  // namespace

std::string name_rare_attributes(const OrderAttributes& attributes)
{
    std::string names;
    for (const Attribute& attribute : all)
        if (attribute.is_set(attributes))
            names += (names.empty() ? "" : ", ") + std::string{attribute.name};
    return names;
}

}  // namespace trademind::paper
