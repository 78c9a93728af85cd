// Connecting: the right account, and everything known before the first order.
#pragma once

#include "execution/reconciliation/in_doubt_orders.hpp"
#include "execution/tracking/order_tracker.hpp"

#include <functional>
#include <string>
#include <vector>

namespace trademind {

/// Connects the broker, takes its lists, and asks it for the fate of orders that no list holds. On
/// the strand.
class Reconciliation {
public:
    /// `set_link` makes it the router's own; `ready`: everything is known.
    Reconciliation(ExecutionContext& context, KillSwitch& kill_switch, OrderTracker& orders,
                   PositionTracker& positions, Readiness& readiness,
                   std::function<void(LinkState)> set_link, std::function<void()> ready)
        : context_{context},
          kill_switch_{kill_switch},
          orders_{orders},
          positions_{positions},
          in_doubt_{context, readiness, [this] { judge_known(); }},
          set_link_{std::move(set_link)},
          ready_{std::move(ready)}
    {}

    void connect(Completion<> done);
    /// Asks for all lists, unless that is under way: no order leaves before they have come.
    void ask_again();
    void on_link(LinkState);
    /// The broker has had its lists read: after a break, or where one of them was in doubt.
    void on_lists(const ReconcileReport&);
    /// The order was handed over and has no answer.
    void ask_fate(TrackedOrder&);
    /// Asks the broker what became of an order in doubt, within `patience`; `next` runs when it has
    /// answered, or has not.
    void find_fate(const TrackedOrder&, Duration patience, std::function<void()> next);
    /// Asks for the open orders where some are another program's, which the broker does not report
    /// by itself.
    void look_at_foreign_orders();

private:
    using Done = std::function<void(Result<>)>;
    /// One round of lists; a newer one makes it stale.
    class Round;

    void ask_orders(const Round&, OrderFilter);
    void ask_positions(const Round&);
    void ask_executions(const Round&);
    /// All that can be known is: orders go where it is enough.
    void finish(const Round&);
    /// Why no order goes; empty where nothing is missing.
    std::string missing() const;
    void judge_known();
    void finish_connecting(const Result<>&);
    void became_ready();
    void reconcile(Done);
    void reconcile_again();
    void reconcile_later();
    void take_orders(const std::vector<OrderReport>&);
    void confirm(const std::vector<OrderReport>&);
    void ask_fates(const std::vector<OrderReport>& listed);
    void ask_fates_later();
    TrackedOrder* find_asked(const std::string& client_order_id, TimePoint sent_at);
    void take_fate(TrackedOrder&, const FateReport&);
    void settle(TrackedOrder&, const FateReport&);

    ExecutionContext& context_;
    KillSwitch& kill_switch_;
    OrderTracker& orders_;
    PositionTracker& positions_;
    InDoubtOrders in_doubt_;
    std::function<void(LinkState)> set_link_;
    std::function<void()> ready_;
    std::vector<Completion<>> connecting_;
    unsigned round_ = 0;  // the number of the latest: answers to an older one are stale
    Subscription fate_timer_, retry_timer_;
    Duration foreign_orders_at_{};  // uptime of the latest question
};

}  // namespace trademind
