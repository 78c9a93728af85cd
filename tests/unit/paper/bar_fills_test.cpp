// What one bar does to each order type, and what holds over any bars.
#include "base/random.hpp"
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <map>

namespace trademind::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Open, high, low, close.
struct Prices {
    Decimal open, high, low, close;
};

class BarTest : public PaperTest {
protected:
    /// The bar of the minute that ends now.
    void bar(const Prices& p)
    {
        Bar b;
        b.time = clock->now();
        b.open = p.open, b.high = p.high, b.low = p.low, b.close = p.close;
        b.volume = 1'000_d;
        pass(1min - 1ns);
        broker->push(stock("X"), b);
        run();
        pass(1ns);
    }
};

struct BarFill {
    const char* name;
    OrderRequest order;
    Prices bar;
    const char* fill;  ///< nothing: none
};

class BarFills : public BarTest, public testing::WithParamInterface<BarFill> {};

TEST_P(BarFills, at_the_price_that_the_bar_allows)
{
    start();
    bar({100_d, 100_d, 100_d, 100_d});
    take(GetParam().order);
    EXPECT_THAT(heard.fills(), IsEmpty());
    bar(GetParam().bar);
    if (GetParam().fill) {
        EXPECT_THAT(heard.fills(), ElementsAre(std::string{"1: 10 @ "} + GetParam().fill));
    } else {
        EXPECT_THAT(heard.fills(), IsEmpty());
    }
}

OrderRequest buys()
{
    return buy_x(10);
}
OrderRequest sells()
{
    return sell_x(10);
}
OrderRequest if_touched(OrderRequest order, Decimal price, std::optional<Decimal> limit = {})
{
    order.type = limit ? OrderType::limit_if_touched : OrderType::market_if_touched;
    order.stop_price = price;
    order.limit_price = limit;
    return order;
}
OrderRequest trailing_with_limit(OrderRequest order)
{
    order = std::move(order).trailing(2_d).of_type(OrderType::trailing_stop_limit);
    order.limit_offset = 0.50_d;
    return order;
}

const BarFill bar_fills[] = {
    {"MKT_at_the_open", buys(), {101_d, 103_d, 99_d, 102_d}, "101"},
    {"MKT_sold_at_the_open", sells(), {101_d, 103_d, 99_d, 102_d}, "101"},
    {"MTL_at_the_open",
     buys().of_type(OrderType::market_to_limit),
     {101_d, 103_d, 99_d, 102_d},
     "101"},

    {"LMT_through", buys().limit(98_d), {100_d, 101_d, 97.99_d, 99_d}, "98"},
    {"LMT_touched", buys().limit(98_d), {100_d, 101_d, 98_d, 99_d}, nullptr},
    {"LMT_at_a_better_open", buys().limit(98_d), {97_d, 99_d, 96_d, 99_d}, "97"},
    {"LMT_at_its_own_open", buys().limit(98_d), {98_d, 99_d, 98_d, 99_d}, nullptr},
    {"LMT_sold_through", sells().limit(102_d), {100_d, 102.01_d, 99_d, 101_d}, "102"},
    {"LMT_sold_touched", sells().limit(102_d), {100_d, 102_d, 99_d, 101_d}, nullptr},
    {"LMT_sold_at_a_better_open", sells().limit(102_d), {103_d, 104_d, 101_d, 101_d}, "103"},

    {"STP_touched", buys().stop(105_d), {104_d, 105_d, 103_d, 104_d}, "105"},
    {"STP_below", buys().stop(105_d), {104_d, 104.99_d, 103_d, 104_d}, nullptr},
    {"STP_gap", buys().stop(105_d), {107_d, 108_d, 106_d, 107_d}, "107"},
    {"STP_sold_touched", sells().stop(95_d), {96_d, 97_d, 95_d, 96_d}, "95"},
    {"STP_sold_above", sells().stop(95_d), {96_d, 97_d, 95.01_d, 96_d}, nullptr},
    {"STP_sold_gap", sells().stop(95_d), {93_d, 94_d, 92_d, 93_d}, "93"},

    // only the close is known to come after the trigger
    {"STP_LMT_by_the_close",
     buys().stop(105_d).limit(106_d),
     {104_d, 107_d, 103_d, 105.50_d},
     "105.5"},
    {"STP_LMT_beyond_its_limit",
     buys().stop(105_d).limit(106_d),
     {104_d, 107_d, 103_d, 106.50_d},
     nullptr},
    {"STP_LMT_sold_by_the_close", sells().stop(95_d).limit(94_d), {96_d, 97_d, 93_d, 94_d}, "94"},
    {"STP_LMT_sold_beyond_its_limit",
     sells().stop(95_d).limit(94_d),
     {96_d, 97_d, 93_d, 93.99_d},
     nullptr},

    // two from the last close of 100
    {"TRAIL_touched", sells().trailing(2_d), {99_d, 99_d, 98_d, 99_d}, "98"},
    {"TRAIL_above", sells().trailing(2_d), {99_d, 99_d, 98.01_d, 99_d}, nullptr},
    {"TRAIL_gap", sells().trailing(2_d), {97_d, 99_d, 96_d, 98_d}, "97"},
    {"TRAIL_bought_touched", buys().trailing(2_d), {101_d, 102_d, 101_d, 101_d}, "102"},
    {"TRAIL_bought_gap", buys().trailing(2_d), {103_d, 104_d, 102_d, 103_d}, "103"},
    {"TRAIL_percent", sells().trailing_percent(3_d), {99_d, 99_d, 96.90_d, 98_d}, "97"},
    {"TRAIL_bought_percent", buys().trailing_percent(3_d), {101_d, 103.10_d, 101_d, 102_d}, "103"},
    {"TRAIL_LIMIT_by_the_close", trailing_with_limit(sells()), {99_d, 99_d, 97_d, 97.60_d}, "97.6"},
    {"TRAIL_LIMIT_beyond", trailing_with_limit(sells()), {99_d, 99_d, 97_d, 97.40_d}, nullptr},
    {"TRAIL_LIMIT_bought", trailing_with_limit(buys()), {101_d, 103_d, 101_d, 102.50_d}, "102.5"},

    {"MIT_touched", if_touched(buys(), 95_d), {96_d, 97_d, 95_d, 96_d}, "95"},
    {"MIT_above", if_touched(buys(), 95_d), {96_d, 97_d, 95.01_d, 96_d}, nullptr},
    {"MIT_gap", if_touched(buys(), 95_d), {94_d, 96_d, 93_d, 95_d}, "94"},
    {"MIT_sold_touched", if_touched(sells(), 105_d), {104_d, 105_d, 103_d, 104_d}, "105"},
    {"MIT_sold_gap", if_touched(sells(), 105_d), {106_d, 107_d, 105_d, 106_d}, "106"},
    {"LIT_by_the_close", if_touched(buys(), 95_d, 94.50_d), {96_d, 97_d, 94_d, 94.50_d}, "94.5"},
    {"LIT_beyond_its_limit",
     if_touched(buys(), 95_d, 94.50_d),
     {96_d, 97_d, 94_d, 94.51_d},
     nullptr},
    {"LIT_sold_by_the_close",
     if_touched(sells(), 105_d, 105_d),
     {104_d, 107_d, 103_d, 106_d},
     "106"},

    // what has no price without quotes
    {"PEG_MID", buys().of_type(OrderType::pegged_to_midpoint), {90_d, 110_d, 80_d, 100_d}, nullptr},
    {"MIDPRICE", buys().of_type(OrderType::midprice), {90_d, 110_d, 80_d, 100_d}, nullptr},
    {"REL", buys().of_type(OrderType::relative), {90_d, 110_d, 80_d, 100_d}, nullptr},
};

INSTANTIATE_TEST_SUITE_P(Each, BarFills, testing::ValuesIn(bar_fills),
                         [](const auto& one) { return std::string{one.param.name}; });

class PaperBarLife : public BarTest {};

TEST_F(PaperBarLife, a_trailing_stop_that_comes_within_a_bar_has_not_seen_its_high)
{
    start();
    bar({100_d, 100_d, 100_d, 100_d});
    Bar running;
    running.time = clock->now();
    running.open = 100_d, running.high = 110_d, running.low = 99_d, running.close = 101_d;
    pass(30s);
    auto seller = take(sell_x(10).trailing(2_d));
    auto buyer = take(buy_x(10).trailing(3_d));
    pass(30s - 1ns);
    broker->push(stock("X"), running);
    run();
    // the close came after them, the high and the low may have come before
    EXPECT_EQ(report(seller).order.stop_price, 99_d);
    EXPECT_EQ(report(buyer).order.stop_price, 103_d);
    pass(1ns);
    bar({101_d, 102_d, 100_d, 101_d});
    EXPECT_THAT(heard.fills(), IsEmpty()) << "108 was never its stop";
    EXPECT_EQ(report(seller).order.stop_price, 100_d);
}

TEST_F(PaperBarLife, what_a_limit_rests_at_after_a_trigger_fills_in_a_later_bar)
{
    start();
    bar({100_d, 100_d, 100_d, 100_d});
    auto id = take(buy_x(10).stop(105_d).limit(104_d));
    bar({104_d, 106_d, 103_d, 105_d});
    EXPECT_EQ(status(id), OrderStatus::submitted);
    EXPECT_EQ(filled(id), 0_d) << "the 103 may have come before the trigger";
    bar({105_d, 105_d, 103.90_d, 105_d});
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 104"));
}

TEST_F(PaperBarLife, slippage_is_of_takers_also_on_bars)
{
    paper::FillSettings settings;
    settings.slippage_ticks = 3;
    paper::Options options;
    options.fill_model = paper::make_fill_model(settings);
    start(std::move(options));
    bar({100_d, 100_d, 100_d, 100_d});
    take(buy_x(10));
    take(sell_x(10).stop(99_d));
    take(buy_x(10).limit(99_d));
    bar({101_d, 102_d, 98_d, 100_d});
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 101.03", "2: 10 @ 98.97", "3: 10 @ 99"));
}

TEST_F(PaperBarLife, nothing_fills_on_bars_of_a_halt_or_of_a_closed_market)
{
    start(on_exchange());
    bar({100_d, 100_d, 100_d, 100_d});
    auto id = take(buy_x(10).limit(99_d).good_till_cancelled());
    push(paper::MarketChange{}.with_halt(true));
    bar({98_d, 98_d, 97_d, 98_d});
    push(paper::MarketChange{}.with_halt(false));
    until("2026-01-05T22:00:00Z");
    bar({98_d, 98_d, 97_d, 98_d});
    EXPECT_EQ(filled(id), 0_d) << "it is for regular hours";
    until("2026-01-06T03:00:00Z");
    bar({98_d, 98_d, 97_d, 98_d});
    EXPECT_EQ(filled(id), 0_d);
    until("2026-01-06T14:30:00Z");
    bar({98_d, 98.50_d, 97_d, 98_d});
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 98"));
}

/// Any bars, any orders.
class BarSeeds : public BarTest, public testing::WithParamInterface<std::uint64_t> {
protected:
    static Decimal cents(std::uint64_t n)
    {
        return Decimal::from_raw(int128{n} * (Decimal::one / 100));
    }
    Prices next(Random& random)
    {
        Decimal open = close_ + cents(random.below(40)) - cents(20);
        Decimal close = open + cents(random.below(100)) - cents(50);
        Decimal high = std::max(open, close) + cents(random.below(30));
        Decimal low = std::min(open, close) - cents(random.below(30));
        close_ = close;
        return {open, high, low, close};
    }
    OrderRequest any_order(Random& random)
    {
        auto order = random.below(2) ? buys() : sells();
        Decimal price = close_ + cents(random.below(200)) - cents(100);
        switch (random.below(7)) {
        case 0: return order;
        case 1: return std::move(order).stop(price);
        case 2: return std::move(order).stop(price).limit(price + cents(random.below(40)));
        case 3: return std::move(order).trailing(cents(1 + random.below(80)));
        case 4: return if_touched(std::move(order), price);
        case 5: return if_touched(std::move(order), price, price);
        default: return std::move(order).limit(price);
        }
    }
    Decimal close_ = 100_d;
};

TEST_P(BarSeeds, fills_lie_within_the_bar_and_the_limit_and_never_in_the_bar_of_the_order)
{
    Random random{GetParam()};
    start();
    bar({100_d, 100_d, 100_d, 100_d});
    std::map<OrderId, TimePoint> placed;
    std::size_t seen = 0;
    for (int i = 0; i < 200; ++i) {
        if (random.below(2)) placed[take(any_order(random))] = clock->now();
        TimePoint start_of_bar = clock->now();
        // some come while the bar runs
        if (random.below(4) == 0) {
            pass(1s);
            placed[take(any_order(random))] = clock->now();
        }
        Prices p = next(random);
        Bar b;
        b.time = start_of_bar;
        b.open = p.open, b.high = p.high, b.low = p.low, b.close = p.close;
        pass(start_of_bar + 1min - 1ns - clock->now());
        broker->push(stock("X"), b);
        run();
        pass(1ns);
        for (; seen < heard.executions.size(); ++seen) {
            const auto& e = heard.executions[seen];
            auto order = report(e.order_id).order;
            EXPECT_GE(e.price, p.low) << e.id;
            EXPECT_LE(e.price, p.high) << e.id;
            if (order.limit_price && order.side == Side::buy) {
                EXPECT_LE(e.price, *order.limit_price) << e.id;
            }
            if (order.limit_price && order.side == Side::sell) {
                EXPECT_GE(e.price, *order.limit_price) << e.id;
            }
            EXPECT_LE(placed[e.order_id], start_of_bar) << e.id << " has looked ahead";
        }
    }
    EXPECT_GT(seen, 20U);
}

INSTANTIATE_TEST_SUITE_P(Many, BarSeeds, testing::Range(std::uint64_t{1}, std::uint64_t{21}));

}  // namespace
}  // namespace trademind::test
