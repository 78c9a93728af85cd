// What an order path reports of itself beside the broker's events: for alerts, metrics, screens.
#pragma once

#include <trademind/execution/alerts.hpp>
#include <trademind/execution/config.hpp>
#include <trademind/execution/kill_switch.hpp>
#include <trademind/execution/risk.hpp>
#include <trademind/order_report.hpp>
#include <trademind/reconcile.hpp>

#include <optional>
#include <string>
#include <vector>

namespace trademind {

class Metrics;

/// Something that should not be: two sources that do not agree.
class Discrepancy {
public:
    AlertRule rule = AlertRule::position_mismatch;
    std::string scope;  ///< which one of several; may be empty
    std::string text;   ///< one line for people, without account numbers
    std::string found, expected;
};

/// An own order that the broker has not reported: it may be live.
class UnansweredOrder {
public:
    std::string client_order_id;
    Duration age{};  ///< since it was handed over, or since the start
};

/// An instrument that is held and of which no quote has come for too long.
class StaleQuote {
public:
    std::string name;
    Duration age{};
};

/// How the order path stands at one moment.
class ExecutionStatus {
public:
    TimePoint at{};
    Duration uptime{};
    bool reconciled = false;
    KnownLists lists;  ///< of the broker's, those that have come since the latest break
    std::optional<std::string> journal_failure;
    KillLatch latch;
    bool kill_running = false;  ///< a kill has not proven yet that nothing works
    bool kill_is_late = false;  ///< nor within its time
    int may_work = 0;           ///< orders that may still work since
    std::vector<UnansweredOrder> unanswered;
    std::optional<Decimal> loss_today, most_loss;  ///< the limit, in money
};

/// Receives what the order path decides and finds. It watches: the order path does not know it.
///
/// Functions are called on the router's strand, and must return soon.
class ExecutionObserver {
public:
    virtual ~ExecutionObserver() = default;

    /// An order, or a change of one, was refused here.
    virtual void on_refusal(const OrderRequest&, const RiskVerdict&) {}
    /// The broker rejected an own order.
    virtual void on_reject(const std::string& /*client_order_id*/, const std::string& /*why*/) {}
    /// Trading was lowered, or resumed.
    virtual void on_trading_state(const KillLatch&) {}
    /// A kill has ended, or its time has.
    virtual void on_kill(const KillReport&) {}
    virtual void on_discrepancy(const Discrepancy&) {}
    /// Other limits hold from now on.
    virtual void on_config(const Config&) {}
    /// A snapshot is being taken: adds what the observer counts.
    virtual void on_metrics(Metrics&) {}
};

}  // namespace trademind
