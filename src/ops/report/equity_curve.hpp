// The account's worth over time, and what follows from it.
#pragma once

#include <trademind/execution/strategy_report.hpp>

namespace trademind::ops {

/// Takes samples in order of time; memory is bounded by the days and by most_points.
class EquityCurve {
public:
    /// What the account held at the sample: counts until the next one.
    struct Sample {
        TimePoint time{};
        Decimal equity;
        std::optional<Decimal> gross;  ///< of positions
    };
    /// False: the sample is older than the last one.
    bool add(const Sample& sample);
    bool empty() const { return days_.empty(); }

    /// Fills in all that the equity says.
    void write(StrategyReport& report) const;

private:
    struct Day {
        std::string date;
        Decimal first, last;
    };
    void note_exposure(TimePoint until);
    void keep_point(const EquityPoint& point);

    Sample last_;
    TimePoint from_{};
    EquityPoint high_;
    Decimal highest_, lowest_;
    Drawdown deepest_;
    /// Sums over seconds.
    struct Exposure {
        Decimal gross, equity, seconds, held;
        std::optional<Decimal> highest;
        bool known = true;
    };
    Exposure exposure_;
    std::vector<Day> days_;
    std::vector<EquityPoint> points_;
    std::size_t stride_ = 1, since_point_ = 0;
};

}  // namespace trademind::ops
