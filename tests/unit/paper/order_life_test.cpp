// When an order's life ends: with its whole family, after a modify, after a delay, on odd days.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// On the exchange's calendar; the clock stands at the opening of Monday 2026-01-05.
class PaperLife : public PaperTest {
protected:
    void on_exchange(paper::LatencySettings latency = {})
    {
        auto options = PaperTest::on_exchange();
        options.latency_model = paper::make_latency_model(latency);
        start(std::move(options));
        quote(50_d, 100, 50.10_d, 100);
    }
    /// BUY LMT 40 with a profit taker and a stop, whatever their time in force.
    OrderId bracket(TimeInForce time, bool long_hours = false)
    {
        auto as = [&](OrderRequest order) {
            if (long_hours) order = std::move(order).outside_regular_hours();
            return std::move(order).in_force(time);
        };
        auto parent = take(as(buy_x(10).limit(40_d).held()));
        take(as(sell_x(10).limit(60_d).child_of(parent).held()));
        take(as(sell_x(10).stop(30_d).child_of(parent)));
        return parent;
    }
    std::vector<OrderStatus> states()
    {
        std::vector<OrderStatus> states;
        for (const auto& report : orders()) states.push_back(report.status);
        return states;
    }
};

TEST_F(PaperLife, the_close_ends_every_DAY_order_also_those_behind_a_bracket)
{
    on_exchange();
    bracket(TimeInForce::day);
    auto lonely = take(buy_x(10).limit(45_d));
    bracket(TimeInForce::day);
    take(buy_x(10).limit(46_d));
    until("2026-01-05T21:00:00Z");
    EXPECT_EQ(status(lonely), OrderStatus::cancelled);
    EXPECT_THAT(states(), testing::Each(OrderStatus::cancelled));
}

TEST_F(PaperLife, the_evening_s_end_does_so_for_orders_of_long_hours)
{
    on_exchange();
    bracket(TimeInForce::day, true);
    take(buy_x(10).limit(45_d).outside_regular_hours());
    until("2026-01-05T21:00:00Z");
    EXPECT_THAT(states(), testing::Each(testing::Ne(OrderStatus::cancelled)));
    until("2026-01-06T01:00:00Z");
    EXPECT_THAT(states(), testing::Each(OrderStatus::cancelled));
    until("2026-01-06T09:30:00Z");
    quote(39_d, 100, 39.50_d, 100);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperLife, a_bracket_that_ends_leaves_what_is_good_till_cancelled)
{
    on_exchange();
    bracket(TimeInForce::day);
    auto keeps = take(buy_x(10).limit(45_d).good_till_cancelled());
    until("2026-01-05T21:00:00Z");
    EXPECT_EQ(status(keeps), OrderStatus::submitted);
    until("2026-01-06T14:30:00Z");
    quote(44_d, 100, 44.50_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("4: 10 @ 45"));
}

TEST_F(PaperLife, closing_orders_without_an_auction_all_end)
{
    on_exchange();
    for (int i = 0; i < 3; ++i) {
        auto parent = take(buy_x(10).of_type(OrderType::market_on_close).held());
        take(sell_x(10).limit(60_d).child_of(parent));
    }
    until("2026-01-05T21:01:00Z");
    EXPECT_THAT(states(), testing::Each(OrderStatus::cancelled)) << "nothing has traded all day";
}

TEST_F(PaperLife, a_DAY_order_that_becomes_GTC_outlives_the_close)
{
    on_exchange();
    auto id = take(buy_x(10).limit(45_d));
    ASSERT_TRUE(modify(id, buy_x(10).limit(45_d).good_till_cancelled()));
    until("2026-01-06T14:30:00Z");
    quote(44_d, 100, 44.50_d, 100);
    EXPECT_EQ(filled(id), 10_d);
}

TEST_F(PaperLife, a_GTC_order_that_becomes_DAY_dies_at_the_close)
{
    on_exchange();
    auto id = take(buy_x(10).limit(45_d).good_till_cancelled());
    ASSERT_TRUE(modify(id, buy_x(10).limit(45_d)));
    until("2026-01-05T21:00:00Z");
    EXPECT_EQ(status(id), OrderStatus::cancelled);
}

TEST_F(PaperLife, a_date_can_be_moved_both_ways)
{
    on_exchange();
    auto later = take(buy_x(10).limit(45_d).good_till("20260105-15:00:00"));
    auto sooner = take(buy_x(10).limit(45_d).good_till("20260105-16:00:00"));
    ASSERT_TRUE(modify(later, buy_x(10).limit(45_d).good_till("20260105-16:00:00")));
    ASSERT_TRUE(modify(sooner, buy_x(10).limit(45_d).good_till("20260105-15:00:00")));
    until("2026-01-05T15:00:00Z");
    EXPECT_EQ(status(later), OrderStatus::submitted);
    EXPECT_EQ(status(sooner), OrderStatus::cancelled);
    until("2026-01-05T16:00:00Z");
    EXPECT_EQ(status(later), OrderStatus::cancelled);
}

TEST_F(PaperLife, a_DAY_order_may_be_given_long_hours_later)
{
    on_exchange();
    auto longer = take(buy_x(10).limit(45_d));
    auto shorter = take(buy_x(10).limit(45_d).outside_regular_hours());
    ASSERT_TRUE(modify(longer, buy_x(10).limit(45_d).outside_regular_hours()));
    ASSERT_TRUE(modify(shorter, buy_x(10).limit(45_d)));
    until("2026-01-05T21:00:00Z");
    EXPECT_EQ(status(longer), OrderStatus::submitted);
    EXPECT_EQ(status(shorter), OrderStatus::cancelled);
}

TEST_F(PaperLife, a_refused_modify_changes_no_date)
{
    paper::Options options;
    options.cash = {{"USD", 10'000_d}};
    start(std::move(options));
    quote(50_d, 100, 50.10_d, 100);
    auto id = take(buy_x(10).limit(45_d).good_till("20260105-15:00:00"));
    ASSERT_FALSE(modify(id, buy_x(100'000).limit(45_d).good_till_cancelled()));
    EXPECT_EQ(report(id).order.time_in_force, TimeInForce::good_till_date);
    until("2026-01-05T15:00:00Z");
    EXPECT_EQ(status(id), OrderStatus::cancelled);
}

TEST_F(PaperLife, an_order_whose_date_passes_on_its_way_never_works)
{
    paper::LatencySettings latency;
    latency.submit = 2s;
    on_exchange(latency);
    Awaited<OrderReport> answer;
    broker->place_order(buy_x(10).limit(50.10_d).good_till("20260105-14:30:01"), answer.token());
    run();
    pass(2s);
    ASSERT_TRUE(answer.ready());
    EXPECT_EQ(status(OrderId{1}), OrderStatus::cancelled);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperLife, a_DAY_order_for_tomorrow_lives_tomorrow)
{
    on_exchange();
    auto order = buy_x(10).limit(45_d);
    order.good_after_time = "20260106 10:00:00 US/Eastern";
    auto id = take(order);
    until("2026-01-05T21:00:00Z");
    EXPECT_EQ(status(id), OrderStatus::pre_submitted) << "its day has not begun";
    until("2026-01-06T14:30:00Z");
    quote(44_d, 100, 44.50_d, 100);
    EXPECT_EQ(filled(id), 0_d) << "half past nine, and it is for ten";
    until("2026-01-06T15:00:00Z");
    EXPECT_EQ(status(id), OrderStatus::filled);

    auto idle = buy_x(10).limit(30_d);
    idle.good_after_time = "20260108 10:00:00 US/Eastern";
    auto never = take(idle);
    until("2026-01-08T20:59:59Z");
    EXPECT_EQ(status(never), OrderStatus::submitted);
    until("2026-01-08T21:00:00Z");
    EXPECT_EQ(status(never), OrderStatus::cancelled);
}

TEST_F(PaperLife, dates_of_other_zones_are_of_those_zones)
{
    on_exchange();
    struct Row {
        const char* text;
        const char* utc;
    };
    for (const Row& row : {Row{"20260105 15:45:00 Europe/London", "2026-01-05T15:45:00Z"},
                           Row{"20260106 01:00:00 Asia/Tokyo", "2026-01-05T16:00:00Z"},
                           Row{"20260105 17:30:00 Europe/Berlin", "2026-01-05T16:30:00Z"},
                           Row{"20260105 11:00:00 America/Chicago", "2026-01-05T17:00:00Z"}}) {
        auto id = take(buy_x(10).limit(45_d).good_till(row.text));
        auto ends = *parse_time(row.utc);
        pass(ends - clock->now() - 1ns);
        EXPECT_EQ(status(id), OrderStatus::submitted) << row.text;
        pass(1ns);
        EXPECT_EQ(status(id), OrderStatus::cancelled) << row.text;
    }
    EXPECT_EQ(place(buy_x(10).limit(45_d).good_till("20260105 11:00:00 Mars/Olympus")).error(),
              Errc::invalid_argument);
}

TEST_F(PaperLife, the_week_in_which_clocks_go_forward)
{
    on_exchange();
    // Friday closes at 21:00 UTC, Monday opens at 13:30
    until("2026-03-06T20:59:00Z");
    auto friday = take(buy_x(10).limit(45_d));
    auto keeps = take(buy_x(10).limit(45_d).good_till_cancelled());
    until("2026-03-06T21:00:00Z");
    EXPECT_EQ(status(friday), OrderStatus::cancelled);
    until("2026-03-09T13:29:59Z");
    quote(44_d, 100, 44.50_d, 100);
    EXPECT_EQ(filled(keeps), 0_d);
    until("2026-03-09T13:30:00Z");
    quote(44_d, 100, 44.40_d, 100);
    EXPECT_EQ(filled(keeps), 10_d);
    auto monday = take(buy_x(10).limit(40_d));
    until("2026-03-09T19:59:59Z");
    EXPECT_EQ(status(monday), OrderStatus::submitted);
    until("2026-03-09T20:00:00Z");
    EXPECT_EQ(status(monday), OrderStatus::cancelled);
}

TEST_F(PaperLife, the_week_in_which_clocks_go_back)
{
    on_exchange();
    until("2026-10-30T19:59:00Z");
    auto friday = take(buy_x(10).limit(45_d));
    auto keeps = take(buy_x(10).limit(45_d).good_till_cancelled());
    until("2026-10-30T20:00:00Z");
    EXPECT_EQ(status(friday), OrderStatus::cancelled);
    until("2026-11-02T14:00:00Z");
    quote(44_d, 100, 44.50_d, 100);
    EXPECT_EQ(filled(keeps), 0_d) << "it is nine in New York";
    until("2026-11-02T14:30:00Z");
    quote(44_d, 100, 44.40_d, 100);
    EXPECT_EQ(filled(keeps), 10_d);
}

TEST_F(PaperLife, a_short_day_ends_early_for_all_and_its_evening_too)
{
    on_exchange();
    until("2026-12-24T15:00:00Z");
    quote(50_d, 100, 50.10_d, 100);
    auto day = take(buy_x(10).limit(45_d));
    auto evening = take(buy_x(10).limit(45_d).outside_regular_hours());
    until("2026-12-24T18:00:00Z");
    EXPECT_EQ(status(day), OrderStatus::cancelled);
    EXPECT_EQ(status(evening), OrderStatus::submitted);
    until("2026-12-24T22:00:00Z");
    EXPECT_EQ(status(evening), OrderStatus::cancelled);
    auto next = take(buy_x(10).limit(45_d));
    EXPECT_THAT(heard.notices.back().error.message, HasSubstr("2026-12-28T14:30:00Z"))
        << "Christmas and a weekend";
    until("2026-12-28T20:59:59Z");
    EXPECT_EQ(status(next), OrderStatus::submitted);
    until("2026-12-28T21:00:00Z");
    EXPECT_EQ(status(next), OrderStatus::cancelled);
}

TEST_F(PaperLife, an_order_of_the_hours_behind_the_close_is_told_tomorrow_s_opening)
{
    on_exchange();
    until("2026-01-05T21:30:00Z");
    take(buy_x(10).limit(45_d));
    ASSERT_FALSE(heard.notices.empty());
    EXPECT_EQ(heard.notices.back().error.code.value(), 399);
    EXPECT_THAT(heard.notices.back().error.message, HasSubstr("until 2026-01-06T14:30:00Z"));
}

TEST_F(PaperLife, an_order_behind_the_last_known_session_is_held_and_says_so)
{
    ContractDetails details{stock("X")};
    details.time_zone = "US/Eastern";
    details.trading_hours = details.liquid_hours = "20260105:0930-20260105:1600";
    paper::Options options;
    options.instruments = {paper::Instrument{details}};
    options.instruments[0].calendar = calendar_from_hours(details).value();
    start(std::move(options));
    quote(50_d, 100, 50.10_d, 100);
    until("2026-01-06T15:00:00Z");
    auto id = take(buy_x(10).limit(51_d));
    EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    EXPECT_THAT(heard.notices.back().error.message, HasSubstr("a session becomes known"));
    quote(50_d, 100, 50.05_d, 100);
    EXPECT_THAT(heard.fills(), IsEmpty());
    EXPECT_TRUE(cancel(id));
}

}  // namespace
}  // namespace trademind::test
