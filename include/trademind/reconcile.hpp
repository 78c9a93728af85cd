// What is found out after a break of the connection.
#pragma once

#include <trademind/account.hpp>
#include <trademind/order_report.hpp>
#include <trademind/time.hpp>

#include <optional>
#include <string>
#include <vector>

namespace trademind {

/// A position that is not what it was before the break, beyond the fills found.
class PositionDifference {
public:
    PositionDifference() = default;
    bool operator==(const PositionDifference&) const = default;

    std::string account;
    Contract contract;
    Decimal before;    ///< as last told
    Decimal expected;  ///< before, and the fills found since
    Decimal now;       ///< as the broker tells it
};

/// Which of the broker's lists have come whole since the latest break: of one that has not come,
/// nobody knows what is in it.
class KnownLists {
public:
    KnownLists() = default;
    bool operator==(const KnownLists&) const = default;

    bool account = false;
    bool open_orders = false, completed_orders = false;  ///< completed ones of the day
    bool positions = false, executions = false;          ///< executions of the day

    bool all() const { return *this == KnownLists{true}; }

private:
    explicit KnownLists(bool every)
        : account{every},
          open_orders{every},
          completed_orders{every},
          positions{every},
          executions{every}
    {}
};

/// The outcome of one reconciliation: after every connect and after every break, before orders are
/// taken again.
class ReconcileReport {
public:
    ReconcileReport() = default;

    /// False when a list did not come: `missing` names it, and orders stay refused where it is the
    /// list of open orders.
    bool complete = true;
    std::vector<std::string> missing;
    std::optional<TimePoint> lost_at;  ///< nothing after the first connect
    TimePoint reconciled_at{};
    std::vector<Execution> fills_found;      ///< not known before
    std::vector<OrderReport> orders_closed;  ///< ended behind the gap: filled, cancelled, refused
    /// Known as working before, and in none of the broker's lists: their state is now unknown.
    std::vector<OrderReport> orders_gone;
    /// Sent around the break and never received by the broker: safe to send again.
    std::vector<OrderReport> orders_never_arrived;
    std::vector<OrderReport> foreign_orders;  ///< open, and of another client or entered by hand
    std::vector<PositionDifference> position_differences;

    bool found_nothing() const
    {
        return complete && fills_found.empty() && orders_closed.empty() && orders_gone.empty() &&
               orders_never_arrived.empty() && position_differences.empty();
    }
};

/// A span of time in which a stream told nothing, though it may have happened: fetch history for
/// it.
class Gap {
public:
    Gap() = default;
    Gap(Contract contract, TimePoint from, TimePoint to)
        : contract{std::move(contract)}, from{from}, to{to}
    {}
    bool operator==(const Gap&) const = default;

    Contract contract;
    TimePoint from{}, to{};  ///< UTC
};

}  // namespace trademind
