// Sessions, auctions and time in force: paper-fills P48 to P56, P60, P78, and calendars.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The clock stands at the opening in New York, Monday 2026-01-05, 14:30 UTC.
class PaperSessions : public PaperTest {};

TEST_F(PaperSessions, P48_a_market_on_close_fills_at_the_closing_print)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    auto id = take(buy_x(100).of_type(OrderType::market_on_close));
    EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    print(50.05_d);
    EXPECT_THAT(heard.fills(), IsEmpty());
    pass(6h + 30min);
    push(MarketChange{}.with_print(50.25_d, 10'000, paper::PrintKind::closing));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 50.25"));
}

TEST_F(PaperSessions, P48_after_the_cutoff_it_is_refused)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    pass(6h + 20min);
    EXPECT_TRUE(place(buy_x(100).of_type(OrderType::market_on_close)));
    pass(1s);
    auto late = place(buy_x(100).of_type(OrderType::market_on_close));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error(), Errc::rejected);
    EXPECT_THAT(late.error().message, HasSubstr("2026-01-05T20:50:00Z"));
}

TEST_F(PaperSessions, P49_a_limit_on_close_fills_at_the_close_or_not_at_all)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    auto close = [](OrderRequest order, Decimal limit) {
        order.limit_price = limit;
        return std::move(order).of_type(OrderType::limit_on_close);
    };
    auto below = take(close(buy_x(100), 50));
    auto above = take(close(buy_x(100), 51));
    pass(6h + 30min);
    push(MarketChange{}.with_print(50.25_d, 10'000, paper::PrintKind::closing));
    EXPECT_EQ(status(below), OrderStatus::cancelled);
    EXPECT_EQ(filled(below), 0_d);
    EXPECT_THAT(heard.fills(), ElementsAre("2: 100 @ 50.25"));
    EXPECT_EQ(status(above), OrderStatus::filled);
}

TEST_F(PaperSessions, a_missing_closing_print_is_replaced_by_the_last_trade_and_told)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    print(50.05_d);
    take(buy_x(100).of_type(OrderType::market_on_close));
    pass(6h + 30min);
    EXPECT_THAT(heard.fills(), IsEmpty());
    pass(60s);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 50.05"));
    EXPECT_THAT(heard.notices.back().error.message, HasSubstr("auction_fallback"));
}

TEST_F(PaperSessions, P52_a_DAY_order_dies_at_the_close_before_the_closing_print)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    auto day = take(buy_x(100).limit(49_d));
    auto extended = take(buy_x(100).limit(48_d).outside_regular_hours());
    pass(6h + 30min - 1ns);
    EXPECT_EQ(status(day), OrderStatus::submitted);
    pass(1ns);
    push(MarketChange{}.with_bid(48.90_d, 100).with_ask(48.95_d, 500).with_print(48.95_d, 500));
    EXPECT_EQ(status(day), OrderStatus::cancelled);
    EXPECT_EQ(status(extended), OrderStatus::submitted);
    pass(4h);
    EXPECT_EQ(status(extended), OrderStatus::cancelled);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperSessions, P53_a_GTC_order_lives_over_night_with_its_ids_and_fills)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 40);
    auto id = take(buy_x(100).limit(50.10_d).good_till_cancelled());
    auto before = report(id);
    EXPECT_EQ(before.filled, 40_d);
    pass(6h + 30min);
    quote(49_d, 100, 49.50_d, 100);
    EXPECT_EQ(filled(id), 40_d) << "the market is closed to it";
    pass(17h + 30min);
    EXPECT_EQ(filled(id), 40_d) << "what was quoted before the opening is old";
    quote(50_d, 100, 50.05_d, 100);
    auto after = report(id);
    EXPECT_EQ(after.permanent_id, before.permanent_id);
    EXPECT_EQ(after.filled, 100_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 40 @ 50.1", "1: 60 @ 50.1"));
}

TEST_F(PaperSessions, P54_a_date_that_has_passed_is_refused)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    auto late = place(buy_x(100).limit(49_d).good_till("20260105 09:30:00 US/Eastern"));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error(), Errc::rejected);
    auto id = take(buy_x(100).limit(49_d).good_till("20260105-14:31:00"));
    pass(59s);
    EXPECT_EQ(status(id), OrderStatus::submitted);
    pass(1s);
    EXPECT_EQ(status(id), OrderStatus::cancelled);
    auto nonsense = place(buy_x(100).limit(49_d).good_till("tomorrow"));
    ASSERT_FALSE(nonsense);
    EXPECT_EQ(nonsense.error(), Errc::invalid_argument);
}

TEST_F(PaperSessions, P55_a_stop_sleeps_outside_regular_hours)
{
    start(on_exchange());
    quote(50_d, 1000, 50.10_d, 100);
    take(buy_x(100));
    auto id = take(sell_x(100).stop(49_d).good_till_cancelled());
    // the next day before the opening: a crash and a recovery
    pass(6h + 30min + 15h);
    push(MarketChange{}.with_bid(40_d, 100).with_ask(40.10_d, 100).with_print(40_d, 100));
    EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    pass(2h + 30min);
    quote(50_d, 100, 50.10_d, 100);
    print(50.05_d);
    EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    EXPECT_EQ(heard.fills().size(), 1U);
    quote(48.90_d, 1000, 49_d, 100);
    print(48.95_d);
    EXPECT_EQ(status(id), OrderStatus::filled);
}

TEST_F(PaperSessions, P56_a_market_order_before_the_opening_is_held_with_a_warning)
{
    start(on_exchange());
    pass(6h + 30min + 15h);
    push(MarketChange{}.with_bid(49_d, 100).with_ask(49.10_d, 100));
    auto id = take(buy_x(100));
    EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    ASSERT_THAT(heard.notices, testing::SizeIs(1));
    EXPECT_EQ(heard.notices[0].error.code.value(), 399);
    EXPECT_THAT(heard.notices[0].error.message,
                HasSubstr("will not be placed at the exchange until 2026-01-06T14:30:00Z"));
    pass(2h + 30min);
    EXPECT_THAT(heard.fills(), IsEmpty());
    quote(50_d, 100, 50.02_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 50.02"));
}

TEST_F(PaperSessions, P50_a_limit_on_open_fills_at_the_opening_print)
{
    start(on_exchange());
    pass(6h + 30min + 15h);
    auto good = take(buy_x(100).limit(20_d).in_force(TimeInForce::opening));
    pass(2h + 30min);
    push(MarketChange{}.with_print(19.50_d, 1000, paper::PrintKind::opening));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 19.5"));
    EXPECT_EQ(status(good), OrderStatus::filled);
}

TEST_F(PaperSessions, P50_an_opening_beyond_the_limit_cancels_it)
{
    start(on_exchange());
    pass(6h + 30min + 15h);
    auto id = take(buy_x(100).limit(20_d).in_force(TimeInForce::opening));
    pass(2h + 30min);
    EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    push(MarketChange{}.with_print(20.10_d, 1000, paper::PrintKind::opening));
    EXPECT_EQ(status(id), OrderStatus::cancelled);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperSessions, P51_a_market_on_open_waits_through_a_halt_and_expires_at_the_close)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    pass(6h + 30min + 15h);
    auto id = take(buy_x(100).in_force(TimeInForce::opening));
    push(MarketChange{}.with_halt(true));
    pass(2h + 30min + 6h);
    EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    pass(30min);
    EXPECT_EQ(status(id), OrderStatus::cancelled);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperSessions, P60_a_halt_stops_fills_until_the_market_speaks_again)
{
    start();
    quote(50_d, 100, 50.10_d, 100);
    auto id = take(buy_x(100).limit(49.50_d));
    push(MarketChange{}.with_halt(true));
    quote(49_d, 100, 49.20_d, 100);
    EXPECT_EQ(filled(id), 0_d);
    auto in_halt = take(buy_x(10));
    EXPECT_EQ(filled(in_halt), 0_d);
    EXPECT_TRUE(modify(id, buy_x(100).limit(49.60_d)));
    push(MarketChange{}.with_halt(false));
    EXPECT_EQ(filled(id), 0_d) << "what was quoted in the halt is old";
    quote(49_d, 100, 49.30_d, 200);
    EXPECT_EQ(filled(id), 100_d);
    EXPECT_EQ(filled(in_halt), 10_d);
}

TEST_F(PaperSessions, P78_a_stale_quote_fills_nothing)
{
    paper::Options options;
    options.stale_quote_after = 15s;
    start(options);
    quote(50_d, 100, 50.10_d, 100);
    pass(15s + 1ns);
    auto id = take(buy_x(100));
    EXPECT_EQ(filled(id), 0_d);
    EXPECT_EQ(status(id), OrderStatus::submitted);
    EXPECT_EQ(statistics().stale_quotes, 1U);
    quote(50_d, 100, 50.12_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 50.12"));
}

TEST_F(PaperSessions, good_after_time_delays_an_order)
{
    start();
    quote(50_d, 100, 50.10_d, 100);
    auto order = buy_x(100);
    order.good_after_time = "20260105-14:31:00";
    auto id = take(order);
    EXPECT_EQ(filled(id), 0_d);
    pass(60s);
    EXPECT_EQ(filled(id), 100_d);
}

TEST_F(PaperSessions, auction_orders_need_a_calendar_with_auctions)
{
    start();
    quote(50_d, 100, 50.10_d, 100);
    auto report = place(buy_x(100).of_type(OrderType::market_on_close));
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error(), Errc::not_supported);
    EXPECT_THAT(report.error().message, HasSubstr("MOC"));
    EXPECT_FALSE(broker->capabilities().supports(OrderType::market_on_close));
    start(on_exchange());
    EXPECT_TRUE(broker->capabilities().supports(OrderType::market_on_close));
    EXPECT_TRUE(broker->capabilities().supports(TimeInForce::opening));
}

/// X trades in Tokyo, with a break at noon.
paper::Options in_tokyo()
{
    ContractDetails details{stock("X")};
    details.time_zone = "Asia/Tokyo";
    details.trading_hours = details.liquid_hours =
        "20260106:0900-20260106:1130;20260106:1230-20260106:1530;"
        "20260107:0900-20260107:1130;20260107:1230-20260107:1530";
    paper::Instrument x{details};
    x.calendar = calendar_from_hours(details).value();
    paper::Options options;
    options.instruments = {x};
    return options;
}

TEST_F(PaperSessions, nothing_trades_in_the_break_of_a_session)
{
    start(in_tokyo());
    until("2026-01-06T02:29:59Z");
    quote(50_d, 100, 50.10_d, 100);
    EXPECT_EQ(filled(take(buy_x(10))), 10_d);
    auto waiting = take(buy_x(10).limit(49.90_d));
    until("2026-01-06T02:30:00Z");
    quote(49.80_d, 100, 49.90_d, 100);
    EXPECT_EQ(filled(waiting), 0_d) << "11:30 in Tokyo";
    auto in_break = take(buy_x(10));
    EXPECT_EQ(filled(in_break), 0_d);
    EXPECT_EQ(place(buy_x(10).immediate_or_cancel())->status, OrderStatus::cancelled);
    until("2026-01-06T03:30:00Z");
    quote(49.80_d, 100, 49.90_d, 100);
    EXPECT_EQ(filled(waiting), 10_d);
    EXPECT_EQ(filled(in_break), 10_d);
    auto day = take(buy_x(10).limit(40_d));
    until("2026-01-06T06:30:00Z");
    EXPECT_EQ(status(day), OrderStatus::cancelled) << "the day ends at the close";
}

}  // namespace
}  // namespace trademind::test
