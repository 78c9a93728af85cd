// Market and limit orders: paper-fills P1 to P19.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;
using paper::MarketRemainder;
using testing::ElementsAre;
using testing::IsEmpty;

class PaperFills : public PaperTest {};

paper::Options with_remainder(MarketRemainder what)
{
    paper::Options options;
    options.market_remainder = what;
    return options;
}

/// Prints count, behind the size displayed before the order.
paper::Options with_prints()
{
    paper::Options options;
    paper::FillSettings settings;
    settings.trade_prints = true;
    options.fill_model = paper::make_fill_model(settings);
    return options;
}

TEST_F(PaperFills, P1_market_buy_fills_at_the_ask)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto id = take(buy_x(100));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02"));
    EXPECT_EQ(status(id), OrderStatus::filled);
}

TEST_F(PaperFills, P2_the_remainder_of_a_market_order_takes_the_next_quote)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto id = take(buy_x(250));
    EXPECT_EQ(filled(id), 100_d);
    quote(10_d, 300, 10.03_d, 500);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02", "1: 150 @ 10.03"));
    EXPECT_EQ(report(id).average_fill_price, 10.026_d);
}

TEST_F(PaperFills, P3_slip_one_tick_fills_the_remainder_at_once)
{
    start(with_remainder(MarketRemainder::slip_one_tick));
    quote(10_d, 300, 10.02_d, 100);
    auto id = take(buy_x(250));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02", "1: 150 @ 10.03"));
    EXPECT_EQ(status(id), OrderStatus::filled);
}

TEST_F(PaperFills, P4_cancel_remainder_ends_the_order_part_filled)
{
    start(with_remainder(MarketRemainder::cancel));
    quote(10_d, 300, 10.02_d, 100);
    auto id = take(buy_x(250));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02"));
    EXPECT_EQ(status(id), OrderStatus::cancelled);
    EXPECT_EQ(filled(id), 100_d);
}

TEST_F(PaperFills, P5_without_an_ask_a_market_buy_is_held)
{
    start();
    push(MarketChange{}.with_bid(10_d, 300));
    auto id = take(buy_x(100));
    EXPECT_EQ(status(id), OrderStatus::submitted);
    EXPECT_EQ(filled(id), 0_d);
    push(MarketChange{}.with_ask(10.04_d, 200));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.04"));
}

TEST_F(PaperFills, P6_minus_one_and_size_zero_are_no_ask)
{
    start();
    quote(10_d, 300, -1, 0);
    auto id = take(buy_x(100));
    EXPECT_EQ(filled(id), 0_d);
    push(MarketChange{}.with_ask(10.02_d, 0));
    EXPECT_EQ(filled(id), 0_d);
    EXPECT_EQ(status(id), OrderStatus::submitted);
    push(MarketChange{}.with_ask(10.02_d, 100));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02"));
}

TEST_F(PaperFills, P7_a_marketable_limit_takes_the_better_quote)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    take(buy_x(100).limit(10.05_d));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02"));
}

TEST_F(PaperFills, P8_a_repeated_quote_offers_nothing_new)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto id = take(buy_x(300).limit(10.02_d));
    quote(10_d, 300, 10.02_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02"));
    EXPECT_EQ(report(id).remaining, 200_d);
    EXPECT_EQ(status(id), OrderStatus::submitted);
}

TEST_F(PaperFills, P9_a_new_size_refreshes_the_level)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto id = take(buy_x(300).limit(10.02_d));
    quote(10_d, 300, 10.02_d, 150);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02", "1: 150 @ 10.02"));
    EXPECT_EQ(report(id).remaining, 50_d);
}

TEST_F(PaperFills, P10_a_resting_limit_fills_at_its_price)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    take(buy_x(100).limit(10.01_d));
    quote(9.98_d, 100, 10.01_d, 500);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.01"));
}

TEST_F(PaperFills, P11_a_gap_through_the_limit_gives_no_improvement)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    take(buy_x(100).limit(10.01_d));
    quote(9.90_d, 100, 9.92_d, 500);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.01"));
}

TEST_F(PaperFills, P12_prints_at_the_limit_do_not_fill)
{
    start();
    quote(0.25_d, 100, 0.50_d, 400);
    auto id = take(sell_x(200).limit(0.50_d));
    print(0.50_d, 1000);
    EXPECT_EQ(filled(id), 0_d);
    push(MarketChange{}.with_bid(0.50_d, 300));
    // ask 0.50 would lock the market
    EXPECT_EQ(filled(id), 0_d);
    quote(0.50_d, 300, 0.75_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 200 @ 0.5"));
}

TEST_F(PaperFills, P13_the_queue_ahead_trades_first)
{
    start(with_prints());
    quote(0.25_d, 100, 0.50_d, 400);
    take(sell_x(200).limit(0.50_d));
    print(0.50_d, 300);
    EXPECT_THAT(heard.fills(), IsEmpty());
    print(0.50_d, 250);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 150 @ 0.5"));
}

TEST_F(PaperFills, P14_a_print_through_the_limit_fills_up_to_its_size)
{
    start(with_prints());
    quote(0.25_d, 100, 0.50_d, 400);
    take(sell_x(200).limit(0.50_d));
    print(0.51_d, 80);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 80 @ 0.5"));
}

TEST_F(PaperFills, P15_a_print_of_the_same_side_fills_nothing)
{
    start(with_prints());
    quote(9.99_d, 100, 10.02_d, 100);
    auto id = take(buy_x(100).limit(10_d));
    push(MarketChange{}.with_print(10_d, 500).with_aggressor(Side::buy));
    EXPECT_EQ(filled(id), 0_d);
    push(MarketChange{}.with_print(10_d, 500).with_aggressor(Side::sell));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10"));
}

TEST_F(PaperFills, P16_two_orders_share_the_displayed_size)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    take(buy_x(80));
    auto second = take(buy_x(80));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 80 @ 10.02", "2: 20 @ 10.02"));
    EXPECT_EQ(status(second), OrderStatus::submitted);
}

TEST_F(PaperFills, P17_an_IOC_order_takes_what_is_there)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto report = place(buy_x(300).limit(10.02_d).immediate_or_cancel());
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02"));
    EXPECT_EQ(report->status, OrderStatus::cancelled);
    EXPECT_EQ(report->filled, 100_d);
    EXPECT_EQ(report->remaining, 200_d);
}

TEST_F(PaperFills, P18_a_FOK_order_takes_all_or_nothing)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto report = place(buy_x(300).limit(10.02_d).fill_or_kill());
    EXPECT_EQ(report->status, OrderStatus::cancelled);
    EXPECT_EQ(report->filled, 0_d);
    take(buy_x(100));
    EXPECT_THAT(heard.fills(), ElementsAre("2: 100 @ 10.02"));
}

TEST_F(PaperFills, P19_an_IOC_order_away_from_the_market_never_rests)
{
    start();
    quote(10_d, 300, 10.02_d, 100);
    auto report = place(buy_x(100).limit(10.01_d).immediate_or_cancel());
    EXPECT_EQ(report->status, OrderStatus::cancelled);
    EXPECT_THAT(heard.lines, ElementsAre("order 1 PendingCancel 0/100", "order 1 Cancelled 0/100"));
}

}  // namespace
}  // namespace trademind::test
