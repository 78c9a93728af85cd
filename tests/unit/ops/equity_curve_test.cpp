// Equity over time, by numbers computed by hand.
#include "ops/report/equity_curve.hpp"

#include <gmock/gmock.h>

namespace trademind::ops {
namespace {

using namespace literals;
using namespace std::chrono_literals;

TimePoint at(std::string_view time)
{
    return parse_time(time).value();
}

StrategyReport report_of(std::initializer_list<EquityCurve::Sample> samples)
{
    EquityCurve curve;
    for (const auto& sample : samples) EXPECT_TRUE(curve.add(sample));
    StrategyReport report;
    curve.write(report);
    return report;
}

TEST(EquityCurve, says_nothing_without_a_sample)
{
    StrategyReport report = report_of({});
    EXPECT_EQ(report, StrategyReport{});
}

TEST(EquityCurve, has_the_deepest_fall_below_a_high)
{
    auto report = report_of({{at("2026-01-05T15:00:00Z"), 1000_d, 0_d},
                             {at("2026-01-05T15:01:00Z"), 1100_d, 0_d},
                             {at("2026-01-05T15:02:00Z"), 1045_d, 0_d},
                             {at("2026-01-05T15:03:00Z"), 1200_d, 0_d},
                             {at("2026-01-05T15:04:00Z"), 1080_d, 0_d},
                             {at("2026-01-05T15:05:00Z"), 1150_d, 0_d}});
    EXPECT_EQ(report.drawdown.amount, 120_d);
    EXPECT_EQ(report.drawdown.rate, 0.1_d);
    EXPECT_EQ(format_time(report.drawdown.high_at), "2026-01-05T15:03:00Z");
    EXPECT_EQ(format_time(report.drawdown.low_at), "2026-01-05T15:04:00Z");
    EXPECT_EQ(report.equity_start, 1000_d);
    EXPECT_EQ(report.equity_end, 1150_d);
    EXPECT_EQ(report.equity_high, 1200_d);
    EXPECT_EQ(report.equity_low, 1000_d);
    EXPECT_EQ(report.pnl, 150_d);
    EXPECT_EQ(report.rate, 0.15_d);
    ASSERT_EQ(report.equity.size(), 6U);
    EXPECT_EQ(report.equity[3].equity, 1200_d);
}

TEST(EquityCurve, days_end_at_midnight_in_new_york)
{
    auto report = report_of({{at("2026-01-05T15:00:00Z"), 1000_d, 0_d},
                             {at("2026-01-06T04:59:59Z"), 1010_d, 0_d},
                             {at("2026-01-06T05:00:00Z"), 1000_d, 0_d},
                             {at("2026-01-06T20:00:00Z"), 1111_d, 0_d}});
    ASSERT_EQ(report.days.size(), 2U);
    EXPECT_EQ(report.days[0].date, "20260105");
    EXPECT_EQ(report.days[0].pnl, 10_d);
    EXPECT_EQ(report.days[0].rate, 0.01_d);
    EXPECT_EQ(report.days[1].date, "20260106");
    EXPECT_EQ(report.days[1].equity_start, 1010_d);
    EXPECT_EQ(report.days[1].equity_end, 1111_d);
    EXPECT_EQ(report.days[1].pnl, 101_d);
    EXPECT_EQ(report.days[1].rate, 0.1_d);
}

TEST(EquityCurve, exposure_counts_by_time)
{
    // half a minute flat, a minute at 500 of 1000, half a minute at 1000 of 2000
    auto report = report_of({{at("2026-01-05T15:00:00Z"), 1000_d, 0_d},
                             {at("2026-01-05T15:00:30Z"), 1000_d, 500_d},
                             {at("2026-01-05T15:01:30Z"), 2000_d, 1500_d},
                             {at("2026-01-05T15:02:00Z"), 2000_d, 0_d}});
    // (0*30 + 500*60 + 1500*30) / (1000*90 + 2000*30)
    EXPECT_EQ(report.average_exposure, 0.5_d);
    EXPECT_EQ(report.highest_exposure, 0.75_d);
    EXPECT_EQ(report.time_in_market, 0.75_d);
    EXPECT_EQ(report.turnover_rate, 0_d);
}

TEST(EquityCurve, an_unknown_exposure_stays_unknown)
{
    auto report = report_of({{at("2026-01-05T15:00:00Z"), 1000_d, std::nullopt},
                             {at("2026-01-05T15:01:00Z"), 1000_d, 0_d}});
    EXPECT_FALSE(report.average_exposure);
    EXPECT_FALSE(report.time_in_market);
}

TEST(EquityCurve, a_sample_of_the_past_is_ignored)
{
    EquityCurve curve;
    EXPECT_TRUE(curve.add({at("2026-01-05T15:00:00Z"), 1000_d, 0_d}));
    EXPECT_FALSE(curve.add({at("2026-01-05T14:59:59Z"), 1_d, 0_d}));
    StrategyReport report;
    curve.write(report);
    EXPECT_EQ(report.equity_low, 1000_d);
}

TEST(EquityCurve, points_are_bounded_and_figures_exact)
{
    EquityCurve curve;
    TimePoint time = at("2026-01-05T15:00:00Z");
    for (int i = 0; i < 100'000; ++i)
        curve.add({time + i * 1ms, Decimal{i == 77'777 ? 1 : 1000 + i % 7}, 0_d});
    StrategyReport report;
    curve.write(report);
    EXPECT_LE(report.equity.size(), StrategyReporter::most_points);
    EXPECT_GE(report.equity.size(), StrategyReporter::most_points / 3);
    EXPECT_EQ(report.equity_low, 1_d);
    EXPECT_EQ(report.drawdown.amount, 1005_d);
    EXPECT_EQ(report.equity.front().time, time);
    EXPECT_EQ(report.equity.back().time, report.to);
}

}  // namespace
}  // namespace trademind::ops
