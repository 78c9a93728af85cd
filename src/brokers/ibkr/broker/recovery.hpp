// From a break to the state that is known again.
#pragma once

#include "brokers/ibkr/broker/orders.hpp"
#include "brokers/ibkr/broker/reconciler.hpp"

#include <functional>
#include <optional>
#include <string_view>

namespace trademind::ibkr_broker {

/// Remembers since when the link has been broken, and has TWS's lists read: after a break before
/// orders may be sent, and where an order is in doubt.
class Recovery {
public:
    /// The report, and after a break the state in which the link is then.
    using Ended = std::function<void(const ReconcileReport&, std::optional<LinkState>)>;

    Recovery(Desk& desk, Orders& orders, PositionStream& positions, Ended ended)
        : desk_{desk},
          orders_{orders},
          positions_{positions},
          reconciler_{desk, orders.reconciliation(), positions},
          ended_{std::move(ended)}
    {}

    /// A break began then, unless one lasts.
    void broken_since(TimePoint);
    /// TWS may tell the end of a break without its beginning.
    void unseen_break();
    std::optional<TimePoint> lost_at() const { return lost_at_; }
    /// The link was closed on purpose: there was no break.
    void forget() { lost_at_.reset(); }
    /// The link is gone: no list will come, and no order may be sent.
    void abandon();
    /// What was in doubt is asked about by the next session.
    void forget_doubt() { ask_again_ = false; }
    /// The link is back, and its state is `then` once the lists have come.
    void reconcile(LinkState then);
    void ask_about_orders();
    /// Somebody wants a list that did not come: it is asked for again.
    void ask_for_missing();
    /// A message cannot be read: the list that it is a row of is not whole until it has come again.
    void unread(ibkr::UnreadSubject);
    bool running() const { return reconciler_.running(); }
    /// Errc::not_reconciled where the latest lists that were asked for after a break did not all
    /// come, or none was asked for yet: then nobody knows that there is nothing in them.
    Result<void> has_orders(OrderFilter) const;
    Result<void> has_executions() const { return has_list("executions", known_.executions); }

private:
    Result<void> has_list(std::string_view name, bool came) const;
    void learn_lists(bool after_break);
    void round_ended(const ReconcileReport&, std::optional<LinkState> then);

    Desk& desk_;
    Orders& orders_;
    PositionStream& positions_;
    Reconciler reconciler_;
    Ended ended_;
    Life life_;
    std::optional<TimePoint> lost_at_;
    Subscription retry_;
    ListCoverage known_;      // which have come since the latest break
    bool asked_ = false;      // for lists, ever
    bool ask_again_ = false;  // an order was in doubt while a reconciliation was under way
};

}  // namespace trademind::ibkr_broker
