// What the account holds and what its money comes to.
#pragma once

#include "execution/kill_switch/kill_switch.hpp"

#include <string>
#include <vector>

namespace trademind {

/// Positions, as the broker reports them and as the fills make them, and the account's values. On
/// the strand.
class PositionTracker {
public:
    PositionTracker(ExecutionContext& context, KillSwitch& kill_switch)
        : context_{context}, kill_switch_{kill_switch}
    {}

    void on_position(const Position&);
    /// The next position differs from what the fills make by a corporate action, which the broker
    /// has just told: its word counts at once.
    void expect_adjustment() { adjusted_ = true; }
    /// All that is held, once the lists of a reconciliation have come: whatever is not in it is not
    /// held.
    void take_baseline(const std::vector<Position>&);
    void take_account(const Account&);
    void restore(const journal::DayStart&);
    /// Broker and fills may differ for position_mismatch_after; then the broker's word counts.
    void watch_for_mismatch();
    void report_mismatch(const Contract&, Decimal held, const std::string& what,
                         std::string expected);

private:
    void take(const Position&, bool is_baseline);
    void look_for_mismatch();
    void judge_losses();

    ExecutionContext& context_;
    KillSwitch& kill_switch_;
    Decimal written_peak_;  // of the day's equity, as the journal knows it
    Subscription timer_;
    bool adjusted_ = false;
};

}  // namespace trademind
