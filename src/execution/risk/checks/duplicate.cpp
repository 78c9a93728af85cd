// Check 14: risk.duplicate_window. Client order ids are the router's, which knows them for ever.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_duplicate(const Case& c)
{
    if (c.is_modification()) return {};
    if (!c.state.conduct.is_duplicate({c.instrument, c.order}, c.limits().duplicate_window,
                                      c.now.uptime))
        return {};
    return RiskVerdict{RiskReason::duplicate_order,
                       "The same order was placed within risk.duplicate_window"};
}

}  // namespace trademind::risk
