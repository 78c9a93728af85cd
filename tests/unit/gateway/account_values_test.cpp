// An account's figures under TWS's names.
#include "gateway/account_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace trademind::gateway {
namespace {

using namespace trademind::literals;

std::optional<std::string> value_of(const std::vector<AccountRow>& rows, std::string_view key,
                                    std::string_view currency)
{
    auto row = std::ranges::find_if(
        rows, [&](const auto& r) { return r.key == key && r.currency == currency; });
    return row == rows.end() ? std::nullopt : std::optional{row->value};
}

TEST(AccountRows, are_exact_and_carry_their_currency)
{
    Account account{"DU1"};
    account.currency = "EUR";
    account.portfolio_value = 1000000.123456789012_d;
    account.cash_balance = -5_d;
    auto& dollars = account.balances.emplace_back("USD");
    dollars.cash = 17_d;
    dollars.exchange_rate = 0.92_d;
    account.day_trades_remaining = 3;
    auto rows = rows_of(account);
    EXPECT_EQ(value_of(rows, "NetLiquidation", "EUR"), "1000000.123456789012");
    EXPECT_EQ(value_of(rows, "TotalCashValue", "EUR"), "-5");
    EXPECT_EQ(value_of(rows, "CashBalance", "USD"), "17");
    EXPECT_EQ(value_of(rows, "ExchangeRate", "USD"), "0.92");
    EXPECT_EQ(value_of(rows, "CashBalance", "BASE"), "-5");
    EXPECT_EQ(value_of(rows, "DayTradesRemaining", ""), "3");
    EXPECT_EQ(value_of(rows, "AccountCode", ""), "DU1");
}

TEST(AccountRows, leave_out_what_is_not_known)
{
    auto rows = rows_of(Account{"DU1"});
    EXPECT_FALSE(value_of(rows, "NetLiquidation", "USD"));
    EXPECT_FALSE(value_of(rows, "BuyingPower", "USD"));
    EXPECT_FALSE(value_of(rows, "Leverage", ""));
    EXPECT_EQ(value_of(rows, "DayTradesRemaining", ""), "-1") << "TWS's word for any number";
}

}  // namespace
}  // namespace trademind::gateway
