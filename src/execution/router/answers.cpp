// What callers get: the newest that is known of an order when they get it.
#include "execution/router/core.hpp"

#include <algorithm>

namespace trademind {

void ExecutionRouter::Core::take_answer(const OrderReport& report, unsigned reports_before)
{
    auto* order = state_.orders.find(report);
    auto known = order && order->own ? order->progress() : std::nullopt;
    bool overtaken = known && order->reports != reports_before;
    if (!overtaken || is_ahead(*known, OrderProgress{report})) {
        track(report, Evidence::report, !reconciling_);
        return;
    }
    if (report.order == order->report.order || is_done(known->status)) return;
    // events have gone further, but the terms are those that this answer acknowledges
    OrderReport newest = order->report;
    newest.order = report.order;
    newest.remaining = report.order.quantity - newest.filled;
    track(newest, Evidence::report, !reconciling_);
}

unsigned ExecutionRouter::Core::reports_of(OrderId id)
{
    auto* order = state_.orders.find(id);
    return order && order->own ? order->reports : 0;
}

void ExecutionRouter::Core::answer_known(Completion<OrderReport> done,
                                         const std::string& client_order_id)
{
    auto* known = state_.orders.find_own(client_order_id);
    if (!known) return done(Error{Errc::unknown_order, client_order_id});
    done(known->report,
         guarded([this, client_order_id, told = known->reports](Result<OrderReport>& answer) {
             auto* newest = state_.orders.find_own(client_order_id);
             if (newest && newest->reports != told && answer) answer = newest->report;
         }));
}

bool ExecutionRouter::Core::add_known_ids(OrderReport& report) const
{
    if (to_number(report.id) != 0) return false;
    // a list of completed orders has no order ids: the journal has those of our own
    auto* order = state_.orders.find_own(report.order.client_order_id);
    if (!order || order->permanent_id != report.permanent_id || !order->id) return false;
    report.id = *order->id;
    return true;
}

void ExecutionRouter::Core::get_orders(OrderFilter filter,
                                       Completion<std::vector<OrderReport>> done)
{
    auto shared = std::make_shared<Completion<std::vector<OrderReport>>>(std::move(done));
    inner_->get_orders(filter, guarded([this, shared](Result<std::vector<OrderReport>> orders) {
                           if (orders)
                               for (auto& report : *orders) add_known_ids(report);
                           (*shared)(std::move(orders));
                       }));
}

}  // namespace trademind
