// Orders that depend on each other, and changes to orders: paper-fills P62 to P69.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::ChildActivation;
using testing::ElementsAre;
using testing::IsEmpty;

class PaperFamilies : public PaperTest {
protected:
    struct Bracket {
        OrderId parent, profit, loss;
    };
    /// BUY LMT 10 with a profit taker at 11 and a stop at 9, sent with the last child.
    Bracket bracket(Decimal quantity)
    {
        Bracket b;
        b.parent = take(buy_x(quantity).limit(10_d).held());
        b.profit = take(sell_x(quantity).limit(11_d).child_of(b.parent).held());
        EXPECT_THAT(heard.lines, IsEmpty());
        b.loss = take(sell_x(quantity).stop(9_d).child_of(b.parent));
        return b;
    }
};

TEST_F(PaperFamilies, P62_a_new_price_concerns_what_is_left)
{
    start();
    quote(10_d, 100, 10.02_d, 40);
    auto id = take(buy_x(100).limit(10.02_d));
    EXPECT_EQ(filled(id), 40_d);
    ASSERT_TRUE(modify(id, buy_x(100).limit(10.05_d)));
    quote(10_d, 100, 10.04_d, 500);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 40 @ 10.02", "1: 60 @ 10.05"));
    auto done = report(id);
    EXPECT_EQ(done.filled, 100_d);
    // (40 x 10.02 + 60 x 10.05) / 100
    EXPECT_EQ(done.average_fill_price, 10.038_d);
}

TEST_F(PaperFamilies, P63_a_quantity_below_what_is_filled_ends_the_order)
{
    start();
    quote(10_d, 100, 10.02_d, 40);
    auto id = take(buy_x(100).limit(10.02_d));
    auto less = modify(id, buy_x(30).limit(10.02_d));
    ASSERT_TRUE(less) << less.error().describe();
    EXPECT_EQ(less->status, OrderStatus::filled);
    EXPECT_EQ(less->filled, 40_d);
    EXPECT_EQ(less->remaining, 0_d);
    EXPECT_EQ(position(), 40_d);
}

TEST_F(PaperFamilies, modify_keeps_its_turn_only_for_a_smaller_size)
{
    start();
    quote(9.90_d, 100, 10.02_d, 100);
    auto first = take(buy_x(100).limit(9.95_d));
    auto second = take(buy_x(100).limit(9.95_d));
    ASSERT_TRUE(modify(first, buy_x(80).limit(9.95_d)));
    quote(9.90_d, 100, 9.95_d, 50);
    EXPECT_EQ(filled(first), 50_d);
    EXPECT_EQ(filled(second), 0_d);
    ASSERT_TRUE(modify(first, buy_x(200).limit(9.95_d)));
    quote(9.90_d, 100, 9.95_d, 60);
    EXPECT_EQ(filled(first), 50_d);
    EXPECT_EQ(filled(second), 60_d);
}

TEST_F(PaperFamilies, modify_refuses_what_makes_another_order)
{
    start();
    quote(9.90_d, 100, 10.02_d, 100);
    auto id = take(buy_x(100).limit(9.95_d));
    EXPECT_EQ(modify(id, sell_x(100).limit(9.95_d)).error().code.value(), 105);
    EXPECT_EQ(modify(id, buy_x(100).limit(9.955_d)).error().code.value(), 110);
    EXPECT_EQ(report(id).order.limit_price, 9.95_d) << "the old order lives";
    ASSERT_TRUE(cancel(id));
    EXPECT_EQ(modify(id, buy_x(100).limit(9.95_d)).error(), Errc::not_modifiable);
    EXPECT_EQ(modify(OrderId{99}, buy_x(1)).error(), Errc::unknown_order);
}

TEST_F(PaperFamilies, modify_in_every_state)
{
    start();
    quote(9.90_d, 1000, 10.02_d, 1000);
    auto untransmitted = take(buy_x(10).limit(9_d).held());
    EXPECT_EQ(modify(untransmitted, buy_x(20).limit(9_d).held())->order.quantity, 20_d);
    auto armed = take(buy_x(10).stop(10.50_d));
    EXPECT_EQ(modify(armed, buy_x(10).stop(10.40_d))->order.stop_price, 10.40_d);
    auto trailing = take(sell_x(10).trailing(1, 9_d));
    EXPECT_EQ(modify(trailing, sell_x(5).trailing(2, 8_d))->order.trailing_amount, 2_d);
    auto child = take(sell_x(10).limit(12_d).child_of(take(buy_x(10).limit(9_d))));
    EXPECT_EQ(modify(child, sell_x(10).limit(13_d).child_of(OrderId{4}))->status,
              OrderStatus::pre_submitted);
    auto resting = take(buy_x(10).limit(9.50_d));
    EXPECT_EQ(modify(resting, buy_x(10).stop(10.30_d))->why_held, "trigger");
    EXPECT_EQ(modify(resting, buy_x(10).limit(9.60_d))->status, OrderStatus::submitted);
    EXPECT_EQ(modify(resting, buy_x(10))->status, OrderStatus::filled);
}

TEST_F(PaperFamilies, P64_a_fill_beats_a_cancel_on_its_way)
{
    paper::Options options;
    paper::LatencySettings latency;
    latency.cancel = 5ms;
    options.latency_model = paper::make_latency_model(latency);
    start(options);
    quote(10_d, 100, 10.02_d, 100);
    auto id = take(buy_x(100).limit(10_d));
    Awaited<OrderReport> cancelled;
    broker->cancel_order(id, cancelled.token());
    run();
    EXPECT_FALSE(cancelled.ready());
    EXPECT_EQ(status(id), OrderStatus::pending_cancel);
    pass(1ms);
    quote(9.95_d, 100, 10_d, 100);
    EXPECT_EQ(status(id), OrderStatus::filled);
    pass(4ms);
    ASSERT_TRUE(cancelled.ready());
    EXPECT_EQ(cancelled.get().error().code.value(), 10148);
    EXPECT_EQ(filled(id), 100_d);
}

TEST_F(PaperFamilies, P65_at_the_same_time_the_order_of_arrival_decides)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    auto first = take(buy_x(100).limit(10_d));
    auto now = clock->now();
    ASSERT_TRUE(cancel(first));
    push(paper::MarketChange{now}.with_bid(9.95_d, 100).with_ask(10_d, 100));
    EXPECT_EQ(status(first), OrderStatus::cancelled);
    auto second = take(buy_x(100).limit(9.98_d));
    push(paper::MarketChange{now}.with_ask(9.98_d, 100));
    EXPECT_FALSE(cancel(second));
    EXPECT_EQ(filled(second), 100_d);
}

TEST_F(PaperFamilies, P67_one_of_an_OCA_pair_fills_and_the_other_is_cancelled)
{
    start();
    quote(9_d, 100, 11_d, 100);
    auto a = take(buy_x(100).limit(10_d).in_oca_group("g", OcaType::cancel_with_block));
    auto b = take(buy_x(100).limit(10_d).in_oca_group("g", OcaType::cancel_with_block));
    quote(9_d, 100, 10_d, 500);
    EXPECT_EQ(status(a), OrderStatus::filled);
    EXPECT_EQ(status(b), OrderStatus::cancelled);
    EXPECT_EQ(filled(b), 0_d);
}

TEST_F(PaperFamilies, P67_types_2_and_3_reduce_in_proportion)
{
    for (auto how : {OcaType::reduce_with_block, OcaType::reduce_without_block}) {
        start();
        heard.executions.clear();
        quote(9_d, 100, 11_d, 100);
        auto a = take(buy_x(100).limit(10_d).in_oca_group("g", how));
        auto b = take(buy_x(200).limit(9.50_d).in_oca_group("g", how));
        quote(9_d, 100, 10_d, 40);
        EXPECT_EQ(filled(a), 40_d);
        // 40 of 100 are gone: 80 of 200 go too
        EXPECT_EQ(report(b).order.quantity, 120_d);
        EXPECT_EQ(status(b), OrderStatus::submitted);
        quote(9_d, 100, 10_d, 60);
        EXPECT_EQ(status(a), OrderStatus::filled);
        EXPECT_EQ(status(b), OrderStatus::cancelled);
    }
}

TEST_F(PaperFamilies, a_bracket_waits_for_its_parent_and_its_children_exclude_each_other)
{
    start();
    quote(10.05_d, 1000, 10.10_d, 1000);
    auto b = bracket(100);
    EXPECT_EQ(status(b.parent), OrderStatus::submitted);
    EXPECT_EQ(report(b.profit).why_held, "child");
    EXPECT_EQ(report(b.loss).why_held, "child");
    quote(9.98_d, 1000, 10_d, 1000);
    EXPECT_EQ(status(b.parent), OrderStatus::filled);
    EXPECT_EQ(status(b.profit), OrderStatus::submitted);
    EXPECT_EQ(report(b.loss).why_held, "trigger");
    quote(11_d, 1000, 11.02_d, 1000);
    EXPECT_EQ(status(b.profit), OrderStatus::filled);
    EXPECT_EQ(status(b.loss), OrderStatus::cancelled);
    EXPECT_EQ(position(), 0_d);
}

TEST_F(PaperFamilies, P68_children_work_for_what_the_parent_has_filled)
{
    start();
    quote(10.05_d, 1000, 10.10_d, 1000);
    auto b = bracket(100);
    quote(9.98_d, 1000, 10_d, 40);
    EXPECT_EQ(filled(b.parent), 40_d);
    quote(11_d, 1000, 11.02_d, 1000);
    EXPECT_EQ(filled(b.profit), 40_d) << "active for 40";
    EXPECT_EQ(report(b.loss).order.quantity, 60_d);
    quote(9.98_d, 1000, 10_d, 60);
    EXPECT_EQ(status(b.parent), OrderStatus::filled);
    quote(11_d, 1000, 11.02_d, 999);
    EXPECT_EQ(status(b.profit), OrderStatus::filled);
    EXPECT_EQ(status(b.loss), OrderStatus::cancelled);
    EXPECT_EQ(position(), 0_d);
}

TEST_F(PaperFamilies, P68_or_wait_until_it_is_complete)
{
    paper::Options options;
    options.child_activation = ChildActivation::when_complete;
    start(options);
    quote(10.05_d, 1000, 10.10_d, 1000);
    auto b = bracket(100);
    quote(9.98_d, 1000, 10_d, 40);
    quote(11_d, 1000, 11.02_d, 1000);
    EXPECT_EQ(filled(b.profit), 0_d);
    quote(9.98_d, 1000, 10_d, 60);
    quote(11_d, 1000, 11.02_d, 999);
    EXPECT_EQ(filled(b.profit), 100_d);
}

TEST_F(PaperFamilies, P69_cancelling_the_parent_cancels_the_children)
{
    start();
    quote(10.05_d, 1000, 10.10_d, 1000);
    auto b = bracket(100);
    ASSERT_TRUE(cancel(b.parent));
    EXPECT_EQ(status(b.profit), OrderStatus::cancelled);
    EXPECT_EQ(status(b.loss), OrderStatus::cancelled);
}

TEST_F(PaperFamilies, cancelling_a_part_filled_parent_leaves_its_part_protected)
{
    start();
    quote(10.05_d, 1000, 10.10_d, 1000);
    auto b = bracket(100);
    quote(9.98_d, 1000, 10_d, 40);
    ASSERT_TRUE(cancel(b.parent));
    EXPECT_EQ(report(b.profit).order.quantity, 40_d);
    EXPECT_EQ(report(b.loss).order.quantity, 40_d);
    quote(8.90_d, 1000, 8.95_d, 1000);
    print(8.92_d);
    EXPECT_EQ(filled(b.loss), 40_d);
    EXPECT_EQ(status(b.profit), OrderStatus::cancelled);
    EXPECT_EQ(position(), 0_d);
}

}  // namespace
}  // namespace trademind::test
