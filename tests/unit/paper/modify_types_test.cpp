// Every order type modified into every other, into a market order, and in its size alone.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <cctype>
#include <tuple>

namespace trademind::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// An order of the type on the side, away from a market of 9.90/10.10 with the last trade at 10.00.
OrderRequest waiting_order(OrderType type, Side side)
{
    bool buys = side == Side::buy;
    bool touched = type == OrderType::market_if_touched || type == OrderType::limit_if_touched;
    auto order = (buys ? buy_x(100) : sell_x(100)).of_type(type);
    // stops lie beyond the market, touch prices and limits on the near side of it
    Decimal near = buys ? 9.50_d : 10.50_d, far = buys ? 10.50_d : 9.50_d;
    if (needs_limit_price(type)) order.limit_price = near;
    if (needs_stop_price(type)) order.stop_price = touched ? near : far;
    if (type == OrderType::stop_limit) order.limit_price = far;
    if (type == OrderType::relative) order.stop_price = 0.01_d;
    bool trails = type == OrderType::trailing_stop || type == OrderType::trailing_stop_limit;
    if (trails) order.trailing_amount = 0.50_d, order.stop_price.reset();
    if (type == OrderType::trailing_stop_limit) {
        order.limit_offset = 0.05_d;
        order.limit_price.reset();
    }
    return order;
}

constexpr OrderType waiting_types[] = {
    OrderType::limit,
    OrderType::stop,
    OrderType::stop_limit,
    OrderType::trailing_stop,
    OrderType::market_if_touched,
    OrderType::limit_if_touched,
    OrderType::trailing_stop_limit,
    OrderType::pegged_to_midpoint,
    OrderType::midprice,
    OrderType::relative,
};

/// From a type, on a side.
class ModifyType : public PaperTest,
                   public testing::WithParamInterface<std::tuple<OrderType, Side>> {
protected:
    void begin()
    {
        start();
        quote(9.90_d, 1'000, 10.10_d, 1'000);
        print(10_d);
    }
};

TEST_P(ModifyType, to_any_other_waits_as_a_new_order_of_that_type_would)
{
    auto [from, side] = GetParam();
    for (OrderType to : waiting_types) {
        SCOPED_TRACE(std::string{to_string(to)});
        begin();
        auto fresh = report(take(waiting_order(to, side)));
        auto id = take(waiting_order(from, side));
        auto modified = modify(id, waiting_order(to, side));
        ASSERT_TRUE(modified) << modified.error().describe();
        EXPECT_EQ(modified->order.stop_price, fresh.order.stop_price);
        EXPECT_EQ(modified->order.limit_price, fresh.order.limit_price);
        EXPECT_EQ(modified->status, fresh.status);
        EXPECT_EQ(modified->why_held, fresh.why_held);
        EXPECT_THAT(heard.fills(), IsEmpty());
    }
}

TEST_P(ModifyType, to_a_market_order_fills_at_once)
{
    auto [from, side] = GetParam();
    begin();
    auto id = take(waiting_order(from, side));
    ASSERT_TRUE(modify(id, waiting_order(OrderType::market, side)));
    EXPECT_THAT(heard.fills(), ElementsAre(side == Side::buy ? "1: 100 @ 10.1" : "1: 100 @ 9.9"));
    EXPECT_EQ(status(id), OrderStatus::filled);
}

TEST_P(ModifyType, of_its_size_alone_leaves_everything_else)
{
    auto [from, side] = GetParam();
    begin();
    auto id = take(waiting_order(from, side));
    auto before = report(id);
    auto smaller = waiting_order(from, side);
    smaller.quantity = 60;
    ASSERT_TRUE(modify(id, smaller));
    auto after = report(id);
    EXPECT_EQ(after.order.quantity, 60_d);
    EXPECT_EQ(after.remaining, 60_d);
    EXPECT_EQ(after.order.stop_price, before.order.stop_price);
    EXPECT_EQ(after.order.limit_price, before.order.limit_price);
    EXPECT_EQ(after.status, before.status);
    EXPECT_EQ(after.permanent_id, before.permanent_id);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

std::string type_and_side(const testing::TestParamInfo<std::tuple<OrderType, Side>>& one)
{
    std::string name;
    for (char c : to_string(std::get<0>(one.param)))
        if (std::isalnum(static_cast<unsigned char>(c))) name += c;
    return name + '_' + std::string{to_string(std::get<1>(one.param))};
}

INSTANTIATE_TEST_SUITE_P(Each, ModifyType,
                         testing::Combine(testing::ValuesIn(waiting_types),
                                          testing::Values(Side::buy, Side::sell)),
                         type_and_side);

}  // namespace
}  // namespace trademind::test
