// Accounts, positions and the portfolio.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>
#include <trademind/time.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind {

/// Where the price of a position comes from.
enum class PriceSource {
    line,    ///< the last trade of an open market data line
    broker,  ///< the broker's own valuation: TWS's portfolio row, the paper broker's market
    close,   ///< the last close of an open market data line: no trade yet, no row
};
/// "line", "broker", "close".
std::string_view to_string(PriceSource);

/// What is held of one contract in one account. Empty fields are unknown, never zero. Money is in
/// the contract's currency.
///
/// The price is that of the last trade on an open market data line; without one that of the
/// broker's own row; without that the line's close. `price_source` and `price_time` say which and
/// of when. TWS renews its rows when a position changes, else every three minutes: subscribe to
/// what must be valued live. The paper broker's rows are live, by mark_price.
class Position {
public:
    Position() = default;
    Position(Contract contract, Decimal quantity)
        : contract{std::move(contract)}, quantity{quantity}
    {}
    /// "10 AAPL at 190.02, worth 1901 USD".
    std::string describe() const;
    bool operator==(const Position&) const = default;
    /// `average_cost`, or nothing where the broker did not report it.
    std::optional<Decimal> known_average_cost() const
    {
        return average_cost_known ? std::optional{average_cost} : std::nullopt;
    }

    std::string account;
    Contract contract;
    Decimal quantity;  ///< < 0 is short
    /// Cost of one contract: with commission, and times the multiplier for derivatives (IBKR's
    /// avgCost). A number only where `average_cost_known`; see known_average_cost().
    Decimal average_cost;
    /// False where the broker's row has no cost that can be read; unrealized_pnl is empty then.
    bool average_cost_known = true;
    std::optional<Decimal> market_price;    ///< see above
    std::optional<Decimal> market_value;    ///< quantity x price x multiplier, signed
    std::optional<Decimal> unrealized_pnl;  ///< market value - quantity x average cost
    std::optional<Decimal>
        realized_pnl;  ///< since the start of the day (IBKR) or of the account (paper)
    std::optional<PriceSource> price_source;  ///< empty without a price
    std::optional<TimePoint> price_time;  ///< UTC, when the price was received; empty: not known
    std::optional<TimePoint> updated_at;  ///< UTC, when the quantity was last reported
};

/// What margin rules ask of an account, and what they leave; in the account's currency.
class MarginFigures {
public:
    bool operator==(const MarginFigures&) const = default;

    std::optional<Decimal> initial, maintenance;
    std::optional<Decimal> available_funds;   ///< equity with loan value - initial margin
    std::optional<Decimal> excess_liquidity;  ///< equity with loan value - maintenance margin
};

/// Cash of one currency in an account.
class CurrencyBalance {
public:
    CurrencyBalance() = default;
    explicit CurrencyBalance(std::string currency) : currency{std::move(currency)} {}
    bool operator==(const CurrencyBalance&) const = default;

    std::string currency;
    std::optional<Decimal> cash;           ///< in that currency; < 0 is owed
    std::optional<Decimal> settled_cash;   ///< paper only: TWS reports the account's total
    std::optional<Decimal> exchange_rate;  ///< worth of one unit in the account's currency
};

/// Values of one account. Empty fields are unknown. Money is in `currency`, the account's base
/// currency: whatever is held in another one is converted by the broker's rate, or the total is
/// empty.
class Account {
public:
    Account() = default;
    explicit Account(std::string id) : id{std::move(id)} {}
    /// "DU1234567: worth 100250.5 USD, cash 98349.5, buying power 393398".
    std::string describe() const;
    /// `amount` of `from` in the account's currency; nothing without a rate in `balances`.
    std::optional<Decimal> in_base(Decimal amount, std::string_view from) const;
    bool operator==(const Account&) const = default;

    std::string id;
    std::string currency = "USD";
    std::optional<Decimal> cash_balance;  ///< of all currencies
    std::optional<Decimal> settled_cash;
    std::optional<Decimal> portfolio_value;  ///< net liquidation: cash and positions
    std::optional<Decimal> equity_with_loan;
    std::optional<Decimal> buying_power;
    std::optional<Decimal> gross_position_value;  ///< sum of |market value| of securities
    std::optional<Decimal> realized_pnl, unrealized_pnl;
    std::optional<Decimal> daily_pnl;        ///< since the day's start: see the broker for its hour
    MarginFigures margin;                    ///< now
    MarginFigures look_ahead;                ///< after the next change of margin, at look_ahead_at
    std::optional<TimePoint> look_ahead_at;  ///< UTC; empty: no change ahead, or unknown
    MarginFigures full_margin;               ///< without intraday or overnight discounts
    std::optional<Decimal> reg_t_equity, reg_t_margin;
    std::optional<Decimal> sma;      ///< special memorandum account of Regulation T
    std::optional<Decimal> cushion;  ///< excess liquidity / net liquidation: 0.1 is ten percent
    std::optional<Decimal> accrued_cash;    ///< interest not yet paid
    std::vector<CurrencyBalance> balances;  ///< by currency name; the base currency included
    /// Day trades left under the legacy pattern-day-trader rule; nothing: unlimited or no such rule
    /// (TWS: -1 or absent).
    std::optional<int> day_trades_remaining;
    TimePoint updated_at{};  ///< UTC; the epoch: never reported
};

/// The plan's portfolio summary, with the positions it was made of. Money is in `currency`.
class Portfolio {
public:
    Portfolio() = default;
    bool operator==(const Portfolio&) const = default;

    std::string currency = "USD";
    std::optional<Decimal> total_value;  ///< net liquidation
    std::optional<Decimal> cash_balance;
    /// Sum of market values, shorts negative, converted by the account's rates; nothing if a price
    /// or a rate is missing.
    std::optional<Decimal> invested_value;
    /// Why invested_value is empty: "no price of SAP; no exchange rate from JPY to USD".
    std::string invested_value_lacks;
    std::optional<Decimal> buying_power;
    std::optional<Decimal> daily_pnl, unrealized_pnl, realized_pnl;  ///< of the account
    int open_positions{};  ///< positions that are not zero
    std::optional<int> day_trades_remaining;
    std::vector<Position> positions;
    std::optional<TimePoint> updated_at;  ///< UTC, of the account's values; empty: never reported
};

/// The summary of these positions and account values. A currency without a rate in
/// Account::balances is not added to another one.
Portfolio summarize(const Account&, std::vector<Position>);

}  // namespace trademind
