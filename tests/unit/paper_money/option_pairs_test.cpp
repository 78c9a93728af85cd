// Which short options are covered, and by what.
#include "brokers/paper/ledger/option_pairs.hpp"

#include <gtest/gtest.h>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using paper::OptionCover;
using paper::OptionHolding;
using paper::pair_options;

OptionHolding call(Decimal quantity, Decimal strike, std::string expiry = "20260918")
{
    return {quantity, strike, OptionRight::call, std::move(expiry), 100_d};
}
OptionHolding put(Decimal quantity, Decimal strike)
{
    return {quantity, strike, OptionRight::put, "20260918", 100_d};
}

TEST(OptionPairs, shares_cover_the_calls_with_the_lowest_strike_first)
{
    auto covers = pair_options(250_d, {call(-1_d, 110_d), call(-3_d, 100_d)});
    EXPECT_EQ(covers[0].covered, 0_d);
    EXPECT_EQ(covers[1].covered, 2_d) << "a part of a contract covers none";
}

TEST(OptionPairs, short_shares_cover_puts_and_no_calls)
{
    auto covers = pair_options(-100_d, {put(-2_d, 100_d), call(-1_d, 100_d)});
    EXPECT_EQ(covers[0].covered, 1_d);
    EXPECT_EQ(covers[1].covered, 0_d);
}

TEST(OptionPairs, a_long_option_limits_what_a_short_one_can_lose)
{
    auto covers = pair_options(0_d, {call(-2_d, 100_d), call(1_d, 110_d), call(1_d, 105_d)});
    EXPECT_EQ(covers[0].spread, 2_d);
    EXPECT_EQ(covers[0].spread_risk, 500_d + 1000_d);
    EXPECT_EQ(covers[1], OptionCover{}) << "a long one needs no cover";
}

TEST(OptionPairs, nothing_can_be_lost_where_the_long_one_is_worth_more)
{
    auto covers = pair_options(0_d, {call(-1_d, 100_d), call(1_d, 95_d)});
    EXPECT_EQ(covers[0].spread, 1_d);
    EXPECT_EQ(covers[0].spread_risk, 0_d);
    covers = pair_options(0_d, {put(-1_d, 100_d), put(1_d, 95_d)});
    EXPECT_EQ(covers[0].spread_risk, 500_d);
}

TEST(OptionPairs, what_ends_first_or_has_the_other_right_covers_nothing)
{
    EXPECT_EQ(pair_options(0_d, {call(-1_d, 100_d), call(1_d, 100_d, "20260821")})[0],
              OptionCover{});
    EXPECT_EQ(pair_options(0_d, {call(-1_d, 100_d), put(1_d, 100_d)})[0], OptionCover{});
}

TEST(OptionPairs, nothing_covers_twice)
{
    auto covers = pair_options(
        100_d, {call(-1_d, 100_d), call(-1_d, 101_d), call(1_d, 102_d), call(-1_d, 103_d)});
    EXPECT_EQ(covers[0].covered, 1_d);
    EXPECT_EQ(covers[1].spread, 1_d);
    EXPECT_EQ(covers[1].spread_risk, 100_d);
    EXPECT_EQ(covers[3], OptionCover{});
}

TEST(OptionPairs, of_an_iron_condor_with_equal_distances_one_side_counts)
{
    // IBKR knowledge base, node 600
    auto covers = pair_options(
        0_d, {put(10_d, 160_d), put(-10_d, 170_d), call(-10_d, 180_d), call(10_d, 190_d)});
    EXPECT_EQ(covers[1].spread_risk, 10'000_d);
    EXPECT_EQ(covers[2].spread, 10_d);
    EXPECT_EQ(covers[2].spread_risk, 0_d);
    covers = pair_options(
        0_d, {put(4_d, 160_d), put(-4_d, 170_d), call(-10_d, 180_d), call(10_d, 190_d)});
    EXPECT_EQ(covers[2].spread_risk, 6'000_d) << "four of the call spreads are in a condor";
}

TEST(OptionPairs, other_distances_days_or_strikes_are_two_spreads)
{
    auto risk_of_calls = [](Decimal sold, Decimal bought, const std::string& expiry) {
        auto covers = pair_options(0_d, {put(1_d, 160_d), put(-1_d, 170_d),
                                         call(-1_d, sold, expiry), call(1_d, bought, expiry)});
        EXPECT_EQ(covers[1].spread_risk, 1'000_d);
        return covers[2].spread_risk;
    };
    EXPECT_EQ(risk_of_calls(180_d, 195_d, "20260918"), 1'500_d);
    EXPECT_EQ(risk_of_calls(180_d, 190_d, "20260821"), 1'000_d);
    EXPECT_EQ(risk_of_calls(170_d, 180_d, "20260918"), 1'000_d);
    EXPECT_EQ(risk_of_calls(180_d, 190_d, "20260918"), 0_d);
}

}  // namespace
}  // namespace trademind::test
