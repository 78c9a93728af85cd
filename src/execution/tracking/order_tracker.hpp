// What the broker reports of orders, and what follows from it.
#pragma once

#include "execution/kill_switch/kill_switch.hpp"
#include "execution/tracking/position_tracker.hpp"

#include <string>
#include <vector>

namespace trademind {

/// Keeps the tracked orders up to date: events, answers and lists come here, and nothing moves an
/// order back but a correction or the broker's own list. On the strand.
class OrderTracker {
public:
    OrderTracker(ExecutionContext& context, KillSwitch& kill_switch, PositionTracker& positions)
        : context_{context}, kill_switch_{kill_switch}, positions_{positions}
    {}

    void on_order(const OrderReport&);
    void on_execution(const Execution&);
    void on_reconcile(const ReconcileReport&);
    /// The broker's list, asked for after all that is known.
    void take_list(const std::vector<OrderReport>&, bool books_fills);
    /// The open orders of all programs: those of others as they are now, and no others.
    void take_foreign(const std::vector<OrderReport>& open);
    /// The answer to a call; `reports_before`: those taken when it was asked.
    void take_answer(const OrderReport&, unsigned reports_before);
    /// One row of a list: what Broker::find_order found.
    void take_found(const OrderReport&);
    void restore(journal::WrittenExecutions executions) { executions_ = std::move(executions); }

    /// All lists of the broker's latest reconciliation came.
    bool lists_are_complete() const { return lists_complete_; }
    /// Lists of completed orders have no order ids: adds those of own orders. False: none to add.
    bool add_known_ids(OrderReport&);
    void count_reject(const std::string& client_order_id, const std::string& why);

private:
    /// The order that the report is about, one that ended long ago too.
    TrackedOrder* find(const OrderReport&);
    /// The journal could not be asked whether the report is about an own order of long ago.
    bool may_be_own(const OrderReport&) const;
    bool track(const OrderReport&, Evidence, bool books_fills);
    /// Of an account that is not traded.
    bool is_elsewhere(const OrderReport&, const TrackedOrder* known) const;
    TrackedOrder& adopt(const OrderReport&, TrackedOrder* own);
    void merge_nameless(const OrderReport&, TrackedOrder& own);
    void book_fill(const TrackedOrder&, Decimal quantity);
    void note_gap(const OrderReport&, const TrackedOrder*);
    void count_end(OrderStatus was, OrderStatus now);
    void remember(const TrackedOrder&, bool settled);
    /// The broker never had it: its client order id is free.
    void forget_sending(const TrackedOrder&);

    ExecutionContext& context_;
    KillSwitch& kill_switch_;
    PositionTracker& positions_;
    journal::WrittenExecutions executions_;
    bool lists_complete_ = true;
};

}  // namespace trademind
