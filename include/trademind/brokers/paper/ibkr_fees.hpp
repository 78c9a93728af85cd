// IBKR's price lists as fee models of the paper broker, and their rates: dated, and as data.
#pragma once

#include <trademind/brokers/paper/models.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trademind::paper {

/// A rate in force from a trade date (New York) on.
class DatedRate {
public:
    std::chrono::year_month_day effective_from{};
    Decimal rate{};
    std::optional<Decimal> maximum{};  ///< per execution

    /// rate x `units`, at most `maximum`.
    Decimal on(Decimal units) const;
    bool operator==(const DatedRate&) const = default;
};

/// One rate over time.
class RateTable {
public:
    RateTable() = default;
    /// A rate that never changes.
    RateTable(Decimal rate) : rates_{{{}, rate}} {}
    /// Sorts by date.
    explicit RateTable(std::vector<DatedRate> rates);
    /// The rate of that day; 0 before the first date, when there was no such fee yet.
    DatedRate at(std::chrono::year_month_day date) const;
    const std::vector<DatedRate>& rates() const { return rates_; }
    bool operator==(const RateTable&) const = default;

private:
    std::vector<DatedRate> rates_;
};

/// A price per unit up to a monthly volume.
class VolumeTier {
public:
    std::optional<Decimal> up_to{};  ///< inclusive; nothing: without end
    Decimal rate{};
    std::optional<Decimal> minimum{};  ///< per order, of an order that starts in this tier

    bool operator==(const VolumeTier&) const = default;
};

/// Third-party fees by venue; rates are per share, rebates negative.
class VenueFees {
public:
    RateTable remove{}, add{};  ///< for prices of a dollar and more
    /// Below a dollar: part of the value when removing; adding is free.
    RateTable remove_below_one_dollar = Decimal::from_raw(3'000'000'000);  // 0.003

    bool operator==(const VenueFees&) const = default;
};

/// Commission per share or by value, with limits per order, in the currency of the contract.
class StockRates {
public:
    std::vector<VolumeTier> tiers{};        ///< marginal, over the shares of the calendar month
    Decimal minimum{};                      ///< per order; the maximum beats it
    std::optional<Decimal> maximum_rate{};  ///< part of the order's value; nothing: no maximum
    Decimal value_rate{};                   ///< part of the value, besides what shares cost
    /// An order with a fraction of a share costs at least this, whatever the maximum.
    Decimal fractional_minimum = Decimal::from_raw(10'000'000'000);  // 0.01

    bool operator==(const StockRates&) const = default;
};

/// Commission per option contract by premium, in bands of monthly volume.
class OptionTier {
public:
    std::optional<Decimal> up_to{};  ///< contracts in the month, inclusive
    Decimal below_5_cents{}, below_10_cents{}, rate{};

    bool operator==(const OptionTier&) const = default;
};

/// Commission and exchange fee of a family of futures, per contract.
class FuturesRates {
public:
    Decimal fixed{};
    std::vector<VolumeTier> tiers{};  ///< empty: `fixed` at any volume
    RateTable exchange{};
    std::string currency = "USD";  ///< of these amounts, and of the fees

    bool operator==(const FuturesRates&) const = default;
};

/// Every rate that the IBKR models use. Change what you know better and give it to a model.
class IbkrRates {
public:
    /// What IBKR, the SEC, FINRA and others published, up to November 2026. Assumptions are named
    /// in docs/design/paper_money.md.
    static IbkrRates published();
    bool operator==(const IbkrRates&) const = default;

    // stocks
    StockRates stock_fixed, stock_tiered, stock_lite;  ///< of the US
    /// Elsewhere, by currency, the same in all plans. Stock exchange taxes are not part of them.
    std::map<std::string, StockRates> stock_by_currency;
    Decimal stock_value_rate;  ///< assumed in currencies without a list: part of the value
    VenueFees venue_default;
    std::map<std::string, VenueFees> venues;  ///< by venue, where it differs from the default
    RateTable stock_clearing;                 ///< per share, tiered pricing
    RateTable exchange_pass_through, regulator_pass_through;  ///< part of the commission, tiered

    // options
    std::map<std::string, Decimal> option_by_currency;  ///< per contract, outside the US
    std::vector<OptionTier> option_tiers;
    Decimal option_minimum;                           ///< per order
    Decimal option_direct;                            ///< per contract, routed to a venue
    Decimal option_lite;                              ///< per contract
    std::map<std::string, Decimal> option_surcharge;  ///< per contract, by symbol
    RateTable option_exchange;                        ///< per contract
    RateTable option_clearing;                        ///< OCC, per contract, capped

    // futures and options on them
    FuturesRates futures, future_options;  ///< in USD, of symbols without rates of their own
    std::map<std::string, FuturesRates> futures_by_symbol, future_options_by_symbol;
    std::map<std::string, FuturesRates> us_futures_by_currency;  ///< of both, at US exchanges
    /// Of both, by currency; one that is not listed pays the USD rates, in USD, as an assumption.
    std::map<std::string, FuturesRates> futures_by_currency;
    RateTable futures_regulatory;  ///< NFA, per contract traded in USD

    // others
    std::vector<VolumeTier> forex;  ///< part of the value, over the month's value in base currency
    Decimal crypto_rate, crypto_minimum, crypto_maximum_rate;
    Decimal index_cfd_rate;                            ///< part of the value
    std::map<std::string, Decimal> index_cfd_minimum;  ///< per order, by currency

    // regulators
    RateTable sec;                      ///< part of the value of sales
    RateTable trading_activity_stock;   ///< per share sold
    RateTable trading_activity_option;  ///< per contract sold
    RateTable audit_trail;              ///< per share, both sides
    RateTable options_regulatory;       ///< per contract, both sides
};

/// IBKR Pro with fixed pricing: 0.005 per US share, at least 1.00 and at most 1% of the value of
/// the order, and regulatory fees.
///
/// Covers stocks, US options, futures and their options, spot forex, crypto and CFDs. What no list
/// of IBKR's covers is charged by an assumption, and the fees say so (`Fees::assumed`). Immutable.
class IbkrProFixed final : public FeeModel {
public:
    explicit IbkrProFixed(IbkrRates rates = IbkrRates::published()) : rates_{std::move(rates)} {}
    Fees charge(const FeeRequest& request) const override;

private:
    IbkrRates rates_;
};

/// IBKR Pro with tiered pricing: less commission the more is traded in the month, plus exchange,
/// clearing, pass-through and regulatory fees.
class IbkrProTiered final : public FeeModel {
public:
    explicit IbkrProTiered(IbkrRates rates = IbkrRates::published()) : rates_{std::move(rates)} {}
    Fees charge(const FeeRequest& request) const override;

private:
    IbkrRates rates_;
};

/// IBKR Lite: US stocks without commission; SEC fee and TAF are passed on, CAT is not. Options 0.65
/// with a minimum of 1.00; the rest as IbkrProFixed. A what-if: Lite accounts have no API.
class IbkrLite final : public FeeModel {
public:
    explicit IbkrLite(IbkrRates rates = IbkrRates::published()) : rates_{std::move(rates)} {}
    Fees charge(const FeeRequest& request) const override;

private:
    IbkrRates rates_;
};

}  // namespace trademind::paper
