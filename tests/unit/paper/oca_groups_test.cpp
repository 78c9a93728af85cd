// One-cancels-all groups of all three kinds, over every way in which one of their orders can end.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class PaperOca : public PaperTest, public testing::WithParamInterface<OcaType> {
protected:
    OcaType how() const { return GetParam(); }
    bool reduces() const { return how() != OcaType::cancel_with_block; }
    void begin()
    {
        start();
        quote(9.90_d, 1'000, 10.10_d, 1'000);
    }
    OrderId in_group(OrderRequest order, std::string name = "g")
    {
        return take(std::move(order).in_oca_group(std::move(name), how()));
    }
};

TEST_P(PaperOca, a_whole_fill_cancels_the_others)
{
    begin();
    auto filled_one = in_group(buy_x(100).limit(10_d));
    auto limit = in_group(buy_x(300).limit(9.50_d));
    auto stop = in_group(sell_x(50).stop(9_d));
    auto trail = in_group(sell_x(50).trailing(1_d));
    auto other_group = in_group(buy_x(10).limit(9.40_d), "h");
    quote(9.90_d, 1'000, 10_d, 100);
    EXPECT_EQ(status(filled_one), OrderStatus::filled);
    for (OrderId id : {limit, stop, trail}) {
        EXPECT_EQ(status(id), OrderStatus::cancelled) << to_string(id);
        EXPECT_EQ(filled(id), 0_d);
        EXPECT_THAT(report(id).error->message, HasSubstr("OCA group has filled"));
    }
    EXPECT_EQ(status(other_group), OrderStatus::submitted);
}

TEST_P(PaperOca, a_part_fill_reduces_or_cancels)
{
    begin();
    auto first = in_group(buy_x(100).limit(10_d));
    auto second = in_group(buy_x(200).limit(9.50_d));
    quote(9.90_d, 1'000, 10_d, 25);
    EXPECT_EQ(filled(first), 25_d);
    EXPECT_EQ(status(first), OrderStatus::submitted) << "what filled works on";
    if (reduces()) {
        EXPECT_EQ(report(second).order.quantity, 150_d);
        EXPECT_EQ(status(second), OrderStatus::submitted);
    } else {
        EXPECT_EQ(status(second), OrderStatus::cancelled);
    }
}

TEST_P(PaperOca, reductions_are_rounded_against_the_others)
{
    begin();
    auto first = in_group(buy_x(3).limit(10_d));
    auto second = in_group(buy_x(10).limit(9.50_d));
    quote(9.90_d, 1'000, 10_d, 1);
    // a third of 10 is 3.33: 4 go; or all of it goes and the quantity stays as it was
    EXPECT_EQ(report(second).order.quantity, reduces() ? 6_d : 10_d);
    quote(9.90_d, 1'000, 10_d, 2);
    EXPECT_EQ(status(first), OrderStatus::filled);
    EXPECT_EQ(status(second), OrderStatus::cancelled);
}

TEST_P(PaperOca, one_event_fills_one_of_them)
{
    begin();
    auto better = in_group(buy_x(100).limit(10.02_d));
    auto worse = in_group(buy_x(100).limit(10.01_d));
    quote(9.90_d, 1'000, 10_d, 1'000);
    EXPECT_EQ(filled(better), 100_d) << "price goes first";
    EXPECT_EQ(filled(worse), 0_d);
    EXPECT_EQ(position(), 100_d);
}

TEST_P(PaperOca, a_cancel_by_the_client_ends_the_group)
{
    begin();
    auto first = in_group(buy_x(100).limit(10_d));
    auto second = in_group(buy_x(100).limit(9.95_d));
    auto apart = in_group(buy_x(100).limit(9.95_d), "another");
    ASSERT_TRUE(cancel(first));
    EXPECT_EQ(status(second), OrderStatus::cancelled);
    EXPECT_EQ(status(apart), OrderStatus::submitted);
}

TEST_P(PaperOca, a_group_that_has_filled_takes_no_new_member)
{
    begin();
    auto first = in_group(buy_x(100).limit(10_d));
    quote(9.90_d, 1'000, 10_d, 100);
    ASSERT_EQ(status(first), OrderStatus::filled);
    auto late = place(buy_x(100).limit(9.95_d).in_oca_group("g", how()));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code.value(), 201);
    EXPECT_EQ(late.error().message, "Order rejected - reason: OCA group is already filled");
}

TEST_P(PaperOca, buys_and_sells_may_exclude_each_other)
{
    begin();
    auto breakout = in_group(buy_x(100).stop(10.20_d));
    auto breakdown = in_group(sell_x(100).stop(9.80_d));
    quote(10.18_d, 1'000, 10.20_d, 1'000);
    print(10.20_d);
    EXPECT_EQ(status(breakout), OrderStatus::filled);
    EXPECT_EQ(status(breakdown), OrderStatus::cancelled);
    EXPECT_EQ(position(), 100_d);
}

TEST_P(PaperOca, other_instruments_may_be_in_a_group)
{
    begin();
    push(paper::MarketChange{}.with_bid(4.90_d, 100).with_ask(5_d, 100), stock("Y"));
    auto x = in_group(buy_x(100).limit(10_d));
    auto y = in_group(buy(stock("Y"), 100).limit(4.95_d));
    push(paper::MarketChange{}.with_bid(4.90_d, 100).with_ask(4.95_d, 100), stock("Y"));
    EXPECT_EQ(status(y), OrderStatus::filled);
    EXPECT_EQ(status(x), OrderStatus::cancelled);
}

TEST_P(PaperOca, a_modify_changes_neither_group_nor_kind)
{
    begin();
    auto first = in_group(buy_x(100).limit(10_d));
    auto outside = take(buy_x(100).limit(9.95_d));
    auto refused = modify(first, buy_x(100).limit(9.95_d).in_oca_group("new", how()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code.value(), 10326);
    auto joins = modify(outside, buy_x(100).limit(9.95_d).in_oca_group("g", how()));
    ASSERT_FALSE(joins);
    EXPECT_EQ(joins.error().code.value(), 10326);
    auto other = how() == OcaType::cancel_with_block ? OcaType::reduce_with_block
                                                     : OcaType::cancel_with_block;
    auto kind = modify(first, buy_x(100).limit(9.95_d).in_oca_group("g", other));
    ASSERT_FALSE(kind);
    EXPECT_EQ(kind.error().code.value(), 10327);
    ASSERT_TRUE(modify(first, buy_x(100).limit(9.95_d)));
    EXPECT_EQ(report(first).order.oca_group, "g") << "said or not";
}

TEST_P(PaperOca, members_that_exclude_each_other_reserve_once)
{
    paper::Options options;
    options.fee_model = std::make_shared<paper::NoFees>();
    options.cash = {{"USD", 10'000_d}};
    start(options);
    quote(9.90_d, 1'000, 10.10_d, 1'000);
    Decimal before = *account().buying_power;
    in_group(buy_x(100).limit(10_d));
    Decimal one = *account().buying_power;
    in_group(buy_x(100).limit(10_d));
    EXPECT_EQ(account().buying_power, one) << "only one of them can fill";
    take(buy_x(100).limit(10_d));
    EXPECT_EQ(before - one, one - *account().buying_power) << "an order of its own counts";
}

INSTANTIATE_TEST_SUITE_P(Kinds, PaperOca,
                         testing::Values(OcaType::cancel_with_block, OcaType::reduce_with_block,
                                         OcaType::reduce_without_block),
                         [](const auto& one) {
                             return "type" + std::to_string(static_cast<int>(one.param));
                         });

TEST_F(PaperTest, a_group_without_a_type_reduces_as_TWS_takes_it)
{
    start();
    quote(9.90_d, 1'000, 10.10_d, 1'000);
    auto order = buy_x(100).limit(10_d);
    order.oca_group = "g";
    auto id = take(order);
    EXPECT_EQ(report(id).order.oca_type, OcaType::reduce_without_block);
}

}  // namespace
}  // namespace trademind::test
