// Trailing stops over odd markets: prints that are errors, ticks that change with the price,
// nights, gaps, methods other than the last price.
#include "unit/paper/file_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::ElementsAre;
using testing::IsEmpty;

class PaperTrailing : public PaperTest {
protected:
    Decimal stop_of(OrderId id) { return report(id).order.stop_price.value(); }
    void market(Decimal price)
    {
        quote(price - 0.02_d, 1'000, price + 0.02_d, 1'000);
        print(price);
    }
};

/// A SELL TRAIL of 0.50 and a BUY TRAIL of 0.50 stand in a market of 9.98/10.02, last 10.00.
struct Print {
    const char* name;
    Decimal price;
    Decimal sell_stop, buy_stop;
};

class TrailingPrints : public PaperTrailing, public testing::WithParamInterface<Print> {};

TEST_P(TrailingPrints, P26_far_outside_the_quote_are_errors_for_trailing_stops_too)
{
    start();
    market(10_d);
    auto seller = take(sell_x(10).trailing(0.50_d));
    auto buyer = take(buy_x(10).trailing(0.50_d));
    print(GetParam().price);
    EXPECT_THAT(heard.fills(), IsEmpty());
    EXPECT_EQ(stop_of(seller), GetParam().sell_stop);
    EXPECT_EQ(stop_of(buyer), GetParam().buy_stop);
    // an ordinary trade afterwards fires nothing that the error has moved
    print(10_d);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

const Print prints[] = {
    {"at_the_ask", 10.02_d, 9.52_d, 10.50_d},
    // 0.5% of 10.02 is 0.0501
    {"half_a_percent_above", 10.07_d, 9.57_d, 10.50_d},
    {"more_above", 10.08_d, 9.50_d, 10.50_d},
    {"ten_times_the_price", 100_d, 9.50_d, 10.50_d},
    {"at_the_bid", 9.98_d, 9.50_d, 10.48_d},
    {"half_a_percent_below", 9.94_d, 9.50_d, 10.44_d},
    {"more_below", 9.93_d, 9.50_d, 10.50_d},
    {"a_tenth_of_the_price", 1_d, 9.50_d, 10.50_d},
};

INSTANTIATE_TEST_SUITE_P(Each, TrailingPrints, testing::ValuesIn(prints),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST_F(PaperTrailing, by_two_lasts_an_error_is_neither_of_them)
{
    start();
    market(10_d);
    auto id = take(sell_x(10).trailing(0.50_d).triggered_by(TriggerMethod::double_last));
    print(15_d);
    print(10.01_d);
    print(10.02_d);
    EXPECT_THAT(heard.fills(), IsEmpty());
    EXPECT_LE(stop_of(id), 9.52_d);
}

TEST_F(PaperTrailing, P36_the_file_s_numbers)
{
    start();
    market(125_d);
    // 125 less 19.24536% is 100.9433
    EXPECT_EQ(stop_of(take(sell_x(1).trailing_percent(19.24536_d))), 100.94_d);
    market(100_d);
    // and 100 and 0.9433% too
    EXPECT_EQ(stop_of(take(buy_x(1).trailing_percent(0.9433_d))), 100.95_d);
}

struct Band {
    const char* name;
    OrderRequest order;
    Decimal from, to;  ///< the last trade before the order, and after it
    Decimal stop;
};

class TrailingBands : public PaperTrailing, public testing::WithParamInterface<Band> {};

TEST_P(TrailingBands, P36_a_stop_has_the_tick_of_its_own_price)
{
    paper::Options options;
    paper::Instrument x{stock("X")};
    x.increments = {{0_d, 0.0001_d}, {1_d, 0.01_d}, {100_d, 0.05_d}};
    options.instruments = {x};
    start(std::move(options));
    print(GetParam().from);
    auto id = take(GetParam().order);
    print(GetParam().to);
    EXPECT_EQ(stop_of(id), GetParam().stop);
    auto same = modify(id, report(id).order);
    EXPECT_TRUE(same) << "the stop that is reported is one that is taken: "
                      << same.error().describe();
}

const Band bands[] = {
    // 0.9876 less 3% is 0.957972
    {"below_a_dollar", sell_x(1).trailing_percent(3), 0.9800_d, 0.9876_d, 0.9579_d},
    // 1.2345 less 3% is 1.197465
    {"rising_above_a_dollar", sell_x(1).trailing_percent(3), 0.9800_d, 1.2345_d, 1.19_d},
    // 1.02 less 3% is 0.9894
    {"standing_below_a_dollar", sell_x(1).trailing_percent(3), 1.01_d, 1.02_d, 0.9894_d},
    // 101.23 less 1.5 is 99.73, less 1 is 100.23
    {"standing_below_a_hundred", sell_x(1).trailing(1.50_d), 101_d, 101.23_d, 99.73_d},
    {"rising_above_a_hundred", sell_x(1).trailing(1_d), 99_d, 101.23_d, 100.20_d},
    // 0.9655 more 3% is 0.994465; 0.9543 more 6% is 1.011558
    {"a_buyer_s_below_a_dollar", buy_x(1).trailing_percent(3), 0.9700_d, 0.9655_d, 0.9945_d},
    {"a_buyer_s_above_a_dollar", buy_x(1).trailing_percent(6), 0.9700_d, 0.9543_d, 1.02_d},
};

INSTANTIATE_TEST_SUITE_P(Each, TrailingBands, testing::ValuesIn(bands),
                         [](const auto& one) { return std::string{one.param.name}; });

struct Followed {
    const char* name;
    TriggerMethod method;
    Decimal sell_stop;  ///< 1.00 behind the highest that the method saw
    Decimal buy_stop;   ///< 1.00 above the lowest
};

class TrailingMethods : public PaperTrailing, public testing::WithParamInterface<Followed> {};

TEST_P(TrailingMethods, follow_the_price_of_their_method)
{
    start();
    quote(10_d, 100, 10.10_d, 100);
    print(10.04_d);
    auto seller = take(sell_x(1).trailing(1_d).triggered_by(GetParam().method));
    auto buyer = take(buy_x(1).trailing(1_d).triggered_by(GetParam().method));
    quote(10.20_d, 100, 10.40_d, 100);
    print(10.34_d);
    quote(9.80_d, 100, 9.90_d, 100);
    print(9.84_d);
    EXPECT_THAT(heard.fills(), IsEmpty());
    EXPECT_EQ(stop_of(seller), GetParam().sell_stop);
    EXPECT_EQ(stop_of(buyer), GetParam().buy_stop);
}

// a SELL stop looks at the ask, a BUY stop at the bid
const Followed methods[] = {
    {"last", TriggerMethod::last, 9.34_d, 10.84_d},
    {"default", TriggerMethod::automatic, 9.34_d, 10.84_d},
    {"bid_ask", TriggerMethod::bid_ask, 9.40_d, 10.80_d},
    {"midpoint", TriggerMethod::midpoint, 9.30_d, 10.85_d},
    {"last_or_bid_ask", TriggerMethod::last_or_bid_ask, 9.34_d, 10.84_d},
};

INSTANTIATE_TEST_SUITE_P(Each, TrailingMethods, testing::ValuesIn(methods),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST_F(PaperTrailing, a_stop_sleeps_with_what_it_has_gained)
{
    start(on_exchange());
    market(10_d);
    auto id = take(sell_x(10).trailing(0.50_d).good_till_cancelled());
    auto awake = take(sell_x(10).trailing(0.50_d).good_till_cancelled().outside_regular_hours());
    market(11_d);
    until("2026-01-05T22:00:00Z");
    market(12_d);
    EXPECT_EQ(stop_of(id), 10.50_d) << "the evening is not its time";
    EXPECT_EQ(stop_of(awake), 11.50_d);
    until("2026-01-06T14:30:00Z");
    market(11.80_d);
    EXPECT_EQ(stop_of(id), 11.30_d);
    EXPECT_EQ(stop_of(awake), 11.50_d);
    market(11.40_d);
    EXPECT_THAT(heard.fills(), ElementsAre("2: 10 @ 11.38"));
}

TEST_F(PaperTrailing, before_the_first_price_it_has_no_stop_and_follows_from_there)
{
    paper::Options options;
    options.instruments = {stock("X")};
    options.margin_model = std::make_shared<paper::NoMargin>();
    start(std::move(options));
    auto id = take(sell_x(10).trailing(0.50_d));
    EXPECT_FALSE(report(id).order.stop_price);
    EXPECT_EQ(report(id).why_held, "trigger");
    market(10_d);
    EXPECT_EQ(stop_of(id), 9.50_d);
    market(9.50_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 9.48"));
}

TEST_F(PaperTrailing, one_that_ends_tells_where_its_stop_had_come_to)
{
    start();
    market(10_d);
    auto id = take(sell_x(10).trailing(0.50_d));
    market(11_d);
    EXPECT_EQ(cancel(id)->order.stop_price, 10.50_d);
    EXPECT_EQ(stop_of(id), 10.50_d);
}

/// A TRAIL LIMIT whose limit is given as a price, 0.10 below its first stop.
class TrailingLimitPrice : public PaperFileTest {
protected:
    OrderRequest order() const
    {
        auto order = sell_x(10).trailing(0.50_d, 9.50_d).of_type(OrderType::trailing_stop_limit);
        order.limit_price = 9.40_d;
        return std::move(order).good_till_cancelled();
    }
    void market(Decimal price)
    {
        quote(price - 0.02_d, 1'000, price + 0.02_d, 1'000);
        print(price);
    }
    void begin()
    {
        options = on_exchange();
        options.state_file = file;
        start(options);
        market(10_d);
        id = take(order());
        market(11_d);
        expect_at(10.50_d, 10.40_d);
    }
    void expect_at(Decimal stop, Decimal limit)
    {
        EXPECT_EQ(report(id).order.stop_price, stop);
        EXPECT_EQ(report(id).order.limit_price, limit);
    }
    /// The market falls below the limit at once: it fires and rests.
    void expect_fires_with(Decimal limit)
    {
        quote(10.20_d, 1'000, 10.45_d, 1'000);
        print(10.40_d);
        EXPECT_EQ(status(id), OrderStatus::submitted);
        expect_at(10.50_d, limit);
        quote(limit, 1'000, limit + 0.10_d, 1'000);
        EXPECT_EQ(heard.fills(), std::vector<std::string>{"1: 10 @ " + limit.str()});
    }
    OrderId id{};
};

TEST_F(TrailingLimitPrice, moves_with_the_stop)
{
    begin();
    expect_fires_with(10.40_d);
}

TEST_F(TrailingLimitPrice, keeps_its_distance_over_the_night)
{
    begin();
    until("2026-01-06T14:30:00Z");
    expect_at(10.50_d, 10.40_d);
    market(11_d);
    expect_fires_with(10.40_d);
}

TEST_F(TrailingLimitPrice, keeps_its_distance_over_a_restart)
{
    begin();
    restart();
    expect_at(10.50_d, 10.40_d);
    market(11_d);
    expect_fires_with(10.40_d);
}

TEST_F(TrailingLimitPrice, keeps_its_distance_over_a_modify_as_it_is_reported_and_a_refused_one)
{
    begin();
    auto same = report(id).order;
    ASSERT_TRUE(modify(id, same));
    expect_at(10.50_d, 10.40_d);
    same.quantity = 100'000'000;
    ASSERT_FALSE(modify(id, same));
    expect_at(10.50_d, 10.40_d);
    expect_fires_with(10.40_d);
}

TEST_F(PaperTrailing, a_future_may_trail_below_zero)
{
    auto oil = future("CL", "202605", "NYMEX").with_multiplier(1'000_d);
    ContractDetails details{oil};
    details.minimum_tick = 0.01_d;
    paper::Options options;
    options.instruments = {details};
    start(std::move(options));
    auto at = [&](Decimal price) { push(MarketChange{}.with_print(price, 1), oil); };
    at(1_d);
    auto seller = take(sell(oil, 1).trailing(2_d));
    EXPECT_EQ(stop_of(seller), -1_d);
    at(1.50_d);
    EXPECT_EQ(stop_of(seller), -0.50_d);
    EXPECT_EQ(status(seller), OrderStatus::pre_submitted);
}

}  // namespace
}  // namespace trademind::test
