// Check 24: risk.max_drawdown, the fall from the day's highest equity.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_drawdown(const Case& c)
{
    const auto& most = c.limits().max_drawdown;
    if (!most || c.only_closes()) return {};
    auto equity = c.state.account.equity();
    const auto& day = c.state.account.day();
    if (!equity || !day || !c.state.account.is_fresh(c.limits().max_account_age, c.now.uptime))
        return c.account_unknown("equity");
    Decimal fall = day->highest - *equity, bound = day->highest * *most;
    if (fall < bound) return {};
    return RiskVerdict{RiskReason::drawdown,
                       "Equity fell by " + fall.str() + " from its highest, max " + bound.str()};
}

}  // namespace trademind::risk
