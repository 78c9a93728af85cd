// Check 16: risk.max_position_size and risk.max_position_value, as if every working order filled.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

namespace {

/// A combo is never held: what each leg could come to counts.
class LegAfter {
public:
    LegAfter(const Case& c, const Leg& leg) : instrument{*leg.instrument}
    {
        Exposure e = c.state.book.exposure_without(instrument, c.replaces);
        Decimal more = c.leaves * leg.ratio;
        bool buys = leg.side_within(c.order.side) == Side::buy;
        quantity = buys ? (e.long_quantity + more).abs() : (e.short_quantity - more).abs();
    }

    const Instrument& instrument;
    Decimal quantity;
};

std::string could_reach(const std::string& name, Decimal amount, Decimal most, const char* what)
{
    return "Position in " + name + " could reach " + what + amount.str() + ", max " + most.str();
}

Refusal refusal_of_legs(const Case& c)
{
    const auto& size = c.limits().max_position_size;
    const auto& value = c.limits().max_position_value;
    for (const Leg& leg : c.instrument->legs) {
        LegAfter after{c, leg};
        auto name = after.instrument.contract.describe();
        if (size && after.quantity > *size)
            return RiskVerdict{RiskReason::max_position_size,
                               could_reach(name, after.quantity, *size, "")};
        if (!value) continue;
        auto worth = c.state.book.worth_of(after.instrument);
        if (!worth)
            return RiskVerdict{RiskReason::no_price, "No price to value the position in " + name};
        if (after.quantity * worth->abs() > *value)
            return RiskVerdict{
                RiskReason::max_position_value,
                could_reach(name, after.quantity * worth->abs(), *value, "a value of ")};
    }
    return {};
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
                           could_reach(c.instrument->contract.symbol, quantity, *size, "")};
    if (auto refusal = refusal_of_legs(c)) return refusal;
    const auto& most = c.limits().max_position_value;
    if (!most) return {};
    if (!after.priced)
        return RiskVerdict{RiskReason::no_price,
                           "No price to value the position in " + c.instrument->contract.symbol};
    Decimal value = std::max(after.long_value.abs(), after.short_value.abs());
    if (value <= *most) return {};
    return RiskVerdict{RiskReason::max_position_value,
                       could_reach(c.instrument->contract.symbol, value, *most, "a value of ")};
}

}  // namespace trademind::risk
