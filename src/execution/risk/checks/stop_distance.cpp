// Check 10: risk.stop_distance, for stops absurdly far from the market or on its wrong side.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_stop_distance(const Case& c)
{
    const auto& most = c.limits().stop_distance;
    if (!most || !c.order.stop_price) return {};
    const Quote* quote = c.usable_quote();
    auto market = quote ? (c.buying() ? quote->ask : quote->bid) : std::nullopt;
    if (!market)
        return RiskVerdict{
            RiskReason::no_price,
            "No usable price of " + c.instrument->contract.symbol + " to compare the stop with"};
    // touched orders trigger where a stop would be on the wrong side
    bool touched =
        c.order.type == OrderType::market_if_touched || c.order.type == OrderType::limit_if_touched;
    bool above = *c.order.stop_price > *market;
    bool wrong_side = *c.order.stop_price != *market && above != (c.buying() != touched);
    Decimal distance = (*c.order.stop_price - *market).abs();
    if (!wrong_side && distance <= market->abs() * *most) return {};
    return RiskVerdict{
        RiskReason::stop_distance,
        "Stop " + c.order.stop_price->str() +
            (wrong_side ? " is on the wrong side of the market " : " is too far from the market ") +
            market->str()};
}

}  // namespace trademind::risk
