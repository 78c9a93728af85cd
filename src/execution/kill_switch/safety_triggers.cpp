// Triggers that watch: clocks that differ, and quotes that stop while something is held.
#include "execution/kill_switch/safety_triggers.hpp"

#include "base/log.hpp"
#include "base/seconds.hpp"
#include "execution/kill_switch/names.hpp"

#include <boost/asio/post.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace trademind {

using namespace std::chrono_literals;

void SafetyTriggers::start()
{
    context_.ready_since = context_.now().uptime;
    bool has_clock = false;
    if (context_.services)
        detail::call_program([&] { has_clock = context_.services->has_clock(); });
    if (has_clock && !clock_timer_) check_clock();
    if (!context_.market_time && !data_timer_) watch_data();
    before_look_();
}

void SafetyTriggers::check_clock()
{
    const auto& config = context_.state.config.kill_switch;
    clock_timer_ = context_.after(config.clock_check_interval, [this] {
        clock_timer_ = {};
        check_clock();
    });
    bool fallen = kill_switch_.state() >= level_of(config.on_clock_skew);
    if (!context_.state.connected || fallen) return;
    auto compare =
        context_.guarded([this, asked = context_.inner->clock()->now()](Result<TimePoint> theirs) {
            compare_clocks(asked, theirs);
        });
    detail::call_program([&] {
        context_.services->ask_time(
            [strand = context_.inner->get_executor(), compare](Result<TimePoint> theirs) {
                asio::post(strand, [compare, theirs]() mutable { compare(theirs); });
            });
    });
}

void SafetyTriggers::compare_clocks(TimePoint asked, const Result<TimePoint>& theirs)
{
    if (!theirs) return log::warning("the broker's clock: {}", theirs.error().describe());
    const auto& config = context_.state.config.kill_switch;
    // the broker's moment lies within the second that it told, and between question and answer
    Duration ahead = asked - (*theirs + 1s), behind = *theirs - context_.inner->clock()->now();
    if (std::max(ahead, behind) <= config.max_clock_skew) return;
    auto what =
        ahead > behind
            ? "this machine's clock is ahead of the broker's by " + seconds(ahead) + " or more"
            : "this machine's clock is behind the broker's by " + seconds(behind) + " or more";
    context_.report(&ExecutionObserver::on_discrepancy,
                    Discrepancy{AlertRule::clock_skew, "", what, seconds(std::max(ahead, behind)),
                                seconds(config.max_clock_skew)});
    kill_switch_.trip(config.on_clock_skew, "clock", what);
}

void SafetyTriggers::watch_data()
{
    const auto& config = context_.state.config.kill_switch;
    data_timer_ = context_.after(std::max<Duration>(1s, config.stale_data_after / 10), [this] {
        data_timer_ = {};
        watch_data();
    });
    before_look_();
    bool fallen = kill_switch_.state() >= level_of(config.on_stale_data);
    if (!context_.state.reconciled || fallen) return;
    auto stale = stale_quotes(config.stale_data_after);
    if (!stale.empty())
        kill_switch_.trip(config.on_stale_data, "stale",
                          fmt::format("{} is held, but no quote of it came for {}",
                                      stale.front().name, seconds(stale.front().age)));
}

std::vector<StaleQuote> SafetyTriggers::stale_quotes(Duration patience) const
{
    std::vector<StaleQuote> stale;
    if (!context_.state.reconciled) return stale;
    auto at = context_.now();
    for (const auto& i : context_.state.book.instruments())
        if (is_stale(*i, patience, at))
            stale.push_back({i->contract.describe(), at.uptime - i->quote_at});
    return stale;
}

bool SafetyTriggers::is_stale(const risk::Instrument& instrument, Duration patience,
                              risk::Now at) const
{
    bool held = !instrument.position.is_zero() || !instrument.reported.is_zero();
    if (!held || !instrument.watched_since) return false;
    const RiskLimits& risk = context_.state.config.risk;
    bool delayed = instrument.quote && risk::is_delayed(*instrument.quote);
    patience = std::max(patience, delayed ? risk.max_quote_age_delayed : risk.max_quote_age);
    auto since = std::max({instrument.quote_at, *instrument.watched_since, context_.ready_since});
    if (at.uptime - since <= patience) return false;
    // quotes rest while the market does, and need their time after it has opened
    return risk::market_state(instrument, at.time - patience) == MarketState::open &&
           risk::market_state(instrument, at.time) == MarketState::open;
}

}  // namespace trademind
