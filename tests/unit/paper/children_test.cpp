// Children and group members that are not at the market yet: waiting, unsent, on their way.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PaperChildren : public PaperTest {
protected:
    /// Submitting takes a second; all else is at once.
    static paper::Options slow()
    {
        paper::Options options;
        paper::LatencySettings latency;
        latency.submit = 1s;
        options.latency_model = paper::make_latency_model(latency);
        return options;
    }
    void send(OrderRequest order)
    {
        broker->place_order(std::move(order), [](Result<OrderReport>) {});
        run();
    }
};

TEST_F(PaperChildren, a_child_with_nothing_to_do_blocks_nobody_behind_it)
{
    start();
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    take(buy_x(500));
    auto parent = take(buy_x(100).limit(10_d));
    auto child = take(sell_x(100).limit(9.50_d).child_of(parent));
    auto other = take(sell_x(50).limit(10.40_d));
    // 40 of the parent: the child sells them at once, and stands at 9.50 with nothing to sell
    quote(9.99_d, 1'000, 10_d, 40);
    EXPECT_EQ(filled(parent), 40_d);
    EXPECT_EQ(filled(child), 40_d);
    EXPECT_EQ(report(child).why_held, "child");
    quote(10.40_d, 1'000, 10.50_d, 1'000);
    EXPECT_EQ(filled(other), 50_d);
    // and it goes on when its parent does
    quote(9.99_d, 1'000, 10_d, 60);
    EXPECT_EQ(status(child), OrderStatus::filled);
}

TEST_F(PaperChildren, neither_does_a_market_child)
{
    start();
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    take(buy_x(500));
    auto parent = take(buy_x(100).limit(10_d));
    auto child = take(sell_x(100).child_of(parent));
    quote(9.99_d, 20, 10_d, 40);
    EXPECT_EQ(filled(child), 20_d) << "the bid had 20";
    auto other = take(sell_x(50));
    quote(9.98_d, 500, 10.05_d, 40);
    EXPECT_EQ(filled(child), 40_d);
    EXPECT_EQ(filled(other), 50_d) << "it stands behind a child that waits for its parent";
}

TEST_F(PaperChildren, an_unsent_child_may_be_changed_and_waits_for_its_parent_all_the_same)
{
    start();
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    auto parent = take(buy_x(100).limit(10_d).held());
    auto profit = take(sell_x(100).limit(11_d).child_of(parent).held());
    ASSERT_TRUE(modify(profit, sell_x(100).limit(10.10_d).child_of(parent).held()));
    auto loss = take(sell_x(100).stop(9_d).child_of(parent));
    EXPECT_EQ(report(profit).why_held, "child") << "its parent has filled nothing";
    EXPECT_EQ(report(loss).why_held, "child");
    EXPECT_THAT(heard.fills(), IsEmpty()) << "the bid is above the profit taker's limit";
    EXPECT_EQ(position(), 0_d);
    quote(9.99_d, 1'000, 10_d, 100);
    EXPECT_EQ(status(parent), OrderStatus::filled);
    quote(10.10_d, 1'000, 10.12_d, 100);
    EXPECT_EQ(status(profit), OrderStatus::filled);
    EXPECT_EQ(position(), 0_d);
}

TEST_F(PaperChildren, an_unsent_child_sent_by_a_modify_takes_its_family_along)
{
    start();
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    auto parent = take(buy_x(100).limit(10_d).held());
    auto child = take(sell_x(100).limit(11_d).child_of(parent).held());
    EXPECT_THAT(heard.lines, IsEmpty());
    ASSERT_TRUE(modify(child, sell_x(100).limit(12_d).child_of(parent)));
    EXPECT_EQ(status(parent), OrderStatus::submitted);
    EXPECT_EQ(report(child).why_held, "child");
    EXPECT_EQ(report(child).order.limit_price, 12_d);
}

TEST_F(PaperChildren, more_of_a_child_works_once_its_parent_is_complete)
{
    start();
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    auto parent = take(buy_x(100).limit(10_d));
    auto child = take(sell_x(50).limit(11_d).child_of(parent));
    quote(9.99_d, 1'000, 10_d, 100);
    ASSERT_TRUE(modify(child, sell_x(100).limit(11_d).child_of(parent)));
    quote(11_d, 1'000, 11.02_d, 1'000);
    EXPECT_EQ(filled(child), 100_d);
    EXPECT_EQ(position(), 0_d);
}

TEST_F(PaperChildren, more_of_a_child_works_for_no_more_than_its_parent_has_filled)
{
    start();
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    auto parent = take(buy_x(100).limit(10_d));
    auto child = take(sell_x(30).limit(11_d).child_of(parent));
    quote(9.99_d, 1'000, 10_d, 40);
    ASSERT_TRUE(modify(child, sell_x(90).limit(11_d).child_of(parent)));
    quote(11_d, 1'000, 11.02_d, 1'000);
    EXPECT_EQ(filled(child), 40_d);
    EXPECT_EQ(position(), 0_d);
}

TEST_F(PaperChildren, an_unsent_member_of_a_group_is_reduced_and_stays_unsent)
{
    start();
    quote(10_d, 1'000, 10.30_d, 1'000);
    auto working = take(buy_x(100).limit(10.10_d).in_oca_group("g", OcaType::reduce_with_block));
    auto unsent =
        take(buy_x(100).limit(10.10_d).in_oca_group("g", OcaType::reduce_with_block).held());
    quote(10_d, 1'000, 10.10_d, 40);
    EXPECT_EQ(filled(working), 40_d);
    EXPECT_EQ(report(unsent).order.quantity, 60_d);
    EXPECT_EQ(status(unsent), OrderStatus::pending_submit);
    quote(9.98_d, 1'000, 10_d, 30);
    EXPECT_EQ(filled(unsent), 0_d) << "nobody has sent it";
    EXPECT_EQ(filled(working), 70_d);
    auto smaller = report(unsent).order;
    smaller.transmit = true;
    ASSERT_TRUE(modify(unsent, smaller));
    EXPECT_EQ(status(unsent), OrderStatus::submitted);
}

TEST_F(PaperChildren, a_member_on_its_way_is_reduced_before_it_comes)
{
    start(slow());
    quote(10_d, 1'000, 10.30_d, 1'000);
    send(buy_x(100).limit(10.10_d).in_oca_group("g", OcaType::reduce_with_block));
    pass(500ms);
    send(buy_x(100).limit(10.10_d).in_oca_group("g", OcaType::reduce_with_block));
    pass(500ms);
    ASSERT_EQ(status(OrderId{1}), OrderStatus::submitted);
    ASSERT_EQ(status(OrderId{2}), OrderStatus::pending_submit);
    quote(10_d, 1'000, 10.10_d, 40);
    EXPECT_EQ(filled(OrderId{1}), 40_d);
    EXPECT_EQ(report(OrderId{2}).order.quantity, 60_d);
    EXPECT_EQ(status(OrderId{2}), OrderStatus::pending_submit);
    pass(1s);
    EXPECT_EQ(status(OrderId{2}), OrderStatus::submitted);
    // both stand there now, and the first of them goes first
    quote(10_d, 1'000, 10.10_d, 60);
    EXPECT_EQ(status(OrderId{1}), OrderStatus::filled);
    EXPECT_EQ(status(OrderId{2}), OrderStatus::cancelled);
    quote(10_d, 1'000, 10.10_d, 900);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 40 @ 10.1", "1: 60 @ 10.1"));
}

TEST_F(PaperChildren, a_member_on_its_way_is_cancelled_with_its_group)
{
    start(slow());
    quote(10_d, 1'000, 10.30_d, 1'000);
    send(buy_x(100).limit(10.10_d).in_oca_group("g", OcaType::cancel_with_block));
    pass(500ms);
    send(buy_x(100).limit(10.30_d).in_oca_group("g", OcaType::cancel_with_block));
    pass(500ms);
    quote(10_d, 1'000, 10.10_d, 1);
    EXPECT_EQ(status(OrderId{2}), OrderStatus::cancelled);
    pass(1s);
    EXPECT_EQ(status(OrderId{2}), OrderStatus::cancelled) << "it came too late";
    EXPECT_THAT(heard.fills(), ElementsAre("1: 1 @ 10.1"));
}

TEST_F(PaperChildren, a_parent_that_ends_with_a_part_leaves_as_much_of_a_child_on_its_way)
{
    start(slow());
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    send(buy_x(100).limit(10_d));
    pass(1s);
    send(sell_x(100).limit(11_d).child_of(OrderId{1}));
    quote(9.99_d, 1'000, 10_d, 40);
    ASSERT_TRUE(cancel(OrderId{1}));
    EXPECT_EQ(report(OrderId{2}).order.quantity, 40_d);
    pass(1s);
    EXPECT_EQ(status(OrderId{2}), OrderStatus::submitted);
    quote(11_d, 1'000, 11.02_d, 1'000);
    EXPECT_EQ(filled(OrderId{2}), 40_d);
    EXPECT_EQ(position(), 0_d);
}

TEST_F(PaperChildren, a_parent_that_ends_without_fill_ends_unsent_and_flying_children)
{
    start(slow());
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    send(buy_x(100).limit(10_d));
    pass(1s);
    send(sell_x(100).limit(11_d).child_of(OrderId{1}));
    send(sell_x(100).stop(9_d).child_of(OrderId{1}).held());
    ASSERT_TRUE(cancel(OrderId{1}));
    pass(1s);
    for (OrderId id : {OrderId{2}, OrderId{3}}) EXPECT_EQ(status(id), OrderStatus::cancelled);
}

TEST_F(PaperChildren, a_child_that_its_modify_makes_smaller_than_what_is_active_shrinks)
{
    start();
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    auto parent = take(buy_x(100).limit(10_d));
    auto child = take(sell_x(100).limit(11_d).child_of(parent));
    quote(9.99_d, 1'000, 10_d, 100);
    ASSERT_TRUE(modify(child, sell_x(30).limit(11_d).child_of(parent)));
    quote(11_d, 1'000, 11.02_d, 1'000);
    EXPECT_EQ(filled(child), 30_d);
    EXPECT_EQ(position(), 70_d);
}

TEST_F(PaperChildren, another_type_waits_for_its_own_trigger)
{
    start();
    quote(10_d, 1'000, 10.02_d, 1'000);
    // fired, and resting at its limit
    auto id = take(buy_x(10).stop(10.01_d).limit(9.90_d));
    print(10.01_d);
    EXPECT_EQ(status(id), OrderStatus::submitted);
    ASSERT_TRUE(modify(id, buy_x(10).trailing(0.50_d)));
    EXPECT_EQ(report(id).why_held, "trigger");
    EXPECT_THAT(heard.fills(), IsEmpty()) << "it would have bought at the market";
}

}  // namespace
}  // namespace trademind::test
