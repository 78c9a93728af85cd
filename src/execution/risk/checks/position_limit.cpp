// Check 16: risk.max_position_size and risk.max_position_value, as if every working order filled.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

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
