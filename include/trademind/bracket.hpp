// An entry with its exits: placed together, and each exit cancels the other.
#pragma once

#include <trademind/order_group.hpp>

#include <vector>

namespace trademind {

/// Three orders that belong together; made by bracket().
class Bracket {
public:
    OrderRequest entry, take_profit, stop_loss;
};

/// An entry, a limit order that takes the profit and a stop that limits the loss, both of the
/// entry's quantity and of the other side. Errc::invalid_order when a price is on the wrong side of
/// the other, or of the entry's own price.
Result<Bracket> bracket(OrderRequest entry, Decimal take_profit, Decimal stop_loss);

/// Places the three as one: place_family of the entry with its exits, whose rules apply. Completes
/// with the reports of entry, take profit and stop loss.
template <CompletionToken<std::vector<OrderReport>> Token = asio::use_awaitable_t<>>
auto place_bracket(Broker& broker, Bracket orders, Token token = {})
{
    std::vector<OrderRequest> exits;
    exits.push_back(std::move(orders.take_profit));
    exits.push_back(std::move(orders.stop_loss));
    return place_family(broker, std::move(orders.entry), std::move(exits), std::move(token));
}

}  // namespace trademind
