// Metrics: the router's counts and how it stands.
#include "base/log.hpp"
#include "execution/router/core.hpp"

#include <algorithm>
#include <cerrno>  // program_invocation_short_name

namespace trademind {

void ExecutionRouter::Core::count_end(OrderStatus was, OrderStatus now)
{
    if (now == was) return;
    switch (now) {
    case OrderStatus::filled: ++tally_.filled; break;
    case OrderStatus::cancelled:
    case OrderStatus::api_cancelled: ++tally_.cancelled; break;
    case OrderStatus::rejected: ++tally_.rejected; break;
    default: break;
    }
}

Metrics ExecutionRouter::Core::metrics() const
{
    Metrics m;
    auto at = now();
    m.at = inner_->clock()->now();
    m.program = state_.config.metrics.program;
    if (m.program.empty()) m.program = state_.config.metrics.config_name;
    if (m.program.empty()) m.program = program_invocation_short_name;
    m.backend = inner_->name();
    m.mode = state_.config.mode;
    m.link = router_.link();
    m.reconciled = state_.reconciled;
    m.link_losses = tally_.link_losses;
    m.trading = trading_state();
    m.kill_trips = tally_.trips;
    m.kill_cancels = tally_.cancels;
    m.kill_complete = !kill_.running;
    m.orders_sent = tally_.sent;
    m.orders_acknowledged = tally_.acknowledged;
    m.orders_filled = tally_.filled;
    m.orders_cancelled = tally_.cancelled;
    m.orders_rejected = tally_.rejected;
    m.modifies_sent = tally_.modified;
    m.executions = tally_.executions;
    m.orders_open = state_.book.totals().working;
    for (const auto& order : state_.orders.all()) {
        if (!order->is_unanswered()) continue;
        ++m.orders_unconfirmed;
        m.oldest_unconfirmed = std::max(m.oldest_unconfirmed, at.uptime - order->unanswered_since);
    }
    m.checks_passed = tally_.passed;
    for (std::size_t i = 0; i < m.refusals.size(); ++i)
        m.refusals[i] = refusals_[i].load(std::memory_order_relaxed);
    for (const auto& i : state_.book.instruments()) {
        m.position_mismatches += i->position != i->reported;
        bool held = !i->position.is_zero() || !i->reported.is_zero();
        if (held && i->quote)
            m.quote_age = std::max(m.quote_age.value_or(Duration{}), at.uptime - i->quote_at);
    }
    m.currency = state_.config.risk.currency;
    if (const auto& account = state_.account.account()) {
        m.equity = account->portfolio_value;
        m.cash = account->cash_balance;
        m.buying_power = account->buying_power;
    }
    m.loss_today = state_.account.loss_today();
    m.reserved = state_.book.totals().reserved;
    m.journal_writes = journal_.writes();
    m.journal_failed = state_.journal_failure.has_value();
    for (std::size_t i = 0; i < m.alerts.size(); ++i)
        m.alerts[i] = alerts_.told(static_cast<AlertRule>(static_cast<int>(i)));
    m.alerts_dropped = tally_.alerts_dropped;
    return m;
}

void ExecutionRouter::Core::write_metrics()
{
    metrics_timer_ = after(state_.config.metrics.interval, [this] { write_metrics(); });
    // a disk that hangs is the errand's, not the strand's; what is dropped comes again
    errands_.run([m = metrics(), file = state_.config.metrics.file] {
        if (auto written = write_prometheus_file(m, file); !written)
            log::error("{}", written.error().message);
    });
}

}  // namespace trademind
