// The generated market, the calendar of every day, and a source of quotes that the broker owns.
#include "brokers/paper/tape/endless_market.hpp"
#include "unit/paper/paper_fixture.hpp"

#include <cmath>

namespace trademind::test {
namespace {

using paper::EndlessMarket;
using paper::GeneratedMarket;

std::vector<paper::MarketChange> changes(const GeneratedMarket& options, int count)
{
    EndlessMarket market{options};
    std::vector<paper::MarketChange> all;
    for (int i = 0; i < count; ++i) all.push_back(market.next(0, ManualClock::start()));
    return all;
}

TEST(EndlessMarket, depends_on_its_seed_only)
{
    GeneratedMarket options, other;
    other.seed = 2;
    EXPECT_EQ(changes(options, 500), changes(options, 500));
    EXPECT_NE(changes(options, 500), changes(other, 500));
}

TEST(EndlessMarket, has_each_symbol_once)
{
    GeneratedMarket options;
    options.symbols = {"AAPL", "MSFT", "AAPL"};
    EXPECT_THROW(EndlessMarket{options}, std::invalid_argument);
}

TEST(EndlessMarket, its_quotes_are_whole_and_uncrossed)
{
    auto all = changes({}, 2000);
    EXPECT_TRUE(all.front().bid && all.front().ask) << "a quote comes first";
    int prints = 0;
    for (const auto& change : all) {
        prints += change.last.has_value();
        if (!change.bid) continue;
        EXPECT_LT(*change.bid, *change.ask);
        EXPECT_GT(*change.bid_size, 0_d);
        EXPECT_GT(*change.ask_size, 0_d);
    }
    EXPECT_GT(prints, 100);
}

/// The deviation of the changes from minute to minute, as a year's part of the price.
TEST(EndlessMarket, moves_as_its_volatility_says)
{
    GeneratedMarket options;
    options.interval = std::chrono::minutes{1};
    options.volatility = 0.5_d;
    double sum = 0, last = 0;
    int quotes = 0;
    for (const auto& change : changes(options, 20'000)) {
        if (!change.bid) continue;
        double bid = change.bid->to_double();
        if (last > 0) sum += std::pow(std::log(bid / last), 2), ++quotes;
        last = bid;
    }
    EXPECT_NEAR(std::sqrt(sum / quotes * 252 * 390), 0.5, 0.1);
}

TEST(EndlessMarket, refuses_what_makes_no_market)
{
    GeneratedMarket none, still, wild;
    none.symbols.clear();
    still.interval = {};
    wild.volatility = 101_d;
    for (const auto& options : {none, still, wild})
        EXPECT_THROW(EndlessMarket{options}, std::invalid_argument);
}

class GeneratedPaper : public PaperTest {};

TEST_F(GeneratedPaper, quotes_without_an_end_while_it_is_connected)
{
    paper::Options options;
    options.generated = GeneratedMarket{};
    options.generated->symbols = {"X"};
    start(options);
    std::vector<Quote> quotes;
    auto watch = broker->watch(stock("X"), [&](const Quote& quote) { quotes.push_back(quote); });
    for (int i = 0; i < 4; ++i) pass(250ms);
    EXPECT_GE(quotes.size(), 4U);
    EXPECT_GT(quotes.back().time, quotes.front().time) << "by the clock";
    auto id = take(buy_x(1));
    EXPECT_EQ(status(id), OrderStatus::filled);
    broker->disconnect([](Result<>) {});
    run();
    auto before = quotes.size();
    pass(10s);
    EXPECT_EQ(quotes.size(), before);
}

TEST_F(GeneratedPaper, every_day_ends_day_orders_and_fills_closing_orders)
{
    paper::Options options;
    options.calendar = every_day_calendar();
    start(options);
    quote(10_d, 1000, 10.02_d, 1000);
    print(10_d);
    auto day = take(buy_x(1).limit(9_d));
    auto at_close = take(buy_x(1).of_type(OrderType::market_on_close));
    until("2026-01-05T21:02:00Z");
    EXPECT_EQ(status(day), OrderStatus::cancelled);
    EXPECT_EQ(status(at_close), OrderStatus::filled);
    until("2026-01-06T02:00:00Z");
    quote(10_d, 1000, 10.02_d, 1000);
    EXPECT_EQ(status(take(buy_x(1))), OrderStatus::filled) << "at nine in the evening";
}

TEST_F(GeneratedPaper, us_stocks_have_hours_of_their_own)
{
    paper::Options options;
    options.us_stock_calendar = us_equities_calendar();
    start(options);
    until("2026-01-06T02:00:00Z");
    quote(10_d, 1000, 10.02_d, 1000);
    push(paper::MarketChange{}.with_bid(1.1_d, 100'000).with_ask(1.1001_d, 100'000),
         forex("EUR", "USD"));
    EXPECT_NE(status(take(buy_x(1))), OrderStatus::filled) << "closed at nine in the evening";
    EXPECT_EQ(status(take(buy(forex("EUR", "USD"), 20'000))), OrderStatus::filled);
    EXPECT_TRUE(broker->capabilities().supports(OrderType::market_on_close));
}

}  // namespace
}  // namespace trademind::test
