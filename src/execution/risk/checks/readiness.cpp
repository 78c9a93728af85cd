// Check 3: connected, and positions and open orders known.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_readiness(const Case& c)
{
    // what ended the session is the reason, not that there is none
    if (c.state.guard) return {};
    if (!c.state.connected)
        return RiskVerdict{RiskReason::not_connected, "Not connected to the broker"};
    if (!c.state.reconciled)
        return RiskVerdict{RiskReason::not_reconciled,
                           c.state.missing.empty() ? "Positions and open orders are not known yet"
                                                   : c.state.missing};
    return {};
}

}  // namespace trademind::risk
