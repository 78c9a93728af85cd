// What no event tells of: clocks that drift apart, and quotes that stop while something is held.
#include "base/log.hpp"
#include "execution/router/core.hpp"
#include "execution/router/seconds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind {
namespace {

using namespace std::chrono_literals;

TradingState level_of(KillAction action)
{
    switch (action) {
    case KillAction::none: return TradingState::active;
    case KillAction::reducing: return TradingState::reducing;
    case KillAction::halted: break;
    }
    return TradingState::halted;
}

}  // namespace

void ExecutionRouter::Core::trip(KillAction action, std::string_view kind, const std::string& what)
{
    auto level = level_of(action);
    if (level == TradingState::active)
        log::warning("{}: {}", kind, what);
    else
        log::error("{}: {}", kind, what);
    journal(journal_.note(kind, what, now().time));
    if (level != TradingState::active) lower(level, "risk", what);
}

void ExecutionRouter::Core::start_watching()
{
    ready_since_ = now().uptime;
    if (options_.broker_time && !clock_timer_) check_clock();
    if (!options_.market_time && !data_timer_) watch_data();
    watch_held();
}

void ExecutionRouter::Core::watch_held()
{
    if (!state_.config.kill_switch.watch_positions || !state_.connected) return;
    std::vector<Contract> fresh;
    for (const auto& i : state_.book.instruments()) {
        bool held = !i->position.is_zero() || !i->reported.is_zero();
        if (held && !watches_.contains(i.get()) && looked_at_.insert(i.get()).second)
            fresh.push_back(i->contract);
    }
    for (const auto& contract : fresh)
        resolve(contract, [this, contract] {
            auto* known = state_.book.find(contract);
            if (!known) return;
            if (!known->hours) known->hours = hours_of(*known, nullptr);
            await_quote(contract, [] {});
        });
}

void ExecutionRouter::Core::check_clock()
{
    const auto& config = state_.config.kill_switch;
    clock_timer_ = after(config.clock_check_interval, [this] {
        clock_timer_ = {};
        check_clock();
    });
    bool fallen = trading_state() >= level_of(config.on_clock_skew);
    if (!state_.connected || fallen) return;
    auto compare = guarded([this, asked = inner_->clock()->now()](Result<TimePoint> theirs) {
        compare_clocks(asked, theirs);
    });
    detail::call_program([&] {
        options_.broker_time([strand = inner_->get_executor(), compare](Result<TimePoint> theirs) {
            asio::post(strand, [compare, theirs]() mutable { compare(theirs); });
        });
    });
}

void ExecutionRouter::Core::compare_clocks(TimePoint asked, const Result<TimePoint>& theirs)
{
    if (!theirs) return log::warning("the broker's clock: {}", theirs.error().describe());
    const auto& config = state_.config.kill_switch;
    // the broker's moment lies within the second that it told, and between question and answer
    Duration ahead = asked - (*theirs + 1s), behind = *theirs - inner_->clock()->now();
    if (std::max(ahead, behind) <= config.max_clock_skew) return;
    auto what =
        ahead > behind
            ? "this machine's clock is ahead of the broker's by " + seconds(ahead) + " or more"
            : "this machine's clock is behind the broker's by " + seconds(behind) + " or more";
    alert(AlertRule::clock_skew, "",
          {AlertSeverity::page, what, seconds(std::max(ahead, behind)),
           seconds(config.max_clock_skew)});
    trip(config.on_clock_skew, "clock", what);
}

void ExecutionRouter::Core::watch_data()
{
    const auto& config = state_.config.kill_switch;
    data_timer_ = after(std::max<Duration>(1s, config.stale_data_after / 10), [this] {
        data_timer_ = {};
        watch_data();
    });
    watch_held();
    bool fallen = trading_state() >= level_of(config.on_stale_data);
    if (!state_.reconciled || fallen) return;
    auto at = now();
    for (const auto& [instrument, watch] : watches_) {
        if (!is_stale(*instrument, watch, config.stale_data_after, at)) continue;
        return trip(config.on_stale_data, "stale",
                    fmt::format("{} is held, but no quote of it came for {}",
                                instrument->contract.describe(),
                                seconds(at.uptime - instrument->quote_at)));
    }
}

bool ExecutionRouter::Core::is_stale(const risk::Instrument& instrument, const Watch& watch,
                                     Duration patience, risk::Now at) const
{
    if (instrument.position.is_zero() && instrument.reported.is_zero()) return false;
    const RiskLimits& risk = state_.config.risk;
    bool delayed = instrument.quote && risk::is_delayed(*instrument.quote);
    patience = std::max(patience, delayed ? risk.max_quote_age_delayed : risk.max_quote_age);
    auto since = std::max({instrument.quote_at, watch.started, ready_since_});
    if (at.uptime - since <= patience) return false;
    // quotes rest while the market does, and need their time after it has opened
    return risk::market_state(instrument, at.time - patience) == MarketState::open &&
           risk::market_state(instrument, at.time) == MarketState::open;
}

}  // namespace trademind
