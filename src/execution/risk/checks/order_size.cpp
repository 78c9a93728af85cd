// Check 7: broker.max_order_size.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_order_size(const Case& c)
{
    const auto& most = c.limits().max_order_size;
    Decimal size = c.order.is_by_cash() ? c.leaves : c.order.quantity;
    // of a combo the largest leg
    Decimal ratio{1};
    for (const Leg& leg : c.instrument->legs) ratio = std::max(ratio, leg.ratio);
    size *= ratio;
    if (!most || size <= *most) return {};
    return RiskVerdict{RiskReason::max_order_size,
                       "Order size " + size.str() + " exceeds max " + most->str()};
}

}  // namespace trademind::risk
