// An entry with its exits: placed together, and each exit cancels the other.
#pragma once

#include <trademind/broker.hpp>

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

namespace detail {
/// Not begun yet.
std::shared_ptr<Operation<std::vector<OrderReport>>> placing_bracket(Broker& broker,
                                                                     Bracket bracket,
                                                                     Duration deadline);
}  // namespace detail

/// Places the three as one: nothing works before the last has arrived, and when one of them is
/// refused the others are cancelled and its error is the answer. The same when the call is given up
/// before the last was sent. Completes with the reports of entry, take profit and stop loss.
template <CompletionToken<std::vector<OrderReport>> Token = asio::use_awaitable_t<>>
auto place_bracket(Broker& broker, Bracket orders, Token token = {})
{
    auto deadline = detail::deadline_of(token, detail::no_deadline);
    return detail::initiate(detail::placing_bracket(broker, std::move(orders), deadline),
                            std::move(token));
}

}  // namespace trademind
