// Account values under IBKR's names.
#include "brokers/paper/ledger/account_values.hpp"

#include <algorithm>

namespace trademind::paper {

std::vector<AccountValue> tagged_values(const AccountValues& v)
{
    std::vector<AccountValue> all;
    auto add = [&](std::string_view tag, std::optional<Decimal> value,
                   const std::string& currency) {
        if (value) all.push_back({tag, value->str(), currency});
    };
    const std::string& base = v.currency;
    add("AvailableFunds", v.available_funds, base);
    add("BuyingPower", v.buying_power, base);
    add("Cushion", v.cushion, {});
    add("DayTradesRemaining", Decimal{v.day_trades_remaining.value_or(-1)}, {});
    add("EquityWithLoanValue", v.equity_with_loan_value, base);
    add("ExcessLiquidity", v.excess_liquidity, base);
    add("GrossPositionValue", v.gross_position_value, base);
    add("InitMarginReq", v.initial_margin, base);
    add("MaintMarginReq", v.maintenance_margin, base);
    add("NetLiquidation", v.net_liquidation, base);
    add("PreviousDayEquityWithLoanValue", v.previous_equity, base);
    add("RegTMargin", v.regulation_t_margin, base);
    add("SettledCash", v.settled_cash, base);
    add("TotalCashValue", v.total_cash_value, base);
    for (const CurrencyValues& c : v.currencies) {
        add("CashBalance", c.cash_balance, c.currency);
        add("ExchangeRate", c.exchange_rate, c.currency);
        add("FuturesPNL", c.futures_pnl, c.currency);
        add("OptionMarketValue", c.option_value, c.currency);
        add("RealizedPnL", c.realized_pnl, c.currency);
        add("StockMarketValue", c.stock_value, c.currency);
        add("UnrealizedPnL", c.unrealized_pnl, c.currency);
    }
    add("CashBalance", v.total_cash_value, "BASE");
    add("FuturesPNL", v.futures_pnl, "BASE");
    add("NetLiquidationByCurrency", v.net_liquidation, "BASE");
    add("OptionMarketValue", v.option_market_value, "BASE");
    add("RealizedPnL", v.realized_pnl, "BASE");
    add("StockMarketValue", v.stock_market_value, "BASE");
    add("UnrealizedPnL", v.unrealized_pnl, "BASE");
    return all;
}

Account to_account(const AccountValues& v, std::string account_id, TimePoint now)
{
    Account a{std::move(account_id)};
    a.currency = v.currency;
    a.cash_balance = v.total_cash_value;
    a.settled_cash = v.settled_cash;
    a.portfolio_value = v.net_liquidation;
    a.equity_with_loan = v.equity_with_loan_value;
    a.buying_power = v.buying_power;
    a.gross_position_value = v.gross_position_value;
    a.realized_pnl = v.realized_pnl;
    a.unrealized_pnl = v.unrealized_pnl;
    a.daily_pnl = v.daily_pnl;
    a.margin.initial = v.initial_margin;
    a.margin.maintenance = v.maintenance_margin;
    a.margin.available_funds = v.available_funds;
    a.margin.excess_liquidity = v.excess_liquidity;
    a.reg_t_margin = v.regulation_t_margin;
    a.cushion = v.cushion;
    for (const CurrencyValues& c : v.currencies) {
        CurrencyBalance balance{c.currency};
        balance.cash = c.cash_balance;
        balance.settled_cash = c.settled_cash;
        balance.exchange_rate = c.exchange_rate;
        a.balances.push_back(std::move(balance));
    }
    std::ranges::sort(a.balances, {}, &CurrencyBalance::currency);
    a.day_trades_remaining = v.day_trades_remaining;
    a.updated_at = now;
    return a;
}

}  // namespace trademind::paper
