// Check 16: risk.max_position_size and risk.max_position_value, as if every working order filled.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

namespace {

/// A combo is never held: the size of each leg counts.
const Leg* oversized_leg(const Case& c, Decimal most, Decimal& quantity)
{
    for (const Leg& leg : c.instrument->legs) {
        Exposure e = c.state.book.exposure_without(*leg.instrument, c.replaces);
        Decimal more = c.leaves * leg.ratio;
        quantity = leg.side_within(c.order.side) == Side::buy ? (e.long_quantity + more).abs()
                                                              : (e.short_quantity - more).abs();
        if (quantity > most) return &leg;
    }
    return nullptr;
}

}  // namespace

Refusal check_position_limit(const Case& c)
{
    if (c.only_closes()) return {};
    Exposure after = c.exposure_after();
    const auto& size = c.limits().max_position_size;
    Decimal quantity = std::max(after.long_quantity.abs(), after.short_quantity.abs());
    if (size && quantity > *size)
        return RiskVerdict{RiskReason::max_position_size,
                           "Position in " + c.instrument->contract.symbol + " could reach " +
                               quantity.str() + ", max " + size->str()};
    if (const Leg* leg = size ? oversized_leg(c, *size, quantity) : nullptr)
        return RiskVerdict{RiskReason::max_position_size,
                           "Position in " + leg->instrument->contract.describe() + " could reach " +
                               quantity.str() + ", max " + size->str()};
    const auto& most = c.limits().max_position_value;
    if (!most) return {};
    if (!after.priced)
        return RiskVerdict{RiskReason::no_price,
                           "No price to value the position in " + c.instrument->contract.symbol};
    Decimal value = std::max(after.long_value.abs(), after.short_value.abs());
    if (value <= *most) return {};
    return RiskVerdict{RiskReason::max_position_value,
                       "Position in " + c.instrument->contract.symbol + " could reach a value of " +
                           value.str() + ", max " + most->str()};
}

}  // namespace trademind::risk
