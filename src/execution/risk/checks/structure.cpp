// Check 5: the order makes sense in itself and for its instrument.
#include "execution/risk/chain.hpp"

#include <trademind/order_validation.hpp>

namespace trademind::risk {
namespace {

/// The broker's rules, with what the router has learnt of the instrument.
ValidationRules rules_for(const Case& c)
{
    const Instrument& instrument = *c.instrument;
    bool negative = c.limits().allow_negative_prices;
    ValidationRules rules;
    rules.allow_negative_prices = true;
    if (c.state.broker) rules = c.state.broker->rules_for(instrument.contract);
    if (!rules.capabilities) rules.capabilities = &c.state.capabilities;
    if (!rules.details && instrument.details) rules.details = &*instrument.details;
    if (!rules.calendar) rules.calendar = instrument.hours.calendar();
    rules.allow_negative_prices = rules.allow_negative_prices && negative;
    if (c.order.parent_id && !c.replaces)
        rules.has_parent = c.state.orders.find(*c.order.parent_id) != nullptr;
    rules.now = c.now.time;
    return rules;
}

/// Sizes that brokers take and the checks cannot value.
std::optional<std::string> fault_of_size(const OrderRequest& order)
{
    if (order.is_by_cash()) return {};
    if (order.attributes && order.attributes->cash_quantity)
        return "quantity " + order.quantity.str() + " is given beside cash_quantity " +
               order.attributes->cash_quantity->str() + ": an order has one of them";
    if (order.quantity.is_zero()) return "quantity 0 is not greater than 0";
    return {};
}

}  // namespace

Refusal check_structure(const Case& c)
{
    if (!c.instrument)
        return RiskVerdict{RiskReason::unknown_contract,
                           "Contract of " + c.order.contract.describe() + " is not known"};
    const Contract& contract = c.instrument->contract;
    if (contract.type == SecurityType::combo && !contract.legs.empty() &&
        c.instrument->legs.size() != contract.legs.size())
        return RiskVerdict{RiskReason::unknown_contract,
                           "A leg of " + contract.describe() + " is not known"};
    if (auto fault = fault_of_size(c.order))
        return RiskVerdict{RiskReason::invalid_order, std::move(*fault)};
    if (auto fault = fault_of(c.order, rules_for(c)))
        return RiskVerdict{RiskReason::invalid_order, std::move(fault->text)};
    if (c.replaces &&
        (c.order.side != c.replaces->request.side || c.replaces->instrument != c.instrument))
        return RiskVerdict{RiskReason::invalid_order,
                           "A modification cannot change side or contract"};
    return {};
}

}  // namespace trademind::risk
