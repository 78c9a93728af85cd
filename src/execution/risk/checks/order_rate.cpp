// Check 12: risk.max_orders_per_second and risk.order_burst.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_order_rate(const Case& c)
{
    const RiskLimits& limits = c.limits();
    if (!limits.max_orders_per_second ||
        c.state.conduct.rate.has_token(*limits.max_orders_per_second, limits.order_burst,
                                       c.now.uptime))
        return {};
    return RiskVerdict{RiskReason::order_rate, "More than " +
                                                   std::to_string(*limits.max_orders_per_second) +
                                                   " orders a second after a burst of " +
                                                   std::to_string(limits.order_burst)};
}

}  // namespace trademind::risk
