// Check 23: risk.max_daily_loss, realized and unrealized since the start of the day.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_daily_loss(const Case& c)
{
    const MoneyLimit& limit = c.limits().max_daily_loss;
    if (limit.kind == MoneyLimit::Kind::unlimited || c.only_closes()) return {};
    auto loss = c.state.account.loss_today();
    if (!loss || !c.state.account.is_fresh(c.limits().max_account_age, c.now.uptime))
        return c.account_unknown("equity");
    auto most = c.state.account.money(limit, c.state.account.day()->equity);
    if (most && *loss < *most) return {};
    return RiskVerdict{RiskReason::daily_loss,
                       "Loss today " + loss->str() + " reaches max " + most.value_or(0).str()};
}

}  // namespace trademind::risk
