// Day trades: counting them, and what they allow under the regime in force.
#pragma once

#include "brokers/paper/ledger/settlement.hpp"

#include <trademind/day_trade_regime.hpp>
#include <trademind/decimal.hpp>

#include <optional>
#include <vector>

namespace trademind::paper {

/// Follows one symbol through one day. A day trade is a change from opening to closing: one buy
/// that three sales close is one, and closing what was held overnight is none.
struct DayTradeTracker {
    Date date{};
    bool opened = false;  ///< the last thing of the day was an opening

    /// True when this execution completes a day trade. A fill that turns the position around closes
    /// first, then opens.
    bool record(Date day, bool closes, bool opens);
    bool operator==(const DayTradeTracker&) const = default;
};

/// Day trades of the account by date.
class DayTradeCounter {
public:
    struct Day {
        Date date{};
        int count{};
        bool operator==(const Day&) const = default;
    };

    void add(Date day);
    /// In the five business days that end with `today`.
    int count(Date today, const IsBusinessDay& is_business_day) const;
    const std::vector<Day>& days() const { return days_; }
    void restore(std::vector<Day> days) { days_ = std::move(days); }

private:
    std::vector<Day> days_;  ///< ascending, those of the last two weeks
};

constexpr std::int64_t pattern_day_trader_equity = 25'000;  ///< USD
constexpr int free_day_trades = 3;                          ///< in five business days, below that

/// Day trades left; nothing: no limit. `equity` is that of the previous close; unknown equity
/// counts as too little.
std::optional<int> day_trades_left(DayTradeRegime regime, std::optional<Decimal> equity, int count);

}  // namespace trademind::paper
