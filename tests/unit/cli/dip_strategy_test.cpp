// The example strategy, quote by quote, on a broker that answers as the test says.
#include "cli/dip_strategy.hpp"

#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::cli;
using namespace trademind::literals;
using namespace trademind::test;

namespace {

class DipStrategyTest : public testing::Test {
protected:
    void SetUp() override
    {
        options.contracts = {stock("AAPL")};
        options.quantity = 100_d;
        options.window = 3;
        options.dip = 0.01_d;
        options.gain = 0.01_d;
        options.loss = 0.02_d;
        options.patience = 3;
        options.round_trips = 1;
    }
    void start()
    {
        strategy = trade_dips(*broker, options, [this] { ++finished; });
        settle();
    }
    void settle()
    {
        io.restart();
        io.poll();
    }
    void quote(Decimal bid, Decimal ask)
    {
        Quote q{stock("AAPL")};
        q.bid = bid;
        q.ask = ask;
        asio::post(broker->get_executor(), [&] { broker->push(q); });
        settle();
    }
    void quotes_of_a_hundred(int count)
    {
        for (int i = 0; i < count; ++i) quote(99.99_d, 100.01_d);
    }
    /// Reports the last placed order as filled at `price`, in whole or in part.
    void report(OrderStatus status, Decimal filled, Decimal price)
    {
        OrderReport r{OrderId{broker->next_id - 1}, broker->placed.back()};
        r.status = status;
        r.filled = filled;
        r.remaining = r.order.quantity - filled;
        if (filled.sign() > 0) r.average_fill_price = price;
        asio::post(broker->get_executor(), [&] { broker->notify(&BrokerObserver::on_order, r); });
        settle();
    }
    void bought_at_99()
    {
        quotes_of_a_hundred(3);
        quote(98.9_d, 99_d);
        report(OrderStatus::filled, 100_d, 99_d);
    }

    asio::io_context io;
    std::shared_ptr<FakeBroker> broker =
        FakeBroker::make(io.get_executor(), std::make_shared<ManualClock>());
    DipOptions options;
    std::shared_ptr<DipStrategy> strategy;
    int finished = 0;
};

}  // namespace

TEST_F(DipStrategyTest, WaitsUntilItHasAnAverage)
{
    start();
    quotes_of_a_hundred(2);
    quote(90_d, 90.01_d);
    EXPECT_TRUE(broker->placed.empty());
}

TEST_F(DipStrategyTest, BuysADipAtTheAsk)
{
    start();
    quotes_of_a_hundred(3);
    quote(99_d, 99.01_d);
    EXPECT_TRUE(broker->placed.empty()) << "99.01 is not one percent below 100";
    quote(98.6_d, 98.65_d);
    ASSERT_EQ(broker->placed.size(), 1U);
    EXPECT_EQ(broker->placed[0], buy(stock("AAPL"), 100_d).limit(98.65_d));
}

TEST_F(DipStrategyTest, IgnoresQuotesThatAreNotAMarket)
{
    start();
    quotes_of_a_hundred(3);
    quote(98_d, 97_d);  // crossed
    Quote one_sided{stock("AAPL")};
    one_sided.ask = 90_d;
    asio::post(broker->get_executor(), [&] { broker->push(one_sided); });
    settle();
    EXPECT_TRUE(broker->placed.empty());
}

TEST_F(DipStrategyTest, SellsTheRecoveryAtTheBid)
{
    start();
    bought_at_99();
    quote(99.9_d, 100_d);
    EXPECT_EQ(broker->placed.size(), 1U) << "99.9 is less than one percent above 99";
    quote(99.99_d, 100.05_d);
    ASSERT_EQ(broker->placed.size(), 2U);
    EXPECT_EQ(broker->placed[1], sell(stock("AAPL"), 100_d).limit(99.99_d));
    EXPECT_EQ(finished, 0);
    report(OrderStatus::filled, 100_d, 99.99_d);
    EXPECT_EQ(finished, 1);
}

TEST_F(DipStrategyTest, SellsALossAtTheMarket)
{
    start();
    bought_at_99();
    quote(97.02_d, 97.03_d);
    ASSERT_EQ(broker->placed.size(), 2U);
    EXPECT_EQ(broker->placed[1], sell(stock("AAPL"), 100_d));
}

TEST_F(DipStrategyTest, SellsOnlyWhatItHolds)
{
    start();
    quotes_of_a_hundred(3);
    quote(98.9_d, 99_d);
    report(OrderStatus::submitted, 40_d, 99_d);
    report(OrderStatus::cancelled, 40_d, 99_d);
    quote(100.5_d, 100.6_d);
    ASSERT_EQ(broker->placed.size(), 2U);
    EXPECT_EQ(broker->placed[1].quantity, 40_d);
}

TEST_F(DipStrategyTest, CancelsAnOrderThatRestsTooLong)
{
    start();
    quotes_of_a_hundred(3);
    quote(98.9_d, 99_d);
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(broker->cancelled.empty());
        quote(99.5_d, 99.6_d);
    }
    EXPECT_EQ(broker->cancelled, std::vector{OrderId{1}});
    quote(99.5_d, 99.6_d);
    EXPECT_EQ(broker->cancelled.size(), 1U) << "once is enough";
}

TEST_F(DipStrategyTest, HearsAFillThatComesBeforeTheAnswer)
{
    broker->on_place = [&](OrderId id, const OrderRequest& order) {
        OrderReport filled{id, order};
        filled.status = OrderStatus::filled;
        filled.filled = order.quantity;
        filled.average_fill_price = 99_d;
        broker->notify(&BrokerObserver::on_order, filled);
        OrderReport accepted{id, order};
        accepted.status = OrderStatus::submitted;
        return accepted;
    };
    start();
    quotes_of_a_hundred(3);
    quote(98.9_d, 99_d);
    quote(100.5_d, 100.6_d);
    EXPECT_EQ(broker->placed.size(), 2U) << "it knows that it holds the shares";
}

TEST_F(DipStrategyTest, StopsAfterItsRoundTrips)
{
    start();
    bought_at_99();
    quote(100.5_d, 100.6_d);
    report(OrderStatus::filled, 100_d, 100.5_d);
    quotes_of_a_hundred(3);
    quote(90_d, 90.1_d);
    EXPECT_EQ(broker->placed.size(), 2U);
    EXPECT_EQ(finished, 1);
}

TEST_F(DipStrategyTest, KeepsWhatWasRefusedAndGoesOnLater)
{
    start();
    broker->refusal = Error{Errc::buying_power, "needs 9,900"};
    quotes_of_a_hundred(3);
    quote(98.9_d, 99_d);
    ASSERT_EQ(strategy->refusals().size(), 1U);
    EXPECT_EQ(strategy->refusals()[0],
              "BUY 100 AAPL LMT 99 DAY: insufficient buying power: needs 9,900");
    broker->refusal.reset();
    for (int i = 0; i < options.patience; ++i) quote(90_d, 90.1_d);
    EXPECT_EQ(broker->placed.size(), 1U) << "it does not ask again at once";
    quote(80_d, 80.1_d);
    EXPECT_EQ(broker->placed.size(), 2U);
}

TEST_F(DipStrategyTest, IsSilentOnceDestroyed)
{
    broker->hold = true;
    start();
    quotes_of_a_hundred(3);
    quote(98.9_d, 99_d);
    strategy.reset();
    asio::post(broker->get_executor(), [&] { broker->release_all(); });
    settle();
    quote(90_d, 90.1_d);
    EXPECT_EQ(broker->placed.size(), 1U);
}
