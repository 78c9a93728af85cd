// Triggers that watch: clocks that differ, and quotes that stop while something is held.
#pragma once

#include "execution/kill_switch/kill_switch.hpp"

#include <functional>
#include <vector>

namespace trademind {

/// Compares this machine's clock with the broker's, and looks for held instruments without quotes.
/// On the strand.
class SafetyTriggers {
public:
    /// `before_look` is called before each look for stale quotes.
    SafetyTriggers(ExecutionContext& context, KillSwitch& kill_switch,
                   std::function<void()> before_look)
        : context_{context}, kill_switch_{kill_switch}, before_look_{std::move(before_look)}
    {}

    /// The order path is ready; again after each break.
    void start();
    /// What is held and has had no quote for `patience`, in its regular hours.
    std::vector<StaleQuote> stale_quotes(Duration patience) const;

private:
    void check_clock();
    void compare_clocks(TimePoint asked, const Result<TimePoint>& theirs);
    void watch_data();
    bool is_stale(const risk::Instrument&, Duration patience, risk::Now) const;

    ExecutionContext& context_;
    KillSwitch& kill_switch_;
    std::function<void()> before_look_;
    Subscription clock_timer_, data_timer_;
};

}  // namespace trademind
