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

namespace {

Position held_in(std::string currency, Decimal value)
{
    auto position = held("X", 1_d, value);
    position.contract.currency = std::move(currency);
    return position;
}

CurrencyBalance rate_of(std::string currency, std::optional<Decimal> rate)
{
    CurrencyBalance balance{std::move(currency)};
    balance.exchange_rate = rate;
    return balance;
}

}  // namespace

TEST(Portfolio, adds_currencies_by_the_rates_of_the_account)
{
    Account account{"DU1"};
    account.balances = {rate_of("EUR", 1.10_d), rate_of("JPY", 0.0065_d)};
    auto positions =
        std::vector{held_in("JPY", 350'000_d), held_in("EUR", 20'000_d), held_in("USD", 19'000_d)};
    auto summary = summarize(account, positions);
    EXPECT_EQ(summary.invested_value, 43'275_d);
    EXPECT_EQ(summary.currency, "USD");
    EXPECT_EQ(summary.invested_value_lacks, "");
    account.currency = "EUR";
    account.balances = {rate_of("USD", 0.5_d), rate_of("JPY", 0.005_d)};
    EXPECT_EQ(summarize(account, positions).invested_value, 31'250_d);
}

TEST(Portfolio, does_not_know_a_sum_without_a_rate_and_says_which)
{
    Account account{"DU1"};
    account.balances = {rate_of("EUR", std::nullopt)};
    auto summary =
        summarize(account, {held_in("EUR", 1_d), held_in("CHF", 1_d), held_in("CHF", 2_d),
                            held("MSFT", 1_d, {}), held("IBM", 1_d, 50_d)});
    EXPECT_FALSE(summary.invested_value);
    EXPECT_EQ(
        summary.invested_value_lacks,
        "no exchange rate from EUR to USD; no exchange rate from CHF to USD; no price of MSFT");
    account.currency.clear();
    EXPECT_FALSE(summarize(account, {held("IBM", 1_d, 50_d)}).invested_value)
        << "the account's currency is unknown";
}

TEST(Portfolio, converts_nothing_by_a_rate_that_is_not_positive)
{
    Account account{"DU1"};
    for (Decimal rate : {Decimal{}, Decimal{-1}}) {
        account.balances = {rate_of("EUR", rate)};
        auto summary = summarize(account, {held_in("EUR", 5_d)});
        EXPECT_FALSE(summary.invested_value) << rate.str();
        EXPECT_EQ(summary.invested_value_lacks, "no exchange rate from EUR to USD");
    }
}

TEST(Portfolio, counts_no_value_twice_that_is_cash_already)
{
    Account account{"DU1"};
    auto value = [](Contract contract) {
        Position position{std::move(contract), 1_d};
        position.market_value = 1000_d;
        return position;
    };
    auto summary =
        summarize(account, {value(forex("EUR", "USD")), value(future("ES", "202612", "CME")),
                            value(cfd("IBM")), value(stock("IBM"))});
    EXPECT_EQ(summary.invested_value, 1000_d) << "gains of the other three are cash";
    EXPECT_EQ(summary.open_positions, 4);
}

TEST(Portfolio, does_not_know_a_sum_that_no_decimal_holds)
{
    auto summary = summarize(Account{}, {held("A", 1_d, Decimal::max()), held("B", 1_d, 1_d)});
    EXPECT_FALSE(summary.invested_value);
    EXPECT_NE(summary.invested_value_lacks, "");
}

TEST(Portfolio, has_the_time_and_the_results_of_its_account)
{
    Account account{"DU1"};
    EXPECT_FALSE(summarize(account, {}).updated_at);
    account.updated_at = TimePoint{std::chrono::seconds{5}};
    account.daily_pnl = 1_d;
    account.unrealized_pnl = 2_d;
    account.realized_pnl = 3_d;
    auto summary = summarize(account, {});
    EXPECT_EQ(summary.updated_at, account.updated_at);
    EXPECT_EQ(summary.daily_pnl, 1_d);
    EXPECT_EQ(summary.unrealized_pnl, 2_d);
    EXPECT_EQ(summary.realized_pnl, 3_d);
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
