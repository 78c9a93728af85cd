// How the order path stands: the router's counts, and what alerts are judged by.
#include "execution/router/parts.hpp"

#include <algorithm>
#include <cerrno>  // program_invocation_short_name

namespace trademind {
namespace {

bool is_held(const risk::Instrument& i)
{
    return !i.position.is_zero() || !i.reported.is_zero();
}

void add_orders(Metrics& m, const ExecutionContext& context, Duration uptime)
{
    m.orders_open = context.state.book.totals().working;
    m.reserved = context.state.book.totals().reserved;
    for (const auto& order : context.state.orders.all()) {
        if (!order->is_unanswered()) continue;
        ++m.orders_unconfirmed;
        m.oldest_unconfirmed = std::max(m.oldest_unconfirmed, uptime - order->unanswered_since);
    }
}

}  // namespace

Metrics ExecutionRouter::Parts::metrics() const
{
    Metrics m = context.counted;
    const auto& state = context.state;
    auto at = context.now();
    m.at = context.inner->clock()->now();
    m.program = state.config.metrics.program;
    if (m.program.empty()) m.program = state.config.metrics.config_name;
    if (m.program.empty()) m.program = program_invocation_short_name;
    m.backend = context.inner->name();
    m.mode = state.config.mode;
    m.link = router.link();
    m.reconciled = state.reconciled;
    m.lists = context.lists;
    m.trading = kill_switch.state();
    m.kill_complete = kill_switch.is_complete();
    add_orders(m, context, at.uptime);
    for (const auto& i : state.book.instruments()) {
        m.position_mismatches += i->position != i->reported;
        if (is_held(*i) && i->quote)
            m.quote_age = std::max(m.quote_age.value_or(Duration{}), at.uptime - i->quote_at);
    }
    m.currency = state.config.risk.currency;
    if (const auto& account = state.account.account()) {
        m.equity = account->portfolio_value;
        m.cash = account->cash_balance;
        m.buying_power = account->buying_power;
    }
    m.loss_today = state.account.loss_today();
    m.journal_writes = context.journal.writes();
    m.journal_failed = state.journal_failure.has_value();
    return m;
}

ExecutionStatus ExecutionRouter::Parts::status() const
{
    ExecutionStatus now;
    const auto& state = context.state;
    auto at = context.now();
    now.at = at.time;
    now.uptime = at.uptime;
    now.reconciled = state.reconciled;
    now.lists = context.lists;
    now.journal_failure = state.journal_failure;
    now.latch = kill_switch.latch();
    now.kill_running = kill_switch.running();
    now.kill_is_late = kill_switch.is_late();
    now.may_work = kill_switch.may_work();
    for (const auto& order : state.orders.all())
        if (order->is_unanswered())
            now.unanswered.push_back({order->client_order_id, at.uptime - order->unanswered_since});
    now.loss_today = state.account.loss_today();
    if (const auto& day = state.account.day())
        now.most_loss = state.account.money(state.config.risk.max_daily_loss, day->equity);
    return now;
}

}  // namespace trademind
