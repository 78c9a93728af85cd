// The parts of a router, put together.
#include "execution/router/parts.hpp"

#include "base/log.hpp"

#include <fmt/format.h>

namespace trademind {

/// On to the router's own observers.
class ExecutionRouter::Parts::Events final : public BrokerObserver {
public:
    explicit Events(ExecutionRouter& router) : router_{router} {}

    void on_order(const OrderReport& o) override { router_.notify(&BrokerObserver::on_order, o); }
    void on_execution(const Execution& e) override
    {
        router_.notify(&BrokerObserver::on_execution, e);
    }
    void on_commission(const Commission& c) override
    {
        router_.notify(&BrokerObserver::on_commission, c);
    }
    void on_position(const Position& p) override
    {
        router_.notify(&BrokerObserver::on_position, p);
    }
    void on_account(const Account& a) override { router_.notify(&BrokerObserver::on_account, a); }
    void on_notice(const Notice& n) override { router_.notify(&BrokerObserver::on_notice, n); }
    void on_reconcile(const ReconcileReport& r) override
    {
        router_.notify(&BrokerObserver::on_reconcile, r);
    }
    void on_gap(const Gap& g) override { router_.notify(&BrokerObserver::on_gap, g); }

private:
    ExecutionRouter& router_;
};

ExecutionRouter::Parts::Parts(ExecutionRouter& its_router, std::shared_ptr<Broker> broker,
                              const Config& config, RouterOptions options)
    : router{its_router},
      context{std::move(broker), its_router.calls()->turns(), config},
      kill_switch{context, gate},
      positions{context, kill_switch},
      orders{context, kill_switch, positions},
      readiness{context, positions},
      gate{context, kill_switch, readiness, orders, options.market_time},
      reconciliation{context, kill_switch, orders, positions},
      triggers{context, kill_switch, [this] { readiness.watch_held(); }},
      defaults{{config.default_order_type}, {config.time_in_force}},
      events_{std::make_unique<Events>(its_router)}
{
    context.market_time = options.market_time;
    context.services = std::move(options.services);
    context.events = events_.get();
    context.state.broker = context.inner.get();
    context.state.capabilities = context.inner->capabilities();
    context.state.user_checks = std::move(options.checks);
    context.halt = [this](std::string_view who, std::string_view why) {
        kill_switch.lower(TradingState::halted, who, why);
    };
    kill_switch.on_difference([this] { positions.watch_for_mismatch(); });
    gate.on_doubt([this](TrackedOrder& order) { reconciliation.ask_fate(order); });
    reconciliation.on_change([this](LinkState link) { router.set_link(link); },
                             [this] { triggers.start(); });
}

ExecutionRouter::Parts::~Parts()
{
    // first: a handler that runs now is waited for
    observing_.reset();
    watcher_.reset();
}

Result<> ExecutionRouter::Parts::open_journal()
{
    context.life = router.weak_from_this();
    const auto& config = context.state.config;
    if (const auto& file = config.journal.file; !file.empty()) {
        auto claim = journal::Claim::take(file);
        if (!claim) return claim.error();
        claim_ = std::move(*claim);
    }
    auto opened = journal::Journal::open(config.journal);
    if (!opened) return opened.error();
    context.journal = std::move(*opened);
    auto at = context.now();
    auto replay = context.journal.replay(at.time);
    if (!replay) return replay.error();

    auto& tracked = context.state.orders;
    for (auto& known : replay->orders)
        tracked.add(TrackedOrder::of_earlier_run(std::move(known), at.uptime));
    auto latch = std::move(replay->latch);
    if (auto file = read_kill_file(config.kill_switch.file); file && file->state > latch.state)
        latch = *file;
    kill_switch.restore(latch);
    if (replay->day) positions.restore(*replay->day);
    orders.restore(std::move(replay->executions));
    context.state.conduct.restore(replay->orders_today, replay->executions_unreviewed, at.time);
    if (latch.state != TradingState::active)
        log::warning("trading is {} since {} by {}: {}", to_string(latch.state),
                     format_time(latch.at), latch.who, latch.reason);
    return context.journal.note("start", fmt::format("{} orders known", tracked.all().size()),
                                at.time);
}

Result<> ExecutionRouter::Parts::claim_metrics()
{
    const auto& file = context.state.config.metrics.file;
    if (file.empty() || context.market_time) return {};
    auto claim = journal::Claim::take(file, "metrics.file");
    if (claim) {
        metrics_claim_ = std::move(*claim);
        return {};
    }
    auto taken = journal::Claim::is_held(file);
    if (taken && *taken) return claim.error();
    // what cannot be watched may trade: each attempt to write says so again
    log::error("{}", claim.error().message);
    return {};
}

void ExecutionRouter::Parts::start()
{
    observing_ = context.inner->observe(static_cast<BrokerObserver&>(*this));
    watcher_ = std::make_unique<KillWatcher>(kill_switch, context.state.config.kill_switch);
    watcher_->start();
}

void ExecutionRouter::Parts::mark_reviewed(std::string_view operator_name)
{
    auto work = [this, name = std::string{operator_name}] {
        context.state.conduct.executions = 0;
        context.record(
            context.journal.note("review", "executions reviewed by " + name, context.now().time));
    };
    context.turns->post(context.guarded(std::move(work)));
}

}  // namespace trademind
