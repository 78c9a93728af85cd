// Average-cost arithmetic of one position.
#include "brokers/paper/ledger/position_cost.hpp"

#include "brokers/paper/ledger/proportion.hpp"

#include <algorithm>

namespace trademind::paper {

Decimal PositionCost::remove(Decimal closed)
{
    Decimal released = proportion(cost, closed, quantity.abs());
    cost -= released;
    quantity -= quantity.sign() < 0 ? -closed : closed;
    return released;
}

TradeSplit PositionCost::apply(const SignedTrade& trade)
{
    PositionCost after = *this;  // an overflow must leave this one as it was
    Decimal size = trade.quantity.abs(), value = trade.value();
    TradeSplit split;
    split.bought = trade.quantity.sign() > 0;
    if (quantity.sign() * trade.quantity.sign() < 0) split.closed = std::min(size, quantity.abs());
    split.opened = size - split.closed;

    Decimal closing_value = proportion(value, split.closed, size);
    Decimal closing_fee = proportion(trade.fee, split.closed, size);
    if (!split.closed.is_zero()) {
        split.released = after.remove(split.closed);
        split.realized = -closing_value - closing_fee - split.released;
        after.realized += split.realized;
    }
    // what is not the closing part's is the opening part's: nothing is lost to rounding
    after.cost += value - closing_value + trade.fee - closing_fee;
    after.quantity += split.bought ? split.opened : -split.opened;
    *this = after;
    return split;
}

}  // namespace trademind::paper
