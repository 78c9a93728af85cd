// One order as the router knows it.
#include "execution/orders/tracked_order.hpp"

#include "execution/journal/journal.hpp"
#include "execution/journal/terms.hpp"

#include <utility>

namespace trademind {
namespace {

TrackedOrder::Stage stage_of(journal::OrderState state)
{
    switch (state) {
    case journal::OrderState::known: return TrackedOrder::Stage::working;
    case journal::OrderState::done: return TrackedOrder::Stage::done;
    case journal::OrderState::refuted: return TrackedOrder::Stage::not_received;
    // written, and it may have left
    case journal::OrderState::intent:
    case journal::OrderState::unknown: break;
    }
    return TrackedOrder::Stage::unknown;
}

}  // namespace

TrackedOrder TrackedOrder::of_earlier_run(journal::KnownOrder known, Duration uptime)
{
    TrackedOrder order;
    order.stage = stage_of(known.state);
    order.report = std::move(known.report);
    order.client_order_id = std::move(known.client_order_id);
    order.permanent_id = order.report.permanent_id;
    if (to_number(order.report.id) != 0) order.id = order.report.id;
    order.placed_before = order.from_journal = true;
    order.changed_before = known.changed;
    order.journalled_terms = std::move(known.terms);
    order.sent_at = known.time;
    order.unanswered_since = uptime;
    return order;
}

bool TrackedOrder::same_terms(const OrderRequest& other) const
{
    return placed_before ? journal::terms_of(other) == journalled_terms : placed == other;
}

void TrackedOrder::apply(const OrderReport& newer, Decimal filled)
{
    if (newer.permanent_id != PermanentId{}) permanent_id = newer.permanent_id;
    if (newer.order.quantity.sign() > 0 || newer.order.is_by_cash()) {
        request = newer.order;
        request.client_order_id = client_order_id;
    }
    report = newer;
    if (report.filled != filled) {
        report.filled = filled;
        if (!newer.order.is_by_cash()) report.remaining = newer.order.quantity - filled;
    }
    stage = is_done(newer.status) ? Stage::done : Stage::working;
    ++reports;
}

}  // namespace trademind
