// The parts of a router, put together.
#pragma once

#include "base/file_lock.hpp"
#include "execution/kill_switch/kill_watcher.hpp"
#include "execution/kill_switch/safety_triggers.hpp"
#include "execution/reconciliation/reconciliation.hpp"
#include "execution/router/order_gate.hpp"

#include <trademind/execution/metrics.hpp>
#include <trademind/execution/router.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

namespace trademind {

/// Owns the parts and passes the broker's events to them. On the strand.
class ExecutionRouter::Parts final : private BrokerObserver {
public:
    Parts(ExecutionRouter& router, const Config& config, RouterOptions options);

    /// Once the router is owned: what the last run left.
    Result<> open_journal();
    /// Errc::input_output where another program writes that file.
    Result<> claim_metrics();
    /// Observes the broker and looks for kills.
    void start();
    void take_config(Config config, const std::string& operator_name, Completion<ConfigChange>);
    void mark_reviewed(std::string_view operator_name);
    Metrics metrics() const;
    ExecutionStatus status() const;

    ExecutionRouter& router;
    ExecutionContext context;
    KillSwitch kill_switch;
    PositionTracker positions;
    OrderTracker orders;
    Readiness readiness;
    Reconciliation reconciliation;
    OrderGate gate;
    SafetyTriggers triggers;
    /// What a signal leaves out; a reload changes it.
    class Defaults {
    public:
        std::atomic<OrderType> type;
        std::atomic<TimeInForce> time_in_force;
    } defaults;

private:
    void on_order(const OrderReport& report) override { orders.on_order(report); }
    void on_execution(const Execution& execution) override { orders.on_execution(execution); }
    void on_commission(const Commission& commission) override
    {
        context.notify(&BrokerObserver::on_commission, commission);
    }
    void on_position(const Position& position) override { positions.on_position(position); }
    void on_account(const Account& account) override
    {
        positions.take_account(account);
        context.notify(&BrokerObserver::on_account, account);
    }
    void on_link(LinkState link) override { reconciliation.on_link(link); }
    void on_notice(const Notice& notice) override
    {
        if (notice.error == Errc::corporate_action) positions.expect_adjustment();
        context.notify(&BrokerObserver::on_notice, notice);
    }
    void on_reconcile(const ReconcileReport& report) override
    {
        orders.on_reconcile(report);
        reconciliation.on_lists(report);
    }
    void on_gap(const Gap& gap) override { context.notify(&BrokerObserver::on_gap, gap); }

    std::function<void(Error)> failure_handler();

    asio::any_io_executor background_;
    FileLock metrics_lock_;
    KillWatcher watcher_;
    Subscription observing_;  // last: ends first
};

}  // namespace trademind
