// What became of orders behind a break, once TWS's lists have come.
#include "brokers/ibkr/broker/order_reconciliation.hpp"

#include <algorithm>

namespace trademind::ibkr_broker {

void OrderReconciliation::interrupted()
{
    collecting_ = true;
    found_.clear();
    moves_.clear();
    table_.each(
        [](OrderRecord& order) { order.was_open = !is_done(order.machine.report().status); });
}

void OrderReconciliation::begin()
{
    // A break, or a reconciliation that a break ended, has begun it.
    if (!collecting_) interrupted();
    updates_.set_listing(true);
    table_.each([](OrderRecord& order) { order.listed = false; });
}

void OrderReconciliation::collect(const Execution& fill, const Executions::Added& added)
{
    if (!collecting_) return;
    auto stem = split_execution_id(fill.id).base;
    auto corrected = std::ranges::find_if(
        found_, [&](const Execution& known) { return split_execution_id(known.id).base == stem; });
    if (corrected != found_.end())
        *corrected = fill;
    else
        found_.push_back(fill);
    // Of a combo only the legs are held.
    if (fill.contract.type == SecurityType::combo) return;
    auto change = fill.quantity - added.previous_quantity;
    // of an unknown side the change is unknown, too: the position will differ from what is expected
    if (fill.side == Side::unknown) return;
    moves_.push_back({fill.account, fill.contract, fill.side == Side::buy ? change : -change});
}

void OrderReconciliation::end(const ListCoverage& lists, bool judges, ReconcileReport& report)
{
    collecting_ = false;
    updates_.set_listing(false);
    report.fills_found = std::exchange(found_, {});
    table_.each([&](OrderRecord& order) {
        const auto& now = order.machine.report();
        if (!order.machine.has_terms()) return;
        bool open = is_open(now.status);
        if (table_.is_foreign(order) && open && order.listed) report.foreign_orders.push_back(now);
        if (!order.was_open) return;
        if (is_done(now.status)) {
            report.orders_closed.push_back(now);
            return;
        }
        // What is in no list is judged only where all lists came.
        if (order.listed || !judges) return;
        // Only a client's own orders were asked for.
        if (table_.is_foreign(order) && !desk_.options.see_foreign_orders) return;
        judge(order, lists, report);
    });
    table_.each([&](OrderRecord& order) {
        if (std::exchange(order.awaits_lists, false)) updates_.tell(order);
    });
}

bool OrderReconciliation::has_open_foreign() const
{
    bool any = false;
    table_.each([&](const OrderRecord& order) {
        any |= table_.is_foreign(order) && !order.gone && is_open(order.machine.report().status);
    });
    return any;
}

void OrderReconciliation::begin_refresh()
{
    table_.each([](OrderRecord& order) { order.listed = false; });
}

bool OrderReconciliation::end_refresh(bool complete)
{
    // a reconciliation that has begun meanwhile judges by lists of its own
    if (!complete || updates_.listing()) return false;
    bool any = false;
    table_.each([&](OrderRecord& order) {
        if (order.listed || !table_.is_foreign(order) || !is_open(order.machine.report().status))
            return;
        any = order.gone = true;
        updates_.count_change();
    });
    return any;
}

void OrderReconciliation::judge(OrderRecord& order, const ListCoverage& lists,
                                ReconcileReport& report)
{
    // It left by the socket that still stands: TWS has it, though it does not say so.
    if (!order.machine.acknowledged() && !order.outlived) return;
    bool acknowledged = order.machine.acknowledged();
    auto fate = judge_fate(std::nullopt, order.machine.report().submitted_at, acknowledged, lists);
    bool never_arrived = fate == OrderFate::not_received;
    Error why{Errc::unknown_order,
              acknowledged    ? "TWS lists it neither as open nor as completed"
              : never_arrived ? "it never reached TWS"
                              : "TWS's lists do not reach back to the day when it was sent"};
    updates_.apply(order, order.machine.not_found(why, desk_.now(), acknowledged || never_arrived));
    if (order.machine.report().status == OrderStatus::rejected)
        report.orders_never_arrived.push_back(order.machine.report());
    else
        report.orders_gone.push_back(order.machine.report());
}

}  // namespace trademind::ibkr_broker
