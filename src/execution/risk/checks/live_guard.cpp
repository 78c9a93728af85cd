// Check 4: mode, port and account agree, or nothing is sent.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_live_guard(const Case& c)
{
    if (!c.state.guard) return {};
    return RiskVerdict{RiskReason::live_not_allowed, *c.state.guard};
}

}  // namespace trademind::risk
