// Brackets: sides of prices, and who transmits.
#include <trademind/bracket.hpp>

#include <gtest/gtest.h>

namespace trademind {
namespace {

using namespace literals;

TEST(Bracket, ExitsAreOfTheOtherSideAndTheLastOneTransmits)
{
    auto all =
        bracket(buy(stock("AAPL"), 10_d).limit(100_d).with_client_order_id("x"), 110_d, 95_d);
    ASSERT_TRUE(all) << all.error().describe();
    EXPECT_FALSE(all->entry.transmit);
    EXPECT_FALSE(all->take_profit.transmit);
    EXPECT_TRUE(all->stop_loss.transmit);
    EXPECT_EQ(all->take_profit.side, Side::sell);
    EXPECT_EQ(all->take_profit.type, OrderType::limit);
    EXPECT_EQ(all->take_profit.limit_price, 110_d);
    EXPECT_EQ(all->stop_loss.type, OrderType::stop);
    EXPECT_EQ(all->stop_loss.stop_price, 95_d);
    EXPECT_EQ(all->stop_loss.quantity, 10_d);
    EXPECT_EQ(all->stop_loss.client_order_id, "x-stop");
    EXPECT_EQ(all->take_profit.time_in_force, TimeInForce::good_till_cancelled);
}

TEST(Bracket, PricesOnTheWrongSideAreRefused)
{
    auto refused = [](OrderRequest entry, Decimal profit, Decimal loss) {
        auto all = bracket(std::move(entry), profit, loss);
        return !all && all.error() == Errc::invalid_order;
    };
    EXPECT_TRUE(refused(buy(stock("A"), 1_d), 95_d, 110_d));
    EXPECT_TRUE(refused(buy(stock("A"), 1_d), 95_d, 95_d));
    EXPECT_TRUE(refused(buy(stock("A"), 1_d).limit(100_d), 99_d, 95_d));
    EXPECT_TRUE(refused(buy(stock("A"), 1_d).limit(100_d), 110_d, 100_d));
    EXPECT_TRUE(refused(sell(stock("A"), 1_d).limit(100_d), 110_d, 95_d));
    EXPECT_FALSE(refused(sell(stock("A"), 1_d).limit(100_d), 95_d, 110_d));
    EXPECT_FALSE(refused(buy(stock("A"), 1_d), 110_d, 95_d));
}

}  // namespace
}  // namespace trademind
