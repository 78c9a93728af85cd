// Check 20: risk.allow_short, risk.short_requires_locate and risk.located_symbols.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_short_sale(const Case& c)
{
    // only securities are borrowed: a future or a currency is sold like it is bought
    SecurityType type = c.instrument->contract.type;
    bool security = type != SecurityType::future && type != SecurityType::forex &&
                    type != SecurityType::cfd && type != SecurityType::commodity &&
                    type != SecurityType::combo;
    if (c.buying() || c.only_closes() || !security) return {};
    if (c.limits().short_sales == ShortSales::deny)
        return RiskVerdict{RiskReason::short_not_allowed,
                           "It would sell " + c.opening.str() + " more than is held"};
    const auto& located = c.limits().located_symbols;
    if (type == SecurityType::stock && c.limits().short_requires_locate &&
        std::ranges::find(located, c.instrument->contract.symbol) == located.end())
        return RiskVerdict{RiskReason::no_locate,
                           c.instrument->contract.symbol + " is not in risk.located_symbols"};
    return {};
}

}  // namespace trademind::risk
