// The name that a program gives an order: asked for again, at once or after a restart, it is the
// same order, whatever the market has made of its terms; other terms under it are refused.
#include "unit/paper/file_fixture.hpp"

#include <gmock/gmock.h>

#include <functional>

namespace trademind::test {
namespace {

using testing::HasSubstr;

struct NamedOrder {
    const char* name;
    OrderRequest order;
    /// What happens between the first time that it is asked for and the second.
    std::function<void(class ClientOrderId&)> then;
};

class ClientOrderId : public PaperFileTest {
public:
    using PaperTest::cancel;
    using PaperTest::pass;
    using PaperTest::print;
    using PaperTest::quote;
    using PaperTest::take;
    OrderId id{};

protected:
    void begin()
    {
        start(options);
        quote(9.90_d, 1'000, 10.10_d, 40);
        print(10_d);
    }
};

class RepeatedOrder : public ClientOrderId, public testing::WithParamInterface<NamedOrder> {
protected:
    OrderRequest order() const
    {
        return OrderRequest{GetParam().order}.with_client_order_id("mine");
    }
    void expect_the_same_order()
    {
        auto before = orders();
        auto fills = executions();
        auto again = place(order());
        ASSERT_TRUE(again) << again.error().describe();
        EXPECT_EQ(again->id, id);
        EXPECT_EQ(*again, report(id)) << "the answer is how it stands now";
        EXPECT_EQ(orders(), before) << "nothing was placed";
        EXPECT_EQ(executions(), fills) << "nothing was bought";
    }
};

TEST_P(RepeatedOrder, is_the_order_of_that_name)
{
    begin();
    id = take(order());
    expect_the_same_order();
    GetParam().then(*this);
    expect_the_same_order();
}

TEST_P(RepeatedOrder, is_the_order_of_that_name_after_a_restart)
{
    begin();
    id = take(order());
    GetParam().then(*this);
    restart();
    expect_the_same_order();
    quote(9.90_d, 1'000, 10.10_d, 40);
    expect_the_same_order();
}

void nothing(ClientOrderId&) {}
void market_rises(ClientOrderId& s)
{
    s.quote(10.90_d, 1'000, 11.10_d, 40);
    s.print(11_d);
}
void market_falls(ClientOrderId& s)
{
    s.quote(8.90_d, 1'000, 9.10_d, 40);
    s.print(9_d);
}

OrderRequest typed(OrderRequest order, OrderType type, std::optional<Decimal> stop = {})
{
    order.type = type;
    order.stop_price = stop;
    return order;
}
OrderRequest trailing_limit(OrderRequest order)
{
    order = std::move(order).trailing(0.50_d).of_type(OrderType::trailing_stop_limit);
    order.limit_offset = 0.05_d;
    return order;
}

const NamedOrder repeated[] = {
    {"resting", buy_x(100).limit(9_d), nothing},
    {"part_filled", buy_x(100).limit(10.10_d), nothing},
    {"filled", buy_x(10), nothing},
    {"cancelled", buy_x(100).limit(9_d), [](ClientOrderId& s) { EXPECT_TRUE(s.cancel(s.id)); }},
    {"killed", buy_x(100).limit(10.10_d).fill_or_kill(), nothing},
    {"immediate", buy_x(100).limit(10.10_d).immediate_or_cancel(), nothing},
    {"a_stop_that_fired", sell_x(100).stop(9.50_d).limit(9.40_d), market_falls},
    {"a_trailing_stop_that_rose", sell_x(100).trailing(0.50_d), market_rises},
    {"a_trailing_stop_with_a_start", sell_x(100).trailing(0.50_d, 9.40_d), market_rises},
    {"a_trailing_percent_that_rose", sell_x(100).trailing_percent(3_d), market_rises},
    {"a_trailing_stop_that_fired", sell_x(100).trailing(0.50_d), market_falls},
    {"a_trailing_limit_that_fired", trailing_limit(sell_x(100)), market_falls},
    {"a_touch_that_fired", typed(buy_x(10), OrderType::market_if_touched, 9.50_d), market_falls},
    {"market_to_limit_in_part", typed(buy_x(100), OrderType::market_to_limit), nothing},
    {"pegged", typed(buy_x(100), OrderType::pegged_to_midpoint), market_rises},
    {"relative", typed(buy_x(100), OrderType::relative, 0.01_d), market_rises},
    {"one_whose_date_has_passed", buy_x(100).limit(9_d).good_till("20260105-14:40:00"),
     [](ClientOrderId& s) { s.pass(1h); }},
    {"one_for_later",
     [] {
         auto order = buy_x(100).limit(9_d);
         order.good_after_time = "20260105-15:00:00";
         return order;
     }(),
     nothing},
    {"one_that_its_group_has_reduced",
     buy_x(100).limit(9_d).in_oca_group("g", OcaType::reduce_with_block),
     [](ClientOrderId& s) {
         s.take(buy_x(80).limit(10.10_d).in_oca_group("g", OcaType::reduce_with_block));
     }},
    {"unsent", buy_x(100).limit(9_d).held(), nothing},
    {"a_parent_sent_by_its_child", buy_x(100).limit(9_d).held(),
     [](ClientOrderId& s) { s.take(sell_x(100).limit(11_d).child_of(s.id)); }},
};

INSTANTIATE_TEST_SUITE_P(Each, RepeatedOrder, testing::ValuesIn(repeated),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST_F(ClientOrderId, of_a_child_that_its_parent_s_end_has_cut)
{
    begin();
    auto parent = take(buy_x(100).limit(10.10_d));
    auto order = sell_x(100).limit(11_d).child_of(parent).with_client_order_id("exit");
    auto child = take(order);
    ASSERT_TRUE(cancel(parent));
    ASSERT_EQ(report(child).order.quantity, 40_d);
    EXPECT_EQ(take(order), child);
    restart();
    EXPECT_EQ(take(order), child);
    EXPECT_EQ(orders().size(), 2U);
}

struct OtherTerms {
    const char* name;
    std::function<void(OrderRequest&)> change;
};

class OtherOrder : public ClientOrderId, public testing::WithParamInterface<OtherTerms> {};

TEST_P(OtherOrder, under_the_same_name_is_refused)
{
    options.instruments = {stock("X"), stock("Y")};
    begin();
    auto order = buy_x(100).stop(11_d).limit(11.20_d).with_client_order_id("mine");
    id = take(order);
    auto before = report(id);
    auto other = order;
    GetParam().change(other);
    for (bool after_restart : {false, true}) {
        if (after_restart) restart();
        auto answer = place(other);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error(), Errc::duplicate_order);
        EXPECT_THAT(answer.error().message, HasSubstr("client order id 'mine' belongs to order 1"));
        EXPECT_EQ(report(id), before);
        EXPECT_EQ(orders().size(), 1U);
    }
}

const OtherTerms others[] = {
    {"more", [](auto& o) { o.quantity = 101; }},
    {"less", [](auto& o) { o.quantity = 99; }},
    {"side", [](auto& o) { o.side = Side::sell; }},
    {"limit", [](auto& o) { o.limit_price = 11.21_d; }},
    {"stop", [](auto& o) { o.stop_price = 11.01_d; }},
    {"type", [](auto& o) { o.type = OrderType::limit_if_touched; }},
    {"time_in_force", [](auto& o) { o.time_in_force = TimeInForce::good_till_cancelled; }},
    {"trigger_method", [](auto& o) { o.trigger_method = TriggerMethod::bid_ask; }},
    {"long_hours", [](auto& o) { o.outside_rth = true; }},
    {"group", [](auto& o) { o.oca_group = "g"; }},
    {"good_after", [](auto& o) { o.good_after_time = "20260105-15:00:00"; }},
    {"instrument", [](auto& o) { o.contract = stock("Y"); }},
    {"unlisted_instrument", [](auto& o) { o.contract = stock("Z"); }},
};

INSTANTIATE_TEST_SUITE_P(Each, OtherOrder, testing::ValuesIn(others),
                         [](const auto& one) { return std::string{one.param.name}; });

}  // namespace
}  // namespace trademind::test
