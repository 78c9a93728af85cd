// Finding out what happened behind a break: open orders, executions, completed orders, positions.
#pragma once

#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/order_reconciliation.hpp"
#include "brokers/ibkr/broker/position_stream.hpp"

#include <trademind/reconcile.hpp>

#include <functional>
#include <optional>

namespace trademind::ibkr_broker {

/// One reconciliation at a time. The lists arrive through the broker's usual messages; here it is
/// only counted whether they are complete.
class Reconciler {
public:
    Reconciler(Desk& desk, OrderReconciliation& orders, PositionStream& positions)
        : desk_{desk}, orders_{orders}, positions_{positions}
    {}

    /// `done` gets the report and whether orders may be sent. `lost_at` names the break; without
    /// one, orders that no list names are not judged.
    using Done = std::function<void(const ReconcileReport&, bool orders_known)>;
    void start(std::optional<TimePoint> lost_at, bool after_break, Done done);
    /// The link is gone again: nothing will come.
    void abandon();
    bool running() const { return running_; }
    /// A row of that list cannot be read; while a round is under way.
    void has_unread_row(bool ListCoverage::*list);
    /// Which lists of orders came of the latest round.
    const ListCoverage& lists() const { return lists_; }
    /// TWS lists no orders to a client that may not trade.
    bool is_read_only() const { return read_only_; }
    /// A break begins: what positions were, and where to begin to look for fills.
    void interrupted();

private:
    void ask();
    struct Part {
        const char* name;
        bool ListCoverage::*list = nullptr;  ///< nullptr: positions, or a list that binds only
        bool positions = false;
    };
    void part_done(const Part&, const Result<void>& outcome);
    void finish();
    void compare_positions(const std::vector<PositionMove>&);

    Desk& desk_;
    OrderReconciliation& orders_;
    PositionStream& positions_;
    Life life_;
    ReconcileReport report_;
    Done done_;
    std::optional<std::vector<Position>> before_;
    int left_ = 0;
    unsigned generation_ = 0;
    ListCoverage lists_;
    bool read_only_ = false;
    bool running_ = false, after_break_ = false, orders_known_ = false, positions_known_ = false;
};

}  // namespace trademind::ibkr_broker
