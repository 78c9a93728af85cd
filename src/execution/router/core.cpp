// Making and ending the router's inside.
#include "execution/router/core.hpp"

#include "base/log.hpp"
#include "execution/kill_switch/kill_signal.hpp"

#include <fmt/format.h>

namespace trademind {

ExecutionRouter::Core::Core(ExecutionRouter& router, std::shared_ptr<Broker> broker, Config config,
                            RouterOptions options)
    : router_{router},
      inner_{std::move(broker)},
      options_{std::move(options)},
      state_{config},
      alerts_{config.mode, [this](const Alert& alert) { tell(alert); }},
      default_type_{config.default_order_type},
      default_time_in_force_{config.time_in_force}
{
    size_alert_memory();
    state_.broker = inner_.get();
    state_.capabilities = inner_->capabilities();
    state_.user_checks = options_.checks;
    id_prefix_ = "tm-";
    if (options_.market_time) return;
    // unique from run to run even where no journal remembers
    auto since =
        std::chrono::floor<std::chrono::milliseconds>(inner_->clock()->now().time_since_epoch());
    id_prefix_ += fmt::format("{:x}-", since.count());
}

ExecutionRouter::Core::~Core()
{
    // first, and outside its lock: a handler that runs now is waited for
    observing_.reset();
    {
        std::lock_guard lock{watcher_mutex_};
        watcher_ends_ = true;
    }
    watcher_wakes_.notify_all();
    if (watcher_.joinable()) watcher_.join();
}

Result<> ExecutionRouter::Core::open_journal()
{
    if (const auto& file = state_.config.journal.file; !file.empty()) {
        auto claim = journal::Claim::take(file);
        if (!claim) return claim.error();
        claim_ = std::move(*claim);
    }
    auto opened = journal::Journal::open(state_.config.journal);
    if (!opened) return opened.error();
    journal_ = std::move(*opened);
    auto replay = journal_.replay(now().time);
    if (!replay) return replay.error();

    for (auto& known : replay->orders)
        state_.orders.add(TrackedOrder::of_earlier_run(std::move(known), now().uptime));
    latch_ = replay->latch;
    if (auto file = read_kill_file(state_.config.kill_switch.file);
        file && file->state > latch_.state)
        latch_ = *file;
    trading_ = latch_.state;
    state_.trading = latch_.state;
    if (replay->day) {
        state_.account.restore(*replay->day);
        written_peak_ = replay->day->highest;
    }
    executions_ = std::move(replay->executions);
    state_.conduct.restore(replay->orders_today, replay->executions_unreviewed, now().time);
    if (latch_.state != TradingState::active)
        log::warning("trading is {} since {} by {}: {}", to_string(latch_.state),
                     format_time(latch_.at), latch_.who, latch_.reason);
    return journal_.note("start", fmt::format("{} orders known", state_.orders.all().size()),
                         now().time);
}

Result<> ExecutionRouter::Core::claim_metrics()
{
    const auto& file = state_.config.metrics.file;
    if (file.empty() || options_.market_time) return {};
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

void ExecutionRouter::Core::start()
{
    observing_ = inner_->observe(*this);
    if (!options_.market_time) {
        look_at_alerts();
        if (!state_.config.metrics.file.empty()) write_metrics();
    }
    const auto& config = state_.config.kill_switch;
    if (config.on_signal) {
        kill::install_kill_signal();
        signals_taken_ = kill::kill_signals_seen();
    }
    if (!config.on_signal && config.file.empty()) return;
    // a thread of its own: a kill must work while the strategy holds the strand
    watcher_ = std::thread{[this, config] { look_for_kills(config); }};
}

risk::Now ExecutionRouter::Core::now() const
{
    if (options_.market_time && market_time_ != TimePoint{})
        return {market_time_.time_since_epoch(), market_time_};
    return {inner_->clock()->uptime(), inner_->clock()->now()};
}

void ExecutionRouter::Core::journal(const Result<>& written)
{
    if (written || state_.journal_failure) return;
    state_.journal_failure = written.error().message;
    log::error("the journal cannot be written: {}", written.error().message);
    lower(TradingState::halted, "journal", written.error().message);
}

std::string ExecutionRouter::Core::shown(std::string text) const
{
    const auto& account = state_.account.account();
    if (state_.config.log.show_account || !account || account->id.size() <= 3) return text;
    auto hidden =
        std::string(account->id.size() - 3, '*') + account->id.substr(account->id.size() - 3);
    for (auto at = text.find(account->id); at != std::string::npos; at = text.find(account->id, at))
        text.replace(at, account->id.size(), hidden);
    return text;
}

std::vector<std::int64_t> ExecutionRouter::Core::refusals() const
{
    std::vector<std::int64_t> counts;
    for (const auto& count : refusals_) counts.push_back(count.load(std::memory_order_relaxed));
    return counts;
}

}  // namespace trademind
