// The record of a run: order log, fills with their commissions, and the tables and JSON made of it.
#include "cli/trading_log.hpp"

#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::cli;
using namespace trademind::literals;
using namespace trademind::test;
using testing::HasSubstr;

namespace {

OrderReport report(OrderStatus status, Decimal filled)
{
    OrderReport r{OrderId{1}, buy(stock("AAPL"), 10_d).limit(100_d)};
    r.status = status;
    r.filled = filled;
    r.remaining = 10_d - filled;
    r.updated_at = ManualClock::start();
    if (filled.sign() > 0) r.average_fill_price = 99.5_d;
    return r;
}

Execution execution(std::string id)
{
    Execution e;
    e.id = std::move(id);
    e.order_id = OrderId{1};
    e.contract = stock("AAPL");
    e.quantity = 10_d;
    e.price = 99.5_d;
    e.time = ManualClock::start();
    return e;
}

class TradingLogTest : public testing::Test {
protected:
    TradingRecord finish()
    {
        auto done = asio::co_spawn(io, log.finish(), asio::use_future);
        io.restart();
        io.run();
        return done.get().value();
    }

    asio::io_context io;
    std::shared_ptr<FakeBroker> broker =
        FakeBroker::make(io.get_executor(), std::make_shared<ManualClock>());
    TradingLog log{*broker};
};

}  // namespace

TEST_F(TradingLogTest, KeepsEachChangeOfAnOrderOnce)
{
    log.on_order(report(OrderStatus::pending_submit, 0_d));
    log.on_order(report(OrderStatus::submitted, 0_d));
    log.on_order(report(OrderStatus::submitted, 0_d));
    log.on_order(report(OrderStatus::submitted, 4_d));
    auto with_commission = report(OrderStatus::submitted, 4_d);
    with_commission.commission = 1_d;
    log.on_order(with_commission);
    log.on_order(report(OrderStatus::filled, 10_d));
    auto record = finish();
    ASSERT_EQ(record.orders.size(), 4U);
    EXPECT_EQ(record.orders[2].report.commission, 1_d);
    EXPECT_EQ(record.orders[3].report.status, OrderStatus::filled);
}

TEST_F(TradingLogTest, JoinsACommissionWithItsExecutionInEitherOrder)
{
    log.on_execution(execution("0001.01.01"));
    log.on_commission(Commission{"0001.01.01", 1_d, "USD"});
    log.on_commission(Commission{"0002.01.01", 2_d, "USD"});
    log.on_execution(execution("0002.01.01"));
    auto record = finish();
    ASSERT_EQ(record.executions.size(), 2U);
    EXPECT_EQ(record.executions[0].commission->amount, 1_d);
    EXPECT_EQ(record.executions[1].commission->amount, 2_d);
}

TEST_F(TradingLogTest, ReplacesACorrectedExecution)
{
    log.on_execution(execution("0001.01.01"));
    auto corrected = execution("0001.01.02");
    corrected.price = 99.6_d;
    log.on_execution(corrected);
    auto record = finish();
    ASSERT_EQ(record.executions.size(), 1U);
    EXPECT_EQ(record.executions[0].price, 99.6_d);
}

TEST_F(TradingLogTest, FailsWhereTheAccountIsUnknown)
{
    broker->refusal = Error{Errc::not_connected};
    auto done = asio::co_spawn(io, log.finish(), asio::use_future);
    io.run();
    EXPECT_EQ(done.get().error(), Errc::not_connected);
}

TEST_F(TradingLogTest, PrintsTablesThatAddUp)
{
    log.on_order(report(OrderStatus::filled, 10_d));
    log.on_execution(execution("0001.01.01"));
    Position position{stock("AAPL"), 10_d};
    position.average_cost = 99.6_d;
    position.market_price = 101_d;
    position.market_value = 1010_d;
    broker->positions = {position};
    broker->account.cash_balance = 9004_d;
    broker->account.portfolio_value = 10'014_d;
    auto record = finish();
    record.refusals = {"BUY 1 MSFT MKT DAY: order value over the limit"};
    auto text = to_text(record);
    EXPECT_THAT(text, HasSubstr("BUY 10 AAPL LMT 100 DAY  Filled"));
    EXPECT_THAT(text, HasSubstr("2026-01-05 14:30:00"));
    EXPECT_THAT(text, HasSubstr("Refused\n  BUY 1 MSFT"));
    EXPECT_THAT(text, HasSubstr("AAPL            10       99.6000    101  1,010.00"));
    EXPECT_THAT(text, HasSubstr("cash 9,004.00 + positions 1,010.00 = 10,014.00: equals the net "
                                "liquidation 10,014.00"));
    record.portfolio.total_value = 10'014.01_d;
    EXPECT_THAT(to_text(record), HasSubstr("net liquidation as last told: 10,014.01"));
    record.broker = "paper";
    EXPECT_THAT(to_text(record), HasSubstr("DIFFERS FROM the net liquidation 10,014.01"));
}

TEST_F(TradingLogTest, PrintsThatThereIsNothing)
{
    auto text = to_text(finish());
    EXPECT_THAT(text, HasSubstr("Order log\n  no orders\n"));
    EXPECT_THAT(text, HasSubstr("Fills\n  no fills\n"));
    EXPECT_THAT(text, HasSubstr("Positions\n  none\n"));
}

TEST_F(TradingLogTest, WritesJsonWithEveryDigit)
{
    log.on_order(report(OrderStatus::filled, 10_d));
    log.on_execution(execution("0001.01.01"));
    broker->account.cash_balance = 0.000000000001_d;
    auto json = nlohmann::json::parse(to_json(finish()));
    EXPECT_EQ(json["broker"], "fake");
    EXPECT_EQ(json["orders"][0]["status"], "Filled");
    EXPECT_EQ(json["orders"][0]["average_fill_price"], "99.5");
    EXPECT_EQ(json["executions"][0]["execution_id"], "0001.01.01");
    EXPECT_EQ(json["executions"][0]["commission"], nullptr);
    EXPECT_EQ(json["account"]["cash_balance"], "0.000000000001");
    EXPECT_EQ(json["account"]["buying_power"], nullptr);
    EXPECT_EQ(json["portfolio"]["open_positions"], 0);
}
