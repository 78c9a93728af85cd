// The past of a market that had none.
#include "gateway/made_up_past.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace trademind::gateway {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

const TimePoint begin{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + 15h};

TEST(MadeUpPast, meets_the_market_where_it_begins)
{
    for (auto price : {1_d, 185.19_d, 4000_d})
        EXPECT_EQ((MadeUpPast{7, price, begin, 0.01_d}.price_at(begin)), price);
}

TEST(MadeUpPast, is_the_same_however_it_is_asked_for)
{
    MadeUpPast one{7, 185_d, begin, 0.01_d}, again{7, 185_d, begin, 0.01_d},
        other{8, 185_d, begin, 0.01_d};
    int differ = 0;
    for (int day = 1; day < 400; ++day) {
        auto when = begin - std::chrono::days{day};
        EXPECT_EQ(one.price_at(when), again.price_at(when));
        differ += one.price_at(when) != other.price_at(when);
    }
    EXPECT_GT(differ, 350) << "instruments move on their own";
}

TEST(MadeUpPast, has_whole_bars_on_the_tick)
{
    MadeUpPast past{7, 185_d, begin, 0.01_d};
    for (int n = 1; n < 2000; ++n) {
        auto from = begin - n * 1min;
        auto bar = past.bar(from, from + 1min);
        EXPECT_EQ(bar.time, from);
        EXPECT_LE(bar.low, std::min(bar.open, bar.close));
        EXPECT_GE(bar.high, std::max(bar.open, bar.close));
        EXPECT_GT(bar.low, 0_d);
        EXPECT_EQ(bar.close, past.price_at(from + 1min)) << "the next bar goes on from there";
        ASSERT_TRUE(bar.volume);
        EXPECT_GT(*bar.volume, 0_d);
        EXPECT_TRUE((bar.close * 100_d).is_integer()) << bar.close;
    }
}

TEST(MadeUpPast, moves_but_not_away)
{
    MadeUpPast past{7, 185_d, begin, 0.01_d};
    for (int day = 1; day < 3650; day += 7) {
        auto price = past.price_at(begin - std::chrono::days{day});
        EXPECT_GT(price, 80_d);
        EXPECT_LT(price, 430_d);
    }
    EXPECT_NE(past.price_at(begin - 1min), past.price_at(begin - 10h));
}

}  // namespace
}  // namespace trademind::gateway
