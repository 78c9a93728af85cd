// How long orders live: dates, nights, weekends, holidays and short days of the exchange.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The clock stands at the opening in New York, Monday 2026-01-05, 14:30 UTC.
class PaperTime : public PaperTest {};

TEST_F(PaperTime, a_good_till_date_is_exact)
{
    start();
    quote(50_d, 100, 50.10_d, 100);
    auto id = take(buy_x(10).limit(49_d).good_till("20260105-14:40:00"));
    until("2026-01-05T14:39:59Z");
    EXPECT_EQ(status(id), OrderStatus::submitted);
    until("2026-01-05T14:40:00Z");
    EXPECT_EQ(status(id), OrderStatus::cancelled);
    quote(48.90_d, 100, 49_d, 100);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperTime, a_good_till_date_may_name_new_york_s_time)
{
    start();
    quote(50_d, 100, 50.10_d, 100);
    auto id = take(buy_x(10).limit(49_d).good_till("20260105 09:45:00 US/Eastern"));
    until("2026-01-05T14:44:59Z");
    EXPECT_EQ(status(id), OrderStatus::submitted);
    until("2026-01-05T14:45:00Z");
    EXPECT_EQ(status(id), OrderStatus::cancelled);
}

TEST_F(PaperTime, dates_that_make_no_sense_are_refused)
{
    start();
    quote(50_d, 100, 50.10_d, 100);
    EXPECT_EQ(place(buy_x(10).limit(49_d).good_till("tomorrow")).error(), Errc::invalid_argument);
    EXPECT_EQ(place(buy_x(10).limit(49_d).good_till("20260105-14:30:00")).error(), Errc::rejected)
        << "now is not in the future";
    auto without = buy_x(10).limit(49_d).in_force(TimeInForce::good_till_date);
    EXPECT_EQ(place(without).error(), Errc::invalid_order);
    auto day_with_date = buy_x(10).limit(49_d);
    day_with_date.good_till_date = "20261224-21:00:00";
    EXPECT_EQ(place(day_with_date).error(), Errc::invalid_order);
    auto after_nonsense = buy_x(10).limit(49_d);
    after_nonsense.good_after_time = "later";
    EXPECT_EQ(place(after_nonsense).error(), Errc::invalid_argument);
    EXPECT_THAT(heard.lines, IsEmpty());
}

TEST_F(PaperTime, a_DAY_order_ends_at_the_close_and_one_for_long_hours_four_hours_later)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    auto day = take(buy_x(10).limit(49_d));
    auto long_day = take(buy_x(10).limit(49_d).outside_regular_hours());
    until("2026-01-05T20:59:59Z");
    EXPECT_EQ(status(day), OrderStatus::submitted);
    until("2026-01-05T21:00:00Z");
    EXPECT_EQ(status(day), OrderStatus::cancelled);
    EXPECT_EQ(status(long_day), OrderStatus::submitted);
    quote(48.90_d, 100, 49_d, 4);
    EXPECT_EQ(filled(long_day), 4_d) << "it fills in the evening";
    until("2026-01-06T01:00:00Z");
    EXPECT_EQ(status(long_day), OrderStatus::cancelled);
    EXPECT_EQ(filled(long_day), 4_d);
}

TEST_F(PaperTime, an_order_of_the_evening_works_the_next_session)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    until("2026-01-06T02:00:00Z");
    auto id = take(buy_x(10).limit(50.10_d));
    EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    ASSERT_FALSE(heard.notices.empty());
    EXPECT_EQ(heard.notices.back().error.code.value(), 399);
    EXPECT_THAT(heard.notices.back().error.message, HasSubstr("2026-01-06T14:30:00Z"));
    until("2026-01-06T14:30:00Z");
    quote(50_d, 100, 50.05_d, 100);
    // it stood in the book when the first quote came, and fills at its limit
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 50.1"));
}

TEST_F(PaperTime, an_order_of_friday_night_waits_for_monday)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    until("2026-01-10T02:00:00Z");
    auto id = take(buy_x(10).limit(50.10_d).good_till_cancelled());
    until("2026-01-11T20:00:00Z");
    EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    until("2026-01-12T14:30:00Z");
    quote(50_d, 100, 50.10_d, 100);
    EXPECT_EQ(filled(id), 10_d);
}

TEST_F(PaperTime, nothing_fills_on_a_holiday)
{
    start(on_exchange());
    // Martin Luther King day
    until("2026-01-19T16:00:00Z");
    quote(50_d, 100, 50.10_d, 100);
    auto id = take(buy_x(10).limit(50.10_d));
    quote(49_d, 100, 49.10_d, 100);
    print(49_d);
    EXPECT_THAT(heard.fills(), IsEmpty());
    EXPECT_THAT(heard.notices.back().error.message, HasSubstr("2026-01-20T14:30:00Z"));
    until("2026-01-20T14:30:00Z");
    quote(49_d, 100, 49.20_d, 100);
    EXPECT_EQ(filled(id), 10_d);
}

TEST_F(PaperTime, the_day_after_thanksgiving_ends_at_one)
{
    start(on_exchange());
    until("2026-11-27T15:00:00Z");
    quote(50_d, 100, 50.10_d, 100);
    auto day = take(buy_x(10).limit(49_d));
    auto on_close = take(buy_x(10).of_type(OrderType::market_on_close));
    until("2026-11-27T17:59:59Z");
    EXPECT_EQ(status(day), OrderStatus::submitted);
    EXPECT_FALSE(place(buy_x(10).of_type(OrderType::market_on_close))) << "behind the cut-off";
    until("2026-11-27T18:00:00Z");
    EXPECT_EQ(status(day), OrderStatus::cancelled);
    push(MarketChange{}.with_print(50.30_d, 5'000, paper::PrintKind::closing));
    EXPECT_EQ(status(on_close), OrderStatus::filled);
    EXPECT_THAT(heard.fills(), ElementsAre("2: 10 @ 50.3"));
}

TEST_F(PaperTime, summer_sessions_begin_an_hour_earlier_in_UTC)
{
    start(on_exchange());
    until("2026-07-01T13:29:59Z");
    quote(50_d, 100, 50.10_d, 100);
    auto id = take(buy_x(10));
    EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    until("2026-07-01T13:30:00Z");
    quote(50_d, 100, 50.10_d, 100);
    EXPECT_EQ(filled(id), 10_d);
}

TEST_F(PaperTime, a_GTC_order_sleeps_at_night_and_wakes_with_its_fills)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 30);
    auto id = take(buy_x(100).limit(50.10_d).good_till_cancelled());
    EXPECT_EQ(filled(id), 30_d);
    until("2026-01-05T22:00:00Z");
    quote(50_d, 100, 50.05_d, 100);
    EXPECT_EQ(filled(id), 30_d) << "not outside of regular hours";
    until("2026-01-06T14:30:00Z");
    quote(50_d, 100, 50.10_d, 500);
    EXPECT_EQ(filled(id), 100_d);
    EXPECT_EQ(heard.executions.size(), 2U);
}

TEST_F(PaperTime, immediate_orders_die_in_a_closed_market)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    until("2026-01-06T02:00:00Z");
    for (auto time : {TimeInForce::immediate_or_cancel, TimeInForce::fill_or_kill}) {
        auto id = take(buy_x(10).limit(50.10_d).in_force(time));
        EXPECT_EQ(status(id), OrderStatus::cancelled);
        EXPECT_THAT(report(id).error->message, HasSubstr("market is closed"));
    }
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperTime, a_stop_for_long_hours_fires_before_the_opening)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    auto sleeping = take(sell_x(10).stop(49_d).good_till_cancelled());
    auto awake = take(sell_x(10).stop(49_d).good_till_cancelled().outside_regular_hours());
    until("2026-01-06T09:30:00Z");
    quote(48.90_d, 100, 49_d, 100);
    print(48.95_d);
    EXPECT_EQ(filled(awake), 10_d);
    EXPECT_EQ(filled(sleeping), 0_d);
}

TEST_F(PaperTime, good_after_time_and_the_session_must_both_have_come)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    auto order = buy_x(10).limit(50.10_d).good_till_cancelled();
    order.good_after_time = "20260106-02:00:00";
    auto id = take(order);
    until("2026-01-06T03:00:00Z");
    quote(50_d, 100, 50.10_d, 200);
    EXPECT_EQ(filled(id), 0_d) << "its time has come, the session has not";
    until("2026-01-06T14:30:00Z");
    quote(50_d, 100, 50.10_d, 100);
    EXPECT_EQ(filled(id), 10_d);
}

TEST_F(PaperTime, a_side_that_stands_since_yesterday_fills_from_the_first_quote_on)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    take(buy_x(100).limit(50.10_d));
    until("2026-01-06T14:00:00Z");
    auto id = take(buy_x(60));
    until("2026-01-06T14:30:00Z");
    EXPECT_EQ(filled(id), 0_d) << "what stands is of yesterday";
    quote(50.01_d, 100, 50.10_d, 100);
    EXPECT_EQ(filled(id), 60_d) << "the ask is told again, and offered anew";
    quote(50.01_d, 100, 50.10_d, 100);
    auto more = take(buy_x(60));
    EXPECT_EQ(filled(more), 40_d) << "within the day a repeat offers nothing";
}

TEST_F(PaperTime, a_repeated_quote_ends_staleness)
{
    paper::Options options;
    options.stale_quote_after = 15s;
    start(std::move(options));
    quote(50_d, 100, 50.10_d, 100);
    take(buy_x(30));
    pass(16s);
    auto id = take(buy_x(100));
    EXPECT_EQ(filled(id), 0_d);
    quote(50_d, 100, 50.10_d, 100);
    EXPECT_EQ(filled(id), 70_d) << "fresh again, but 30 of it were taken";
}

TEST_F(PaperTime, a_repeated_quote_at_the_opening_fires_no_stop)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    auto stop =
        take(buy_x(10).stop(50_d).triggered_by(TriggerMethod::bid_ask).good_till_cancelled());
    until("2026-01-06T14:30:00Z");
    quote(50_d, 100, 50.10_d, 100);
    EXPECT_EQ(report(stop).why_held, "trigger") << "a repeat is no new bid";
    quote(50.01_d, 100, 50.11_d, 100);
    EXPECT_EQ(filled(stop), 10_d);
}

TEST_F(PaperTime, an_instrument_may_have_hours_of_its_own)
{
    paper::Options options;
    options.calendar = us_equities_calendar();
    paper::Instrument always{stock("C")};
    always.calendar = always_open_calendar();
    options.instruments = {stock("X"), always};
    start(std::move(options));
    until("2026-01-10T12:00:00Z");  // a Saturday
    push(MarketChange{}.with_bid(1_d, 100).with_ask(1.01_d, 100), stock("C"));
    quote(50_d, 100, 50.10_d, 100);
    auto open = take(buy(stock("C"), 10));
    auto closed = take(buy_x(10));
    EXPECT_EQ(filled(open), 10_d);
    EXPECT_EQ(filled(closed), 0_d);
}

}  // namespace
}  // namespace trademind::test
