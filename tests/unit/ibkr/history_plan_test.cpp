// Splitting ranges of history.
#include "brokers/ibkr/broker/history_plan.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr_broker {
namespace {

using namespace std::chrono_literals;

const TimePoint monday_noon = *parse_time("2026-01-12T12:00:00Z");

HistoryRequest request(std::string duration, std::string size)
{
    return HistoryRequest{stock("AAPL")}.over(std::move(duration)).in_bars_of(std::move(size));
}

TEST(HistoryPlan, OneRequestWhereItFits)
{
    for (auto [duration, size] : {std::pair{"1 D", "1 min"},
                                  {"3600 S", "5 secs"},
                                  {"1 M", "30 mins"},
                                  {"1 Y", "1 day"},
                                  {"1 W", "5 mins"}}) {
        auto plan = plan_history(request(duration, size), monday_noon);
        ASSERT_TRUE(plan) << duration << " " << size;
        ASSERT_EQ(plan->size(), 1U) << duration << " " << size;
        EXPECT_EQ(plan->front().span.text(), duration);
        EXPECT_FALSE(plan->front().end);
    }
}

TEST(HistoryPlan, LongRangesAreSplitNewestFirstWithoutHoles)
{
    auto plan = plan_history(request("7000 S", "1 secs"), monday_noon);
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->size(), 4U);
    EXPECT_FALSE(plan->front().end) << "now";
    EXPECT_EQ((*plan)[1].end, monday_noon - 1800s);
    EXPECT_EQ((*plan)[2].end, monday_noon - 3600s);
    EXPECT_EQ((*plan)[3].end, monday_noon - 5400s);
    EXPECT_EQ((*plan)[3].span.text(), "1600 S");
}

TEST(HistoryPlan, DaysAreTradingDays)
{
    auto plan = plan_history(request("3 D", "1 min").until(monday_noon), monday_noon + 24h);
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->size(), 3U);
    EXPECT_EQ((*plan)[0].end, monday_noon);
    EXPECT_EQ((*plan)[1].end, *parse_time("2026-01-09T12:00:00Z")) << "over the weekend";
    EXPECT_EQ((*plan)[2].end, *parse_time("2026-01-08T12:00:00Z"));
}

TEST(HistoryPlan, AdjustedHistoryIsNeverSplit)
{
    auto plan = plan_history(request("10 Y", "1 day").showing("ADJUSTED_LAST"), monday_noon);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->size(), 1U);
}

TEST(HistoryPlan, NonsenseIsNamed)
{
    for (auto duration : {"", "1", "D", "1 X", "-1 D", "0 S", "1D", "1 day", "999999999 Y"})
        EXPECT_EQ(plan_history(request(duration, "1 min"), monday_noon).error(),
                  Errc::invalid_argument)
            << duration;
    for (auto size : {"", "7 mins", "1 minute", "2 days"})
        EXPECT_EQ(plan_history(request("1 D", size), monday_noon).error(), Errc::invalid_argument)
            << size;
    EXPECT_EQ(plan_history(request("1 Y", "1 secs"), monday_noon).error(), Errc::invalid_argument);
}

TEST(HistoryPlan, MergedBarsAreInOrderAndOnce)
{
    auto bar = [](int second, int close) {
        Bar b;
        b.time = TimePoint{std::chrono::seconds{second}};
        b.close = Decimal{close};
        return b;
    };
    auto all = merge_bars({{bar(3, 1), bar(4, 1)}, {}, {bar(1, 2), bar(2, 2), bar(3, 2)}});
    ASSERT_EQ(all.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_EQ(all[i].time.time_since_epoch(), std::chrono::seconds{i + 1});
    EXPECT_EQ(all[2].close, Decimal{1}) << "the newer request's bar";
}

}  // namespace
}  // namespace trademind::ibkr_broker
