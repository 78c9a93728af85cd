// The special memorandum account over days.
#include "brokers/paper/ledger/special_memorandum.hpp"

#include <gtest/gtest.h>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using paper::SpecialMemorandum;

TEST(SpecialMemorandum, is_the_excess_before_a_day_has_ended)
{
    SpecialMemorandum sma;
    EXPECT_EQ(sma.now(1000_d), 1000_d);
    EXPECT_EQ(sma.now(std::nullopt), std::nullopt);
}

TEST(SpecialMemorandum, keeps_what_gains_made_when_prices_fall)
{
    SpecialMemorandum sma;
    sma.end_day(5000_d);
    EXPECT_EQ(sma.now(-200_d), 5000_d);
    sma.end_day(-200_d);
    EXPECT_EQ(sma.now(-200_d), 5000_d);
    EXPECT_EQ(sma.now(7000_d), 7000_d) << "and grows with the excess";
}

TEST(SpecialMemorandum, is_used_by_the_trades_of_the_day_and_falls_below_zero)
{
    SpecialMemorandum sma;
    sma.end_day(5000_d);
    sma.add(-8000_d);
    EXPECT_EQ(sma.now(-3500_d), -3000_d);
    sma.add(4000_d);
    EXPECT_EQ(sma.now(-3500_d), 1000_d);
    sma.end_day(-3500_d);
    EXPECT_EQ(sma.state(), (SpecialMemorandum::State{1000_d, 0_d}));
}

}  // namespace
}  // namespace trademind::test
