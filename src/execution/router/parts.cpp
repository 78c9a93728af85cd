// The parts of a router, put together.
#include "execution/router/parts.hpp"

#include "base/log.hpp"
#include "execution/journal_file/schema.hpp"

#include <boost/asio/post.hpp>

#include <fmt/format.h>

namespace trademind {
namespace {

Result<FileLock> lock_metrics(const std::filesystem::path& file)
{
    return FileLock::take(journal::lock_file_of(file),
                          file.string() + ": another program writes this metrics.file");
}

}  // namespace

ExecutionRouter::Parts::Parts(ExecutionRouter& its_router, const Config& config,
                              RouterOptions options)
    : router{its_router},
      context{its_router.inner(), its_router.calls()->turns(), its_router.observers(), config},
      kill_switch{context, gate, options.background},
      positions{context, kill_switch},
      orders{context, kill_switch, positions},
      readiness{context, positions},
      reconciliation{context,
                     kill_switch,
                     orders,
                     positions,
                     readiness,
                     [this](LinkState link) { router.set_link(link); },
                     [this] { triggers.start(); }},
      gate{context, kill_switch, readiness, orders, reconciliation, options.market_time},
      triggers{context, kill_switch,
               [this] {
                   context.drop_ended_orders();
                   readiness.look_after_held();
                   reconciliation.look_at_foreign_orders();
               }},
      defaults{{config.default_order_type}, {config.time_in_force}},
      background_{options.background},
      watcher_{kill_switch, config.kill_switch, context.inner->clock(), options.background}
{
    context.market_time = options.market_time;
    context.services = std::move(options.services);
    context.state.broker = context.inner.get();
    context.state.capabilities = context.inner->capabilities();
    context.state.user_checks = std::move(options.checks);
    context.halt = [this](std::string_view who, std::string_view why) {
        kill_switch.lower(TradingState::halted, who, why);
    };
    context.ask_lists = [this] { reconciliation.ask_again(); };
    kill_switch.on_difference([this] { positions.watch_for_mismatch(); });
}

Result<> ExecutionRouter::Parts::open_journal()
{
    context.life = router.weak_from_this();
    const auto& config = context.state.config;
    FileLock lock;
    if (!config.journal.file.empty()) {
        // two programs that write one journal would not know of each other's orders
        auto taken = journal::lock_journal(config.journal);
        if (!taken) return taken.error();
        lock = std::move(*taken);
    }
    auto opened = journal::Journal::open(config.journal, std::move(lock));
    if (!opened) return opened.error();
    context.journal = std::move(*opened);
    auto doubt = context.journal.doubt();
    if (!doubt) return doubt.error();
    auto at = context.now();
    auto replay = context.journal.replay(at.time);
    if (!replay) return replay.error();

    auto& tracked = context.state.orders;
    context.has_past_orders = replay->orders_ever > std::ssize(replay->orders);
    gate.count_behind(replay->highest_number);
    for (auto& known : replay->orders)
        tracked.add(TrackedOrder::of_earlier_run(std::move(known), at.uptime));
    auto latch = std::move(replay->latch);
    if (auto file = read_kill_file(config.kill_switch.file); file && file->state > latch.state)
        latch = *file;
    if (*doubt && latch.state < TradingState::halted) {
        latch = journal::latch_of_doubt(config.journal, **doubt, at.time);
        if (auto written = context.journal.latch(latch); !written) return written;
    }
    kill_switch.restore(latch);
    if (replay->day) positions.restore(*replay->day);
    orders.restore(std::move(replay->executions));
    context.state.conduct.restore(replay->orders_today, replay->executions_unreviewed, at.time);
    if (latch.state != TradingState::active)
        log::warning("trading is {} since {} by {}: {}", to_string(latch.state),
                     format_time(latch.at), latch.who, latch.reason);
    auto started = context.journal.note("start",
                                        fmt::format("{} orders known, {} of them may be live",
                                                    replay->orders_ever, tracked.all().size()),
                                        at.time);
    context.journal.write_behind(background_, failure_handler(), config.journal.survives_power_cut);
    return started;
}

std::function<void(Error)> ExecutionRouter::Parts::failure_handler()
{
    auto take = context.guarded([this](const Error& error) { context.record(error); });
    return [strand = context.inner->get_executor(), take](Error error) {
        asio::post(strand, [take, error = std::move(error)]() mutable { take(error); });
    };
}

Result<> ExecutionRouter::Parts::claim_metrics()
{
    const auto& file = context.state.config.metrics.file;
    if (file.empty() || context.market_time) return {};
    auto lock = lock_metrics(file);
    if (lock) {
        metrics_lock_ = std::move(*lock);
        return {};
    }
    auto taken = FileLock::is_held(journal::lock_file_of(file));
    if (taken && *taken) return lock.error();
    // what cannot be watched may trade: each attempt to write says so again
    log::error("{}", lock.error().message);
    return {};
}

void ExecutionRouter::Parts::start()
{
    observing_ = context.inner->observe(static_cast<BrokerObserver&>(*this));
    watcher_.start();
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
