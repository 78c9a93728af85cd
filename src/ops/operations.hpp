// Alerts and metrics of a router, by what it reports and how it stands.
#pragma once

#include "base/recent_moments.hpp"
#include "ops/alerts/alert_manager.hpp"
#include "ops/alerts/background_tasks.hpp"

#include <trademind/execution/metrics.hpp>
#include <trademind/execution/operations.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace trademind::ops {

/// Judges the rules once a second and where something happens. On the router's strand; it observes,
/// and the router does not know it.
class Operations final : public ExecutionObserver,
                         public BrokerObserver,
                         public std::enable_shared_from_this<Operations> {
public:
    Operations(const std::shared_ptr<ExecutionRouter>& router, const Config& config,
               const RouterOptions& options);

    void start();
    void stop();

private:
    void on_link(LinkState) override;
    void on_refusal(const OrderRequest&, const RiskVerdict&) override;
    void on_reject(const std::string& client_order_id, const std::string& why) override;
    void on_trading_state(const KillLatch&) override { evaluate(); }
    void on_discrepancy(const Discrepancy&) override;
    void on_config(const Config& config) override { take(config); }
    void on_metrics(Metrics&) override;

    void take(const Config&);
    void look();
    void evaluate();
    void evaluate_link(LinkState, const ExecutionStatus&);
    void evaluate_held_quotes(const ExecutionRouter&, const ExecutionStatus&);
    void evaluate_bursts(const ExecutionStatus&);
    void evaluate_loss(const ExecutionStatus&);
    void evaluate_unanswered(const ExecutionStatus&);
    void evaluate_kill(const ExecutionStatus&);
    void raise(AlertRule, const std::string& scope, alerts::Finding, const ExecutionStatus&);
    void tell(const Alert&);
    void write_metrics();
    Subscription after(Duration delay, void (Operations::*then)());

    std::weak_ptr<ExecutionRouter> router_;
    Config config_;
    const RouterOptions options_;
    const std::shared_ptr<Clock> clock_;
    alerts::AlertManager alerts_;
    RecentMoments rejects_;
    std::array<RecentMoments, static_cast<std::size_t>(risk_reason_count)> refusals_;
    std::optional<Duration> down_since_;  // uptime
    bool ever_ready_ = false;
    std::int64_t dropped_ = 0;
    Subscription alert_timer_, metrics_timer_, observing_link_, observing_;
    alerts::BackgroundTasks tasks_;
};

}  // namespace trademind::ops
