// The sequences of events of orders.md, section 3, and the answers to calls.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class PaperEvents : public PaperTest {};

TEST_F(PaperEvents, a_limit_order_away_from_the_market_is_presubmitted_then_submitted)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto report = place(buy_x(100).limit(9_d));
    EXPECT_EQ(report->status, OrderStatus::submitted);
    EXPECT_THAT(heard.lines, ElementsAre("order 1 PreSubmitted 0/100", "order 1 Submitted 0/100"));
}

TEST_F(PaperEvents, a_cancel_is_pending_then_done_then_told_by_202)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto id = take(buy_x(100).limit(9_d));
    heard.lines.clear();
    auto report = cancel(id);
    EXPECT_EQ(report->status, OrderStatus::cancelled);
    EXPECT_THAT(heard.lines, ElementsAre("order 1 PendingCancel 0/100", "order 1 Cancelled 0/100",
                                         "notice 202"));
    EXPECT_EQ(heard.notices.back().order_id, id);
}

TEST_F(PaperEvents, a_market_order_fills_with_execution_status_commission)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto report = place(buy_x(100));
    EXPECT_EQ(report->status, OrderStatus::filled);
    EXPECT_THAT(heard.lines, ElementsAre("order 1 PreSubmitted 0/100", "fill 1 100 @ 10.02",
                                         "order 1 Filled 100/100", "commission",
                                         "order 1 Filled 100/100", "position 100", "account"));
    EXPECT_EQ(heard.commissions.back().execution_id, heard.executions.back().id);
    EXPECT_EQ(report->commission, heard.commissions.back().amount);
    EXPECT_EQ(report->commission_currency, "USD");
}

TEST_F(PaperEvents, a_stop_is_held_by_its_trigger)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto report = place(buy_x(100).stop(10.10_d));
    EXPECT_EQ(report->status, OrderStatus::pre_submitted);
    EXPECT_EQ(report->why_held, "trigger");
    heard.lines.clear();
    push(paper::MarketChange{}.with_ask(10.12_d, 100).with_print(10.10_d, 100));
    EXPECT_THAT(heard.lines, ElementsAre("order 1 Submitted 0/100", "fill 1 100 @ 10.12",
                                         "order 1 Filled 100/100", "commission",
                                         "order 1 Filled 100/100", "position 100", "account"));
}

TEST_F(PaperEvents, a_FOK_that_cannot_fill_is_inactive_then_cancelled)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    place(buy_x(300).fill_or_kill());
    EXPECT_THAT(heard.lines, ElementsAre("order 1 Inactive 0/300", "order 1 Cancelled 0/300"));
}

TEST_F(PaperEvents, an_untransmitted_order_is_silent)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto report = place(buy_x(100).held());
    ASSERT_TRUE(report);
    EXPECT_THAT(heard.lines, testing::IsEmpty());
    auto sent = modify(report->id, buy_x(100));
    ASSERT_TRUE(sent) << sent.error().describe();
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02"));
}

TEST_F(PaperEvents, refused_orders_do_not_exist)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto report = place(buy_x(0));
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error(), Errc::invalid_order);
    EXPECT_THAT(heard.lines, testing::IsEmpty());
    auto unknown = place(buy(stock("NOPE"), 1));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error(), Errc::unknown_contract);
    EXPECT_THAT(unknown.error().message, HasSubstr("NOPE"));
}

TEST_F(PaperEvents, cancels_that_come_too_late_say_so)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto id = take(buy_x(100));
    auto late = cancel(id);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error(), Errc::not_cancellable);
    EXPECT_EQ(late.error().code.value(), 10148);
    EXPECT_THAT(late.error().message, HasSubstr("state: Filled"));
    auto nothing = cancel(OrderId{77});
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error(), Errc::unknown_order);
}

TEST_F(PaperEvents, nothing_works_before_connect)
{
    broker = make_unsafe_paper_broker(io.get_executor(), {}, clock);
    auto report = place(buy_x(1));
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error(), Errc::not_connected);
}

TEST_F(PaperEvents, the_same_client_order_id_places_nothing)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto first = place(buy_x(10).with_client_order_id("a"));
    auto again = place(buy_x(10).with_client_order_id("a"));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(first->id, again->id);
    EXPECT_EQ(heard.executions.size(), 1U);
    auto other = place(buy_x(20).with_client_order_id("a"));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error(), Errc::duplicate_order);
}

TEST_F(PaperEvents, a_modify_tells_the_new_terms_and_may_fill)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto id = take(buy_x(100).limit(9_d));
    heard.lines.clear();
    auto report = modify(id, buy_x(100).limit(9.50_d));
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_EQ(report->order.limit_price, 9.50_d);
    EXPECT_THAT(heard.lines, ElementsAre("order 1 Submitted 0/100"));
    ASSERT_TRUE(modify(id, buy_x(100)));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02"));
    auto late = modify(id, buy_x(200));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code.value(), 104);
}

}  // namespace
}  // namespace trademind::test
