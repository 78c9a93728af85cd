// Check 13: risk.max_orders_per_minute and risk.max_orders_per_day.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_order_count(const Case& c)
{
    if (c.only_closes()) return {};
    const auto& minute = c.limits().max_orders_per_minute;
    if (minute && c.state.conduct.minute.within(std::chrono::seconds{60}, c.now.uptime) >=
                      static_cast<std::size_t>(*minute))
        return RiskVerdict{RiskReason::order_count,
                           "More than " + std::to_string(*minute) + " orders in a minute"};
    const auto& day = c.limits().max_orders_per_day;
    if (day && c.state.conduct.orders_today(c.now.time) >= *day)
        return RiskVerdict{RiskReason::order_count,
                           "More than " + std::to_string(*day) + " orders in a day"};
    return {};
}

}  // namespace trademind::risk
