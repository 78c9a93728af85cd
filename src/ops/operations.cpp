// Alerts and metrics of a router: beginning, events, the file and the command.
#include "ops/operations.hpp"

#include "base/log.hpp"
#include "ops/alerts/command.hpp"

#include <chrono>

namespace trademind {

std::shared_ptr<void> watch_operations(const std::shared_ptr<ExecutionRouter>& router,
                                       const Config& config, const RouterOptions& options)
{
    if (options.market_time) return nullptr;
    auto made = std::make_shared<ops::Operations>(router, config, options);
    made->start();
    return std::shared_ptr<void>{made.get(), [made](void*) { made->stop(); }};
}

namespace ops {

using namespace std::chrono_literals;

Operations::Operations(const std::shared_ptr<ExecutionRouter>& router, const Config& config,
                       const RouterOptions& options)
    : router_{router},
      options_{options},
      clock_{router->clock()},
      alerts_{config.mode, [this](const Alert& alert) { tell(alert); }},
      tasks_{64, options.background}
{
    take(config);
}

void Operations::take(const Config& config)
{
    config_ = config;
    // one more reject than allowed raises the alert, and the last refusal allowed does
    auto rejects = config.alerts.max_rejects;
    rejects_.resize(rejects ? static_cast<std::size_t>(*rejects) + 1 : 0);
    for (auto& moments : refusals_)
        moments.resize(static_cast<std::size_t>(config.alerts.max_denials.value_or(0)));
}

void Operations::start()
{
    auto router = router_.lock();
    observing_ = router->observe_execution(shared_from_this());
    observing_link_ = router->observe(std::static_pointer_cast<BrokerObserver>(shared_from_this()));
    look();
    if (!config_.metrics.file.empty()) write_metrics();
}

void Operations::stop()
{
    observing_.reset();
    observing_link_.reset();
    alert_timer_.reset();
    metrics_timer_.reset();
}

Subscription Operations::after(Duration delay, void (Operations::*then)())
{
    auto router = router_.lock();
    if (!router) return {};
    return clock_->after(delay, router->get_executor(), [weak = weak_from_this(), then] {
        if (auto self = weak.lock()) (*self.*then)();
    });
}

void Operations::on_link(LinkState link)
{
    ever_ready_ = ever_ready_ || is_usable(link);
    // whether orders may leave by a link that is up the router's status says
    if (link == LinkState::disconnected)
        down_since_.reset();
    else if (ever_ready_ && !is_usable(link) && !down_since_)
        down_since_ = clock_->uptime();
}

void Operations::on_refusal(const OrderRequest&, const RiskVerdict& verdict)
{
    refusals_[static_cast<std::size_t>(verdict.reason)].add(clock_->uptime());
}

void Operations::on_reject(const std::string&, const std::string&)
{
    rejects_.add(clock_->uptime());
}

void Operations::on_discrepancy(const Discrepancy& found)
{
    if (auto router = router_.lock())
        raise(found.rule, found.scope,
              {AlertSeverity::page, found.text, found.found, found.expected}, router->status());
}

void Operations::on_metrics(Metrics& m)
{
    for (std::size_t i = 0; i < m.alerts.size(); ++i)
        m.alerts[i] = alerts_.told(static_cast<AlertRule>(static_cast<int>(i)));
    m.alerts_dropped = dropped_;
}

void Operations::tell(const Alert& alert)
{
    auto level = alert.resolved || alert.severity == AlertSeverity::info ? log::Level::info
                 : alert.severity == AlertSeverity::warning              ? log::Level::warning
                                                                         : log::Level::error;
    log::line(level, "alert {}", alert.describe());
    if (options_.on_alert) detail::call_program([&] { options_.on_alert(alert); });
    if (config_.alerts.command.empty()) return;
    bool taken = tasks_.run(
        [this, alert, program = config_.alerts.command, patience = config_.alerts.command_timeout] {
            auto done = alerts::run_command(program, alert, patience, *clock_,
                                            [this] { return tasks_.ends(); });
            if (!done) log::error("{}", done.error().message);
        });
    if (taken) return;
    ++dropped_;
    log::error("alerts.command is too slow: an alert was dropped");
}

void Operations::write_metrics()
{
    auto router = router_.lock();
    if (!router) return;
    metrics_timer_ = after(config_.metrics.interval, &Operations::write_metrics);
    // a disk that hangs is the task's, not the strand's; what is dropped comes again
    tasks_.run([m = router->snapshot(), file = config_.metrics.file] {
        if (auto written = write_prometheus_file(m, file); !written)
            log::error("{}", written.error().message);
    });
}

}  // namespace ops
}  // namespace trademind
