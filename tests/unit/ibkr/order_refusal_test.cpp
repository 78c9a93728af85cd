// Which codes of TWS end an order or its change, and when.
#include "brokers/ibkr/broker/order_machine.hpp"
#include "unit/ibkr/now.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

ErrorNews error(int code, std::string text = "words of TWS")
{
    return {code, make_tws_error(code, std::move(text)), {}};
}
StatusNews working()
{
    StatusNews news;
    news.status = OrderStatus::submitted;
    news.remaining = 10_d;
    news.client_id = 1;
    return news;
}
OrderMachine sent()
{
    return {OrderId{7}, buy(stock("AAPL"), 10_d).limit(100_d), 1, now};
}

/// The report without what TWS has said: messages are kept, whatever they mean.
OrderReport bare(OrderReport report)
{
    report.messages.clear();
    report.updated_at = {};
    return report;
}

class Refusing : public testing::TestWithParam<int> {};

TEST_P(Refusing, EndsAnOrderOfWhichNothingWasHeard)
{
    auto order = sent();
    auto effects = order.on_error(error(GetParam()), now);
    EXPECT_EQ(order.report().status, OrderStatus::rejected);
    ASSERT_TRUE(effects.place);
    EXPECT_EQ(effects.place->error().code.value(), GetParam());
    EXPECT_TRUE(effects.explained);
    EXPECT_FALSE(order.waits_for_place());
}

TEST_P(Refusing, DoesNotEndAnOrderThatWorks)
{
    auto order = sent();
    order.on_status(working(), now);
    order.on_error(error(GetParam()), now);
    EXPECT_EQ(order.report().status, OrderStatus::submitted);
}

TEST_P(Refusing, AnswersAModifyAndLeavesTheOrder)
{
    auto order = sent();
    order.on_status(working(), now);
    order.modify_sent(buy(stock("AAPL"), 10_d).limit(101_d), now);
    auto effects = order.on_error(error(GetParam()), now);
    ASSERT_TRUE(effects.modify);
    EXPECT_EQ(effects.modify->error().code.value(), GetParam());
    EXPECT_EQ(order.report().status, OrderStatus::submitted);
    EXPECT_EQ(order.report().order.limit_price, 100_d);
    EXPECT_FALSE(order.report().error) << "it is the modify's error";
    EXPECT_FALSE(order.waits_for_modify());
}

TEST_P(Refusing, AWarningOfTheSameCodeRefusesNothing)
{
    auto order = sent();
    auto effects = order.on_error(error(GetParam(), "Warning: only so you know"), now);
    EXPECT_EQ(order.report().status, OrderStatus::pending_submit);
    EXPECT_FALSE(effects.place);
    EXPECT_TRUE(order.waits_for_place());
}

INSTANTIATE_TEST_SUITE_P(codes, Refusing,
                         testing::Values(103, 110, 200, 201, 203, 320, 321, 322, 461));

class Harmless : public testing::TestWithParam<int> {};

TEST_P(Harmless, ChangesNoOrder)
{
    auto order = sent();
    auto before = bare(order.report());
    auto effects = order.on_error(error(GetParam()), now);
    EXPECT_EQ(bare(order.report()), before);
    EXPECT_FALSE(effects.place);
    EXPECT_FALSE(effects.changed);
    EXPECT_FALSE(effects.explained) << "it goes to the notices";
    order.on_status(working(), now);
    EXPECT_EQ(order.report().status, OrderStatus::submitted);
    order.on_error(error(GetParam()), now);
    EXPECT_EQ(order.report().status, OrderStatus::submitted);
}

// Warnings, connectivity, and codes that nobody knows.
INSTANTIATE_TEST_SUITE_P(codes, Harmless,
                         testing::Values(399, 404, 2109, 2137, 10311, 10349, 1100, 2104, 19'998,
                                         99'999));

class CancelRefused : public testing::TestWithParam<int> {};

TEST_P(CancelRefused, AnswersTheCancelAndLeavesTheOrder)
{
    auto order = sent();
    order.on_status(working(), now);
    order.cancel_sent(now);
    EXPECT_EQ(order.report().status, OrderStatus::pending_cancel);
    auto effects = order.on_error(error(GetParam()), now);
    ASSERT_TRUE(effects.cancel);
    EXPECT_EQ(effects.cancel->error().code.value(), GetParam());
    EXPECT_EQ(order.report().status, OrderStatus::submitted);
    EXPECT_FALSE(order.waits_for_cancel());
}

TEST_P(CancelRefused, WithoutACancelItChangesNothing)
{
    auto order = sent();
    order.on_status(working(), now);
    auto before = bare(order.report());
    order.on_error(error(GetParam()), now);
    EXPECT_EQ(bare(order.report()), before);
}

INSTANTIATE_TEST_SUITE_P(codes, CancelRefused, testing::Values(161, 10147, 10148));

TEST(Binding, GivesAnIdToAnOrderWithoutOne)
{
    OrderMachine order{OrderId{0}, 0, now};
    EXPECT_TRUE(order.bind(OrderId{-4}, now + std::chrono::seconds{1}));
    EXPECT_EQ(order.report().id, OrderId{-4});
    EXPECT_EQ(order.report().updated_at, now + std::chrono::seconds{1});
    EXPECT_FALSE(order.bind(OrderId{9}, now)) << "it has one";
    EXPECT_EQ(order.report().id, OrderId{-4});
}

TEST(OrderInNoList, IsRefutedOnlyByListsThatReachBackToIt)
{
    const Error why{Errc::unknown_order, "in no list"};
    OrderMachine today{OrderId{1}, buy(stock("AAPL"), 10_d).limit(1_d), 1, now};
    today.connection_lost(why, now);
    today.not_found(why, now);
    EXPECT_EQ(today.report().status, OrderStatus::rejected);
    OrderMachine yesterday{OrderId{1}, buy(stock("AAPL"), 10_d).limit(1_d), 1, now};
    yesterday.connection_lost(why, now);
    yesterday.not_found(why, now, false);
    EXPECT_EQ(yesterday.report().status, OrderStatus::unknown) << "it may have filled";
}

}  // namespace
}  // namespace trademind::ibkr_broker
