// Working orders by the worst price at which they may trade.
#include "execution/risk/price_ladder.hpp"

namespace trademind::risk {

bool waits_for_trigger(OrderType type)
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

PriceLadder::Rung PriceLadder::rung_of(const TrackedOrder& order, Side side)
{
    auto price = order.booked.worst_limit;
    if (price && side == Side::sell) price = -*price;
    return {price, order.booked.number, &order};
}

void PriceLadder::add(const TrackedOrder& order)
{
    if (order.booked.waits_for_trigger) return;
    if (order.booked.side != Side::sell) buys_.insert(rung_of(order, Side::buy));
    if (order.booked.side != Side::buy) sells_.insert(rung_of(order, Side::sell));
}

void PriceLadder::remove(const TrackedOrder& order)
{
    if (order.booked.side != Side::sell) buys_.erase(rung_of(order, Side::buy));
    if (order.booked.side != Side::buy) sells_.erase(rung_of(order, Side::sell));
}

}  // namespace trademind::risk
