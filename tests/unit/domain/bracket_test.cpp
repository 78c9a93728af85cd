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

TEST(Bracket, exits_have_the_time_in_force_that_the_caller_chooses)
{
    auto entry = buy(stock("A"), 1_d).limit(100_d);
    auto day = bracket(entry, 110_d, 95_d, TimeInForce::day);
    ASSERT_TRUE(day);
    EXPECT_EQ(day->take_profit.time_in_force, TimeInForce::day);
    EXPECT_EQ(day->stop_loss.time_in_force, TimeInForce::day);
    auto dated = bracket(OrderRequest{entry}.good_till("20261224"), 110_d, 95_d,
                         TimeInForce::good_till_date);
    ASSERT_TRUE(dated);
    EXPECT_EQ(dated->stop_loss.good_till_date, "20261224");
}

TEST(Bracket, exits_that_cannot_wait_for_their_entry_are_refused)
{
    for (auto exits : {TimeInForce::immediate_or_cancel, TimeInForce::fill_or_kill,
                       TimeInForce::opening, TimeInForce::auction, TimeInForce::good_till_date}) {
        auto all = bracket(buy(stock("A"), 1_d).limit(100_d), 110_d, 95_d, exits);
        ASSERT_FALSE(all) << to_string(exits);
        EXPECT_EQ(all.error(), Errc::invalid_order);
    }
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

TEST(Bracket, what_no_order_could_have_is_refused_by_name)
{
    auto why = [](OrderRequest entry, Decimal profit, Decimal loss) {
        auto all = bracket(std::move(entry), profit, loss);
        return all ? "taken" : all.error().message;
    };
    EXPECT_EQ(why(buy(stock("A"), 1_d), 110_d, 0_d),
              "bracket: stop_loss: stop_price 0 is not greater than 0");
    EXPECT_EQ(why(buy(stock("A"), 1_d), 110_d, -5_d),
              "bracket: stop_loss: stop_price -5 is not greater than 0");
    EXPECT_EQ(why(sell(stock("A"), 1_d), -1_d, 95_d),
              "bracket: take_profit: limit_price -1 is not greater than 0");
    EXPECT_EQ(why(buy(stock("A"), 0_d), 110_d, 95_d),
              "bracket: entry: quantity 0 is not greater than 0");
    EXPECT_EQ(why(buy(stock("A"), -10_d).limit(100_d), 110_d, 95_d),
              "bracket: entry: quantity -10 is not greater than 0");
    EXPECT_EQ(why(buy(stock(""), 1_d), 110_d, 95_d),
              "bracket: entry: contract has neither symbol nor id");
    EXPECT_EQ(why(sell(future("CL", "202606", "NYMEX"), 1_d), -20_d, 5_d), "taken")
        << "futures may be priced below zero";
}

}  // namespace
}  // namespace trademind
