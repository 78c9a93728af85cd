// Check 9: risk.price_collar, so that a mistyped limit does not trade far through the market.
#include "execution/risk/chain.hpp"
#include "execution/risk/worst_case.hpp"

#include <algorithm>

namespace trademind::risk {
namespace {

/// Where the order may begin to trade: at the market, but a stop limit not before its stop.
Decimal start_of(const OrderRequest& order, Decimal market)
{
    bool waits =
        order.type == OrderType::stop_limit || order.type == OrderType::trailing_stop_limit;
    if (!waits || !order.stop_price) return market;
    return order.side == Side::buy ? std::max(market, *order.stop_price)
                                   : std::min(market, *order.stop_price);
}

}  // namespace

Refusal check_price_collar(const Case& c)
{
    const RiskLimits& limits = c.limits();
    const auto& collar =
        is_option(c.instrument->contract.type) ? limits.price_collar_options : limits.price_collar;
    auto limit = worst_limit(c.order);
    if (!collar || !limit) return {};
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
    Decimal start = start_of(c.order, *market);
    // the price of a combo may be next to nothing: its legs say what a part of it is
    bool combo = c.instrument->contract.type == SecurityType::combo;
    Decimal room = (combo ? c.gross_price : start.abs()) * *collar;
    if (c.instrument->details && c.instrument->details->minimum_tick)
        room = std::max(room, *c.instrument->details->minimum_tick *
                                  Decimal{limits.price_collar_minimum_ticks});
    Decimal bound = c.buying() ? start + room : start - room;
    Decimal price = *limit;
    if (c.buying() ? price <= bound : price >= bound) return {};
    return RiskVerdict{RiskReason::price_collar,
                       "Limit " + price.str() + (c.buying() ? " is above " : " is below ") +
                           bound.str() + (start == *market ? ", the market " : ", the stop ") +
                           start.str() + " and its collar"};
}

}  // namespace trademind::risk
