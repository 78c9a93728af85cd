// Check 10: stops that would trigger at once, and risk.stop_distance, for stops absurdly far away.
#include "execution/risk/chain.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::risk {
namespace {

/// Quotes make it trigger, not prints.
bool triggers_on_quotes(const OrderRequest& order, SecurityType type)
{
    switch (order.trigger_method) {
    case TriggerMethod::bid_ask:
    case TriggerMethod::double_bid_ask:
    case TriggerMethod::last_or_bid_ask: return true;
    case TriggerMethod::automatic:
        return type == SecurityType::option || type == SecurityType::forex;
    default: return false;
    }
}

/// The parent whose fill the order waits for; nullptr where it has none.
const TrackedOrder* waiting_parent(const Case& c)
{
    if (!c.order.parent_id) return nullptr;
    for (const auto& parent : c.state.orders.all())
        if (parent->id == c.order.parent_id && parent->instrument == c.instrument &&
            parent->counts() && parent->report.filled.is_zero())
            return parent.get();
    return nullptr;
}

/// Where the market stands when the order begins to wait: at the earliest where its parent fills.
Decimal market_at_start(const Case& c, Decimal market)
{
    const auto* parent = waiting_parent(c);
    if (!parent) return market;
    const OrderRequest& entry = parent->request;
    bool buys = entry.side == Side::buy;
    if (is_stop(entry.type) && entry.stop_price)
        return buys ? std::max(market, *entry.stop_price) : std::min(market, *entry.stop_price);
    if (is_touched(entry.type) && entry.stop_price)
        return buys ? std::min(market, *entry.stop_price) : std::max(market, *entry.stop_price);
    if (!entry.limit_price) return market;
    return buys ? std::min(market, *entry.limit_price) : std::max(market, *entry.limit_price);
}

/// It begins to wait at a moment of which the market is not known.
bool starts_later(const OrderRequest& order)
{
    return !order.good_after_time.empty() ||
           (order.attributes && !order.attributes->conditions.empty());
}

Refusal check_side(const Case& c, const Quote& quote, bool rises)
{
    if (c.limits().wrong_side_stops == WrongSideStops::allow || starts_later(c.order)) return {};
    if (c.replaces && c.replaces->request.stop_price == c.order.stop_price) return {};
    // delayed quotes are no proof against what protects a position
    if (c.only_closes() && is_delayed(quote)) return {};
    bool by_ask = rises == triggers_on_quotes(c.order, c.instrument->contract.type);
    auto side = by_ask ? quote.ask : quote.bid;
    if (!side) side = by_ask ? quote.bid : quote.ask;
    Decimal market = market_at_start(c, *side);
    Decimal stop = *c.order.stop_price;
    if (rises ? stop >= market : stop <= market) return {};
    return RiskVerdict{
        RiskReason::stop_distance,
        fmt::format("Stop {} is on the wrong side of the market {}: a {} {} {} the market would "
                    "trigger at once; correct it, or set risk.wrong_side_stops: allow",
                    stop.str(), market.str(), c.buying() ? "buy" : "sell",
                    is_touched(c.order.type) ? "touched order" : "stop",
                    rises ? "below" : "above")};
}

}  // namespace

Refusal check_stop_distance(const Case& c)
{
    const auto& most = c.limits().stop_distance;
    bool waits = is_stop(c.order.type) || is_touched(c.order.type);
    bool looks = most || c.limits().wrong_side_stops == WrongSideStops::deny;
    if (!looks || !waits || !c.order.stop_price) return {};
    const Quote* quote = c.usable_quote();
    if (!quote || (!quote->bid && !quote->ask)) {
        // what protects a position does not wait for quotes
        if (c.only_closes()) return {};
        return RiskVerdict{
            RiskReason::no_price,
            "No usable price of " + c.instrument->contract.symbol + " to compare the stop with"};
    }
    // touched orders trigger where a stop would be on the wrong side
    bool rises = c.buying() != is_touched(c.order.type);
    if (auto refusal = check_side(c, *quote, rises)) return refusal;
    if (!most) return {};
    auto near = c.buying() ? quote->ask : quote->bid;
    Decimal market = market_at_start(c, near ? *near : (c.buying() ? *quote->bid : *quote->ask));
    if ((*c.order.stop_price - market).abs() <= market.abs() * *most) return {};
    return RiskVerdict{
        RiskReason::stop_distance,
        "Stop " + c.order.stop_price->str() + " is too far from the market " + market.str()};
}

}  // namespace trademind::risk
