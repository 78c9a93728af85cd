// Names of figures.
#include "gateway/account_values.hpp"

#include <optional>
#include <string_view>

namespace trademind::gateway {

std::vector<AccountRow> rows_of(const Account& account)
{
    std::vector<AccountRow> rows{{"AccountType", "INDIVIDUAL", ""},
                                 {"AccountCode", account.id, ""},
                                 {"AccountReady", "true", ""},
                                 {"Currency", account.currency, account.currency}};
    auto add = [&](std::string_view key, const std::optional<Decimal>& value,
                   const std::string& currency) {
        if (value) rows.push_back({std::string{key}, value->str(), currency});
    };
    auto money = [&](std::string_view key, const std::optional<Decimal>& value) {
        add(key, value, account.currency);
    };
    money("NetLiquidation", account.portfolio_value);
    money("TotalCashValue", account.cash_balance);
    money("SettledCash", account.settled_cash);
    money("AccruedCash", account.accrued_cash ? account.accrued_cash : Decimal{});
    money("BuyingPower", account.buying_power);
    money("EquityWithLoanValue", account.equity_with_loan);
    money("PreviousEquityWithLoanValue", account.equity_with_loan);
    money("GrossPositionValue", account.gross_position_value);
    money("RegTEquity", account.reg_t_equity ? account.reg_t_equity : account.equity_with_loan);
    money("RegTMargin", account.reg_t_margin ? account.reg_t_margin : account.margin.initial);
    money("SMA", account.sma ? account.sma : account.margin.excess_liquidity);
    money("InitMarginReq", account.margin.initial);
    money("MaintMarginReq", account.margin.maintenance);
    money("AvailableFunds", account.margin.available_funds);
    money("ExcessLiquidity", account.margin.excess_liquidity);
    const auto& full = account.full_margin.initial ? account.full_margin : account.margin;
    money("FullInitMarginReq", full.initial);
    money("FullMaintMarginReq", full.maintenance);
    money("FullAvailableFunds", full.available_funds);
    money("FullExcessLiquidity", full.excess_liquidity);
    const auto& ahead = account.look_ahead.initial ? account.look_ahead : account.margin;
    money("LookAheadInitMarginReq", ahead.initial);
    money("LookAheadMaintMarginReq", ahead.maintenance);
    money("LookAheadAvailableFunds", ahead.available_funds);
    money("LookAheadExcessLiquidity", ahead.excess_liquidity);
    rows.push_back({"LookAheadNextChange", "0", ""});
    rows.push_back({"HighestSeverity", "0", ""});
    add("Cushion", account.cushion, "");
    add("Leverage",
        account.gross_position_value && account.portfolio_value &&
                account.portfolio_value->sign() > 0
            ? std::optional{*account.gross_position_value / *account.portfolio_value}
            : std::nullopt,
        "");
    rows.push_back(
        {"DayTradesRemaining",
         account.day_trades_remaining ? std::to_string(*account.day_trades_remaining) : "-1", ""});
    money("RealizedPnL", account.realized_pnl);
    money("UnrealizedPnL", account.unrealized_pnl);
    for (const auto& balance : account.balances) {
        add("CashBalance", balance.cash, balance.currency);
        add("TotalCashBalance", balance.cash, balance.currency);
        add("ExchangeRate", balance.exchange_rate, balance.currency);
    }
    add("CashBalance", account.cash_balance, "BASE");
    add("TotalCashBalance", account.cash_balance, "BASE");
    return rows;
}

}  // namespace trademind::gateway
