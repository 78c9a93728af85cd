// The special memorandum account of Regulation T: credit that gains make and trades use.
#pragma once

#include <trademind/decimal.hpp>

#include <algorithm>
#include <optional>

namespace trademind::paper {

/// Of a margin account, in its base currency. At a day's end it is the larger of what the account
/// has beyond the Regulation T requirement and what the day before left, changed by the day's
/// deposits and by the requirements of its trades. IBKR: "Special Memorandum Account (SMA)".
class SpecialMemorandum {
public:
    struct State {
        std::optional<Decimal> at_close;  ///< nothing: no day has ended yet
        Decimal change;                   ///< by deposits and trades since
        bool operator==(const State&) const = default;
    };

    void add(Decimal amount) { state_.change += amount; }
    /// `excess`: equity with loan value less the Regulation T requirement; nothing: unknown.
    std::optional<Decimal> now(std::optional<Decimal> excess) const
    {
        if (!state_.at_close || !excess) return excess;
        return std::max(*excess, *state_.at_close + state_.change);
    }
    void end_day(std::optional<Decimal> excess)
    {
        state_.at_close = now(excess);
        state_.change = Decimal{};
    }
    const State& state() const { return state_; }
    void restore(const State& state) { state_ = state; }

private:
    State state_;
};

}  // namespace trademind::paper
