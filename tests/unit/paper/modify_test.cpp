// What a modify takes over and what stays as the market has made it: stops that have moved, limits
// that were frozen, turns in the queue, families, fees.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::ElementsAre;
using testing::IsEmpty;

class PaperModify : public PaperTest {
protected:
    void begin(paper::Options options = {})
    {
        start(std::move(options));
        quote(9.90_d, 1'000, 10.10_d, 1'000);
        print(10_d);
    }
    /// Prints at the limit count, behind what was displayed.
    static paper::Options with_queue()
    {
        paper::Options options;
        paper::FillSettings settings;
        settings.trade_prints = true;
        options.fill_model = paper::make_fill_model(settings);
        return options;
    }
    void sold_at(Decimal price, Decimal size)
    {
        push(MarketChange{}.with_print(price, size).with_aggressor(Side::sell));
    }
    Decimal stop_of(OrderId id) { return report(id).order.stop_price.value(); }
};

TEST_F(PaperModify, of_a_trailing_stop_keeps_what_it_has_gained)
{
    begin();
    auto id = take(sell_x(100).trailing(0.50_d));
    quote(10.90_d, 1'000, 11.10_d, 1'000);
    print(11_d);
    ASSERT_EQ(stop_of(id), 10.50_d);
    quote(10.60_d, 1'000, 10.80_d, 1'000);
    print(10.70_d);
    ASSERT_TRUE(modify(id, sell_x(80).trailing(0.50_d)));
    EXPECT_EQ(stop_of(id), 10.50_d) << "not 10.20";
    ASSERT_TRUE(modify(id, sell_x(80).trailing(1_d)));
    EXPECT_EQ(stop_of(id), 10.50_d) << "a wider offset does not take back what was gained";
    ASSERT_TRUE(modify(id, sell_x(80).trailing(0.10_d)));
    EXPECT_EQ(stop_of(id), 10.60_d) << "a narrower one follows the market at once";
}

TEST_F(PaperModify, may_set_a_trailing_stop_back_where_it_says_so)
{
    begin();
    auto id = take(sell_x(100).trailing(0.50_d));
    ASSERT_EQ(stop_of(id), 9.50_d);
    ASSERT_TRUE(modify(id, sell_x(100).trailing(2_d, 7.90_d)));
    EXPECT_EQ(stop_of(id), 8_d) << "two below the last trade, which is above 7.90";
}

TEST_F(PaperModify, of_a_fired_trailing_limit_keeps_its_frozen_limit)
{
    begin();
    auto order = sell_x(100).trailing(0.50_d).of_type(OrderType::trailing_stop_limit);
    order.limit_offset = 0.05_d;
    auto id = take(order);
    quote(9.30_d, 1'000, 9.55_d, 1'000);
    print(9.50_d);
    ASSERT_EQ(report(id).order.limit_price, 9.45_d);
    ASSERT_EQ(status(id), OrderStatus::submitted);
    order.quantity = 70;
    ASSERT_TRUE(modify(id, order));
    EXPECT_EQ(report(id).order.limit_price, 9.45_d);
    EXPECT_EQ(report(id).order.stop_price, 9.50_d);
    EXPECT_EQ(status(id), OrderStatus::submitted) << "it does not wait for its trigger again";
    quote(9.45_d, 1'000, 9.55_d, 1'000);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 70 @ 9.45"));
}

TEST_F(PaperModify, of_a_market_to_limit_order_keeps_the_price_of_its_first_fill)
{
    start();
    quote(10_d, 100, 10.02_d, 40);
    auto order = buy_x(100).of_type(OrderType::market_to_limit);
    auto id = take(order);
    ASSERT_EQ(report(id).order.limit_price, 10.02_d);
    quote(10.40_d, 100, 10.50_d, 1'000);
    order.quantity = 90;
    ASSERT_TRUE(modify(id, order));
    EXPECT_EQ(filled(id), 40_d) << "it does not take the market a second time";
    EXPECT_EQ(report(id).order.limit_price, 10.02_d);
    order.limit_price = 10.50_d;
    ASSERT_TRUE(modify(id, order));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 40 @ 10.02", "1: 50 @ 10.5")) << "unless it says so";
}

TEST_F(PaperModify, of_a_fired_stop_does_not_wait_again)
{
    begin();
    auto id = take(buy_x(100).stop(10.05_d).limit(9.95_d));
    print(10.05_d);
    ASSERT_EQ(status(id), OrderStatus::submitted);
    ASSERT_TRUE(modify(id, buy_x(100).stop(10.80_d).limit(9.96_d)));
    EXPECT_EQ(status(id), OrderStatus::submitted);
    quote(9.80_d, 1'000, 9.96_d, 1'000);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 9.96"));
}

// --- the queue

TEST_F(PaperModify, of_less_keeps_its_place_in_the_queue)
{
    start(with_queue());
    quote(10_d, 100, 10.02_d, 200);
    auto id = take(buy_x(50).limit(10_d));
    sold_at(10_d, 90);
    ASSERT_TRUE(modify(id, buy_x(40).limit(10_d)));
    sold_at(10_d, 30);
    EXPECT_EQ(filled(id), 20_d) << "10 were ahead";
}

TEST_F(PaperModify, of_more_goes_to_the_back_of_the_queue)
{
    start(with_queue());
    quote(10_d, 100, 10.02_d, 200);
    auto id = take(buy_x(50).limit(10_d));
    sold_at(10_d, 90);
    ASSERT_TRUE(modify(id, buy_x(60).limit(10_d)));
    sold_at(10_d, 100);
    EXPECT_EQ(filled(id), 0_d) << "100 are displayed ahead";
    sold_at(10_d, 5);
    EXPECT_EQ(filled(id), 5_d);
}

TEST_F(PaperModify, that_is_refused_leaves_its_place_in_the_queue)
{
    auto options = with_queue();
    options.cash = {{"USD", 10'000_d}};
    start(std::move(options));
    quote(10_d, 100, 10.02_d, 200);
    auto id = take(buy_x(50).limit(10_d));
    sold_at(10_d, 90);
    ASSERT_EQ(modify(id, buy_x(100'000).limit(10_d)).error(), Errc::buying_power);
    sold_at(10_d, 30);
    EXPECT_EQ(filled(id), 20_d);
}

TEST_F(PaperModify, by_a_group_keeps_the_place_in_the_queue)
{
    start(with_queue());
    quote(10_d, 100, 10.02_d, 200);
    auto in_group = [&](OrderRequest order) {
        return take(std::move(order).in_oca_group("g", OcaType::reduce_with_block));
    };
    auto id = in_group(buy_x(100).limit(10_d));
    in_group(sell_x(100).limit(10.10_d));
    sold_at(10_d, 90);
    quote(10_d, 100, 10.04_d, 200);
    push(MarketChange{}.with_print(10.11_d, 25).with_aggressor(Side::buy));
    ASSERT_EQ(report(id).order.quantity, 75_d) << "a quarter of the other has filled";
    sold_at(10_d, 30);
    EXPECT_EQ(filled(id), 20_d);
}

TEST_F(PaperModify, a_relative_order_at_the_bid_stands_behind_what_is_there)
{
    start(with_queue());
    quote(10_d, 100, 10.10_d, 200);
    auto id = take(buy_x(50).of_type(OrderType::relative));
    sold_at(10_d, 80);
    EXPECT_EQ(filled(id), 0_d);
    quote(10.01_d, 300, 10.10_d, 200);
    sold_at(10.01_d, 300);
    EXPECT_EQ(filled(id), 0_d) << "it has followed to the back of another queue";
    sold_at(10.01_d, 20);
    EXPECT_EQ(filled(id), 20_d);
}

TEST_F(PaperModify, P53_the_night_takes_a_place_in_the_queue)
{
    auto options = with_queue();
    options.calendar = us_equities_calendar();
    options.instruments = {stock("X")};
    start(std::move(options));
    quote(10_d, 100, 10.02_d, 200);
    auto id = take(buy_x(50).limit(10_d).good_till_cancelled());
    sold_at(10_d, 90);
    until("2026-01-06T14:30:00Z");
    quote(10_d, 100, 10.03_d, 200);
    sold_at(10_d, 30);
    EXPECT_EQ(filled(id), 0_d) << "it would have been next the evening before";
}

// --- states

TEST_F(PaperModify, into_an_order_for_later_is_no_longer_at_the_market)
{
    start(on_exchange());
    quote(10_d, 100, 10.02_d, 100);
    auto timed = take(buy_x(10).limit(9_d));
    auto later = buy_x(10).limit(9_d);
    later.good_after_time = "20260105-15:00:00";
    EXPECT_EQ(modify(timed, later)->status, OrderStatus::pre_submitted);
    auto closing = take(buy_x(10).limit(9_d));
    EXPECT_EQ(modify(closing, buy_x(10).of_type(OrderType::market_on_close))->status,
              OrderStatus::pre_submitted);
    quote(8.90_d, 100, 9_d, 100);
    EXPECT_THAT(heard.fills(), IsEmpty());
    until("2026-01-05T15:00:00Z");
    EXPECT_EQ(status(timed), OrderStatus::filled);
    until("2026-01-05T21:00:00Z");
    push(MarketChange{}.with_print(9.20_d, 1'000, paper::PrintKind::closing));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 9", "2: 10 @ 9.2"));
}

TEST_F(PaperModify, an_auction_order_stays_one)
{
    start(on_exchange());
    quote(10_d, 100, 10.02_d, 100);
    auto id = take(buy_x(10).of_type(OrderType::market_on_close));
    for (const auto& other : {buy_x(10).limit(9_d), buy_x(10), buy_x(10).stop(11_d)}) {
        auto answer = modify(id, other);
        ASSERT_FALSE(answer) << to_string(other.type);
        EXPECT_EQ(answer.error().code.value(), 329);
    }
    EXPECT_EQ(report(id).order.type, OrderType::market_on_close);
    EXPECT_EQ(modify(id, buy_x(20).of_type(OrderType::market_on_close))->order.quantity, 20_d);
}

TEST_F(PaperModify, two_on_their_way_arrive_in_turn)
{
    paper::LatencySettings latency;
    latency.modify = 5ms;
    paper::Options options;
    options.latency_model = paper::make_latency_model(latency);
    begin(std::move(options));
    auto id = take(buy_x(100).limit(9_d));
    Awaited<OrderReport> first, second;
    broker->modify_order(id, buy_x(100).limit(9.10_d), first.token());
    run();
    pass(3ms);
    broker->modify_order(id, buy_x(50).limit(9.20_d), second.token());
    run();
    pass(2ms);
    EXPECT_EQ(report(id).order.limit_price, 9.10_d);
    EXPECT_FALSE(second.ready());
    pass(3ms);
    EXPECT_EQ(second.get()->order.limit_price, 9.20_d);
    EXPECT_EQ(report(id).order.quantity, 50_d);
}

TEST_F(PaperModify, that_meets_a_filled_order_on_arrival_is_refused)
{
    paper::LatencySettings latency;
    latency.modify = 5ms;
    paper::Options options;
    options.latency_model = paper::make_latency_model(latency);
    begin(std::move(options));
    auto id = take(buy_x(100).limit(9_d));
    Awaited<OrderReport> late;
    broker->modify_order(id, buy_x(100).limit(8_d), late.token());
    run();
    quote(8.90_d, 100, 9_d, 100);
    pass(5ms);
    EXPECT_EQ(late.get().error().code.value(), 104);
    EXPECT_EQ(report(id).order.limit_price, 9_d) << "at which it has filled";
}

// --- fees

TEST_F(PaperModify, that_is_refused_pays_no_new_minimum)
{
    for (bool refused : {true, false}) {
        paper::Options options;
        options.minimum_scope = paper::MinimumScope::order_day_version;
        options.cash = {{"USD", 10'000_d}};
        start(std::move(options));
        heard.commissions.clear();
        quote(9.90_d, 100, 10_d, 50);
        auto id = take(buy_x(100).limit(10_d));
        ASSERT_EQ(modify(id, buy_x(refused ? 100'000 : 90).limit(10_d)).has_value(), !refused);
        quote(9.90_d, 100, 10_d, 60);
        ASSERT_EQ(heard.commissions.size(), 2U);
        EXPECT_EQ(heard.commissions[1].amount.round(2), refused ? 0_d : 1_d);
    }
}

// --- families

class ModifyParent : public PaperTest, public testing::WithParamInterface<paper::ChildActivation> {
protected:
    /// A parent of 100 that has filled 40, with a profit taker and a stop.
    void part_filled_bracket()
    {
        paper::Options options;
        options.child_activation = GetParam();
        start(std::move(options));
        quote(10.05_d, 1'000, 10.10_d, 1'000);
        parent = take(buy_x(100).limit(10_d).held());
        profit = take(sell_x(100).limit(11_d).child_of(parent).held());
        loss = take(sell_x(100).stop(9_d).child_of(parent));
        quote(9.98_d, 1'000, 10_d, 40);
        ASSERT_EQ(filled(parent), 40_d);
    }
    void expect_40_protected()
    {
        for (OrderId id : {profit, loss}) EXPECT_EQ(report(id).order.quantity, 40_d);
        EXPECT_EQ(status(profit), OrderStatus::submitted);
        EXPECT_EQ(report(loss).why_held, "trigger");
        quote(8.90_d, 1'000, 8.95_d, 1'000);
        print(8.92_d);
        EXPECT_EQ(filled(loss), 40_d);
        EXPECT_EQ(status(profit), OrderStatus::cancelled);
        EXPECT_EQ(position(), 0_d);
    }
    OrderId parent{}, profit{}, loss{};
};

TEST_P(ModifyParent, P63_cut_to_what_it_has_filled_leaves_that_protected)
{
    part_filled_bracket();
    EXPECT_EQ(modify(parent, buy_x(30).limit(10_d))->status, OrderStatus::filled);
    expect_40_protected();
}

TEST_P(ModifyParent, cancelled_with_a_part_leaves_that_protected)
{
    part_filled_bracket();
    ASSERT_TRUE(cancel(parent));
    expect_40_protected();
}

INSTANTIATE_TEST_SUITE_P(Children, ModifyParent,
                         testing::Values(paper::ChildActivation::with_each_fill,
                                         paper::ChildActivation::when_complete),
                         [](const auto& one) {
                             return one.param == paper::ChildActivation::with_each_fill
                                        ? "with_each_fill"
                                        : "when_complete";
                         });

TEST_F(PaperModify, an_exit_cut_to_what_it_has_filled_leaves_the_other_to_protect_the_rest)
{
    begin();
    auto parent = take(buy_x(100));
    auto profit = take(sell_x(100).limit(11_d).child_of(parent));
    auto loss = take(sell_x(100).stop(9_d).child_of(parent));
    quote(11_d, 40, 11.10_d, 1'000);
    ASSERT_EQ(filled(profit), 40_d);
    ASSERT_EQ(report(loss).order.quantity, 60_d);
    EXPECT_EQ(modify(profit, sell_x(40).limit(11_d).child_of(parent))->status, OrderStatus::filled);
    EXPECT_EQ(report(loss).why_held, "trigger") << "60 shares are still held";
    quote(8.90_d, 1'000, 8.95_d, 1'000);
    print(8.92_d);
    EXPECT_EQ(position(), 0_d);
}

}  // namespace
}  // namespace trademind::test
