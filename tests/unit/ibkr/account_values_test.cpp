// Account values: currencies apart, sentinels gone, ledger keys in both spellings.
#include "brokers/ibkr/broker/account_values.hpp"

#include <gtest/gtest.h>

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
