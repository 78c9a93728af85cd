// Check 15: risk.max_open_orders and risk.max_open_orders_per_symbol.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_open_orders(const Case& c)
{
    if (c.only_closes() || c.is_modification()) return {};
    const auto& all = c.limits().max_open_orders;
    if (all && c.state.book.totals().working >= *all)
        return RiskVerdict{RiskReason::max_open_orders,
                           std::to_string(*all) + " orders are working already"};
    const auto& one = c.limits().max_open_orders_per_symbol;
    if (one && c.instrument->working.size() >= static_cast<std::size_t>(*one))
        return RiskVerdict{RiskReason::max_open_orders, std::to_string(*one) + " orders of " +
                                                            c.instrument->contract.symbol +
                                                            " are working already"};
    return {};
}

}  // namespace trademind::risk
