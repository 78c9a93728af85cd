// Edges of the market: shared prints, absurd numbers, closes, auctions, bars and what is told of
// them.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PaperEdges : public PaperTest {
protected:
    Quote quote_of(const Contract& contract = stock("X"))
    {
        Awaited<void> subscribed;
        broker->subscribe(contract, subscribed.token());
        run();
        Awaited<Quote> answer;
        broker->get_quote(contract, answer.token());
        run();
        return answer.get().value();
    }
};

TEST_F(PaperEdges, a_print_at_the_midpoint_feeds_its_size_once)
{
    start();
    quote(10_d, 100, 10.04_d, 100);
    take(buy_x(100).of_type(OrderType::pegged_to_midpoint));
    take(sell_x(100).of_type(OrderType::pegged_to_midpoint));
    print(10.02_d, 50);
    Decimal filled;
    for (const auto& e : heard.executions) filled += e.quantity;
    EXPECT_EQ(filled, 50_d) << "nobody knows who was passive, but 50 have traded";
}

TEST_F(PaperEdges, numbers_beyond_reason_are_no_market)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    auto id = take(buy_x(10).limit(9_d));
    for (Decimal absurd : {Decimal::max(), 1'000'000'000'000_d, -5_d}) {
        push(MarketChange{}.with_bid(absurd, 100).with_ask(absurd, 100));
        push(MarketChange{}.with_print(absurd, 100));
        push(MarketChange{}.with_print(10_d, Decimal::max()));
        push(MarketChange{}.with_ask(9_d, Decimal::max()));
    }
    EXPECT_THAT(heard.fills(), IsEmpty());
    EXPECT_TRUE(account().portfolio_value);
    quote(8.90_d, 100, 9_d, 100);
    EXPECT_EQ(status(id), OrderStatus::filled);
    push(MarketChange{}.with_print(9_d, -5));
    EXPECT_EQ(quote_of().last_size, 0_d) << "a trade without a size that makes sense";
}

TEST_F(PaperEdges, a_fill_too_large_to_book_ends_the_order_and_nothing_else)
{
    auto huge = stock("H");
    huge.multiplier = 1'000'000'000_d;
    paper::Options options;
    options.instruments = {huge};
    options.margin_model = std::make_shared<paper::NoMargin>();
    start(std::move(options));
    push(MarketChange{}.with_bid(1_d, 1'000'000'000).with_ask(2_d, 1'000'000'000), huge);
    auto id = take(buy(huge, 1'000'000'000).limit(1_d));
    push(MarketChange{}.with_ask(1_d, 1'000'000'000).with_bid(0.99_d, 100), huge);
    push(MarketChange{}.with_bid(100'000'000_d, 100).with_ask(100'000'001_d, 1'000'000'000), huge);
    auto market = place(buy(huge, 1'000'000'000));
    if (market) {
        EXPECT_EQ(market->filled, 0_d);
    }
    EXPECT_TRUE(account().cash_balance) << "the books are whole";
    EXPECT_LE(filled(id), 1'000'000'000_d);
}

TEST_F(PaperEdges, the_close_is_that_of_the_regular_session)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    print(50.05_d);
    EXPECT_FALSE(quote_of().close);
    pass(6h + 30min);
    push(MarketChange{}.with_print(50.25_d, 10'000, paper::PrintKind::closing));
    push(MarketChange{}.with_print(50.26_d, 100, paper::PrintKind::closing));
    pass(1h);
    print(47_d);
    EXPECT_FALSE(quote_of().close) << "today's close is told tomorrow";
    pass(4h);
    EXPECT_EQ(quote_of().close, 50.25_d) << "not what the evening paid";
    // a day without a trade keeps the close
    pass(24h);
    EXPECT_EQ(quote_of().close, 50.25_d);
}

TEST_F(PaperEdges, without_a_closing_print_the_last_regular_trade_is_the_close)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    print(50.05_d);
    pass(8h);
    print(47_d);
    pass(4h);
    EXPECT_EQ(quote_of().close, 50.05_d);
}

TEST_F(PaperEdges, an_order_for_tomorrow_s_opening_says_nothing_today)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    print(50.05_d);
    pass(1h);
    auto id = take(buy_x(10).in_force(TimeInForce::opening));
    heard.notices.clear();
    for (int i = 0; i < 5; ++i) print(50.05_d + Decimal{i});
    EXPECT_THAT(heard.notices, IsEmpty()) << "no auction has failed";
    EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    pass(23h);
    push(MarketChange{}.with_print(51_d, 1'000, paper::PrintKind::opening));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 51"));
}

TEST_F(PaperEdges, behind_the_cutoff_nothing_becomes_or_changes_an_auction_order)
{
    start(on_exchange());
    quote(50_d, 100, 50.10_d, 100);
    auto waits = take(buy_x(10).of_type(OrderType::market_on_close));
    auto rests = take(buy_x(10).limit(45_d));
    ASSERT_TRUE(modify(waits, buy_x(20).of_type(OrderType::market_on_close)));
    pass(6h + 21min);
    auto more = modify(waits, buy_x(2'000).of_type(OrderType::market_on_close));
    ASSERT_FALSE(more);
    EXPECT_THAT(more.error().message, HasSubstr("2026-01-05T20:50:00Z"));
    EXPECT_FALSE(modify(rests, buy_x(10).of_type(OrderType::market_on_close)));
    EXPECT_EQ(report(rests).order.type, OrderType::limit);
    Awaited<OrderPreview> preview;
    broker->preview_order(buy_x(10).of_type(OrderType::market_on_close), preview.token());
    run();
    EXPECT_FALSE(preview.get()) << "a preview refuses what placing refuses";
    pass(9min);
    push(MarketChange{}.with_print(50.25_d, 10'000, paper::PrintKind::closing));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 20 @ 50.25"));
}

TEST_F(PaperEdges, a_preview_warns_of_a_sale_that_would_be_refused)
{
    paper::Options options;
    options.allow_short = false;
    start(std::move(options));
    quote(10_d, 1'000, 10.02_d, 1'000);
    take(buy_x(50));
    auto warning = [&](OrderRequest order) {
        Awaited<OrderPreview> preview;
        broker->preview_order(std::move(order), preview.token());
        run();
        return preview.get().value().warning;
    };
    EXPECT_THAT(warning(sell_x(60)), HasSubstr("50 are held"));
    EXPECT_FALSE(place(sell_x(60)));
    EXPECT_THAT(warning(sell_x(50)), IsEmpty());
    EXPECT_EQ(position(), 50_d);
}

TEST_F(PaperEdges, a_preview_changes_nothing_at_all)
{
    start();
    quote(10_d, 1'000, 10.02_d, 40);
    take(buy_x(10));
    take(buy_x(10).limit(9_d));
    auto before = account();
    auto held = position();
    heard.lines.clear();
    for (const OrderRequest& order :
         {buy_x(5'000), sell_x(100), buy_x(100'000'000), buy_x(10).limit(9.999_d),
          sell_x(10).stop(9_d), buy_x(10).limit(9_d).with_client_order_id("n"),
          buy_x(10).limit(9_d).in_oca_group("g", OcaType::cancel_with_block)}) {
        Awaited<OrderPreview> preview;
        broker->preview_order(order, preview.token());
        run();
    }
    EXPECT_EQ(account(), before);
    EXPECT_EQ(position(), held);
    EXPECT_THAT(heard.lines, IsEmpty());
    EXPECT_EQ(to_number(take(buy_x(1).limit(9_d).with_client_order_id("n"))), 3)
        << "no id was used up, no name taken";
    EXPECT_EQ(filled(take(buy_x(100))), 30_d) << "no size either";
}

TEST_F(PaperEdges, what_slips_a_tick_slips_from_what_it_has_paid)
{
    paper::Options options;
    paper::FillSettings fills;
    fills.slippage_ticks = 2;
    options.fill_model = paper::make_fill_model(fills);
    options.market_remainder = paper::MarketRemainder::slip_one_tick;
    start(std::move(options));
    quote(10_d, 300, 10.02_d, 100);
    take(buy_x(250));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.04", "1: 150 @ 10.05"));
}

TEST_F(PaperEdges, a_tape_s_quotes_are_as_old_as_the_tape_says)
{
    paper::Tape tape;
    tape.contracts = {stock("X")};
    for (int i : {0, 1, 2, 100})
        tape.rows.emplace_back(
            0, MarketChange{parse_time("2020-03-02T15:00:00Z").value() + std::chrono::seconds{i}}
                   .with_bid(10_d, 100 + i)
                   .with_ask(10.02_d, 100));
    paper::Options options;
    options.tape = std::make_shared<const paper::Tape>(tape);
    options.tape_start = paper::TapeStart::manual;
    start(std::move(options));
    auto watching = broker->watch(stock("X"), [](const Quote&) {});
    run();
    for (int i = 0; i < 3; ++i) {
        broker->step([](Result<bool>) {});
        run();
    }
    Awaited<QuoteStatus> status;
    broker->get_quote_status(stock("X"), status.token());
    run();
    ASSERT_TRUE(status.get());
    EXPECT_EQ(status.get()->age, 0s) << "six years of the clock do not count";
    EXPECT_FALSE(status.get()->stale);
}

TEST_F(PaperEdges, coins_fill_by_parts_however_small)
{
    Contract coin{SecurityType::crypto, "BTC"};
    paper::Options options;
    options.instruments = {coin};
    paper::FillSettings fills;
    fills.participation = 0.5_d;
    options.fill_model = paper::make_fill_model(fills);
    start(std::move(options));
    auto ask = [&](Decimal price, Decimal size) {
        push(MarketChange{}.with_bid(price - 1_d, 1).with_ask(price, size), coin);
    };
    ask(60'000_d, 0.6_d);
    auto id = take(buy(coin, 0.5_d).limit(60'000_d));
    EXPECT_EQ(filled(id), 0.3_d) << "half of what is displayed";
    ask(60'000_d, 0.3_d);
    EXPECT_EQ(filled(id), 0.45_d);
    ask(59'990_d, 0.5_d);
    EXPECT_EQ(status(id), OrderStatus::filled);
}

class PaperBarEdges : public PaperTest {
protected:
    void bar(const Contract& contract, TimePoint at, Decimal open, Decimal close)
    {
        Bar b;
        b.time = at;
        b.open = open;
        b.close = close;
        b.high = std::max(open, close);
        b.low = std::min(open, close);
        b.volume = 1'000_d;
        broker->push(contract, b);
        run();
    }
    TimePoint minute(int n) { return ManualClock::start() + std::chrono::minutes{n}; }
};

TEST_F(PaperBarEdges, P45_one_instrument_s_bar_tells_nothing_of_another_s)
{
    paper::Options options;
    options.instruments = {stock("X"), stock("Y")};
    start(std::move(options));
    bar(stock("X"), minute(0), 10_d, 10_d);
    bar(stock("Y"), minute(0), 20_d, 20_d);
    bar(stock("X"), minute(1), 10_d, 15_d);
    // who has seen how X's minute ended cannot buy Y at that minute's open
    auto id = take(buy(stock("Y"), 10));
    auto rests = take(buy(stock("Y"), 10).limit(19_d));
    bar(stock("Y"), minute(1), 20_d, 30_d);
    EXPECT_EQ(filled(id), 0_d);
    bar(stock("X"), minute(2), 15_d, 15_d);
    ASSERT_TRUE(modify(rests, buy(stock("Y"), 10).limit(40_d)));
    bar(stock("Y"), minute(2), 30_d, 30_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 30"))
        << "neither can a modify that came in between";
    bar(stock("Y"), minute(3), 31_d, 30_d);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 30", "2: 10 @ 31"));
}

TEST_F(PaperBarEdges, the_day_s_open_is_the_first_bar_s_open_and_volume_counts_once)
{
    paper::Options options;
    options.instruments = {stock("X")};
    start(std::move(options));
    bar(stock("X"), minute(0), 10_d, 12_d);  // closes at its high
    Awaited<void> subscribed;
    broker->subscribe(stock("X"), subscribed.token());
    run();
    Awaited<Quote> quote;
    broker->get_quote(stock("X"), quote.token());
    run();
    EXPECT_EQ(quote.get()->open, 10_d);
    EXPECT_EQ(quote.get()->high, 12_d);
    EXPECT_EQ(quote.get()->low, 10_d);
    EXPECT_EQ(quote.get()->last, 12_d);
    EXPECT_EQ(quote.get()->volume, 1'000_d);
}

TEST_F(PaperBarEdges, history_tells_one_month_of_a_future_from_another)
{
    paper::Tape tape;
    tape.contracts = {future("ES", "202609", "CME"), future("ES", "202612", "CME")};
    for (int i = 0; i < 4; ++i)
        tape.rows.emplace_back(
            i % 2, MarketChange{minute(i)}.with_print(i % 2 ? 6'000_d : 5'000_d, 1 + i));
    paper::Options options;
    options.tape = std::make_shared<const paper::Tape>(tape);
    options.tape_start = paper::TapeStart::manual;
    start(std::move(options));
    for (int i = 0; i < 5; ++i) {
        broker->step([](Result<bool>) {});
        run();
    }
    HistoryRequest request{tape.contracts[1]};
    request.bar_size = "1 hour";
    Awaited<std::vector<Bar>> bars;
    broker->get_historical_data(request, bars.token());
    run();
    ASSERT_TRUE(bars.get());
    ASSERT_EQ(bars.get()->size(), 1U);
    EXPECT_EQ(bars.get()->front().low, 6'000_d);
    EXPECT_EQ(bars.get()->front().high, 6'000_d);
    EXPECT_EQ(bars.get()->front().volume, 2_d) << "the last row is now, and not over";
}

TEST(TapeOfBars, is_written_as_it_was_read)
{
    constexpr std::string_view text =
        "time,symbol,open,high,low,close,volume\n"
        "2026-01-05T14:30:00Z,AAPL,10,10.5,9.9,10.2,1200\n"
        "2026-01-05T14:31:00Z,MSFT,20,20,19.25,19.5,\n";
    auto tape = paper::parse_tape(text);
    ASSERT_TRUE(tape) << tape.error().describe();
    std::ostringstream out;
    paper::write_tape(*tape, out);
    EXPECT_EQ(out.str(), text);
    EXPECT_EQ(paper::parse_tape(out.str()).value(), *tape);
}

}  // namespace
}  // namespace trademind::test
