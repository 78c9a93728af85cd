// Check 7: broker.max_order_size.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_order_size(const Case& c)
{
    const auto& most = c.limits().max_order_size;
    if (!most || c.order.quantity <= *most) return {};
    return RiskVerdict{RiskReason::max_order_size,
                       "Order size " + c.order.quantity.str() + " exceeds max " + most->str()};
}

}  // namespace trademind::risk
