// One order's life from what TWS says of it, in the orders of messages that were seen and in those
// that were not.
#include "brokers/ibkr/broker/order_machine.hpp"
#include "unit/ibkr/now.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

/// A limit order of 10 and shorthand for its news.
class OrderMachineTest : public testing::Test {
protected:
    OrderMachine machine{OrderId{7}, buy(stock("AAPL"), 10_d).limit(100_d), 1, now};
    Executions executions;

    Effects status(OrderStatus s, Decimal filled = {}, std::optional<Decimal> average = {})
    {
        StatusNews news;
        news.status = s;
        news.filled = filled;
        news.remaining = 10_d - filled;
        news.average_price = average;
        news.permanent_id = PermanentId{99};
        news.client_id = 1;
        return machine.on_status(news, now);
    }
    Effects terms(OrderRequest order, std::optional<OrderStatus> s = {})
    {
        TermsNews news;
        news.order = std::move(order);
        news.status = s;
        news.permanent_id = PermanentId{99};
        news.client_id = 1;
        return machine.on_terms(news, now);
    }
    Effects fill(std::string id, Decimal quantity, Decimal price)
    {
        Execution e;
        e.id = std::move(id);
        e.order_id = OrderId{7};
        e.contract = stock("AAPL");
        e.quantity = quantity;
        e.price = price;
        return machine.on_execution(executions.add(std::move(e)), now);
    }
    Effects error(int code, std::string text = "text", std::string json = {})
    {
        return machine.on_error({code, make_tws_error(code, std::move(text)), std::move(json)},
                                now);
    }
    const OrderReport& report() const { return machine.report(); }
};

TEST_F(OrderMachineTest, IsPendingUntilTwsSpeaks)
{
    EXPECT_EQ(report().status, OrderStatus::pending_submit);
    EXPECT_FALSE(machine.acknowledged());
    EXPECT_TRUE(machine.waits_for_place());
    EXPECT_EQ(report().remaining, 10_d);
}

TEST_F(OrderMachineTest, PlaceIsAnsweredByTheFirstWorkingStatus)
{
    auto first = status(OrderStatus::pre_submitted);
    ASSERT_TRUE(first.place);
    EXPECT_TRUE(first.place->has_value());
    EXPECT_TRUE(first.changed);
    auto second = status(OrderStatus::submitted);
    EXPECT_FALSE(second.place);
    EXPECT_EQ(report().status, OrderStatus::submitted);
    EXPECT_EQ(report().permanent_id, PermanentId{99});
}

TEST_F(OrderMachineTest, PendingSubmitFromTwsIsNoAnswerToPlace)
{
    EXPECT_FALSE(status(OrderStatus::pending_submit).place);
    EXPECT_FALSE(status(OrderStatus::api_pending).place);
    EXPECT_TRUE(machine.acknowledged());
    EXPECT_TRUE(status(OrderStatus::submitted).place);
}

TEST_F(OrderMachineTest, RepeatedStatusChangesNothing)
{
    status(OrderStatus::submitted);
    EXPECT_FALSE(status(OrderStatus::submitted).changed);
    status(OrderStatus::submitted, 4_d, 99_d);
    EXPECT_FALSE(status(OrderStatus::submitted, 4_d, 99_d).changed);
}

TEST_F(OrderMachineTest, FillsAreCountedByExecutionWhicheverComesFirst)
{
    status(OrderStatus::submitted);
    fill("a.01", 4_d, 99_d);
    EXPECT_EQ(report().filled, 4_d);
    status(OrderStatus::submitted, 4_d, 99_d);
    EXPECT_EQ(report().filled, 4_d);
    status(OrderStatus::filled, 10_d, 99.6_d);
    EXPECT_EQ(report().filled, 10_d);
    EXPECT_EQ(report().average_fill_price, 99.6_d);
    fill("b.01", 6_d, 100_d);
    EXPECT_EQ(report().filled, 10_d);
    EXPECT_EQ(report().average_fill_price, 99.6_d);
    EXPECT_EQ(report().remaining, 0_d);
    EXPECT_EQ(report().last_fill_price, 100_d);
}

TEST_F(OrderMachineTest, ExecutionAloneIsTheFirstWordAndCompletesTheOrder)
{
    auto effects = fill("a.01", 10_d, 100_d);
    ASSERT_TRUE(effects.place);
    EXPECT_TRUE(effects.place->has_value());
    EXPECT_EQ(report().status, OrderStatus::filled);
    // The working status of before the fill comes late.
    EXPECT_FALSE(status(OrderStatus::submitted).changed == true &&
                 report().status != OrderStatus::filled);
    EXPECT_EQ(report().status, OrderStatus::filled);
}

TEST_F(OrderMachineTest, DuplicateExecutionsCountOnce)
{
    fill("a.01", 4_d, 99_d);
    EXPECT_FALSE(fill("a.01", 4_d, 99_d).changed);
    EXPECT_EQ(report().filled, 4_d);
}

TEST_F(OrderMachineTest, CorrectionReplacesTheExecution)
{
    status(OrderStatus::submitted);
    fill("a.01", 4_d, 99_d);
    status(OrderStatus::submitted, 4_d, 99_d);
    auto effects = fill("a.02", 3_d, 98_d);
    EXPECT_TRUE(effects.changed);
    EXPECT_EQ(report().filled, 3_d);
    EXPECT_EQ(report().average_fill_price, 98_d);
    // The outdated one comes again in a list.
    EXPECT_FALSE(fill("a.01", 4_d, 99_d).changed);
    EXPECT_EQ(report().filled, 3_d);
}

TEST_F(OrderMachineTest, BustTakesAFillBack)
{
    fill("a.01", 10_d, 100_d);
    EXPECT_EQ(report().status, OrderStatus::filled);
    fill("a.02", 0_d, 100_d);
    EXPECT_EQ(report().filled, 0_d);
    EXPECT_EQ(report().average_fill_price, std::nullopt);
    status(OrderStatus::submitted);
    EXPECT_EQ(report().status, OrderStatus::submitted);
}

TEST_F(OrderMachineTest, FillAfterCancelIsCounted)
{
    status(OrderStatus::submitted);
    machine.cancel_sent(now);
    status(OrderStatus::cancelled);
    fill("a.01", 4_d, 99_d);
    EXPECT_EQ(report().status, OrderStatus::cancelled);
    EXPECT_EQ(report().filled, 4_d);
    fill("b.01", 6_d, 99_d);
    EXPECT_EQ(report().status, OrderStatus::filled);
}

TEST_F(OrderMachineTest, OverfillIsToldAndNotClamped)
{
    fill("a.01", 12_d, 99_d);
    EXPECT_EQ(report().filled, 12_d);
    EXPECT_EQ(report().remaining, -2_d);
    EXPECT_EQ(report().status, OrderStatus::filled);
}

TEST_F(OrderMachineTest, UnknownCodeNeverChangesTheOrder)
{
    for (int code : {1, 999, 10999, 12345}) {
        auto effects = error(code);
        EXPECT_FALSE(effects.changed) << code;
        EXPECT_FALSE(effects.explained) << code;
        EXPECT_FALSE(effects.place) << code;
    }
    status(OrderStatus::submitted);
    EXPECT_FALSE(error(10999).changed);
    EXPECT_EQ(report().status, OrderStatus::submitted);
}

TEST_F(OrderMachineTest, KnownWarningsNeverCloseTheOrder)
{
    for (int code : {399, 404, 10349, 2109, 10311}) {
        error(code);
        EXPECT_EQ(report().status, OrderStatus::pending_submit) << code;
    }
    // 10349 closed live orders elsewhere.
    status(OrderStatus::submitted);
    error(10349, "Order TIF was set to DAY based on order preset.");
    EXPECT_EQ(report().status, OrderStatus::submitted);
    EXPECT_FALSE(report().error);
}

TEST_F(OrderMachineTest, TheWordWarningMakesAnyCodeAWarning)
{
    auto effects = error(201, "Order Message: Warning: your order will be held");
    EXPECT_FALSE(effects.place);
    EXPECT_EQ(report().status, OrderStatus::pending_submit);
}

TEST_F(OrderMachineTest, RefusalBeforeAnythingElseIsARejection)
{
    auto effects = error(201, "Order rejected - reason: no", R"({"rejects":[]})");
    ASSERT_TRUE(effects.place);
    ASSERT_FALSE(effects.place->has_value());
    EXPECT_EQ(effects.place->error().code, Errc::rejected);
    EXPECT_EQ(effects.place->error().code.value(), 201);
    EXPECT_EQ(report().status, OrderStatus::rejected);
    EXPECT_EQ(report().reject_details, R"({"rejects":[]})");
    EXPECT_EQ(report().error->message, "Order rejected - reason: no");
}

TEST_F(OrderMachineTest, RefusalOfALiveOrderWaitsForItsStatus)
{
    status(OrderStatus::submitted);
    error(201, "margin");
    EXPECT_EQ(report().status, OrderStatus::submitted);
    status(OrderStatus::cancelled);
    EXPECT_EQ(report().status, OrderStatus::cancelled);
    EXPECT_EQ(report().error->message, "margin");
}

TEST_F(OrderMachineTest, InactiveWithARefusalIsARejectionInEitherOrder)
{
    EXPECT_FALSE(status(OrderStatus::inactive).place);
    auto effects = error(201, "no margin");
    ASSERT_TRUE(effects.place);
    EXPECT_FALSE(effects.place->has_value());
    EXPECT_EQ(report().status, OrderStatus::rejected);

    OrderMachine other{OrderId{8}, buy(stock("AAPL"), 1_d), 1, now};
    StatusNews inactive;
    inactive.status = OrderStatus::inactive;
    TermsNews known;
    known.order = buy(stock("AAPL"), 1_d);
    other.on_terms(known, now);
    other.on_error({201, make_tws_error(201, "no"), {}}, now);
    EXPECT_NE(other.report().status, OrderStatus::rejected);
    auto late = other.on_status(inactive, now);
    ASSERT_TRUE(late.place);
    EXPECT_FALSE(late.place->has_value());
    EXPECT_EQ(other.report().status, OrderStatus::rejected);
}

TEST_F(OrderMachineTest, InactiveAloneMayBecomeActiveAgain)
{
    EXPECT_FALSE(status(OrderStatus::inactive).place);
    auto effects = machine.settle(now);
    ASSERT_TRUE(effects.place);
    EXPECT_TRUE(effects.place->has_value());
    status(OrderStatus::submitted);
    EXPECT_EQ(report().status, OrderStatus::submitted);
}

TEST_F(OrderMachineTest, RejectedOrderThatTwsStillWorksIsAlive)
{
    error(201, "no");
    EXPECT_EQ(report().status, OrderStatus::rejected);
    status(OrderStatus::submitted);
    EXPECT_EQ(report().status, OrderStatus::submitted);
    EXPECT_FALSE(report().error);
}

TEST_F(OrderMachineTest, CancelIsAnsweredByTwsOnly)
{
    status(OrderStatus::submitted);
    auto sent = machine.cancel_sent(now);
    EXPECT_FALSE(sent.cancel);
    EXPECT_EQ(report().status, OrderStatus::pending_cancel);
    // Statuses from before the cancel do not undo it.
    EXPECT_FALSE(status(OrderStatus::submitted).cancel);
    EXPECT_EQ(report().status, OrderStatus::pending_cancel);
    EXPECT_FALSE(status(OrderStatus::pending_cancel).cancel);
    auto effects = status(OrderStatus::cancelled);
    ASSERT_TRUE(effects.cancel);
    EXPECT_TRUE(effects.cancel->has_value());
    EXPECT_TRUE(error(202, "Order Canceled - reason:").explained);
    EXPECT_EQ(report().error->code.value(), 202);
    EXPECT_EQ(report().status, OrderStatus::cancelled);
}

TEST_F(OrderMachineTest, RefusedCancelLeavesTheOrderAsItWas)
{
    status(OrderStatus::submitted);
    for (int code : {161, 10147, 10148}) {
        machine.cancel_sent(now);
        auto effects = error(code, "cannot");
        ASSERT_TRUE(effects.cancel) << code;
        EXPECT_FALSE(effects.cancel->has_value());
        EXPECT_EQ(report().status, OrderStatus::submitted);
    }
}

TEST_F(OrderMachineTest, CancelThatComesTooLateSaysSo)
{
    status(OrderStatus::submitted);
    machine.cancel_sent(now);
    auto effects = fill("a.01", 10_d, 100_d);
    ASSERT_TRUE(effects.cancel);
    ASSERT_FALSE(effects.cancel->has_value());
    EXPECT_EQ(effects.cancel->error(), Errc::not_cancellable);
    EXPECT_EQ(report().status, OrderStatus::filled);
}

TEST_F(OrderMachineTest, ModifyIsAnsweredByTheEchoOfItsTerms)
{
    auto first = buy(stock("AAPL"), 10_d).limit(100_d),
         second = buy(stock("AAPL"), 20_d).limit(101_d);
    terms(first);
    status(OrderStatus::submitted);
    machine.modify_sent(second, now);
    EXPECT_FALSE(terms(first).modify) << "the echo of before";
    EXPECT_EQ(report().order.quantity, 10_d);
    auto effects = terms(second);
    ASSERT_TRUE(effects.modify);
    EXPECT_TRUE(effects.modify->has_value());
    EXPECT_EQ(report().order.limit_price, 101_d);
    EXPECT_EQ(report().remaining, 20_d);
}

TEST_F(OrderMachineTest, RefusedModifyLeavesTheOrderAlive)
{
    status(OrderStatus::submitted);
    for (int code : {105, 104, 110, 201}) {
        machine.modify_sent(buy(stock("AAPL"), 10_d).limit(100.001_d), now);
        auto effects = error(code, "no");
        ASSERT_TRUE(effects.modify) << code;
        EXPECT_FALSE(effects.modify->has_value());
        EXPECT_EQ(report().status, OrderStatus::submitted) << code;
        EXPECT_EQ(report().order.limit_price, 100_d);
    }
}

TEST_F(OrderMachineTest, ModifyOfAnOrderThatEndsIsAnswered)
{
    status(OrderStatus::submitted);
    machine.modify_sent(buy(stock("AAPL"), 10_d).limit(101_d), now);
    auto effects = status(OrderStatus::filled, 10_d, 100_d);
    ASSERT_TRUE(effects.modify);
    EXPECT_EQ(effects.modify->error(), Errc::not_modifiable);
}

TEST_F(OrderMachineTest, RaisedQuantityReopensWhatLookedComplete)
{
    status(OrderStatus::submitted);
    machine.modify_sent(buy(stock("AAPL"), 20_d).limit(100_d), now);
    fill("a.01", 10_d, 100_d);
    EXPECT_EQ(report().status, OrderStatus::filled);
    terms(buy(stock("AAPL"), 20_d).limit(100_d));
    status(OrderStatus::submitted, 10_d, 100_d);
    EXPECT_EQ(report().status, OrderStatus::submitted);
    EXPECT_EQ(report().remaining, 10_d);
}

TEST_F(OrderMachineTest, LostConnectionMakesAnUnacknowledgedOrderUnknown)
{
    auto effects = machine.connection_lost(Error{Errc::connection_lost, "gone"}, now);
    ASSERT_TRUE(effects.place);
    EXPECT_EQ(effects.place->error(), Errc::connection_lost);
    EXPECT_EQ(report().status, OrderStatus::unknown);
    status(OrderStatus::submitted);
    EXPECT_EQ(report().status, OrderStatus::submitted);
}

TEST_F(OrderMachineTest, LostConnectionLeavesAWorkingOrderWorking)
{
    status(OrderStatus::submitted);
    machine.cancel_sent(now);
    auto effects = machine.connection_lost(Error{Errc::connection_lost, "gone"}, now);
    ASSERT_TRUE(effects.cancel);
    EXPECT_EQ(effects.cancel->error(), Errc::connection_lost);
    EXPECT_EQ(report().status, OrderStatus::submitted);
}

TEST_F(OrderMachineTest, NotFoundRefutesOnlyWhatWasNeverHeardOf)
{
    machine.connection_lost(Error{Errc::connection_lost, "gone"}, now);
    machine.not_found(Error{Errc::unknown_order, "nowhere"}, now);
    EXPECT_EQ(report().status, OrderStatus::rejected);

    OrderMachine working{OrderId{8}, buy(stock("AAPL"), 1_d), 1, now};
    StatusNews news;
    news.status = OrderStatus::submitted;
    working.on_status(news, now);
    working.not_found(Error{Errc::unknown_order, "nowhere"}, now);
    EXPECT_EQ(working.report().status, OrderStatus::unknown);

    OrderMachine held{OrderId{9}, buy(stock("AAPL"), 1_d).held(), 1, now};
    held.not_found(Error{Errc::unknown_order, "nowhere"}, now);
    EXPECT_EQ(held.report().status, OrderStatus::unknown) << "TWS does not list what it holds";
}

TEST_F(OrderMachineTest, SilenceMakesTheOrderUnknown)
{
    auto effects = machine.not_acknowledged(now);
    ASSERT_TRUE(effects.place);
    EXPECT_EQ(effects.place->error(), Errc::timed_out);
    EXPECT_EQ(report().status, OrderStatus::unknown);
    status(OrderStatus::submitted);
    EXPECT_FALSE(machine.not_acknowledged(now).changed);
}

TEST_F(OrderMachineTest, StopOrderIgnoresTheEchoedLimitPrice)
{
    OrderMachine stop{OrderId{8}, sell(stock("AAPL"), 1_d).stop(90_d), 1, now};
    TermsNews news;
    news.order = sell(stock("AAPL"), 1_d).stop(90_d);
    news.order.limit_price = 13.16_d;
    stop.on_terms(news, now);
    EXPECT_EQ(stop.report().order.limit_price, std::nullopt);
    EXPECT_EQ(stop.report().order.stop_price, 90_d);
}

TEST_F(OrderMachineTest, ComboCountsTheWholeAndNotItsLegs)
{
    auto spread = combo("SPY", {ComboLeg{1, 1, Side::buy}, ComboLeg{2, 1, Side::sell}});
    OrderMachine order{OrderId{8}, buy(spread, 1_d).limit(1_d), 1, now};
    Executions all;
    auto execution = [&](std::string id, Contract contract) {
        Execution e;
        e.id = std::move(id);
        e.contract = std::move(contract);
        e.quantity = 1_d;
        e.price = 1_d;
        return order.on_execution(all.add(std::move(e)), now);
    };
    execution("x.01", stock("SPY"));
    EXPECT_EQ(order.report().filled, 0_d);
    execution("y.01", combo("SPY", {}));
    execution("z.01", stock("SPY"));
    EXPECT_EQ(order.report().filled, 1_d);
    EXPECT_EQ(order.report().status, OrderStatus::filled);
}

TEST_F(OrderMachineTest, ForeignOrderTakesAllFromTws)
{
    OrderMachine foreign{OrderId{3}, 5, now};
    TermsNews news;
    news.order = sell(stock("MSFT"), 5_d).limit(400_d);
    news.client_id = 5;
    news.status = OrderStatus::submitted;
    foreign.on_terms(news, now);
    EXPECT_EQ(foreign.report().order.contract.symbol, "MSFT");
    EXPECT_EQ(foreign.report().status, OrderStatus::submitted);
    EXPECT_EQ(foreign.report().client_id, 5);
    EXPECT_EQ(foreign.report().remaining, 5_d);
}

TEST_F(OrderMachineTest, CommissionAddsUp)
{
    machine.on_commission({1_d, "USD"}, now);
    machine.on_commission({0.5_d, "USD"}, now);
    EXPECT_EQ(report().commission, 1.5_d);
    EXPECT_EQ(report().commission_currency, "USD");
    machine.on_commission({7_d, "EUR"}, now);
    EXPECT_EQ(report().commission, 1.5_d) << "euros and dollars have no sum";
}

}  // namespace
}  // namespace trademind::ibkr_broker
