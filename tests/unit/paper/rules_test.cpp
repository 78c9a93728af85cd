// Prices, sizes, shorts, pegs, crossed markets: paper-fills P57 to P61 and P70 to P80.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PaperRules : public PaperTest {
protected:
    Errc code_of(const Result<OrderReport>& r)
    {
        for (auto e : {Errc::invalid_order, Errc::rejected, Errc::not_supported, Errc::buying_power,
                       Errc::unknown_contract, Errc::no_price})
            if (!r && r.error() == e) return e;
        return Errc::internal;
    }
};

TEST_F(PaperRules, P57_a_price_off_the_tick_grid_is_refused_with_110)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    EXPECT_EQ(place(buy_x(100).limit(10.005_d)).error().code.value(), 110);
    EXPECT_EQ(place(buy_x(100).stop(10.005_d)).error().code.value(), 110);
    EXPECT_TRUE(place(buy_x(100).limit(0.5005_d)));
}

TEST_F(PaperRules, P58_each_price_has_the_increment_of_its_band)
{
    paper::Options options;
    paper::Instrument x{stock("X")};
    x.increments = {{0_d, 0.0001_d}, {1_d, 0.01_d}, {100_d, 0.05_d}};
    options.instruments = {x};
    start(options);
    EXPECT_EQ(place(buy_x(1).limit(0.99995_d)).error().code.value(), 110);
    EXPECT_TRUE(place(buy_x(1).limit(0.9999_d)));
    EXPECT_TRUE(place(buy_x(1).limit(1.01_d)));
    EXPECT_EQ(place(buy_x(1).limit(1.0001_d)).error().code.value(), 110);
    EXPECT_TRUE(place(buy_x(1).limit(100.05_d)));
    EXPECT_EQ(place(buy_x(1).limit(100.01_d)).error().code.value(), 110);
}

TEST_F(PaperRules, P59_quantities_and_symbols_that_make_no_sense)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    EXPECT_EQ(code_of(place(buy_x(0))), Errc::invalid_order);
    EXPECT_EQ(code_of(place(buy_x(-5))), Errc::invalid_order);
    EXPECT_EQ(code_of(place(buy_x(1'000'000'001))), Errc::invalid_order);
    EXPECT_EQ(place(buy_x(0.5_d)).error().code.value(), 10243);
    EXPECT_EQ(code_of(place(buy(stock("UNKNOWN"), 1))), Errc::unknown_contract);
    EXPECT_EQ(code_of(place(buy_x(1).limit(-1))), Errc::invalid_order);
    EXPECT_EQ(code_of(place(buy_x(1).of_type(OrderType::limit))), Errc::invalid_order);
    EXPECT_THAT(heard.lines, IsEmpty());
}

TEST_F(PaperRules, unsupported_features_are_named)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    auto vol = place(buy_x(1).of_type(OrderType::volatility));
    EXPECT_EQ(code_of(vol), Errc::not_supported);
    EXPECT_THAT(vol.error().message, HasSubstr("VOL"));
    auto minutes = place(buy_x(1).in_force(TimeInForce::minutes));
    EXPECT_THAT(minutes.error().message, HasSubstr("Minutes"));
    auto can = broker->capabilities();
    for (int i = 0; i <= static_cast<int>(OrderType::limit_market_combo); ++i) {
        auto type = static_cast<OrderType>(i);
        auto order = buy_x(1).of_type(type);
        order.limit_price = order.stop_price = 9_d;
        order.trailing_amount = 1_d;
        if (type == OrderType::market) order.limit_price = order.stop_price = std::nullopt;
        if (type == OrderType::trailing_stop_limit)
            order.limit_price.reset(), order.limit_offset = 1_d;
        auto r = place(order);
        EXPECT_EQ(can.supports(type), code_of(r) != Errc::not_supported) << to_string(type);
    }
}

TEST_F(PaperRules, fractions_fill_with_the_last_whole_share)
{
    paper::Options options;
    ContractDetails details{stock("X")};
    details.size_increment = 0.001_d;
    options.instruments = {details};
    start(options);
    quote(10_d, 100, 10.02_d, 10);
    auto id = take(buy_x(10.5_d));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 9 @ 10.02"));
    quote(10_d, 100, 10.02_d, 20);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 9 @ 10.02", "1: 1.5 @ 10.02"));
    EXPECT_EQ(status(id), OrderStatus::filled);
}

TEST_F(PaperRules, P61_a_crossed_market_fills_nothing_that_rests)
{
    start();
    quote(10_d, 100, 10.08_d, 100);
    auto id = take(buy_x(100).limit(10.04_d));
    quote(10.05_d, 100, 10.03_d, 100);
    EXPECT_EQ(filled(id), 0_d);
    EXPECT_EQ(statistics().crossed_quotes, 1U);
    take(buy_x(50));
    EXPECT_THAT(heard.fills(), ElementsAre("2: 50 @ 10.03")) << "a taker takes the quote";
    quote(10.02_d, 100, 10.03_d, 100);
    EXPECT_EQ(filled(id), 50_d) << "what the taker left";
}

TEST_F(PaperRules, P70_pegged_to_the_midpoint_fills_on_prints_there)
{
    start();
    quote(10_d, 100, 10.04_d, 100);
    take(buy_x(100).of_type(OrderType::pegged_to_midpoint));
    push(MarketChange{}.with_print(10.03_d, 50));
    EXPECT_THAT(heard.fills(), IsEmpty());
    push(MarketChange{}.with_print(10.02_d, 50).with_aggressor(Side::sell));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 50 @ 10.02"));
    push(MarketChange{}.with_print(10.02_d, 50).with_aggressor(Side::buy));
    EXPECT_EQ(heard.fills().size(), 1U);
    quote(10.04_d, 100, 10.04_d, 30);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 50 @ 10.02", "1: 30 @ 10.04"))
        << "a locked market trades at its midpoint";
}

TEST_F(PaperRules, P71_a_midprice_order_is_capped)
{
    start();
    quote(10_d, 100, 10.04_d, 100);
    auto order = buy_x(100).of_type(OrderType::midprice);
    order.limit_price = 10.01_d;
    take(order);
    push(MarketChange{}.with_print(10.02_d, 50).with_aggressor(Side::sell));
    EXPECT_THAT(heard.fills(), IsEmpty());
    push(MarketChange{}.with_print(10.01_d, 50).with_aggressor(Side::sell));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 50 @ 10.01"));
}

TEST_F(PaperRules, a_relative_order_follows_the_bid_up_only)
{
    start();
    quote(10_d, 100, 10.10_d, 100);
    auto order = buy_x(100).of_type(OrderType::relative);
    order.stop_price = 0.01_d;
    order.limit_price = 10.06_d;
    auto id = take(order);
    quote(10.03_d, 100, 10.10_d, 100);
    quote(9.90_d, 100, 10.10_d, 100);
    quote(9.90_d, 100, 10.05_d, 100);
    EXPECT_EQ(filled(id), 0_d);
    quote(9.90_d, 100, 10.04_d, 40);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 40 @ 10.04"));
    quote(10.09_d, 100, 10.10_d, 100);
    quote(10_d, 100, 10.06_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 40 @ 10.04", "1: 60 @ 10.06")) << "capped";
}

TEST_F(PaperRules, market_to_limit_rests_at_its_first_price)
{
    start();
    quote(10_d, 100, 10.02_d, 40);
    auto id = take(buy_x(100).of_type(OrderType::market_to_limit));
    EXPECT_EQ(filled(id), 40_d);
    quote(10_d, 100, 10.05_d, 100);
    EXPECT_EQ(filled(id), 40_d);
    quote(10_d, 100, 10.01_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 40 @ 10.02", "1: 60 @ 10.02"));
}

TEST_F(PaperRules, P72_odd_lots_fill_whole)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    take(buy_x(37));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 37 @ 10.02"));
}

TEST_F(PaperRules, P73_a_cash_account_cannot_sell_short)
{
    paper::Options options;
    options.margin_model = std::make_shared<paper::CashAccountMargin>();
    start(options);
    quote(10_d, 500, 10.02_d, 100);
    take(buy_x(60));
    EXPECT_EQ(code_of(place(sell_x(100))), Errc::rejected);
    EXPECT_EQ(position(), 60_d);
    EXPECT_TRUE(place(sell_x(60)));
}

TEST_F(PaperRules, P73_a_margin_account_closes_and_opens_in_one_execution)
{
    start();
    quote(10_d, 500, 10.02_d, 100);
    take(buy_x(60));
    take(sell_x(100));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 60 @ 10.02", "2: 100 @ 10"));
    EXPECT_EQ(position(), -40_d);
}

TEST_F(PaperRules, shorting_can_be_switched_off)
{
    paper::Options options;
    options.allow_short = false;
    start(options);
    quote(10_d, 500, 10.02_d, 100);
    EXPECT_EQ(code_of(place(sell_x(1))), Errc::rejected);
    take(buy_x(50));
    // two exits that do not know of each other: the second must not go short
    auto first = take(sell_x(50).limit(10.50_d));
    auto second = take(sell_x(50).limit(10.50_d));
    quote(10.50_d, 500, 10.60_d, 100);
    EXPECT_EQ(filled(first), 50_d);
    EXPECT_EQ(status(second), OrderStatus::cancelled);
    EXPECT_EQ(position(), 0_d);
}

TEST_F(PaperRules, P74_without_buying_power_nothing_reaches_the_book)
{
    paper::Options options;
    options.cash = {{"USD", 10'000_d}};
    start(options);
    quote(100_d, 10'000, 100.02_d, 10'000);
    auto r = place(buy_x(1'000));
    EXPECT_EQ(code_of(r), Errc::buying_power);
    auto limit = place(buy_x(1'000).limit(99_d));
    EXPECT_EQ(code_of(limit), Errc::buying_power);
    quote(98_d, 10'000, 98.02_d, 10'000);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperRules, P76_another_instruments_order_changes_no_fill)
{
    auto fills = [&](bool with_another) {
        paper::Options options;
        paper::FillSettings settings;
        settings.touch_probability = 50;
        options.fill_model = paper::make_fill_model(settings);
        options.instruments = {stock("X"), stock("Y")};
        heard = Recorder{};
        start(options);
        push(MarketChange{}.with_bid(20, 100).with_ask(20.02_d, 100), stock("Y"));
        quote(9.98_d, 100, 10.02_d, 100);
        std::vector<OrderId> ids;
        for (int i = 0; i < 10; ++i) ids.push_back(take(buy_x(1).limit(10_d)));
        if (with_another) take(buy(stock("Y"), 10).limit(19_d));
        std::vector<std::string> seen;
        for (int i = 0; i < 20; ++i) {
            quote(9.98_d, 100, 10_d, Decimal{100 + i});
            for (auto id : ids) seen.push_back(filled(id).str());
        }
        return seen;
    };
    auto alone = fills(false);
    EXPECT_EQ(alone, fills(true));
    EXPECT_THAT(alone, testing::Contains("0"));
    EXPECT_THAT(alone, testing::Contains("1"));
}

TEST_F(PaperRules, P77_price_then_time)
{
    start();
    quote(9.90_d, 100, 10.10_d, 100);
    auto low = take(buy_x(100).limit(9.95_d));
    auto high_first = take(buy_x(100).limit(10_d));
    auto high_second = take(buy_x(100).limit(10_d));
    quote(9.90_d, 100, 9.94_d, 250);
    EXPECT_THAT(heard.fills(), ElementsAre("2: 100 @ 10", "3: 100 @ 10", "1: 50 @ 9.95"));
    EXPECT_EQ(filled(high_first) + filled(high_second) + filled(low), 250_d);
}

TEST_F(PaperRules, P80_a_level_that_went_and_came_back_is_new)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    auto id = take(buy_x(300).limit(10.02_d));
    quote(10_d, 100, 10.03_d, 100);
    EXPECT_EQ(filled(id), 100_d);
    quote(10_d, 100, 10.02_d, 100);
    EXPECT_EQ(filled(id), 200_d);
}

TEST_F(PaperRules, the_fill_models_settings)
{
    paper::Options options;
    paper::FillSettings settings;
    settings.participation = 0.25_d;
    settings.slippage_ticks = 2;
    options.fill_model = paper::make_fill_model(settings);
    start(options);
    quote(10_d, 100, 10.02_d, 100);
    take(buy_x(100).limit(10.03_d));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 25 @ 10.03")) << "slipped, but not past the limit";
    take(buy_x(10));
    EXPECT_EQ(heard.fills().size(), 1U) << "the quarter is used up";
    quote(10_d, 100, 10.02_d, 200);
    EXPECT_THAT(heard.fills().back(), HasSubstr("@ 10.03"));
    settings.participation = 0;
    EXPECT_THROW((void)paper::make_fill_model(settings), std::invalid_argument);
    settings = {};
    settings.cap_by_displayed_size = false;
    options.fill_model = paper::make_fill_model(settings);
    start(options);
    quote(10_d, 100, 10.02_d, 100);
    auto all = take(buy_x(5'000));
    EXPECT_EQ(filled(all), 5'000_d);
}

TEST_F(PaperRules, latency_delays_orders_in_the_market_s_time)
{
    paper::Options options;
    paper::LatencySettings latency;
    latency.base = 1ms;
    latency.submit = 4ms;
    options.latency_model = paper::make_latency_model(latency);
    start(options);
    quote(10_d, 100, 10.02_d, 100);
    Awaited<OrderReport> placed;
    broker->place_order(buy_x(100), placed.token());
    run();
    EXPECT_FALSE(placed.ready());
    quote(10_d, 100, 10.05_d, 100);
    pass(5ms);
    ASSERT_TRUE(placed.ready());
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.05"));
    latency.jitter = -1ms;
    EXPECT_THROW((void)paper::make_latency_model(latency), std::invalid_argument);
}

TEST_F(PaperRules, a_preview_places_nothing)
{
    start();
    quote(100_d, 100, 100_d + 0.02_d, 100);
    Awaited<OrderPreview> preview;
    broker->preview_order(buy_x(100), preview.token());
    run();
    ASSERT_TRUE(preview.get()) << preview.get().error().describe();
    EXPECT_EQ(preview.get()->commission->round(2), 1_d);
    EXPECT_EQ(preview.get()->initial_margin_before, 0_d);
    // 25% of 100 x 100.01, the midpoint at which the position would be valued
    EXPECT_EQ(preview.get()->initial_margin_change, 2500.25_d);
    EXPECT_THAT(heard.lines, IsEmpty());
}

TEST_F(PaperRules, quotes_may_come_from_another_broker)
{
    auto real = make_unsafe_paper_broker(io.get_executor(), {}, clock);
    real->connect([](Result<>) {});
    real->push(stock("X"), MarketChange{}.with_bid(10_d, 100).with_ask(10.02_d, 100));
    run();
    paper::Options options;
    options.quotes_from = real;
    start(options);
    EXPECT_EQ(place(buy(stock("NOPE"), 1)).error(), Errc::unknown_contract);
    auto id = take(buy_x(150));
    run();
    EXPECT_EQ(filled(id), 100_d) << "the quote came with the subscription";
    real->push(stock("X"), MarketChange{}.with_ask(10.03_d, 100));
    run();
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02", "1: 50 @ 10.03"));
}

TEST_F(PaperRules, options_that_make_no_sense_are_refused)
{
    paper::Options options;
    options.fill_model = nullptr;
    EXPECT_THROW(make_unsafe_paper_broker(io.get_executor(), options, clock),
                 std::invalid_argument);
    options = {};
    options.tape_speed = 0;
    EXPECT_THROW(make_unsafe_paper_broker(io.get_executor(), options, clock),
                 std::invalid_argument);
}

}  // namespace
}  // namespace trademind::test
