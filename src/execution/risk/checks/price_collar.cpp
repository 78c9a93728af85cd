// Check 9: risk.price_collar, so that a mistyped limit does not trade far through the market.
#include "execution/risk/chain.hpp"

namespace trademind::risk {
namespace {

bool is_option(SecurityType type)
{
    return type == SecurityType::option || type == SecurityType::future_option;
}

}  // namespace

Refusal check_price_collar(const Case& c)
{
    const RiskLimits& limits = c.limits();
    const auto& collar =
        is_option(c.instrument->contract.type) ? limits.price_collar_options : limits.price_collar;
    if (!collar || !c.order.limit_price) return {};
    const Quote* quote = c.usable_quote();
    std::optional<Decimal> market;
    if (quote) market = c.buying() ? quote->ask : quote->bid;
    if (quote && !market && limits.allow_last_price) market = quote->last;
    if (!market) {
        if (!limits.price_collar_needs_quote || c.only_closes()) return {};
        const char* side = c.buying() ? "ask" : "bid";
        return RiskVerdict{RiskReason::no_price, std::string{"No usable "} + side + " price of " +
                                                     c.instrument->contract.symbol +
                                                     " to compare the limit with"};
    }
    // the price of a combo may be next to nothing: its legs say what a part of it is
    bool combo = c.instrument->contract.type == SecurityType::combo;
    Decimal room = (combo ? c.gross_price : market->abs()) * *collar;
    if (c.instrument->details && c.instrument->details->minimum_tick)
        room = std::max(room, *c.instrument->details->minimum_tick *
                                  Decimal{limits.price_collar_minimum_ticks});
    Decimal bound = c.buying() ? *market + room : *market - room;
    Decimal price = *c.order.limit_price;
    if (c.buying() ? price <= bound : price >= bound) return {};
    return RiskVerdict{RiskReason::price_collar,
                       "Limit " + price.str() + (c.buying() ? " is above " : " is below ") +
                           bound.str() + ", the market " + market->str() + " and its collar"};
}

}  // namespace trademind::risk
