// What exercising is worth.
#include "brokers/paper/engine/bookings.hpp"

#include <gtest/gtest.h>

namespace trademind::paper {
namespace {

using namespace literals;

TEST(Bookings, an_option_is_worth_what_the_price_is_beyond_its_strike)
{
    auto call = option("X", "20261218", 100_d, OptionRight::call);
    auto put = option("X", "20261218", 100_d, OptionRight::put);
    EXPECT_EQ(intrinsic_value(call, 101.25_d), 1.25_d);
    EXPECT_EQ(intrinsic_value(call, 100_d), 0_d);
    EXPECT_EQ(intrinsic_value(call, 90_d), 0_d);
    EXPECT_EQ(intrinsic_value(put, 90_d), 10_d);
    EXPECT_EQ(intrinsic_value(put, 110_d), 0_d);
}

}  // namespace
}  // namespace trademind::paper
