// Fills on bars: paper-fills P37, P38 and P40 to P45.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PaperBars : public PaperTest {
protected:
    void open_market(paper::Options options = {})
    {
        options.instruments = {stock("X")};
        start(std::move(options));
        bar(100_d, 100_d, 100_d, 100_d);
    }
    /// The next minute's bar, when it is over.
    void bar(Decimal open, Decimal high, Decimal low, Decimal close)
    {
        Bar b;
        b.time = clock->now();
        b.open = open;
        b.high = high;
        b.low = low;
        b.close = close;
        b.volume = 1'000_d;
        broker->push(stock("X"), b);
        run();
        pass(1min);
    }
    Decimal stop_of(OrderId id) { return report(id).order.stop_price.value(); }
};

TEST_F(PaperBars, a_market_order_fills_at_the_next_open)
{
    open_market();
    auto id = take(buy_x(500));
    EXPECT_EQ(filled(id), 0_d);
    bar(101_d, 103_d, 100_d, 102_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 500 @ 101"));
}

TEST_F(PaperBars, P37_a_trailing_stop_is_tested_before_it_rises)
{
    open_market();
    auto id = take(sell_x(100).trailing(2, 98.5_d));
    EXPECT_EQ(stop_of(id), 98.5_d);
    bar(100_d, 105_d, 99_d, 104_d);
    EXPECT_THAT(heard.fills(), IsEmpty());
    EXPECT_EQ(stop_of(id), 103_d);
}

TEST_F(PaperBars, P38_the_old_stop_counts_although_the_high_would_have_raised_it)
{
    open_market();
    take(sell_x(100).trailing(2, 99.5_d));
    bar(100_d, 105_d, 99_d, 104_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 99.5"));
}

TEST_F(PaperBars, P40_a_stop_fills_at_the_open_of_a_gap)
{
    open_market();
    take(sell_x(100).stop(100_d));
    bar(90_d, 91_d, 89_d, 90_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 90"));
}

TEST_F(PaperBars, P41_a_stop_inside_the_bar_fills_at_its_price)
{
    open_market();
    take(sell_x(100).stop(100_d));
    bar(102_d, 103_d, 98_d, 99_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 100"));
}

TEST_F(PaperBars, P42_a_limit_fills_at_a_better_open)
{
    open_market();
    take(buy_x(100).limit(100_d));
    bar(99_d, 99.5_d, 98_d, 99_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 99"));
}

TEST_F(PaperBars, P43_a_low_that_only_touches_the_limit_fills_nothing)
{
    open_market();
    auto id = take(buy_x(100).limit(100_d));
    bar(101_d, 102_d, 100_d, 101_d);
    EXPECT_EQ(filled(id), 0_d);
    bar(101_d, 102_d, 99.99_d, 101_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 100"));
}

TEST_F(PaperBars, P43_unless_a_touch_is_enough)
{
    paper::Options options;
    options.bar_touch_fills = true;
    open_market(options);
    take(buy_x(100).limit(100_d));
    bar(101_d, 102_d, 100_d, 101_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 100"));
}

TEST_F(PaperBars, P44_where_both_exits_lie_inside_one_bar_the_stop_is_taken)
{
    open_market();
    take(buy_x(100));
    bar(100_d, 100.5_d, 99.5_d, 100_d);
    auto oca = [](OrderRequest o) {
        return std::move(o).in_oca_group("exit", OcaType::cancel_with_block);
    };
    auto profit = take(oca(sell_x(100).limit(105_d)));
    auto loss = take(oca(sell_x(100).stop(95_d)));
    bar(100_d, 106_d, 94_d, 100_d);
    EXPECT_EQ(status(profit), OrderStatus::cancelled);
    EXPECT_EQ(status(loss), OrderStatus::filled);
    EXPECT_EQ(heard.fills().back(), "3: 100 @ 95");
}

TEST_F(PaperBars, P45_an_order_never_fills_in_a_bar_that_began_before_it)
{
    open_market();
    // half a minute into the bar that starts now
    Bar running;
    running.time = clock->now();
    running.open = running.high = 100_d;
    running.low = running.close = 90_d;
    pass(30s);
    auto id = take(buy_x(100).limit(95_d));
    broker->push(stock("X"), running);
    run();
    EXPECT_EQ(filled(id), 0_d);
    pass(30s);
    bar(94_d, 96_d, 93_d, 95_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 94"));
}

TEST_F(PaperBars, after_its_trigger_a_stop_limit_fills_at_the_close_or_rests)
{
    open_market();
    auto good = take(buy_x(10).stop(101_d).limit(102_d));
    auto poor = take(buy_x(10).stop(101_d).limit(101_d));
    bar(100_d, 103_d, 100_d, 101.5_d);
    EXPECT_EQ(filled(good), 10_d);
    EXPECT_EQ(heard.fills().back(), "1: 10 @ 101.5");
    EXPECT_EQ(status(poor), OrderStatus::submitted);
    EXPECT_EQ(filled(poor), 0_d);
}

TEST_F(PaperBars, a_tape_of_bars_plays_and_makes_history)
{
    paper::Options options;
    options.tape = std::make_shared<paper::Tape>(
        paper::parse_tape("time,symbol,open,high,low,close,volume\n"
                          "2026-01-05T14:30:00Z,X,100,101,99,100.5,1000\n"
                          "2026-01-05T14:31:00Z,X,100.5,102,100,101,500\n")
            .value());
    options.tape_start = paper::TapeStart::manual;
    start(options);
    Awaited<bool> first;
    broker->step(first.token());
    run();
    take(buy_x(10));
    Awaited<void> end;
    broker->play(end.token());
    run();
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 100.5"));
    Awaited<std::vector<Bar>> bars;
    broker->get_historical_data(
        HistoryRequest{stock("X")}.until(clock->now() + 1h).in_bars_of("5 mins"), bars.token());
    run();
    ASSERT_EQ(bars.get()->size(), 1U);
    EXPECT_EQ(bars.get()->at(0).high, 101_d) << "the running bar is not over";
}

TEST(BarTape, names_what_is_wrong)
{
    auto fault = [](std::string row) {
        auto tape = paper::parse_tape("time,symbol,open,high,low,close,volume\n" + row, "b.csv");
        return tape ? std::string{"none"} : tape.error().message;
    };
    using testing::HasSubstr;
    EXPECT_EQ(fault("2026-01-05T14:30:00Z,X,100,101,99,100,\n"), "none");
    EXPECT_THAT(fault("2026-01-05T14:30:00Z,X,100,101,99,102,5\n"),
                HasSubstr("b.csv:2:35: close 102 is outside"));
    EXPECT_THAT(fault("2026-01-05T14:30:00Z,X,100,101,x,100,5\n"), HasSubstr("low 'x'"));
    EXPECT_THAT(fault("2026-01-05T14:30:00Z,X,100,101\n"), HasSubstr("4 cells where 7"));
    EXPECT_THAT(fault("2026-01-05T14:30:00Z,X,100,101,99,100,5,6\n"), HasSubstr("more than 7"));
}

}  // namespace
}  // namespace trademind::test
