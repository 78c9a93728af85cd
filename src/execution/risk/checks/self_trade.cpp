// Check 19: risk.allow_self_trade. An order that could trade with an own one is refused.
#include "execution/risk/chain.hpp"

namespace trademind::risk {
namespace {

/// The worst price at which an order may trade once it works; nothing: at any.
std::optional<Decimal> worst_price(const OrderRequest& order)
{
    return order.limit_price;
}

bool is_resting(const OrderRequest& order)
{
    return order.limit_price && !order.stop_price && !order.trailing_amount && !order.trailing_rate;
}

}  // namespace

Refusal check_self_trade(const Case& c)
{
    if (c.limits().allow_self_trade) return {};
    for (const BookedOrder* other : c.instrument->working) {
        if (other == c.replaces || other->request.side == c.order.side) continue;
        // a stop waits until the market has moved; two legs of one group never both work
        if (!is_resting(other->request)) continue;
        if (!c.order.oca_group.empty() && c.order.oca_group == other->request.oca_group) continue;
        if (c.order.parent_id && other->id == c.order.parent_id) continue;
        if (c.order.stop_price) continue;
        auto mine = worst_price(c.order), theirs = worst_price(other->request);
        bool crosses = !mine || !theirs || (c.buying() ? *mine >= *theirs : *mine <= *theirs);
        if (crosses)
            return RiskVerdict{RiskReason::self_trade, "It could trade with the own order " +
                                                           other->client_order_id + ": " +
                                                           other->request.describe()};
    }
    return {};
}

}  // namespace trademind::risk
