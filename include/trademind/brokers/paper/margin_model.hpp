// What positions and orders tie up: the margin model of the paper broker, which users may replace.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>

#include <map>
#include <optional>
#include <string>

namespace trademind::paper {

/// A position, or the opening part of an order, as a margin model sees it. `contract` must outlive
/// the call.
class MarginInput {
public:
    MarginInput(const Contract& contract, Decimal quantity, Decimal price)
        : contract{contract},
          quantity{quantity},
          price{price},
          unit_value{contract.value_multiplier()}
    {}

    /// |quantity| x price x unit value; negative only where the price is.
    Decimal value() const { return quantity.abs() * price * unit_value; }
    bool is_short() const { return quantity.sign() < 0; }

    const Contract& contract;
    Decimal quantity;    ///< signed, not 0
    Decimal price;       ///< mark of the position, or what the order may pay
    Decimal unit_value;  ///< money per unit of price and contract: the multiplier
    std::optional<Decimal> underlying_price;  ///< of options
};

/// Requirements in the currency of the contract.
class MarginRequirement {
public:
    MarginRequirement() = default;
    MarginRequirement(Decimal initial, Decimal maintenance, Decimal overnight)
        : initial{initial}, maintenance{maintenance}, overnight{overnight}
    {}
    bool operator==(const MarginRequirement&) const = default;

    Decimal initial;      ///< to open and hold within the day
    Decimal maintenance;  ///< to keep holding
    Decimal overnight;    ///< Regulation T, at the end of the day
};

enum class AccountKind {
    cash,    ///< spends settled cash of the contract's currency, holds no shorts
    margin,  ///< borrows against its equity
};

/// Says what positions and orders tie up, each by itself.
///
/// Implementations are stateless and safe to call from any thread.
class MarginModel {
public:
    virtual ~MarginModel() = default;
    virtual AccountKind account_kind() const = 0;
    /// What a position held ties up; nothing when a price that it depends on is missing.
    virtual std::optional<MarginRequirement> of_position(const MarginInput& input) const = 0;
    /// Funds that an order needs to open `quantity` at `price`, without fees; nothing when a price
    /// that it depends on is missing.
    virtual std::optional<Decimal> of_opening(const MarginInput& input) const = 0;
    /// May such a contract be sold short at all?
    virtual bool allows_short(const Contract& contract) const = 0;
    /// Buying power per unit of available funds.
    virtual Decimal leverage() const = 0;
    /// Equity (base currency) below which nothing is bought on credit or sold short.
    virtual Decimal minimum_equity() const { return 0; }
    /// False: orders are accepted whatever the funds.
    virtual bool limits_orders() const { return true; }
};

/// Rates of RegulationTMargin; see docs/design/paper_money.md for which are assumptions.
class RegulationTRates {
public:
    RegulationTRates();
    bool operator==(const RegulationTRates&) const = default;

    Decimal long_stock;       ///< within the day and maintenance, part of the value
    Decimal overnight_stock;  ///< end of day, long and short
    Decimal short_stock;      ///< part of the value, for prices above 16.67
    /// Futures and CFDs, part of the value, where `futures` has no entry.
    Decimal futures_rate;
    Decimal forex_rate;                                ///< spot forex, part of the value
    std::map<std::string, MarginRequirement> futures;  ///< per contract, by symbol
    Decimal leverage;
    Decimal minimum_equity;
};

/// A margin account by Regulation T with intraday leverage of 4. Options are margined one by one:
/// spreads and covered calls are not recognised. Immutable.
class RegulationTMargin final : public MarginModel {
public:
    explicit RegulationTMargin(RegulationTRates rates = {}) : rates_{std::move(rates)} {}
    AccountKind account_kind() const override { return AccountKind::margin; }
    std::optional<MarginRequirement> of_position(const MarginInput& input) const override;
    std::optional<Decimal> of_opening(const MarginInput& input) const override;
    bool allows_short(const Contract& contract) const override;
    Decimal leverage() const override { return rates_.leverage; }
    Decimal minimum_equity() const override { return rates_.minimum_equity; }

private:
    RegulationTRates rates_;
};

/// A cash account: everything is paid in full out of settled cash. No shorts; a future ties up
/// its whole value.
class CashAccountMargin final : public MarginModel {
public:
    AccountKind account_kind() const override { return AccountKind::cash; }
    std::optional<MarginRequirement> of_position(const MarginInput& input) const override;
    std::optional<Decimal> of_opening(const MarginInput& input) const override;
    bool allows_short(const Contract& contract) const override;
    Decimal leverage() const override { return 1; }
};

/// No requirements: every order is accepted. Buying power is the equity.
class NoMargin final : public MarginModel {
public:
    AccountKind account_kind() const override { return AccountKind::margin; }
    std::optional<MarginRequirement> of_position(const MarginInput& input) const override;
    std::optional<Decimal> of_opening(const MarginInput& input) const override;
    bool allows_short(const Contract& contract) const override;
    Decimal leverage() const override { return 1; }
    bool limits_orders() const override { return false; }
};

}  // namespace trademind::paper
