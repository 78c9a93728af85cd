// Check 18: risk.max_concentration, the part of the equity in one instrument.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_concentration(const Case& c)
{
    const auto& most = c.limits().max_concentration;
    if (!most || c.only_closes()) return {};
    auto equity = c.state.account.equity();
    if (!equity || !c.state.account.is_fresh(c.limits().max_account_age, c.now.uptime))
        return c.account_unknown("equity");
    Exposure after = c.exposure_after();
    if (!after.priced)
        return RiskVerdict{RiskReason::no_price,
                           "No price to value the position in " + c.instrument->contract.symbol};
    Decimal value = std::max(after.long_value.abs(), after.short_value.abs());
    Decimal bound = *equity * *most;
    for (const Leg& leg : c.instrument->legs) {
        auto worth = c.state.book.worth_of(*leg.instrument);
        Exposure e = c.state.book.exposure_without(*leg.instrument, c.replaces);
        Decimal more = c.leaves * leg.ratio;
        bool buys = leg.side_within(c.order.side) == Side::buy;
        Decimal quantity = buys ? e.long_quantity + more : e.short_quantity - more;
        value = std::max(value, (quantity * worth.value_or(Decimal{})).abs());
    }
    if (value <= bound) return {};
    return RiskVerdict{RiskReason::concentration, "Position in " + c.instrument->contract.symbol +
                                                      " could reach a value of " + value.str() +
                                                      ", max " + bound.str() + " of the equity"};
}

}  // namespace trademind::risk
