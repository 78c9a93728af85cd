// Changes of a working order: those that did not leave, were given up, or were not understood.
#include "brokers/ibkr/broker/order_machine.hpp"
#include "unit/ibkr/now.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

class OrderChangeTest : public testing::Test {
protected:
    Effects status(OrderStatus s)
    {
        StatusNews news;
        news.status = s;
        news.remaining = 10_d;
        news.permanent_id = PermanentId{99};
        news.client_id = 1;
        return machine.on_status(news, now);
    }
    Effects terms(OrderRequest order)
    {
        TermsNews news;
        news.order = std::move(order);
        news.permanent_id = PermanentId{99};
        news.client_id = 1;
        return machine.on_terms(news, now);
    }
    Effects error(int code)
    {
        return machine.on_error({code, make_tws_error(code, "text"), {}}, now);
    }
    const OrderReport& report() const { return machine.report(); }

    OrderMachine machine{OrderId{7}, buy(stock("AAPL"), 10_d).limit(100_d), 1, now};
};

TEST_F(OrderChangeTest, AModifyThatDidNotLeaveLeavesTheOrderAsItWas)
{
    status(OrderStatus::submitted);
    machine.modify_sent(buy(stock("AAPL"), 10_d).limit(101_d), now);
    ASSERT_TRUE(machine.waits_for_modify());
    auto effects = machine.modify_not_sent(Error{Errc::not_connected, "never left"}, now);
    ASSERT_TRUE(effects.modify);
    EXPECT_EQ(effects.modify->error(), Errc::not_connected);
    EXPECT_FALSE(effects.changed);
    EXPECT_FALSE(machine.waits_for_modify());
    EXPECT_EQ(report().order.limit_price, 100_d);
    EXPECT_FALSE(machine.modify_not_sent(Error{Errc::not_connected, "again"}, now).modify);
}

TEST_F(OrderChangeTest, TheOrderAsFirstAskedForIsRemembered)
{
    auto first = report().order;
    status(OrderStatus::submitted);
    EXPECT_EQ(machine.original(), first);
    auto changed_by_hand = buy(stock("AAPL"), 10_d).limit(99_d);
    terms(changed_by_hand);
    EXPECT_EQ(report().order.limit_price, 99_d);
    EXPECT_EQ(machine.original(), first);
    machine.modify_sent(buy(stock("AAPL"), 20_d).limit(98_d), now);
    ASSERT_TRUE(terms(buy(stock("AAPL"), 20_d).limit(98_d)).modify);
    EXPECT_EQ(report().order.quantity, 20_d);
    EXPECT_EQ(machine.original(), first);

    OrderMachine adopted{OrderId{8}, 1, now};
    TermsNews news;
    news.order = first;
    adopted.on_terms(news, now);
    EXPECT_EQ(adopted.original(), first) << "as it was when we first heard of it";
    news.order.limit_price = 97_d;
    adopted.on_terms(news, now);
    EXPECT_EQ(adopted.report().order.limit_price, 97_d);
    EXPECT_EQ(adopted.original(), first);
}

TEST_F(OrderChangeTest, ALaterModifyTakesThePlaceOfOneThatWasGivenUp)
{
    status(OrderStatus::submitted);
    machine.modify_sent(buy(stock("AAPL"), 10_d).limit(101_d), now);
    machine.modify_sent(buy(stock("AAPL"), 10_d).limit(102_d), now);
    EXPECT_FALSE(terms(buy(stock("AAPL"), 10_d).limit(101_d)).modify) << "the late first echo";
    EXPECT_EQ(report().order.limit_price, 101_d) << "which is what TWS holds";
    ASSERT_TRUE(terms(buy(stock("AAPL"), 10_d).limit(102_d)).modify);
    EXPECT_EQ(report().order.limit_price, 102_d);
}

TEST_F(OrderChangeTest, NotFoundAnswersTheCancelFirstAndThenTheModify)
{
    status(OrderStatus::submitted);
    EXPECT_FALSE(error(135).explained) << "nobody asked";
    machine.modify_sent(buy(stock("AAPL"), 10_d).limit(101_d), now);
    machine.cancel_sent(now);
    auto first = error(135);
    EXPECT_TRUE(first.cancel);
    EXPECT_FALSE(first.modify);
    auto second = error(135);
    EXPECT_TRUE(second.modify);
    EXPECT_EQ(report().status, OrderStatus::submitted);
}

TEST_F(OrderChangeTest, StillProcessedRefusesTheModifyAlone)
{
    status(OrderStatus::submitted);
    EXPECT_FALSE(error(2102).explained);
    machine.modify_sent(buy(stock("AAPL"), 10_d).limit(101_d), now);
    ASSERT_TRUE(error(2102).modify);
    EXPECT_EQ(report().order.limit_price, 100_d);
    EXPECT_EQ(report().status, OrderStatus::submitted);
}

TEST_F(OrderChangeTest, WordsThatAreNotKnownSayNothingAgainstWhatWasSent)
{
    TermsNews news;
    news.order = buy(stock("AAPL"), 10_d);  // what stands in for a type that is not known
    news.order.time_in_force = TimeInForce::day;
    news.order.type = OrderType::unknown;
    news.order.time_in_force = TimeInForce::unknown;
    news.status = OrderStatus::submitted;
    news.client_id = 1;
    OrderMachine ours{OrderId{7}, buy(stock("AAPL"), 10_d).limit(100_d).good_till_cancelled(), 1,
                      now};
    ours.on_terms(news, now);
    EXPECT_EQ(ours.report().order.type, OrderType::limit);
    EXPECT_EQ(ours.report().order.limit_price, 100_d);
    EXPECT_EQ(ours.report().order.time_in_force, TimeInForce::good_till_cancelled);
    OrderMachine theirs{OrderId{8}, 9, now};
    theirs.on_terms(news, now);
    EXPECT_TRUE(theirs.has_terms());
    EXPECT_EQ(theirs.report().status, OrderStatus::submitted);
}

/// A limit order with rare attributes.
OrderRequest shown(std::optional<int> display_size, std::string operator_name = "")
{
    OrderAttributes more;
    more.display_size = display_size;
    more.external_operator = std::move(operator_name);
    auto order = buy(stock("AAPL"), 10_d).limit(100_d);
    if (more != OrderAttributes{}) order.attributes = RareAttributes{more};
    return order;
}

TEST_F(OrderChangeTest, AnEchoFromBeforeIsNoAnswerToAModifyOfRareAttributes)
{
    status(OrderStatus::submitted);
    machine.modify_sent(shown(5), now);
    EXPECT_TRUE(machine.modify_is_hard_to_see());
    EXPECT_FALSE(terms(shown({})).modify) << "of before";
    EXPECT_FALSE(report().order.attributes) << "TWS may refuse it yet";
    ASSERT_TRUE(terms(shown(5)).modify);
    EXPECT_EQ(report().order, shown(5));
    EXPECT_FALSE(machine.modify_is_hard_to_see());
}

TEST_F(OrderChangeTest, TheSwitchForOtherHoursIsSeenInTheEcho)
{
    status(OrderStatus::submitted);
    machine.modify_sent(shown({}).outside_regular_hours(), now);
    EXPECT_FALSE(terms(shown({})).modify);
    EXPECT_TRUE(terms(shown({}).outside_regular_hours()).modify);
    EXPECT_TRUE(report().order.outside_rth);
    machine.modify_sent(shown({}), now);
    EXPECT_FALSE(terms(shown({}).outside_regular_hours()).modify);
    EXPECT_TRUE(terms(shown({})).modify) << "off again";
    EXPECT_FALSE(report().order.outside_rth);
}

TEST_F(OrderChangeTest, OneChangeThatShowsProvesTheOthers)
{
    status(OrderStatus::submitted);
    machine.modify_sent(shown(5, "desk-3"), now);
    ASSERT_TRUE(terms(shown(5)).modify) << "the operator is not echoed";
    EXPECT_EQ(report().order, shown(5, "desk-3"));
}

TEST_F(OrderChangeTest, APriceThatChangesWithItIsProofEnough)
{
    status(OrderStatus::submitted);
    machine.modify_sent(shown(5).limit(101_d), now);
    EXPECT_FALSE(machine.modify_is_hard_to_see());
    ASSERT_TRUE(terms(shown({}).limit(101_d)).modify) << "though the size is not echoed";
    EXPECT_EQ(report().order.attributes->display_size, 5);
}

TEST_F(OrderChangeTest, AnAttributeTakenAwayIsAnsweredByTheList)
{
    status(OrderStatus::submitted);
    machine.modify_sent(shown(5), now);
    ASSERT_TRUE(terms(shown(5)).modify);
    machine.modify_sent(shown({}), now);
    EXPECT_FALSE(machine.modify_listed(now).modify) << "the order was not in it";
    EXPECT_FALSE(terms(shown({})).modify) << "what is never echoed looks the same";
    auto effects = machine.modify_listed(now);
    ASSERT_TRUE(effects.modify);
    EXPECT_TRUE(effects.changed);
    EXPECT_FALSE(report().order.attributes);
    EXPECT_FALSE(machine.modify_listed(now).modify) << "nobody waits";
}

TEST_F(OrderChangeTest, AListThatShowsOtherTermsIsNoAnswer)
{
    status(OrderStatus::submitted);
    machine.modify_sent(shown(5), now);
    terms(shown({}).limit(99_d));  // changed by hand in TWS
    EXPECT_FALSE(machine.modify_listed(now).modify);
    EXPECT_TRUE(machine.waits_for_modify());
}

TEST_F(OrderChangeTest, AModifyThatChangesNothingIsAnsweredByAnyEcho)
{
    status(OrderStatus::submitted);
    machine.modify_sent(shown({}), now);
    EXPECT_TRUE(terms(shown({})).modify);
}

TEST_F(OrderChangeTest, AModifyWhoseAnswerWasLostIsSeenInTheListLater)
{
    status(OrderStatus::submitted);
    machine.modify_sent(shown(5, "desk-3"), now);
    ASSERT_TRUE(machine.connection_lost(Error{Errc::connection_lost, "gone"}, now).modify);
    EXPECT_FALSE(report().order.attributes) << "TWS may not have taken it";
    EXPECT_FALSE(terms(shown(5)).modify) << "nobody waits any more";
    EXPECT_EQ(report().order, shown(5, "desk-3"));
}

TEST_F(OrderChangeTest, AModifyThatWasLostIsForgottenByTheNext)
{
    status(OrderStatus::submitted);
    machine.modify_sent(shown(5), now);
    machine.connection_lost(Error{Errc::connection_lost, "gone"}, now);
    terms(shown({}));
    EXPECT_FALSE(report().order.attributes) << "TWS has the old size";
    machine.modify_sent(shown(6), now);
    EXPECT_FALSE(terms(shown(5)).modify);
    EXPECT_FALSE(report().order.attributes);
    EXPECT_TRUE(terms(shown(6)).modify);
    EXPECT_EQ(report().order, shown(6));
}

TEST_F(OrderChangeTest, ModifiesAreToldApart)
{
    status(OrderStatus::submitted);
    auto before = machine.modifies();
    machine.modify_sent(shown(5), now);
    machine.modify_sent(shown(6), now);
    EXPECT_EQ(machine.modifies(), before + 2);
    EXPECT_FALSE(terms(shown(5)).modify) << "the late echo of the first";
    EXPECT_TRUE(terms(shown(6)).modify);
}

TEST_F(OrderChangeTest, OnlyWhatWasSentFromHereIsOurs)
{
    EXPECT_TRUE(machine.sent_here());
    EXPECT_FALSE((OrderMachine{OrderId{8}, 1, now}.sent_here()));
}

}  // namespace
}  // namespace trademind::ibkr_broker
