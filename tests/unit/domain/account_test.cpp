// The portfolio summary, and the prices that a quote gives.
#include <trademind/account.hpp>
#include <trademind/market.hpp>

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::literals;

namespace {

Position held(std::string symbol, Decimal quantity, std::optional<Decimal> value)
{
    Position p{stock(std::move(symbol)), quantity};
    p.market_value = value;
    return p;
}

}  // namespace

TEST(Portfolio, HasTheSixFiguresOfASummary)
{
    Account account{"DU1"};
    account.portfolio_value = 100'500_d;
    account.cash_balance = 98'000_d;
    account.buying_power = 400'000_d;
    account.day_trades_remaining = 3;
    auto summary = summarize(account, {held("AAPL", 10_d, 3'000_d), held("MSFT", -5_d, -500_d)});
    EXPECT_EQ(summary.total_value, 100'500_d);
    EXPECT_EQ(summary.cash_balance, 98'000_d);
    EXPECT_EQ(summary.invested_value, 2'500_d) << "shorts count negative";
    EXPECT_EQ(summary.buying_power, 400'000_d);
    EXPECT_EQ(summary.open_positions, 2);
    EXPECT_EQ(summary.day_trades_remaining, 3);
    EXPECT_EQ(summary.positions.size(), 2U);
}

TEST(Portfolio, CountsNoPositionThatIsZero)
{
    auto summary = summarize(Account{}, {held("AAPL", 0_d, {}), held("MSFT", 1_d, 10_d)});
    EXPECT_EQ(summary.open_positions, 1);
    EXPECT_EQ(summary.invested_value, 10_d) << "a closed position needs no price";
}

TEST(Portfolio, DoesNotKnowASumWithAMissingPrice)
{
    auto summary = summarize(
        Account{}, {held("AAPL", 1_d, 100_d), held("MSFT", 1_d, {}), held("IBM", 1_d, 50_d)});
    EXPECT_FALSE(summary.invested_value) << "zero, or a part of the sum, would hide it from risk";
    EXPECT_EQ(summary.open_positions, 3);
}

TEST(Portfolio, LeavesUnknownFiguresUnknown)
{
    auto summary = summarize(Account{}, {});
    EXPECT_FALSE(summary.total_value);
    EXPECT_FALSE(summary.cash_balance);
    EXPECT_FALSE(summary.buying_power);
    EXPECT_FALSE(summary.day_trades_remaining) << "absent means unlimited, not zero";
    EXPECT_EQ(summary.invested_value, 0_d);
}

TEST(Quote, GivesItsMarketPrice)
{
    Quote quote{stock("AAPL")};
    EXPECT_FALSE(quote.market_price());
    quote.close = 99_d;
    EXPECT_EQ(quote.market_price(), 99_d);
    quote.last = 100_d;
    EXPECT_EQ(quote.market_price(), 100_d);
}

TEST(Quote, GivesItsMidpointWhereBothSidesAreKnown)
{
    Quote quote{stock("AAPL")};
    quote.bid = 10_d;
    EXPECT_FALSE(quote.midpoint());
    quote.ask = 10.01_d;
    EXPECT_EQ(quote.midpoint(), 10.005_d);
}

TEST(Quote, KnowsWhenItIsLockedOrCrossed)
{
    Quote quote{stock("AAPL")};
    EXPECT_FALSE(quote.is_locked_or_crossed());
    quote.bid = 10_d;
    quote.ask = 10.01_d;
    EXPECT_FALSE(quote.is_locked_or_crossed());
    quote.ask = 10_d;
    EXPECT_TRUE(quote.is_locked_or_crossed());
    quote.ask = 9.99_d;
    EXPECT_TRUE(quote.is_locked_or_crossed());
}

TEST(HistoryRequest, AsksForADayOfMinutesOfTradesInRegularHours)
{
    HistoryRequest request{stock("AAPL")};
    EXPECT_EQ(request.duration, "1 D");
    EXPECT_EQ(request.bar_size, "1 min");
    EXPECT_EQ(request.what_to_show, "TRADES");
    EXPECT_TRUE(request.regular_hours);
    EXPECT_FALSE(request.end) << "until now";
}

TEST(HistoryRequest, TakesModifiers)
{
    auto when = parse_time("2026-01-05T21:00:00Z").value();
    auto request = HistoryRequest{stock("AAPL")}
                       .until(when)
                       .over("2 W")
                       .in_bars_of("1 hour")
                       .showing("MIDPOINT")
                       .all_hours();
    EXPECT_EQ(request.end, when);
    EXPECT_EQ(request.duration, "2 W");
    EXPECT_EQ(request.bar_size, "1 hour");
    EXPECT_EQ(request.what_to_show, "MIDPOINT");
    EXPECT_FALSE(request.regular_hours);
}
