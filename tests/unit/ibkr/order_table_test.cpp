// Orders by their several names.
#include "brokers/ibkr/broker/order_table.hpp"
#include "unit/ibkr/now.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

class OrderTableTest : public testing::Test {
protected:
    static constexpr int us = 3, others = 9;
    OrderRecord& place(std::int64_t id, const std::string& name = {})
    {
        auto order = buy(stock("AAPL"), 10_d);
        order.client_order_id = name;
        return table.add(OrderId{id}, std::move(order), now);
    }
    void take(OrderRecord& order, OrderStatus status)
    {
        StatusNews news;
        news.status = status;
        news.permanent_id = PermanentId{to_number(order.id()) * 10};
        (void)order.machine.on_status(news, now);
        table.index(order);
    }
    OrderTable table{us};
};

TEST_F(OrderTableTest, TheSameIdExistsOnceForEachClient)
{
    auto& ours = place(7);
    auto& theirs = table.of(others, 7, PermanentId{70}, now);
    EXPECT_NE(&ours, &theirs);
    EXPECT_EQ(table.find(OrderId{7}), &ours) << "our own first";
    EXPECT_EQ(table.find_own(7), &ours);
    EXPECT_EQ(table.find(PermanentId{70}), &theirs);
    EXPECT_TRUE(table.is_foreign(theirs));
    EXPECT_FALSE(table.is_foreign(ours));
}

TEST_F(OrderTableTest, WhatIsOverIsForgottenADayLaterByEveryName)
{
    using namespace std::chrono_literals;
    auto& done = place(7, "a");
    auto& open = place(8, "b");
    for (auto* order : {&done, &open}) {
        take(*order, order == &done ? OrderStatus::cancelled : OrderStatus::submitted);
    }
    table.renumber(done, OrderId{9});
    for (auto uptime : {1min, 2min, 24h + 30min}) table.drop_ended(uptime);
    EXPECT_EQ(table.find_own(7), &done) << "TWS's lists have it still";
    table.drop_ended(26h);
    EXPECT_EQ(table.size(), 1U);
    EXPECT_EQ(table.find_own(7), nullptr);
    EXPECT_EQ(table.find_own(9), nullptr);
    EXPECT_EQ(table.find(PermanentId{70}), nullptr);
    EXPECT_EQ(table.find_client_order_id("a"), nullptr);
    EXPECT_EQ(table.find_client_order_id("b"), &open);
    EXPECT_EQ(table.find(PermanentId{80}), &open);
}

TEST_F(OrderTableTest, OneOfWhichTheListsHaveNotSpokenStays)
{
    using namespace std::chrono_literals;
    auto& order = place(7, "a");
    take(order, OrderStatus::cancelled);
    order.awaits_lists = true;
    for (auto uptime : {1min, 2min, 60h + 0min}) table.drop_ended(uptime);
    EXPECT_EQ(table.find_own(7), &order);
}

TEST_F(OrderTableTest, AForeignIdIsFoundWhereItIsTheOnlyOne)
{
    auto& one = table.of(others, 7, PermanentId{70}, now);
    EXPECT_EQ(table.find(OrderId{7}), &one);
    table.of(others + 1, 7, PermanentId{71}, now);
    EXPECT_EQ(table.find(OrderId{7}), nullptr) << "of two it could be either";
    EXPECT_EQ(table.find(OrderId{8}), nullptr);
}

TEST_F(OrderTableTest, ThePermanentIdDecides)
{
    auto& order = table.of(others, 7, PermanentId{70}, now);
    EXPECT_EQ(&table.of(us, 8, PermanentId{70}, now), &order) << "whatever else is said";
    EXPECT_EQ(table.find(PermanentId{}), nullptr);
}

TEST_F(OrderTableTest, APermanentIdLearntLaterIsRemembered)
{
    auto& order = place(7);
    EXPECT_EQ(table.find(PermanentId{70}), nullptr);
    StatusNews news;
    news.status = OrderStatus::submitted;
    news.permanent_id = PermanentId{70};
    news.client_id = us;
    order.machine.on_status(news, now);
    table.index(order);
    EXPECT_EQ(table.find(PermanentId{70}), &order);
}

TEST_F(OrderTableTest, OrdersByHandHaveNoIdUntilTheyAreBound)
{
    auto& first = table.of(0, 0, PermanentId{1}, now);
    auto& second = table.of(0, 0, PermanentId{2}, now);
    EXPECT_NE(&first, &second) << "id 0 names none";
    EXPECT_EQ(table.bind(PermanentId{2}, OrderId{-5}, now), &second);
    EXPECT_EQ(second.id(), OrderId{-5});
    EXPECT_EQ(table.find(OrderId{-5}), &second);
    EXPECT_EQ(table.bind(PermanentId{2}, OrderId{-6}, now), nullptr) << "it has an id";
    EXPECT_EQ(table.bind(PermanentId{3}, OrderId{-7}, now), nullptr) << "unknown";
}

TEST_F(OrderTableTest, AMessageWithAnIdBindsToo)
{
    auto& order = table.of(0, 0, PermanentId{1}, now);
    EXPECT_EQ(&table.of(0, -9, PermanentId{1}, now), &order);
    EXPECT_EQ(order.id(), OrderId{-9});
}

TEST_F(OrderTableTest, AnIdThatBeganAnewIsAnotherOrder)
{
    auto& morning = table.of(us, 5, PermanentId{50}, now);
    // What it is known by is learnt with the first message.
    StatusNews news;
    news.status = OrderStatus::filled;
    news.permanent_id = PermanentId{50};
    news.client_id = us;
    morning.machine.on_status(news, now);
    table.index(morning);
    auto& later = table.of(us, 5, PermanentId{51}, now);
    EXPECT_NE(&morning, &later);
    EXPECT_EQ(table.find_own(5), &later) << "an id alone means the newest";
    EXPECT_EQ(&table.of(us, 5, PermanentId{50}, now), &morning);
    table.index(morning);
    EXPECT_EQ(table.find_own(5), &later) << "news of the earlier one change nothing of that";
    EXPECT_EQ(&table.of(us, 5, PermanentId{}, now), &later);
}

TEST_F(OrderTableTest, AnOrderSentFromHereHasItsIdAlone)
{
    auto& ours = place(7);
    StatusNews news;
    news.status = OrderStatus::submitted;
    news.permanent_id = PermanentId{70};
    news.client_id = us;
    ours.machine.on_status(news, now);
    table.index(ours);
    EXPECT_EQ(&table.of(us, 7, PermanentId{71}, now), &ours) << "ids never go back here";
}

TEST_F(OrderTableTest, ANameMeansTheNewest)
{
    place(7, "mine");
    auto& again = place(8, "mine");
    EXPECT_EQ(table.find_client_order_id("mine"), &again);
    EXPECT_EQ(table.find_client_order_id("other"), nullptr);
}

TEST_F(OrderTableTest, ReportsAreThoseWithTerms)
{
    place(7);
    table.of(others, 8, PermanentId{80}, now);
    EXPECT_EQ(table.reports(OrderFilter::all).size(), 1u) << "of the other only a name is known";
}

TEST_F(OrderTableTest, AnotherClientIdMakesOthersForeign)
{
    table.set_client_id(others);
    auto& theirs = table.of(us, 7, PermanentId{70}, now);
    StatusNews news;
    news.status = OrderStatus::submitted;
    news.permanent_id = PermanentId{70};
    news.client_id = us;
    theirs.machine.on_status(news, now);
    EXPECT_TRUE(table.is_foreign(theirs));
    EXPECT_EQ(table.find_own(7), nullptr);
}

}  // namespace
}  // namespace trademind::ibkr_broker
