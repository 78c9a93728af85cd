// Check 19: risk.allow_self_trade. An order that could trade with an own one is refused.
#include "execution/risk/chain.hpp"
#include "execution/risk/worst_case.hpp"

namespace trademind::risk {
namespace {

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
    if (c.limits().allow_self_trade || waits_for_trigger(c.order.type)) return {};
    Refusal refusal;
    auto mine = worst_price(c.order, c);
    c.instrument->working.by_price().look_at(c.order.side, mine, [&](const TrackedOrder& other) {
        if (&other == c.replaces) return false;
        // it trades in the closing auction only
        if (other.request.type == OrderType::market_on_close && !is_on_close(c.order)) return false;
        // two legs of one group never both work
        if (!c.order.oca_group.empty() && c.order.oca_group == other.request.oca_group)
            return false;
        if (c.order.parent_id && other.id == c.order.parent_id) return false;
        auto theirs = worst_price(other.request, c);
        bool crosses = !mine || !theirs || (c.buying() ? *mine >= *theirs : *mine <= *theirs);
        if (crosses)
            refusal = RiskVerdict{RiskReason::self_trade, "It could trade with the own order " +
                                                              other.client_order_id + ": " +
                                                              other.request.describe()};
        return crosses;
    });
    return refusal;
}

}  // namespace trademind::risk
