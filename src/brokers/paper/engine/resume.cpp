// Goes on where an earlier run of the account ended.
#include "brokers/paper/engine/engine.hpp"

#include <algorithm>

namespace trademind::paper {

void Engine::relist(const std::vector<ContractDetails>& listed)
{
    for (const auto& details : listed) list(Instrument{details});
    // what the options know better must be known before an order is filed by it
    list_all();
}

void Engine::restore_execution(Execution execution)
{
    const Order& order = *orders_.find(execution.order_id);
    execution.permanent_id = order.permanent_id;
    if (order.rare) execution.client_order_id = order.rare->client_order_id;
    execution.account = options_.account;
    execution.contract = instruments_.contract(order.instrument);
    execution.exchange = order.exchange(execution.contract);
    execution.side = order.side;
    executions_.push_back(std::move(execution));
}

void Engine::resume(TimePoint at)
{
    now_ = at;
    orders_.for_each([&](Order& order) {
        order.announced = true;
        order.permanent_id = PermanentId{to_number(order.id)};
        priorities_ = std::max(priorities_, order.priority);
        orders_.remember_client_order(order);
        if (order.done()) orders_.retire(order);
    });
    orders_.for_each_live([&](Order& order) { resume(order); });
}

void Engine::resume(Order& order)
{
    Place place = order.place;
    Decimal active = order.active_quantity;
    order.place = Place::nowhere;
    join_families(order);
    order.active_quantity = active;
    if (place != Place::untransmitted && workable(order).sign() > 0)
        account_.shrink(claim_of(order));
    if (order.expires_at != TimePoint::max() && order.time_in_force == TimeInForce::good_till_date)
        scheduler_.at(order.expires_at, [this] { expire_due(now_); });
    // on its way to the market, or out of it, when the program ended
    if (place == Place::nowhere || order.status == OrderStatus::pending_cancel) {
        to_end_.push_back(&order);
        return;
    }
    switch (place) {
    case Place::resting:
        // a relative order waits where it has followed the market to, not at its cap
        order.type == OrderType::relative ? file(order, place) : rest(order);
        break;
    case Place::queue: rest(order); break;
    case Place::pegged: float_price(order, book_of(order)); break;
    default: file(order, place); break;
    }
    if (place == Place::held)
        if (auto from = good_after(order); from && *from > now_) wake_at(order, *from);
}

void Engine::end_lost_orders()
{
    for (Order* order : to_end_)
        cancel_now(*order, "it was on its way when the program ended", true);
    to_end_.clear();
    expire_due(now_);
    for (std::size_t i = 0; i < calendars_.size(); ++i) {
        Phase phase = calendars_[i].phase;
        if (phase != Phase::regular) hold_for_night(i, phase == Phase::closed);
        for (InstrumentId id : calendars_[i].followers) release_held(books_[id]);
    }
}

}  // namespace trademind::paper
