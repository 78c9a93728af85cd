// Small parts of the ledger: settlement, exchange rates, proportions, account values.
#include "brokers/paper/ledger/proportion.hpp"
#include "unit/paper_money/books.hpp"

#include <gtest/gtest.h>

#include <algorithm>

using namespace trademind;
using namespace trademind::paper;
using std::chrono::days;
using std::chrono::year;

namespace {

Date settles(const Contract& contract, Date trade_date)
{
    return settlement_date(contract, trade_date, is_weekday);
}

}  // namespace

TEST(AccountRatios, are_rounded_like_any_other_at_every_size_of_account)
{
    for (Decimal cash :
         {10'000_d, 1'000'000.01_d, 333'333'333'333.333333333333_d, 1'000'000'000'000'007_d,
          99'999'999'999'999'999'999.77_d, 1'000'000'000'000'000'000'000.1_d}) {
        Books b;
        b.ledger.deposit("USD", cash);
        b.ledger.begin_day(monday + days{1});
        b.trade(share, 70_d, 100_d);
        b.ledger.mark(share, 101.370000000001_d);
        auto v = b.ledger.values();
        EXPECT_EQ(v.cushion, checked_divide(*v.excess_liquidity, *v.net_liquidation));
        auto free = std::min(*v.equity_with_loan_value, *v.previous_equity) - *v.initial_margin -
                    *v.reserved;
        EXPECT_EQ(v.buying_power, checked_multiply(free, RegulationTMargin{}.leverage()));
    }
}

TEST(Settlement, stocks_over_the_years)
{
    EXPECT_EQ(settlement_days(stock("ABC"), year{2017} / 9 / 4), 3);
    EXPECT_EQ(settlement_days(stock("ABC"), year{2017} / 9 / 5), 2);
    EXPECT_EQ(settlement_days(stock("ABC"), year{2024} / 5 / 27), 2);
    EXPECT_EQ(settlement_days(stock("ABC"), year{2024} / 5 / 28), 1);
}

TEST(Settlement, products)
{
    Date today = monday;
    EXPECT_EQ(settlement_days(contract_of(call_option), today), 1);
    EXPECT_EQ(settlement_days(contract_of(es), today), 0);
    EXPECT_EQ(settlement_days(forex("EUR", "USD"), today), 2);
    EXPECT_EQ(settlement_days(forex("USD", "CAD"), today), 1);
    EXPECT_EQ(settlement_days(bond("US912828"), today), 1);
    EXPECT_EQ(settlement_days(crypto("BTC"), today), 0);
}

TEST(Settlement, weekends_and_holidays_do_not_count)
{
    Date friday = monday + days{4};
    EXPECT_EQ(settles(stock("ABC"), friday), monday + days{7});
    EXPECT_EQ(settles(forex("EUR", "USD"), friday), monday + days{8});
    auto holiday = [](Date d) { return is_weekday(d) && d != monday + days{7}; };
    EXPECT_EQ(settlement_date(stock("ABC"), friday, holiday), monday + days{8});
    EXPECT_EQ(business_day_after(monday + days{5}, 0, is_weekday), monday + days{7});
    EXPECT_EQ(business_day_before(monday, 1, is_weekday), monday - days{3});
}

TEST(CashBalance, receipts_of_one_day_settle_together)
{
    CashBalance cash;
    cash.move(100_d, monday, monday + days{1});
    cash.move(50_d, monday, monday + days{2});
    cash.move(25_d, monday, monday + days{1});
    cash.move(-10_d, monday, monday + days{2});
    EXPECT_EQ(cash.amount, 165_d);
    EXPECT_EQ(cash.settled(), -10_d);
    EXPECT_EQ(cash.unsettled.size(), 2U);
    cash.settle(monday + days{1});
    EXPECT_EQ(cash.settled(), 115_d);
    cash.settle(monday + days{5});
    EXPECT_EQ(cash.settled(), 165_d);
}

TEST(ExchangeRates, an_inverse_pair_divides)
{
    ExchangeRates rates{"USD"};
    EXPECT_TRUE(rates.set_pair("USD", "JPY", 3_d));
    EXPECT_EQ(rates.to_base(300_d, "JPY"), 100_d);  // 300 x 0.333333333333 would lose a digit
    EXPECT_TRUE(rates.set_pair("EUR", "USD", 1.10_d));
    EXPECT_EQ(rates.to_base(100_d, "EUR"), 110_d);
    EXPECT_EQ(rates.rate("EUR"), 1.10_d);
}

TEST(ExchangeRates, unknown_and_useless_rates)
{
    ExchangeRates rates{"USD"};
    EXPECT_EQ(rates.to_base(1_d, "EUR"), std::nullopt);
    EXPECT_EQ(rates.to_base(0_d, "EUR"), 0_d);
    EXPECT_EQ(rates.to_base(5_d, "USD"), 5_d);
    EXPECT_FALSE(rates.set_pair("EUR", "GBP", 0.85_d));
    EXPECT_FALSE(rates.set_pair("EUR", "USD", 0_d));
    EXPECT_FALSE(rates.set_pair("EUR", "USD", -1_d));
    EXPECT_FALSE(rates.knows("EUR"));
    rates.set("EUR", 2_d);
    EXPECT_EQ(rates.to_base(Decimal::max(), "EUR"), std::nullopt);
}

TEST(Proportion, rounds_once)
{
    EXPECT_EQ(proportion(31_d, 3_d, 3_d), 31_d);
    EXPECT_EQ(proportion(31_d, 1_d, 3_d), 10.333333333333_d);
    EXPECT_EQ(proportion(-31_d, 2_d, 3_d), -20.666666666667_d);
    EXPECT_EQ(proportion(0.000000000001_d, 1_d, 2_d), 0.000000000001_d);
    EXPECT_EQ(proportion(5_d, -2_d, -4_d), 2.5_d);
}

TEST(Proportion, survives_products_of_256_bits)
{
    Decimal large = 10000000000000000000000_d;
    EXPECT_EQ(proportion(large, large, large + 1_d),
              9999999999999999999999_d + proportion(1_d, 1_d, large + 1_d));
    EXPECT_THROW(proportion(large, large, 1_d), std::overflow_error);
    EXPECT_THROW(proportion(1_d, 1_d, 0_d), std::domain_error);
}

TEST(AccountValues, each_currency_and_the_base_have_their_own)
{
    Books b;
    b.ledger.deposit("USD", 10000_d);
    b.ledger.deposit("EUR", 500_d);
    b.ledger.mark(eur_usd, 1.10_d);
    b.trade(share, 10_d, 100_d, 1_d);
    b.trade(euro_share, 2_d, 100_d);
    AccountValues v = b.ledger.values();
    ASSERT_EQ(v.currencies.size(), 2U);
    EXPECT_EQ(v.currencies[0].currency, "USD");
    EXPECT_EQ(v.currencies[0].cash_balance, 8999_d);
    EXPECT_EQ(v.currencies[1].currency, "EUR");
    EXPECT_EQ(v.currencies[1].cash_balance, 300_d);
    EXPECT_EQ(v.currencies[1].stock_value, 200_d);
    EXPECT_EQ(v.currencies[1].exchange_rate, 1.10_d);
    EXPECT_EQ(v.total_cash_value, 9329_d);
    EXPECT_EQ(v.stock_market_value, 1220_d);
    EXPECT_EQ(v.net_liquidation, 10549_d);
    EXPECT_EQ(v.unrealized_pnl, -1_d);
    EXPECT_EQ(v.day_trades_remaining, std::nullopt);
}

TEST(AccountValues, unknown_values_are_absent)
{
    Books b;
    b.trade(share, 1_d, 10_d);
    b.ledger.forget_mark(share);
    EXPECT_EQ(b.ledger.values().net_liquidation, std::nullopt);
    EXPECT_EQ(b.ledger.values().total_cash_value, -10_d);
}

TEST(AccountValues, become_the_account_of_every_broker)
{
    Books b;
    b.ledger.deposit("USD", 1000_d);
    b.trade(share, 1_d, 100_d, 1_d);
    b.ledger.mark(share, 110_d);
    TimePoint now{std::chrono::seconds{1}};
    Account account = to_account(b.ledger.values(), "DU1", now);
    EXPECT_EQ(account.id, "DU1");
    EXPECT_EQ(account.cash_balance, 899_d);
    EXPECT_EQ(account.portfolio_value, 1009_d);
    EXPECT_EQ(account.gross_position_value, 110_d);
    EXPECT_EQ(account.unrealized_pnl, 9_d);
    EXPECT_EQ(account.realized_pnl, 0_d);
    EXPECT_EQ(account.day_trades_remaining, std::nullopt);
    EXPECT_EQ(account.updated_at, now);

    Portfolio portfolio = summarize(account, b.ledger.positions());
    EXPECT_EQ(portfolio.invested_value, 110_d);
    EXPECT_EQ(portfolio.open_positions, 1);
}

TEST(AccountValues, become_margin_figures_and_balances_of_each_currency)
{
    Books b;
    b.ledger.deposit("USD", 10'000_d);
    b.ledger.deposit("EUR", 1000_d);
    b.ledger.set_exchange_rate("EUR", 1.10_d);
    b.ledger.begin_day(monday + std::chrono::days{1});
    b.trade(share, 10_d, 100_d);
    b.trade(euro_share, 5_d, 200_d);
    b.ledger.mark(share, 110_d);
    auto values = b.ledger.values();
    Account account = to_account(values, "DU1", TimePoint{});
    EXPECT_EQ(account.daily_pnl, 100_d);
    EXPECT_EQ(account.margin.initial, values.initial_margin);
    EXPECT_EQ(account.margin.maintenance, values.maintenance_margin);
    EXPECT_EQ(account.margin.available_funds, values.available_funds);
    EXPECT_EQ(account.margin.excess_liquidity, values.excess_liquidity);
    EXPECT_TRUE(account.margin.initial && account.margin.available_funds);
    EXPECT_EQ(account.cushion, values.cushion);
    EXPECT_EQ(account.equity_with_loan, account.portfolio_value);
    EXPECT_EQ(account.settled_cash, 9000_d) << "what open purchases will take is not counted";
    ASSERT_EQ(account.balances.size(), 2U);
    EXPECT_EQ(account.balances[0].currency, "EUR");
    EXPECT_EQ(account.balances[0].cash, 0_d);
    EXPECT_EQ(account.balances[0].settled_cash, 0_d);
    EXPECT_EQ(account.balances[0].exchange_rate, 1.10_d);
    EXPECT_EQ(account.balances[1].currency, "USD");
    EXPECT_EQ(account.balances[1].cash, 9000_d);
    EXPECT_EQ(account.balances[1].exchange_rate, 1_d);
    Portfolio portfolio = summarize(account, b.ledger.positions());
    EXPECT_EQ(portfolio.invested_value, 2200_d);
    EXPECT_EQ(portfolio.invested_value, account.gross_position_value);
    EXPECT_EQ(*portfolio.total_value, *portfolio.cash_balance + *portfolio.invested_value);
}

TEST(AccountValues, deposits_are_no_profit_of_the_day)
{
    Books b;
    b.ledger.deposit("USD", 1000_d);
    EXPECT_EQ(b.ledger.values().daily_pnl, 0_d);
    b.trade(share, 1_d, 100_d, 1_d);
    EXPECT_EQ(b.ledger.values().daily_pnl, -1_d);
    b.ledger.begin_day(monday + std::chrono::days{1});
    EXPECT_EQ(b.ledger.values().daily_pnl, 0_d);
    b.ledger.forget_mark(share);
    EXPECT_EQ(b.ledger.values().daily_pnl, std::nullopt);
}

TEST(AccountValues, without_a_rate_no_sum_over_currencies_is_known)
{
    Books b;
    b.ledger.deposit("USD", 1000_d);
    b.trade(euro_share, 1_d, 100_d);
    Account account = to_account(b.ledger.values(), "DU1", TimePoint{});
    EXPECT_EQ(account.cash_balance, std::nullopt);
    EXPECT_EQ(account.gross_position_value, std::nullopt);
    Portfolio portfolio = summarize(account, b.ledger.positions());
    EXPECT_EQ(portfolio.invested_value, std::nullopt);
    EXPECT_EQ(portfolio.invested_value_lacks, "no exchange rate from EUR to USD");
}
