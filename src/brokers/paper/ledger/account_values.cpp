// Account values under IBKR's names.
#include "brokers/paper/ledger/account_values.hpp"

#include <algorithm>

namespace trademind::paper {

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
    a.sma = v.special_memorandum;
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
