// Check 5: the order makes sense in itself and for its instrument.
#include "execution/risk/chain.hpp"
#include "execution/validation/order_form.hpp"

namespace trademind::risk {

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
    const auto& details = c.instrument->details;
    auto fault =
        validation::fault_of(c.order, {.details = details ? &*details : nullptr,
                                       .capabilities = &c.state.capabilities,
                                       .allow_negative_prices = c.limits().allow_negative_prices,
                                       .now = c.now.time});
    if (fault) return RiskVerdict{RiskReason::invalid_order, std::move(*fault)};
    if (c.replaces &&
        (c.order.side != c.replaces->request.side || c.replaces->instrument != c.instrument))
        return RiskVerdict{RiskReason::invalid_order,
                           "A modification cannot change side or contract"};
    return {};
}

}  // namespace trademind::risk
