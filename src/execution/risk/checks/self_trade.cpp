// Check 19: risk.allow_self_trade. An order that could trade with an own one is refused.
#include "execution/risk/chain.hpp"
#include "execution/risk/worst_case.hpp"

namespace trademind::risk {
namespace {

/// A stop, a trail or a touch: it works only once the market has moved.
bool waits(OrderType type)
{
    switch (type) {
    case OrderType::stop:
    case OrderType::stop_limit:
    case OrderType::stop_with_protection:
    case OrderType::trailing_stop:
    case OrderType::trailing_stop_limit:
    case OrderType::market_if_touched:
    case OrderType::limit_if_touched:
    case OrderType::trailing_market_if_touched:
    case OrderType::trailing_limit_if_touched: return true;
    default: return false;
    }
}

bool floats(OrderType type)
{
    switch (type) {
    case OrderType::midprice:
    case OrderType::relative:
    case OrderType::passive_relative:
    case OrderType::pegged_to_market:
    case OrderType::pegged_to_midpoint:
    case OrderType::pegged_to_primary:
    case OrderType::pegged_to_best:
    case OrderType::snap_to_market:
    case OrderType::snap_to_midpoint:
    case OrderType::snap_to_primary: return true;
    default: return false;
    }
}

bool is_on_close(const OrderRequest& order)
{
    return order.type == OrderType::market_on_close || order.type == OrderType::limit_on_close;
}

/// The worst price at which an order may trade; nothing: at any. One that floats with the market
/// never pays more than the ask, nor takes less than the bid.
std::optional<Decimal> worst_price(const OrderRequest& order, const Case& c)
{
    auto limit = worst_limit(order);
    if (limit || !floats(order.type)) return limit;
    const Quote* quote = c.usable_quote();
    if (!quote) return std::nullopt;
    return order.side == Side::buy ? quote->ask : quote->bid;
}

}  // namespace

Refusal check_self_trade(const Case& c)
{
    if (c.limits().allow_self_trade || waits(c.order.type)) return {};
    for (const TrackedOrder* other : c.instrument->working.all()) {
        if (other == c.replaces || other->request.side == c.order.side) continue;
        // two legs of one group never both work
        if (waits(other->request.type)) continue;
        // it trades in the closing auction only
        if (other->request.type == OrderType::market_on_close && !is_on_close(c.order)) continue;
        if (!c.order.oca_group.empty() && c.order.oca_group == other->request.oca_group) continue;
        if (c.order.parent_id && other->id == c.order.parent_id) continue;
        auto mine = worst_price(c.order, c), theirs = worst_price(other->request, c);
        bool crosses = !mine || !theirs || (c.buying() ? *mine >= *theirs : *mine <= *theirs);
        if (crosses)
            return RiskVerdict{RiskReason::self_trade, "It could trade with the own order " +
                                                           other->client_order_id + ": " +
                                                           other->request.describe()};
    }
    return {};
}

}  // namespace trademind::risk
