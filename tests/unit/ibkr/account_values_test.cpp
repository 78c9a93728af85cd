// Account values: currencies apart, sentinels gone, ledger keys in both spellings.
#include "brokers/ibkr/broker/account_values.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

class AccountValuesTest : public testing::Test {
protected:
    AccountValues values;
    bool set(std::string_view tag, std::string_view value, std::string_view currency = "")
    {
        return values.set("DU1", tag, value, currency);
    }
    Account account() const { return values.account("DU1"); }
};

TEST_F(AccountValuesTest, CurrenciesDoNotOverwriteEachOther)  // AC-1
{
    set("CashBalance", "1000", "USD");
    set("CashBalance", "200", "EUR");
    set("CashBalance", "1216.5", "BASE");
    EXPECT_EQ(values.number("DU1", "CashBalance", "USD"), 1000_d);
    EXPECT_EQ(values.number("DU1", "CashBalance", "EUR"), 200_d);
    EXPECT_EQ(account().cash_balance, 1216.5_d);  // AC-3
}

TEST_F(AccountValuesTest, CashFallsBackToTheSummaryTag)
{
    EXPECT_EQ(account().cash_balance, std::nullopt);
    set("TotalCashValue", "500.25", "EUR");
    EXPECT_EQ(account().cash_balance, 500.25_d);
    EXPECT_EQ(account().currency, "EUR");
}

TEST_F(AccountValuesTest, TotalsComeUnderTheBaseCurrencysCode)  // AC-4, AC-5
{
    set("NetLiquidation", "100000.12", "EUR");
    set("NetLiquidation-S", "90000", "EUR");
    set("BuyingPower", "400000", "EUR");
    set("GrossPositionValue", "0.00", "EUR");
    EXPECT_EQ(account().portfolio_value, 100000.12_d);
    EXPECT_EQ(account().buying_power, 400000_d);
    EXPECT_EQ(account().gross_position_value, 0_d);
    EXPECT_EQ(account().currency, "EUR");
}

TEST_F(AccountValuesTest, DayTradesMinusOneIsNoLimit)  // AC-6
{
    EXPECT_EQ(account().day_trades_remaining, std::nullopt);
    set("DayTradesRemaining", "-1");
    EXPECT_EQ(account().day_trades_remaining, std::nullopt);
    set("DayTradesRemaining", "3");
    EXPECT_EQ(account().day_trades_remaining, 3);
    set("DayTradesRemaining", "0");
    EXPECT_EQ(account().day_trades_remaining, 0);
}

TEST_F(AccountValuesTest, UnsetIsNoNumber)
{
    set("NetLiquidation", "1.7976931348623157E308", "USD");
    set("BuyingPower", "", "USD");
    set("UnrealizedPnL", "n/a", "BASE");
    EXPECT_EQ(account().portfolio_value, std::nullopt);
    EXPECT_EQ(account().buying_power, std::nullopt);
    EXPECT_EQ(account().unrealized_pnl, std::nullopt);
    EXPECT_EQ(values.text("DU1", "UnrealizedPnL", "BASE"), "n/a");
}

TEST_F(AccountValuesTest, CashIsTheTotal)  // CashBalance counts what a sweep has moved twice
{
    set("CashBalance", "2689095.823", "BASE");
    EXPECT_EQ(account().cash_balance, 2689095.823_d);
    set("TotalCashBalance", "1863414.543", "BASE");
    EXPECT_EQ(account().cash_balance, 1863414.543_d);
}

TEST_F(AccountValuesTest, LedgerPrefixIsTheSameValue)
{
    set("$LEDGER-CashBalance", "7", "BASE");
    EXPECT_EQ(account().cash_balance, 7_d);
}

TEST_F(AccountValuesTest, NothingIsUsedWhileTwsResetsTheAccount)
{
    set("NetLiquidation", "100", "USD");
    EXPECT_TRUE(set("AccountReady", "false"));
    EXPECT_FALSE(values.ready("DU1"));
    EXPECT_FALSE(set("NetLiquidation", "0", "USD"));
    EXPECT_EQ(account().portfolio_value, std::nullopt);
    EXPECT_TRUE(set("AccountReady", "true"));
    set("NetLiquidation", "101", "USD");
    EXPECT_EQ(account().portfolio_value, 101_d);
}

TEST_F(AccountValuesTest, SaysWhatChanged)
{
    EXPECT_TRUE(set("NetLiquidation", "100", "USD"));
    EXPECT_FALSE(set("NetLiquidation", "100", "USD"));
    EXPECT_TRUE(set("NetLiquidation", "101", "USD"));
}

TEST_F(AccountValuesTest, every_total_of_tws_has_its_field)
{
    using Field = std::optional<Decimal>;
    struct Tag {
        std::string_view name, value, currency;
        Field (*field)(const Account&);
    };
    const std::vector<Tag> tags{
        {"NetLiquidation", "1", "EUR", [](const Account& a) { return a.portfolio_value; }},
        {"SettledCash", "2", "EUR", [](const Account& a) { return a.settled_cash; }},
        {"AccruedCash", "3", "BASE", [](const Account& a) { return a.accrued_cash; }},
        {"BuyingPower", "4", "EUR", [](const Account& a) { return a.buying_power; }},
        {"EquityWithLoanValue", "5", "EUR", [](const Account& a) { return a.equity_with_loan; }},
        {"GrossPositionValue", "6", "EUR", [](const Account& a) { return a.gross_position_value; }},
        {"RegTEquity", "7", "EUR", [](const Account& a) { return a.reg_t_equity; }},
        {"RegTMargin", "8", "EUR", [](const Account& a) { return a.reg_t_margin; }},
        {"SMA", "9", "EUR", [](const Account& a) { return a.sma; }},
        {"InitMarginReq", "10", "EUR", [](const Account& a) { return a.margin.initial; }},
        {"MaintMarginReq", "11", "EUR", [](const Account& a) { return a.margin.maintenance; }},
        {"AvailableFunds", "12", "EUR", [](const Account& a) { return a.margin.available_funds; }},
        {"ExcessLiquidity", "13", "EUR",
         [](const Account& a) { return a.margin.excess_liquidity; }},
        {"Cushion", "0.14", "", [](const Account& a) { return a.cushion; }},
        {"FullInitMarginReq", "15", "EUR", [](const Account& a) { return a.full_margin.initial; }},
        {"FullMaintMarginReq", "16", "EUR",
         [](const Account& a) { return a.full_margin.maintenance; }},
        {"FullAvailableFunds", "17", "EUR",
         [](const Account& a) { return a.full_margin.available_funds; }},
        {"FullExcessLiquidity", "18", "EUR",
         [](const Account& a) { return a.full_margin.excess_liquidity; }},
        {"LookAheadInitMarginReq", "19", "EUR",
         [](const Account& a) { return a.look_ahead.initial; }},
        {"LookAheadMaintMarginReq", "20", "EUR",
         [](const Account& a) { return a.look_ahead.maintenance; }},
        {"LookAheadAvailableFunds", "21", "EUR",
         [](const Account& a) { return a.look_ahead.available_funds; }},
        {"LookAheadExcessLiquidity", "22", "EUR",
         [](const Account& a) { return a.look_ahead.excess_liquidity; }},
        {"CashBalance", "23", "BASE", [](const Account& a) { return a.cash_balance; }},
        {"UnrealizedPnL", "24", "BASE", [](const Account& a) { return a.unrealized_pnl; }},
        {"RealizedPnL", "25", "BASE", [](const Account& a) { return a.realized_pnl; }},
    };
    for (const auto& tag : tags) {
        EXPECT_EQ(tag.field(account()), std::nullopt) << tag.name;
        set(tag.name, tag.value, tag.currency);
        EXPECT_EQ(tag.field(account()), Decimal::parse(tag.value)) << tag.name;
    }
    EXPECT_EQ(account().look_ahead_at, std::nullopt);
    set("LookAheadNextChange", "0");
    EXPECT_EQ(account().look_ahead_at, std::nullopt) << "0: no change ahead";
    set("LookAheadNextChange", "1796000000");
    EXPECT_EQ(account().look_ahead_at, TimePoint{std::chrono::seconds{1796000000}});
    set("LookAheadNextChange", "1e25");
    EXPECT_EQ(account().look_ahead_at, std::nullopt) << "no time";
}

TEST_F(AccountValuesTest, a_part_of_a_currency_is_no_total)
{
    set("NetLiquidation", "100", "EUR");
    set("AccruedCash", "1", "EUR");
    set("UnrealizedPnL", "2", "EUR");
    EXPECT_EQ(account().accrued_cash, std::nullopt);
    EXPECT_EQ(account().unrealized_pnl, std::nullopt);
}

TEST_F(AccountValuesTest, cash_of_each_currency_comes_with_its_rate)
{
    set("NetLiquidation", "1100", "EUR");
    set("CashBalance", "500", "EUR");
    set("TotalCashBalance", "500", "EUR");
    set("$LEDGER-CashBalance", "-10000.5", "JPY");
    set("TotalCashBalance", "250", "USD");
    set("CashBalance", "639.5", "BASE");
    set("ExchangeRate", "0.0061", "JPY");
    set("ExchangeRate", "0.92", "USD");
    set("ExchangeRate", "0", "CHF");
    auto balances = account().balances;
    ASSERT_EQ(balances.size(), 4U);
    EXPECT_EQ(balances[0].currency, "CHF");
    EXPECT_EQ(balances[0].cash, std::nullopt);
    EXPECT_EQ(balances[0].exchange_rate, std::nullopt) << "0 is no rate";
    EXPECT_EQ(balances[1].currency, "EUR");
    EXPECT_EQ(balances[1].cash, 500_d);
    EXPECT_EQ(balances[1].exchange_rate, 1_d) << "the account's own";
    EXPECT_EQ(balances[2].cash, -10000.5_d);
    EXPECT_EQ(balances[2].exchange_rate, 0.0061_d);
    EXPECT_EQ(balances[3].cash, 250_d);
    EXPECT_EQ(account().in_base(100_d, "USD"), 92_d);
    EXPECT_EQ(account().in_base(100_d, "CHF"), std::nullopt);
    EXPECT_EQ(account().in_base(100_d, "EUR"), 100_d);
}

TEST_F(AccountValuesTest, the_currency_is_unknown_until_a_total_names_it)
{
    set("CashBalance", "500", "USD");
    EXPECT_EQ(account().currency, "");
    set("NetLiquidation", "100", "EUR");
    EXPECT_EQ(account().currency, "EUR");
}

TEST_F(AccountValuesTest, AccountsAreApart)
{
    set("NetLiquidation", "100", "USD");
    values.set("DU2", "NetLiquidation", "5", "USD");
    EXPECT_EQ(account().portfolio_value, 100_d);
    EXPECT_EQ(values.account("DU2").portfolio_value, 5_d);
    EXPECT_EQ(values.account("DU3").portfolio_value, std::nullopt);
}

}  // namespace
}  // namespace trademind::ibkr_broker
