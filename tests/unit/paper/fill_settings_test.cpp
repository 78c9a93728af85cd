// The fill model that comes with the library: size, participation, slippage, queue and touches.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace trademind::test {
namespace {

using paper::FillSettings;
using paper::MarketChange;
using testing::ElementsAre;
using testing::IsEmpty;

class PaperFillSettings : public PaperTest {
protected:
    void begin(const FillSettings& settings)
    {
        paper::Options options;
        options.fill_model = paper::make_fill_model(settings);
        start(std::move(options));
    }
    void sold_at(Decimal price, Decimal size)
    {
        push(MarketChange{}.with_print(price, size).with_aggressor(Side::sell));
    }
};

TEST_F(PaperFillSettings, participation_is_a_share_of_what_is_displayed)
{
    FillSettings settings;
    settings.participation = 0.10_d;
    begin(settings);
    quote(10_d, 1'000, 10.02_d, 300);
    take(buy_x(100));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 30 @ 10.02"));
    quote(10_d, 1'000, 10.03_d, 400);
    quote(10_d, 1'000, 10.04_d, 5'000);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 30 @ 10.02", "1: 40 @ 10.03", "1: 30 @ 10.04"));
}

TEST_F(PaperFillSettings, participation_of_a_small_quote_rounds_down_to_nothing)
{
    FillSettings settings;
    settings.participation = 0.10_d;
    begin(settings);
    quote(10_d, 1'000, 10.02_d, 9);
    take(buy_x(100));
    EXPECT_THAT(heard.fills(), IsEmpty()) << "0.9 of a share is no share";
    quote(10_d, 1'000, 10.02_d, 10);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 1 @ 10.02"));
}

TEST_F(PaperFillSettings, slippage_concerns_takers_only)
{
    FillSettings settings;
    settings.slippage_ticks = 3;
    begin(settings);
    quote(10_d, 1'000, 10.02_d, 1'000);
    take(buy_x(10));
    take(sell_x(10));
    take(buy_x(10).limit(9.95_d));
    quote(9.90_d, 1'000, 9.94_d, 1'000);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 10.05", "2: 10 @ 9.97", "3: 10 @ 9.95"));
}

TEST_F(PaperFillSettings, slippage_stops_at_the_limit)
{
    FillSettings settings;
    settings.slippage_ticks = 3;
    begin(settings);
    quote(10_d, 1'000, 10.02_d, 1'000);
    take(buy_x(10).limit(10.03_d));
    take(sell_x(10).limit(9.99_d));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 10.03", "2: 10 @ 9.99"));
}

TEST_F(PaperFillSettings, slippage_of_a_fired_stop_is_paid_too)
{
    FillSettings settings;
    settings.slippage_ticks = 2;
    begin(settings);
    quote(10_d, 1'000, 10.02_d, 1'000);
    take(sell_x(10).stop(9.90_d));
    quote(9.89_d, 1'000, 9.91_d, 1'000);
    print(9.90_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 9.87"));
}

TEST_F(PaperFillSettings, without_a_cap_every_order_finds_its_size)
{
    FillSettings settings;
    settings.cap_by_displayed_size = false;
    begin(settings);
    quote(10_d, 1, 10.02_d, 1);
    take(buy_x(1'000));
    take(buy_x(1'000));
    take(sell_x(500).limit(10_d));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 1000 @ 10.02", "2: 1000 @ 10.02", "3: 500 @ 10"));
}

TEST_F(PaperFillSettings, the_queue_ahead_trades_first_and_ours_in_turn)
{
    FillSettings settings;
    settings.trade_prints = true;
    begin(settings);
    quote(10_d, 200, 10.02_d, 200);
    auto first = take(buy_x(50).limit(10_d));
    auto second = take(buy_x(50).limit(10_d));
    sold_at(10_d, 200);
    EXPECT_EQ(filled(first), 0_d) << "the 200 ahead";
    sold_at(10_d, 60);
    EXPECT_EQ(filled(first), 50_d);
    EXPECT_EQ(filled(second), 10_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 50 @ 10", "2: 10 @ 10"));
}

TEST_F(PaperFillSettings, a_modify_of_the_price_goes_to_the_back_of_the_queue)
{
    FillSettings settings;
    settings.trade_prints = true;
    begin(settings);
    quote(10_d, 100, 10.02_d, 200);
    auto id = take(buy_x(50).limit(10_d));
    sold_at(10_d, 90);
    ASSERT_TRUE(modify(id, buy_x(50).limit(9.99_d)));
    ASSERT_TRUE(modify(id, buy_x(50).limit(10_d)));
    sold_at(10_d, 90);
    EXPECT_EQ(filled(id), 0_d) << "again 100 are ahead";
    sold_at(10_d, 30);
    EXPECT_EQ(filled(id), 20_d);
}

TEST_F(PaperFillSettings, prints_through_the_limit_ask_no_queue)
{
    FillSettings settings;
    settings.trade_prints = true;
    begin(settings);
    quote(10_d, 1'000, 10.02_d, 200);
    auto id = take(buy_x(50).limit(10_d));
    sold_at(9.99_d, 30);
    EXPECT_EQ(filled(id), 30_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 30 @ 10")) << "at its own limit";
}

TEST_F(PaperFillSettings, a_touch_that_never_fills_needs_a_quote_through_the_limit)
{
    FillSettings settings;
    settings.touch_probability = 0;
    begin(settings);
    quote(10_d, 100, 10.02_d, 100);
    auto id = take(buy_x(50).limit(10_d));
    for (int i = 0; i < 20; ++i) quote(9.98_d, 100, 10_d, 100 + i);
    EXPECT_EQ(filled(id), 0_d);
    quote(9.98_d, 100, 9.99_d, 100);
    EXPECT_EQ(filled(id), 50_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 50 @ 10"));
}

TEST_F(PaperFillSettings, touches_fill_about_as_often_as_asked_and_the_same_for_a_seed)
{
    auto touches = [&](std::uint64_t seed) {
        FillSettings settings;
        settings.touch_probability = 30;
        settings.seed = seed;
        begin(settings);
        std::string luck;
        for (int i = 0; i < 200; ++i) {
            quote(10_d, 100, 10.02_d, 100);
            auto id = take(buy_x(1).limit(10_d));
            quote(9.98_d, 100, 10_d, 100);
            luck += filled(id).is_zero() ? '.' : '#';
            (void)cancel(id);
        }
        return luck;
    };
    auto once = touches(1);
    auto hits = std::ranges::count(once, '#');
    EXPECT_GT(hits, 30);
    EXPECT_LT(hits, 90);
    EXPECT_EQ(once, touches(1));
    EXPECT_NE(once, touches(2));
}

TEST(FillSettingsTest, out_of_range_is_refused)
{
    auto refused = [](auto change) {
        FillSettings settings;
        change(settings);
        EXPECT_THROW((void)paper::make_fill_model(settings), std::invalid_argument);
    };
    refused([](auto& s) { s.participation = 0; });
    refused([](auto& s) { s.participation = -0.1_d; });
    refused([](auto& s) { s.participation = 1.01_d; });
    refused([](auto& s) { s.slippage_ticks = -1; });
    refused([](auto& s) { s.touch_probability = -1; });
    refused([](auto& s) { s.touch_probability = 101; });
}

TEST(LatencySettingsTest, add_up_and_jitter_within_their_range)
{
    paper::LatencySettings settings;
    settings.base = 1ms;
    settings.submit = 2ms;
    settings.modify = 3ms;
    settings.cancel = 4ms;
    auto plain = paper::make_latency_model(settings);
    EXPECT_EQ(plain->submit(OrderId{1}, 1), 3ms);
    EXPECT_EQ(plain->modify(OrderId{1}, 2), 4ms);
    EXPECT_EQ(plain->cancel(OrderId{1}, 3), 5ms);

    settings.jitter = 10ms;
    auto shaky = paper::make_latency_model(settings);
    bool differ = false;
    for (std::uint64_t i = 0; i < 200; ++i) {
        auto delay = shaky->submit(OrderId{1}, i);
        EXPECT_GE(delay, 3ms);
        EXPECT_LE(delay, 13ms);
        EXPECT_EQ(delay, shaky->submit(OrderId{1}, i)) << "keyed, not drawn";
        differ = differ || delay != shaky->submit(OrderId{2}, i);
    }
    EXPECT_TRUE(differ);
    for (auto wrong : {&paper::LatencySettings::base, &paper::LatencySettings::submit,
                       &paper::LatencySettings::modify, &paper::LatencySettings::cancel,
                       &paper::LatencySettings::jitter}) {
        paper::LatencySettings negative;
        negative.*wrong = -1ns;
        EXPECT_THROW((void)paper::make_latency_model(negative), std::invalid_argument);
    }
}

}  // namespace
}  // namespace trademind::test
