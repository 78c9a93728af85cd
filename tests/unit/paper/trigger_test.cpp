// Stops, touches and trailing stops: paper-fills P20 to P36, P39, P46, P47.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::ElementsAre;
using testing::IsEmpty;

class PaperTriggers : public PaperTest {
protected:
    void SetUp() override { start(); }
    void bid(Decimal price, Decimal size = 100) { push(MarketChange{}.with_bid(price, size)); }
    void ask(Decimal price, Decimal size = 100) { push(MarketChange{}.with_ask(price, size)); }
    bool waits(OrderId id) { return status(id) == OrderStatus::pre_submitted; }
    Decimal stop_of(OrderId id) { return report(id).order.stop_price.value(); }
};

OrderRequest touched(OrderRequest order, Decimal price)
{
    order.type = OrderType::market_if_touched;
    order.stop_price = price;
    return order;
}

TEST_F(PaperTriggers, P20_a_buy_stop_fires_on_the_last_price)
{
    quote(10.08_d, 100, 10.12_d, 100);
    take(buy_x(100).stop(10.10_d));
    print(10.10_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.12"));
}

TEST_F(PaperTriggers, P21_an_ask_at_the_stop_fires_nothing_by_last)
{
    quote(10_d, 100, 10.05_d, 100);
    auto id = take(buy_x(100).stop(10.10_d));
    ask(10.10_d);
    EXPECT_TRUE(waits(id));
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperTriggers, P22_by_bid_ask_a_buy_stop_looks_at_the_bid)
{
    quote(10_d, 100, 10.05_d, 100);
    auto id = take(buy_x(100).stop(10.10_d).triggered_by(TriggerMethod::bid_ask));
    quote(10.05_d, 100, 10.10_d, 100);
    EXPECT_TRUE(waits(id));
    quote(10.10_d, 100, 10.13_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.13"));
}

TEST_F(PaperTriggers, P23_by_bid_ask_a_sell_stop_looks_at_the_ask)
{
    quote(10_d, 100, 10.05_d, 100);
    auto id = take(sell_x(100).stop(9.90_d).triggered_by(TriggerMethod::bid_ask));
    quote(9.89_d, 100, 9.95_d, 100);
    EXPECT_TRUE(waits(id));
    quote(9.88_d, 100, 9.90_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 9.88"));
}

TEST_F(PaperTriggers, P24_double_bid_ask_needs_a_second_tick_or_a_larger_size)
{
    quote(10_d, 100, 10.20_d, 100);
    auto id = take(buy_x(100).stop(10.10_d).triggered_by(TriggerMethod::double_bid_ask));
    bid(10.10_d, 5);
    EXPECT_TRUE(waits(id));
    bid(10.10_d, 5);
    EXPECT_TRUE(waits(id));
    bid(10.10_d, 6);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.2"));
}

TEST_F(PaperTriggers, double_bid_ask_fires_on_two_consecutive_bids)
{
    quote(10_d, 100, 10.20_d, 100);
    auto id = take(buy_x(100).stop(10.10_d).triggered_by(TriggerMethod::double_bid_ask));
    bid(10.12_d);
    bid(10.05_d);
    bid(10.11_d);
    EXPECT_TRUE(waits(id));
    bid(10.13_d);
    EXPECT_EQ(filled(id), 100_d);
}

TEST_F(PaperTriggers, double_last_fires_on_two_prints_after_the_order)
{
    quote(10_d, 100, 10.12_d, 100);
    print(10.11_d);
    auto id = take(buy_x(100).stop(10.10_d).triggered_by(TriggerMethod::double_last));
    print(10.12_d);
    EXPECT_TRUE(waits(id)) << "the print before the order counts for nothing";
    print(10.11_d);
    EXPECT_EQ(filled(id), 100_d);
}

TEST_F(PaperTriggers, last_or_bid_ask_fires_by_either)
{
    quote(10_d, 100, 10.20_d, 100);
    auto by_bid = take(buy_x(10).stop(10.10_d).triggered_by(TriggerMethod::last_or_bid_ask));
    bid(10.10_d);
    EXPECT_EQ(filled(by_bid), 10_d);
    bid(10_d);
    auto by_last = take(buy_x(10).stop(10.15_d).triggered_by(TriggerMethod::last_or_bid_ask));
    print(10.16_d);
    EXPECT_EQ(filled(by_last), 10_d);
}

TEST_F(PaperTriggers, P25_midpoint)
{
    quote(10_d, 100, 10.10_d, 100);
    take(buy_x(100).stop(10.10_d).triggered_by(TriggerMethod::midpoint));
    quote(10.06_d, 100, 10.14_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.14"));
}

TEST_F(PaperTriggers, P26_a_print_far_outside_the_quote_is_taken_for_an_error)
{
    quote(10_d, 100, 10.12_d, 100);
    auto id = take(buy_x(100).stop(10.50_d));
    print(10.60_d);
    EXPECT_TRUE(waits(id));
    // 10.17 is 0.494% above the ask, 10.18 is 0.593%
    auto near = take(buy_x(100).stop(10.15_d));
    print(10.18_d);
    EXPECT_TRUE(waits(near));
    print(10.17_d);
    EXPECT_EQ(filled(near), 100_d);
}

TEST_F(PaperTriggers, P27_methods_that_cannot_fire_are_refused)
{
    quote(10_d, 100, 10.12_d, 100);
    auto fifth = place(buy_x(100).stop(10.50_d).triggered_by(static_cast<TriggerMethod>(5)));
    ASSERT_FALSE(fifth);
    EXPECT_EQ(fifth.error(), Errc::invalid_order);
    push(MarketChange{}.with_bid(1.1_d, 1'000'000).with_ask(1.1002_d, 1'000'000),
         forex("EUR", "USD"));
    auto on_cash =
        place(buy(forex("EUR", "USD"), 20'000).stop(1.2_d).triggered_by(TriggerMethod::last));
    ASSERT_FALSE(on_cash);
    EXPECT_EQ(on_cash.error(), Errc::invalid_order);
    EXPECT_TRUE(place(buy(forex("EUR", "USD"), 20'000).stop(1.2_d)));
}

TEST_F(PaperTriggers, P28_a_stop_that_the_market_has_passed_waits_for_the_next_event)
{
    quote(10.18_d, 100, 10.22_d, 100);
    print(10.20_d);
    auto id = take(buy_x(100).stop(10.10_d));
    EXPECT_TRUE(waits(id));
    print(10.20_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.22"));
}

TEST_F(PaperTriggers, P28_or_is_refused_where_asked_for)
{
    paper::Options options;
    options.reject_through_stop = true;
    start(options);
    quote(10.18_d, 100, 10.22_d, 100);
    print(10.20_d);
    auto report = place(buy_x(100).stop(10.10_d));
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error(), Errc::rejected);
    EXPECT_TRUE(place(buy_x(100).stop(10.30_d)));
}

TEST_F(PaperTriggers, P29_a_fired_stop_without_a_quote_to_take_stays_fired)
{
    push(MarketChange{}.with_bid(10.08_d, 100));
    auto id = take(buy_x(100).stop(10.10_d));
    print(10.10_d);
    EXPECT_EQ(status(id), OrderStatus::submitted);
    EXPECT_EQ(filled(id), 0_d);
    print(10.05_d);
    EXPECT_EQ(status(id), OrderStatus::submitted);
    ask(10.07_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.07"));
}

TEST_F(PaperTriggers, P30_a_stop_limit_rests_where_the_market_is_beyond_its_limit)
{
    quote(10.08_d, 100, 10.15_d, 100);
    auto id = take(buy_x(100).stop(10.10_d).limit(10.11_d));
    print(10.10_d);
    EXPECT_EQ(status(id), OrderStatus::submitted);
    EXPECT_EQ(filled(id), 0_d);
    ask(10.10_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.11"));
}

TEST_F(PaperTriggers, P31_a_gap_leaves_a_stop_limit_behind)
{
    quote(10_d, 100, 10.02_d, 100);
    auto id = take(buy_x(100).stop(10.10_d).limit(10.11_d));
    quote(10.48_d, 100, 10.50_d, 100);
    print(10.50_d);
    EXPECT_EQ(status(id), OrderStatus::submitted);
    ask(10.12_d);
    EXPECT_EQ(filled(id), 0_d);
}

TEST_F(PaperTriggers, P32_a_stop_limit_takes_the_better_quote_when_it_fires)
{
    quote(10.08_d, 100, 10.10_d, 100);
    take(buy_x(100).stop(10.10_d).limit(10.11_d));
    print(10.10_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.1"));
}

TEST_F(PaperTriggers, P33_a_trailing_stop_follows_the_high)
{
    quote(99.98_d, 100, 100.02_d, 100);
    print(100);
    auto id = take(sell_x(100).trailing(0.50_d, 99.50_d));
    quote(100.98_d, 100, 101.02_d, 100);
    print(101);
    EXPECT_EQ(stop_of(id), 100.50_d);
    quote(100.58_d, 100, 100.62_d, 100);
    print(100.60_d);
    EXPECT_TRUE(waits(id));
    quote(100.47_d, 100, 100.51_d, 100);
    print(100.49_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 100.47"));
}

TEST_F(PaperTriggers, P34_a_trailing_stop_never_falls)
{
    quote(99.98_d, 100, 100.02_d, 100);
    print(100);
    auto id = take(sell_x(100).trailing(0.50_d, 99.50_d));
    quote(99.78_d, 100, 99.82_d, 100);
    print(99.80_d);
    EXPECT_EQ(stop_of(id), 99.50_d);
    EXPECT_TRUE(waits(id));
}

TEST_F(PaperTriggers, P35_a_trailing_percent)
{
    quote(99.98_d, 100, 100.02_d, 100);
    print(100);
    auto id = take(sell_x(100).trailing_percent(2));
    EXPECT_EQ(stop_of(id), 98_d);
    quote(102.98_d, 100, 103.02_d, 100);
    print(103);
    EXPECT_EQ(stop_of(id), 100.94_d);
}

TEST_F(PaperTriggers, P36_a_trailing_stop_is_rounded_away_from_the_market)
{
    // 2% below 103.0033... is no tick: 103.01 gives 100.9498 and 97.01 gives 98.9502
    quote(103_d, 100, 103.02_d, 100);
    print(103.01_d);
    auto sells = take(sell_x(100).trailing_percent(2));
    EXPECT_EQ(stop_of(sells), 100.94_d);
    auto buys = take(buy_x(100).trailing_percent(2));
    // 103.01 * 1.02 = 105.0702
    EXPECT_EQ(stop_of(buys), 105.08_d);
}

TEST_F(PaperTriggers, P39_a_trailing_stop_limit_freezes_its_limit_when_it_fires)
{
    quote(99.98_d, 100, 100.02_d, 100);
    print(100);
    auto order = sell_x(100).trailing(1).of_type(OrderType::trailing_stop_limit);
    order.limit_offset = 0.10_d;
    auto id = take(order);
    quote(100.98_d, 100, 101.02_d, 100);
    print(101);
    EXPECT_EQ(stop_of(id), 100_d);
    // bids below the limit: it rests
    quote(99.50_d, 100, 100.02_d, 100);
    print(100);
    auto fired = report(id);
    EXPECT_EQ(fired.status, OrderStatus::submitted);
    EXPECT_EQ(fired.order.stop_price, 100_d);
    EXPECT_EQ(fired.order.limit_price, 99.90_d);
    quote(101, 100, 102, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 99.9"));
}

TEST_F(PaperTriggers, P46_a_market_if_touched_buys_when_the_price_falls_to_it)
{
    quote(9.92_d, 100, 9.95_d, 100);
    auto id = take(touched(buy_x(100), 9.90_d));
    print(9.91_d);
    EXPECT_TRUE(waits(id));
    print(9.90_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 9.95"));
}

TEST_F(PaperTriggers, P47_a_limit_if_touched_rests_at_its_limit)
{
    quote(9.89_d, 100, 9.91_d, 100);
    auto order = touched(buy_x(100), 9.90_d).of_type(OrderType::limit_if_touched);
    order.limit_price = 9.88_d;
    auto id = take(order);
    print(9.90_d);
    EXPECT_EQ(status(id), OrderStatus::submitted);
    EXPECT_EQ(filled(id), 0_d);
    quote(9.86_d, 100, 9.88_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 9.88"));
}

TEST_F(PaperTriggers, trailing_orders_of_many_marks_follow_together)
{
    // falling, so that each order starts from a mark of its own
    std::vector<OrderId> ids;
    for (int i = 0; i < 20; ++i) {
        Decimal price = 100_d - Decimal{i};
        quote(price - 0.05_d, 100'000, price + 0.05_d, 100'000);
        print(price);
        ids.push_back(take(sell_x(1).trailing(Decimal{30})));
    }
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(stop_of(ids[static_cast<std::size_t>(i)]), Decimal{70 - i});
    quote(95.45_d, 100'000, 95.55_d, 100'000);
    print(95.50_d);
    // those that started below have moved up, the others stay
    for (int i = 0; i < 20; ++i) {
        Decimal mark = std::max(100_d - Decimal{i}, 95.50_d);
        EXPECT_EQ(stop_of(ids[static_cast<std::size_t>(i)]), mark - 30_d);
    }
    ASSERT_TRUE(cancel(ids[7]));
    quote(69.95_d, 100'000, 70.05_d, 100'000);
    print(70);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 1 @ 69.95"));
    quote(65.45_d, 100'000, 65.55_d, 100'000);
    print(65.50_d);
    EXPECT_EQ(heard.fills().size(), 19U);
}

TEST_F(PaperTriggers, P79_a_repeated_snapshot_triggers_nothing_and_adds_no_size)
{
    Quote snapshot{stock("X")};
    snapshot.bid = 10.08_d;
    snapshot.bid_size = 100_d;
    snapshot.ask = 10.12_d;
    snapshot.ask_size = 100_d;
    snapshot.last = 10.10_d;
    snapshot.last_size = 50_d;
    broker->push(snapshot);
    run();
    auto stop = take(buy_x(100).stop(10.10_d));
    auto limit = take(buy_x(150).limit(10.12_d));
    EXPECT_EQ(filled(limit), 100_d);
    broker->push(snapshot);
    run();
    EXPECT_TRUE(waits(stop));
    EXPECT_EQ(filled(limit), 100_d);
}

TEST_F(PaperTriggers, stocks_over_the_counter_fire_by_two_bids_by_default)
{
    auto otc = stock("PENNY").on("SMART");
    otc.primary_exchange = "PINK";
    start();
    auto bid = [&](Decimal price, Decimal size) {
        push(MarketChange{}.with_bid(price, size).with_ask(10.20_d, 100), otc);
    };
    bid(10_d, 100);
    auto id = take(buy(otc, 10).stop(10.10_d));
    push(MarketChange{}.with_print(10.15_d, 100), otc);
    EXPECT_EQ(filled(id), 0_d) << "the last price does not count";
    bid(10.10_d, 100);
    EXPECT_EQ(filled(id), 0_d) << "one bid is not enough";
    bid(10.11_d, 100);
    EXPECT_EQ(filled(id), 10_d);
}

}  // namespace
}  // namespace trademind::test
