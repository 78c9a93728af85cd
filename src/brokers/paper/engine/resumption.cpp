// Orders of an earlier run go where they waited.
#include "brokers/paper/engine/resumption.hpp"

namespace trademind::paper {

void Resumption::resume(TimePoint at)
{
    state_.scheduler.set(at);
    state_.orders.for_each([&](Order& order) {
        order.announced = true;
        order.permanent_id = PermanentId{to_number(order.id)};
        state_.orders.saw_priority(order.priority);
        state_.orders.remember_client_order(order);
        groups_.remember(order);
        if (order.done()) state_.orders.retire(order);
    });
    state_.orders.for_each_live([&](Order& order) { resume(order); });
}

void Resumption::resume(Order& order)
{
    Place place = order.place;
    Decimal active = order.active_quantity;
    order.place = Place::nowhere;
    groups_.join(order);
    order.active_quantity = active;
    if (place != Place::untransmitted && order.workable().sign() > 0) {
        auto claim = groups_.claim_of(order);
        if (state_.account.lacks_price(claim) &&
            !state_.account.report(order.instrument).market_price)
            state_.listings.book_of(order).unpriced().push_back(&order);
        else
            state_.account.shrink(claim);
    }
    if (order.expires_at != TimePoint::max() && order.time_in_force == TimeInForce::good_till_date)
        sessions_.watch_expiry(order.expires_at);
    // on its way to the market, or out of it, when the program ended
    if (place == Place::nowhere || order.status == OrderStatus::pending_cancel) {
        lost_.push_back(&order);
        return;
    }
    switch (place) {
    case Place::resting:
        // a relative order waits where it has followed the market to, not at its cap
        if (order.type == OrderType::relative)
            state_.listings.file(order, place);
        else
            matching_.rest(order);
        break;
    case Place::queue: matching_.rest(order); break;
    case Place::pegged: matching_.float_price(order); break;
    default: state_.listings.file(order, place); break;
    }
    if (place == Place::held)
        if (auto from = sessions_.good_after(order); from && *from > state_.now())
            routing_.wake_at(order, *from);
}

void Resumption::end_lost_orders()
{
    for (Order* order : lost_)
        lifecycle_.cancel(*order, "it was on its way when the program ended");
    lost_.clear();
}

}  // namespace trademind::paper
