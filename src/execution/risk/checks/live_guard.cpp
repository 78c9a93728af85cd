// Check 4: mode, port and account agree, or nothing is sent; and the order is for that account.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_live_guard(const Case& c)
{
    if (c.state.guard) return RiskVerdict{RiskReason::live_not_allowed, *c.state.guard};
    // positions and limits are those of one account: an order of another would be judged by the
    // wrong ones
    const auto& account = c.state.account.account();
    if (!c.order.account.empty() && (!account || account->id != c.order.account))
        return RiskVerdict{RiskReason::live_not_allowed,
                           "The order is for another account than the one that is traded"};
    const auto& more = c.order.attributes;
    if (more && (!more->advisor_group.empty() || !more->model_code.empty()))
        return RiskVerdict{RiskReason::live_not_allowed,
                           "An order for a group of accounts or a model cannot be judged"};
    return {};
}

}  // namespace trademind::risk
