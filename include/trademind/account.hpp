// Accounts, positions and the portfolio.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>
#include <trademind/time.hpp>

#include <optional>
#include <string>
#include <vector>

namespace trademind {

/// What is held of one contract in one account. Empty fields are unknown, never zero.
class Position {
public:
    Position() = default;
    Position(Contract contract, Decimal quantity)
        : contract{std::move(contract)}, quantity{quantity}
    {}
    bool operator==(const Position&) const = default;

    std::string account;
    Contract contract;
    Decimal quantity;  ///< < 0 is short
    /// Cost of one contract: with commission, and times the multiplier for derivatives (IBKR's
    /// avgCost).
    Decimal average_cost;
    std::optional<Decimal> market_price;    ///< last, else close
    std::optional<Decimal> market_value;    ///< quantity x price x multiplier, signed
    std::optional<Decimal> unrealized_pnl;  ///< market value - quantity x average cost
    std::optional<Decimal>
        realized_pnl;  ///< since the start of the day (IBKR) or of the account (paper)
};

/// Values of one account, in its base currency. Empty fields are unknown.
class Account {
public:
    Account() = default;
    explicit Account(std::string id) : id{std::move(id)} {}
    bool operator==(const Account&) const = default;

    std::string id;
    std::string currency = "USD";
    std::optional<Decimal> cash_balance;
    std::optional<Decimal> portfolio_value;  ///< net liquidation: cash and positions
    std::optional<Decimal> buying_power;
    std::optional<Decimal> gross_position_value;
    std::optional<Decimal> realized_pnl, unrealized_pnl;
    /// Day trades left under the legacy pattern-day-trader rule; nothing: unlimited or no such rule
    /// (TWS: -1 or absent).
    std::optional<int> day_trades_remaining;
    TimePoint updated_at{};  ///< UTC
};

/// The plan's portfolio summary, with the positions it was made of.
class Portfolio {
public:
    Portfolio() = default;
    bool operator==(const Portfolio&) const = default;

    std::optional<Decimal> total_value;  ///< net liquidation
    std::optional<Decimal> cash_balance;
    std::optional<Decimal>
        invested_value;  ///< sum of market values, shorts negative; nothing if a price is missing
    std::optional<Decimal> buying_power;
    int open_positions{};  ///< positions that are not zero
    std::optional<int> day_trades_remaining;
    std::vector<Position> positions;
};

/// The summary of these positions and account values.
Portfolio summarize(const Account&, std::vector<Position>);

}  // namespace trademind
