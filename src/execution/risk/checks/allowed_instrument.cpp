// Check 6: risk.allowed_symbols, risk.restricted_symbols, risk.allowed_security_types.
#include "execution/risk/chain.hpp"

namespace trademind::risk {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& symbol)
{
    return std::ranges::find(list, symbol) != list.end();
}

/// Of one instrument that the order trades.
Refusal refusal_of(const Case& c, const Contract& contract)
{
    const RiskLimits& limits = c.limits();
    if (!limits.allowed_symbols.empty() && !contains(limits.allowed_symbols, contract.symbol))
        return RiskVerdict{RiskReason::symbol_not_allowed,
                           contract.symbol + " is not in risk.allowed_symbols"};
    bool may_close = limits.restricted_allow_close && c.only_closes();
    if (contains(limits.restricted_symbols, contract.symbol) && !may_close)
        return RiskVerdict{RiskReason::symbol_restricted,
                           contract.symbol + " is in risk.restricted_symbols"};
    return {};
}

Refusal refusal_of_type(const Case& c, SecurityType type)
{
    const auto& types = c.limits().allowed_security_types;
    if (std::ranges::find(types, type) != types.end()) return {};
    return RiskVerdict{RiskReason::security_type_not_allowed,
                       std::string{to_string(type)} + " is not in risk.allowed_security_types"};
}

}  // namespace

Refusal check_allowed_instrument(const Case& c)
{
    // the symbol of a combo is its caller's own: its legs are what is traded
    const auto& legs = c.instrument->legs;
    if (legs.empty())
        if (auto refusal = refusal_of(c, c.instrument->contract)) return refusal;
    for (const Leg& leg : legs)
        if (auto refusal = refusal_of(c, leg.instrument->contract)) return refusal;
    if (auto refusal = refusal_of_type(c, c.instrument->contract.type)) return refusal;
    for (const Leg& leg : legs)
        if (auto refusal = refusal_of_type(c, leg.instrument->contract.type)) return refusal;
    return {};
}

}  // namespace trademind::risk
