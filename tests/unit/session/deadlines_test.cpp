// Deadlines and the one timer behind them.
#include "brokers/ibkr/session/deadlines.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr::session {
namespace {

using namespace std::chrono_literals;
using Of = Deadlines::Of;

constexpr auto nothing = std::nullopt;

TEST(Deadlines, a_deadline_is_taken_once_and_not_before_its_moment)
{
    Deadlines deadlines;
    EXPECT_FALSE(deadlines.take(Of::stage, 100s)) << "there is none";
    deadlines.set(Of::stage, 10s);
    EXPECT_FALSE(deadlines.take(Of::stage, 9s));
    EXPECT_FALSE(deadlines.take(Of::write, 11s)) << "it is another's";
    EXPECT_TRUE(deadlines.runs(Of::stage));
    EXPECT_TRUE(deadlines.take(Of::stage, 10s));
    EXPECT_FALSE(deadlines.take(Of::stage, 11s));
}

TEST(Deadlines, the_timer_runs_for_the_earliest)
{
    Deadlines deadlines;
    EXPECT_EQ(deadlines.arm(nothing, 0s), nothing);
    deadlines.set(Of::stage, 10s);
    deadlines.set(Of::write, 4s);
    EXPECT_EQ(deadlines.arm(7s, 1s), Duration{3s});
    EXPECT_EQ(deadlines.arm(2s, 1s), Duration{1s}) << "something comes due earlier";
    EXPECT_EQ(deadlines.arm(1s, 3s), Duration{0s}) << "it has passed";
}

TEST(Deadlines, a_timer_that_fires_early_enough_is_left_alone)
{
    Deadlines deadlines;
    deadlines.set(Of::write, 4s);
    ASSERT_TRUE(deadlines.arm(nothing, 0s));
    deadlines.clear(Of::write);
    deadlines.set(Of::stage, 10s);
    EXPECT_EQ(deadlines.arm(nothing, 1s), nothing);
    deadlines.disarm();
    EXPECT_EQ(deadlines.arm(nothing, 4s), Duration{6s}) << "it fired";
}

}  // namespace
}  // namespace trademind::ibkr::session
