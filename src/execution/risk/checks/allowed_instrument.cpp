// Check 6: risk.allowed_symbols, risk.restricted_symbols, risk.allowed_security_types.
#include "execution/risk/chain.hpp"

namespace trademind::risk {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& symbol)
{
    return std::ranges::find(list, symbol) != list.end();
}

}  // namespace

Refusal check_allowed_instrument(const Case& c)
{
    const Contract& contract = c.instrument->contract;
    const RiskLimits& limits = c.limits();
    if (!limits.allowed_symbols.empty() && !contains(limits.allowed_symbols, contract.symbol))
        return RiskVerdict{RiskReason::symbol_not_allowed,
                           contract.symbol + " is not in risk.allowed_symbols"};
    bool may_close = limits.restricted_allow_close && c.only_closes();
    if (contains(limits.restricted_symbols, contract.symbol) && !may_close)
        return RiskVerdict{RiskReason::symbol_restricted,
                           contract.symbol + " is in risk.restricted_symbols"};
    const auto& types = limits.allowed_security_types;
    if (std::ranges::find(types, contract.type) == types.end())
        return RiskVerdict{
            RiskReason::security_type_not_allowed,
            std::string{to_string(contract.type)} + " is not in risk.allowed_security_types"};
    return {};
}

}  // namespace trademind::risk
