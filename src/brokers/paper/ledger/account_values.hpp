// Account values under IBKR's names.
#pragma once

#include <trademind/account.hpp>
#include <trademind/decimal.hpp>

#include <optional>
#include <string>
#include <vector>

namespace trademind::paper {

/// Values of one currency, in that currency.
struct CurrencyValues {
    std::string currency;
    std::optional<Decimal> cash_balance;  ///< at trade date, with gains of futures
    Decimal settled_cash;
    std::optional<Decimal> stock_value, option_value, futures_pnl;
    std::optional<Decimal> unrealized_pnl;
    Decimal realized_pnl;
    std::optional<Decimal> exchange_rate;  ///< to the base currency
    bool operator==(const CurrencyValues&) const = default;
};

/// Values of the account in its base currency. Nothing: unknown, because a price or an exchange
/// rate is missing; never 0 instead.
struct AccountValues {
    std::string currency = "USD";
    std::optional<Decimal> total_cash_value;  ///< cash at trade date and gains of futures
    std::optional<Decimal> settled_cash;
    std::optional<Decimal> net_liquidation;
    std::optional<Decimal> equity_with_loan_value;
    std::optional<Decimal> previous_equity;  ///< equity with loan value at the day's begin
    std::optional<Decimal> gross_position_value;
    std::optional<Decimal> stock_market_value, option_market_value, bond_value, fund_value,
        crypto_value;
    std::optional<Decimal> futures_pnl, unrealized_pnl, realized_pnl;
    std::optional<Decimal> daily_pnl;  ///< change of net liquidation since the day's begin
    std::optional<Decimal> initial_margin, maintenance_margin;
    std::optional<Decimal> regulation_t_margin;
    std::optional<Decimal> available_funds;      ///< equity with loan value - initial margin
    std::optional<Decimal> excess_liquidity;     ///< equity with loan value - maintenance margin
    std::optional<Decimal> regulation_t_excess;  ///< equity with loan value - Regulation T margin
    std::optional<Decimal> special_memorandum;   ///< of margin accounts
    std::optional<Decimal> cushion;              ///< excess liquidity / net liquidation
    std::optional<Decimal> reserved;             ///< by live orders
    std::optional<Decimal> buying_power;         ///< what live orders leave of it
    std::optional<int> day_trades_remaining;     ///< nothing: unlimited
    std::vector<CurrencyValues> currencies;
    bool operator==(const AccountValues&) const = default;
};

/// The values that every broker reports.
Account to_account(const AccountValues& values, std::string account_id, TimePoint now);

}  // namespace trademind::paper
