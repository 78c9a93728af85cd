// Bars of five seconds, and what is made of them.
#include "gateway/bar_feed.hpp"

#include "unit/gateway/gateway_world.hpp"

#include <gtest/gtest.h>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;
using gateway::BarFeed;
using gateway::BarPrice;

class BarFeedTest : public testing::Test {
protected:
    BarFeedTest()
    {
        feed->start();
        world.run();
        listening = feed->listen([this](BarPrice kind, const Bar& bar) {
            if (kind == BarPrice::trades) told.push_back(bar);
        });
    }
    GatewayWorld world;
    std::shared_ptr<BarFeed> feed = std::make_shared<BarFeed>(world.paper, stock("AAPL"));
    std::vector<Bar> told;
    Subscription listening;
};

TEST_F(BarFeedTest, tells_a_bar_at_the_end_of_its_five_seconds)
{
    world.quote(100_d, 101_d);
    world.quote(103_d, 104_d);
    world.quote(102_d, 103_d);
    world.advance(5s);
    ASSERT_FALSE(told.empty());
    const auto& bar = told.front();
    EXPECT_EQ(bar.time.time_since_epoch() % 5s, 0s);
    EXPECT_EQ(bar.low, 100_d);
    EXPECT_EQ(bar.high, 103_d);
    EXPECT_EQ(bar.close, 102_d);
    ASSERT_TRUE(bar.volume);
    EXPECT_GT(*bar.volume, 0_d);
}

TEST_F(BarFeedTest, tells_a_bar_where_nothing_changed)
{
    world.quote(100_d, 101_d);
    world.advance(5s);
    auto bars = told.size();
    ASSERT_GT(bars, 0U);
    world.advance(5s);
    ASSERT_EQ(told.size(), bars + 1);
    EXPECT_EQ(told.back().open, 100_d);
    EXPECT_EQ(told.back().close, 100_d);
    EXPECT_FALSE(told.back().volume) << "nothing was traded";
    EXPECT_EQ(told.back().time - told[bars - 1].time, 5s);
}

TEST_F(BarFeedTest, joins_bars_to_longer_ones)
{
    for (int n = 0; n < 30; ++n) {
        world.quote(Decimal{100 + n % 7}, Decimal{101 + n % 7});
        world.advance(4s);
    }
    auto from = world.clock->now() - 1h;
    auto minutes = feed->bars(BarPrice::bid, 1min, from, world.clock->now());
    ASSERT_GE(minutes.size(), 2U);
    for (std::size_t n = 1; n < minutes.size(); ++n)
        EXPECT_EQ(minutes[n].time - minutes[n - 1].time, 1min);
    EXPECT_EQ(minutes[1].low, 100_d);
    EXPECT_EQ(minutes[1].high, 106_d);
    auto whole = feed->bars(BarPrice::bid, 1h, from - 1h, world.clock->now());
    ASSERT_FALSE(whole.empty());
    EXPECT_EQ(whole.back().high, 106_d);
}

TEST_F(BarFeedTest, lets_a_listener_end_itself)
{
    int calls = 0;
    Subscription own;
    own = feed->listen([&](BarPrice, const Bar&) {
        ++calls;
        own.reset();
    });
    world.quote(100_d, 101_d);
    world.advance(5s);
    world.advance(5s);
    EXPECT_EQ(calls, 1);
}

TEST_F(BarFeedTest, calls_once_a_price_is_known_and_does_not_wait_for_ever)
{
    int calls = 0;
    feed->when_priced([&] { ++calls; });
    EXPECT_EQ(calls, 1) << "it is known";
    auto unknown = std::make_shared<BarFeed>(world.paper, stock("NOSUCH"));
    unknown->start();
    unknown->when_priced([&] { ++calls; });
    world.advance(4s);
    EXPECT_EQ(calls, 1);
    world.advance(1s);
    EXPECT_EQ(calls, 2) << "no price comes";
}

TEST(BarPrices, are_TWSs_words)
{
    EXPECT_EQ(gateway::parse_bar_price("TRADES"), BarPrice::trades);
    EXPECT_EQ(gateway::parse_bar_price("MIDPOINT"), BarPrice::midpoint);
    EXPECT_FALSE(gateway::parse_bar_price("OPTION_IMPLIED_VOLATILITY"));
}

}  // namespace
}  // namespace trademind::test
