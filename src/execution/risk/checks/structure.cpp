// Check 5: the order makes sense in itself and for its instrument.
#include "execution/risk/chain.hpp"

#include <trademind/order_validation.hpp>

#include <fmt/format.h>

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

/// What makes the value of a contract unknown: a number of the broker's that cannot be.
std::optional<std::string> unread_number(const Instrument& instrument)
{
    for (auto field : {"multiplier", "price magnifier"})
        for (const auto* known :
             {instrument.details ? &instrument.details->contract : nullptr, &instrument.contract}) {
            auto word = known ? word_of(known->unknown_words, field, {}) : std::string_view{};
            if (!word.empty())
                return fmt::format("contract.{}: the broker's \"{}\" for {} cannot be read", field,
                                   word, instrument.contract.describe());
        }
    for (const Leg& leg : instrument.legs)
        if (auto fault = unread_number(*leg.instrument)) return fault;
    return {};
}

/// What the order says of its contract beside the broker's word on it.
std::optional<std::string> contradiction(const Contract& written, const Instrument& instrument)
{
    const Contract& known = instrument.details ? instrument.details->contract : instrument.contract;
    auto against = [](std::string_view field, std::string_view ours, std::string_view theirs) {
        return fmt::format("contract.{} {} is refused: the broker's is {}", field, ours, theirs);
    };
    if (auto told = instrument.multiplier(); told && written.multiplier.value_or(*told) != *told)
        return against("multiplier", written.multiplier->str(), told->str());
    // an id alone leaves the rest to the broker
    if (written.symbol.empty() || known.symbol.empty()) return {};
    if (written.id != 0 && written.symbol != known.symbol)
        return against("symbol", written.symbol, known.symbol);
    if (written.type != known.type) return against("type", written.type_text(), known.type_text());
    if (!written.currency.empty() && !known.currency.empty() && written.currency != known.currency)
        return against("currency", written.currency, known.currency);
    bool same_expiry = written.expiry.empty() || known.expiry.empty() ||
                       written.expiry.starts_with(known.expiry) ||
                       known.expiry.starts_with(written.expiry);
    if (!same_expiry) return against("expiry", written.expiry, known.expiry);
    if (written.strike && known.strike && *written.strike != *known.strike)
        return against("strike", written.strike->str(), known.strike->str());
    if (written.right && known.right && *written.right != *known.right)
        return against("right", to_string(*written.right), to_string(*known.right));
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
    if (auto fault = unread_number(*c.instrument))
        return RiskVerdict{RiskReason::invalid_order, *fault};
    if (auto fault = contradiction(c.order.contract, *c.instrument))
        return RiskVerdict{RiskReason::invalid_order, std::move(*fault)};
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
