// What became of orders behind a break, once TWS's lists have come.
#pragma once

#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/executions.hpp"
#include "brokers/ibkr/broker/order_fate.hpp"
#include "brokers/ibkr/broker/order_updates.hpp"

#include <trademind/reconcile.hpp>

#include <string>
#include <utility>
#include <vector>

namespace trademind::ibkr_broker {

/// A change of a position by a fill.
struct PositionMove {
    std::string account;
    Contract contract;
    Decimal change;
};

/// Collects fills from a break to the end of its reconciliation, and judges what no list names.
class OrderReconciliation {
public:
    OrderReconciliation(Desk& desk, OrderTable& table, OrderUpdates& updates)
        : desk_{desk}, table_{table}, updates_{updates}
    {}

    /// A break begins: fills and ends of orders from here on are what its reconciliation finds.
    void interrupted();
    // A reconciliation: what comes between is entered in the report.
    void begin();
    /// `judges`: all lists came after a break, so that what none of them names is judged.
    void end(const ListCoverage&, bool judges, ReconcileReport&);
    /// What the fills that were found did to positions; empties itself.
    std::vector<PositionMove> take_moves() { return std::exchange(moves_, {}); }
    /// A fill, which counts while a break or a reconciliation lasts.
    void collect(const Execution&, const Executions::Added&);

    // The open orders of all clients are asked for outside a reconciliation.
    bool has_open_foreign() const;
    void begin_refresh();
    /// Orders of other clients that are no longer among them are open no more. True: there are
    /// some, and how they ended is not known.
    bool end_refresh(bool complete);

private:
    void judge(OrderRecord&, const ListCoverage&, ReconcileReport&);

    Desk& desk_;
    OrderTable& table_;
    OrderUpdates& updates_;
    bool collecting_ = false;  // from the break, or the start of a reconciliation, to its end
    std::vector<Execution> found_;
    std::vector<PositionMove> moves_;
};

}  // namespace trademind::ibkr_broker
