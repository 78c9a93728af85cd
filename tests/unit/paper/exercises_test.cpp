// Early exercise through the market's feed, which every program with a router has.
#include "unit/paper/paper_fixture.hpp"

#include <trademind/brokers/paper/feed.hpp>

namespace trademind::test {
namespace {

TEST_F(PaperTest, exercise_through_the_feed_is_told_as_executions)
{
    auto call = option("X", "20271217", 90_d, OptionRight::call);
    start();
    quote(100_d, 100_d, 100_d, 100_d);
    push(paper::MarketChange{}.with_bid(11_d, 5_d).with_ask(11_d, 5_d), call);
    take(buy(call, 1_d));
    PaperFeed feed{broker};
    Awaited<void> done;
    feed.exercise(call, 1_d, false, done.token());
    run();
    EXPECT_TRUE(done.get()) << done.get().error().describe();
    ASSERT_EQ(heard.executions.size(), 3U);
    EXPECT_EQ(heard.executions[1].contract, call);
    EXPECT_EQ(heard.executions[1].price, 0_d);
    EXPECT_EQ(heard.executions[1].client_order_id, "exercise-2");
    EXPECT_EQ(heard.executions[2].contract, stock("X"));
    EXPECT_EQ(heard.executions[2].price, 90_d);
    EXPECT_EQ(position(), 100_d);
    EXPECT_EQ(position(call), 0_d);
}

TEST_F(PaperTest, exercise_needs_a_connection)
{
    start();
    ask<void>([&](auto token) { broker->disconnect(token); });
    Awaited<void> done;
    broker->exercise(option("X", "20271217", 90_d, OptionRight::call), 1_d, false, done.token());
    run();
    EXPECT_EQ(done.get().error(), Errc::not_connected);
}

}  // namespace
}  // namespace trademind::test
