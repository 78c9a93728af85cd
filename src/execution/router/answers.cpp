// What callers get: the newest that is known of an order when they get it.
#include "execution/router/core.hpp"

#include <algorithm>

namespace trademind {

void ExecutionRouter::Core::take_answer(const OrderReport& report, unsigned reports_before)
{
    auto* booked = find_booked(report);
    auto* entry = find_entry(report, booked);
    auto known = progress_of(entry, booked);
    bool overtaken = entry && known && entry->reports != reports_before;
    if (!overtaken || is_ahead(*known, OrderProgress{report})) {
        track(report, Evidence::report, !reconciling_);
        return;
    }
    if (report.order == entry->report.order || is_done(known->status)) return;
    // events have gone further, but the terms are those that this answer acknowledges
    OrderReport newest = entry->report;
    newest.order = report.order;
    newest.remaining = report.order.quantity - newest.filled;
    track(newest, Evidence::report, !reconciling_);
}

unsigned ExecutionRouter::Core::reports_of(OrderId id)
{
    auto* booked = state_.book.find_order(id);
    if (!booked) return 0;
    auto found = entries_.find(booked->client_order_id);
    return booked->own && found != entries_.end() ? found->second.reports : 0;
}

void ExecutionRouter::Core::answer_known(Completion<OrderReport> done,
                                         const std::string& client_order_id)
{
    auto known = entries_.find(client_order_id);
    if (known == entries_.end()) return done(Error{Errc::unknown_order, client_order_id});
    done(known->second.report, guarded([this, client_order_id,
                                        told = known->second.reports](Result<OrderReport>& answer) {
             auto found = entries_.find(client_order_id);
             if (found == entries_.end() || found->second.reports == told || !answer) return;
             answer = found->second.report;
         }));
}

bool ExecutionRouter::Core::add_known_ids(OrderReport& report) const
{
    if (to_number(report.id) != 0) return false;
    // a list of completed orders has no order ids: the journal has those of our own
    auto found = entries_.find(report.order.client_order_id);
    if (found == entries_.end()) return false;
    const auto& ours = found->second.report;
    if (ours.permanent_id != report.permanent_id || to_number(ours.id) == 0) return false;
    report.id = ours.id;
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
