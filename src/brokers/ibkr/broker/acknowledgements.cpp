// Orders that TWS has not spoken of.
#include "brokers/ibkr/broker/acknowledgements.hpp"

#include <algorithm>

namespace trademind::ibkr_broker {

bool Acknowledgements::is_missing(OrderId id)
{
    auto* order = table_.find_own(to_number(id));
    return order && !order->machine.acknowledged() && !is_done(order->machine.report().status);
}

void Acknowledgements::wait_for(OrderId id)
{
    // The frame may wait for pacing before TWS can see it.
    auto due = desk_.clock.uptime() + desk_.options.acknowledge_timeout +
               desk_.core.would_wait(ibkr::Request::place_order);
    // They leave in this order: one timer for the first is enough, and none is cancelled.
    while (!waiting_.empty() && !is_missing(waiting_.back().id)) waiting_.pop_back();
    if (!waiting_.empty()) due = std::max(due, waiting_.back().due);
    waiting_.push_back({due, id});
    if (!timer_ || waiting_.front().due < timer_due_) arm();
}

void Acknowledgements::clear()
{
    waiting_.clear();
    timer_.reset();
}

void Acknowledgements::arm()
{
    while (!waiting_.empty() && !is_missing(waiting_.front().id)) waiting_.pop_front();
    timer_.reset();
    if (waiting_.empty()) return;
    timer_due_ = waiting_.front().due;
    auto wait = std::max(Duration{}, timer_due_ - desk_.clock.uptime());
    timer_ = desk_.clock.after(wait, desk_.strand, life_.guard([this] { expire(); }));
}

void Acknowledgements::expire()
{
    bool any = false;
    auto now = desk_.clock.uptime();
    while (!waiting_.empty() && waiting_.front().due <= now) {
        auto id = waiting_.front().id;
        waiting_.pop_front();
        if (!is_missing(id)) continue;
        any = true;
        missing_(*table_.find_own(to_number(id)));
    }
    arm();
    if (any) doubt_();
}

}  // namespace trademind::ibkr_broker
