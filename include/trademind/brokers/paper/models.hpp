// The replaceable parts of the paper market: fills, latency, fees and margin.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>
#include <trademind/ids.hpp>
#include <trademind/time.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace trademind::paper {

// Fills

/// What a fill model is asked about. Valid during the call only.
class FillSituation {
public:
    const Contract& contract;
    OrderId order;
    Side side;
    Decimal leaves;                ///< what the order may still fill now
    std::optional<Decimal> limit;  ///< nothing: a market order
    Decimal price;                 ///< of the opposite quote, or of the print
    Decimal displayed;             ///< size of the quote or the print
    Decimal available;             ///< of it, not yet taken by our fills
    Decimal tick;                  ///< smallest price step at this price
    bool is_resting;               ///< the market came to the order, not the order to the market
    std::uint64_t event;           ///< number of the market event, for keyed randomness
};

/// Decides fills; the rules of order types, triggers and time in force stay with the broker.
///
/// Called on the broker's strand; must be deterministic: same calls, same answers.
class FillModel {
public:
    virtual ~FillModel() = default;
    /// How much fills, 0 to leaves. More than `available` is taken at the model's word.
    virtual Decimal quantity(const FillSituation& situation) const;
    /// The price of a fill that takes liquidity; the broker caps it by the order's limit. Resting
    /// orders fill at their own limit.
    virtual Decimal taker_price(const FillSituation& situation) const;
    /// Whether trade prints fill resting limit orders, behind the size that was displayed before
    /// them.
    virtual bool fills_on_prints() const { return false; }
};

/// Settings of the model that comes with the library.
class FillSettings {
public:
    /// Fills use up the displayed size until the quote changes. False: every order finds its whole
    /// size.
    bool cap_by_displayed_size = true;
    /// Part of the displayed size that our orders may take, 0 to 1 (exclusive of 0).
    Decimal participation = 1;
    /// Price steps against every order that takes liquidity, never beyond its limit.
    int slippage_ticks = 0;
    /// Queue position: prints at the limit fill once the size displayed ahead has traded; prints
    /// through it fill at once.
    bool trade_prints = false;
    /// Chance in percent, 0 to 100, that a quote which just touches a resting order's limit fills
    /// it; quotes through the limit always do. Drawn by (seed, order, event).
    int touch_probability = 100;
    std::uint64_t seed = 1;
};

/// Top of book, as settings say. Throws std::invalid_argument for settings out of range.
std::shared_ptr<const FillModel> make_fill_model(const FillSettings& settings = {});

// Latency

/// Delays between a call and its effect, in the market's time. `number` counts the broker's
/// commands, for keyed randomness.
///
/// Called on the broker's strand; must be deterministic. Never negative.
class LatencyModel {
public:
    virtual ~LatencyModel() = default;
    virtual Duration submit(OrderId order, std::uint64_t number) const = 0;
    virtual Duration modify(OrderId order, std::uint64_t number) const = 0;
    virtual Duration cancel(OrderId order, std::uint64_t number) const = 0;
};

/// Settings of the model that comes with the library; all zero: commands take effect at once.
class LatencySettings {
public:
    Duration base{};  ///< added to each of the three
    Duration submit{}, modify{}, cancel{};
    Duration jitter{};  ///< up to this much more, drawn by (seed, order, number)
    std::uint64_t seed = 1;
};

/// Throws std::invalid_argument for a negative duration.
std::shared_ptr<const LatencyModel> make_latency_model(const LatencySettings& settings = {});

// Fees

/// Did the execution take a displayed order, or was it the displayed order?
enum class Liquidity { removed, added };

/// What is charged for.
enum class Charge { execution, exercise };

/// What a minimum and a maximum per order are counted over.
enum class MinimumScope {
    order,              ///< all executions of the order
    order_day,          ///< those of one day: an order that lives on pays a new minimum
    order_day_version,  ///< the same, and a modification starts anew
};

/// Parts of the costs of an execution.
enum class FeeKind {
    commission,              ///< the broker's own
    exchange,                ///< < 0 is a rebate for adding liquidity
    clearing,                ///< NSCC and DTC, or OCC
    exchange_pass_through,   ///< NYSE, a share of the commission
    regulator_pass_through,  ///< FINRA, a share of the commission
    sec,                     ///< Section 31, on sales
    trading_activity,        ///< FINRA TAF, on sales
    audit_trail,             ///< CAT
    options_regulatory,      ///< ORF
    futures_regulatory,      ///< NFA
    surcharge,               ///< of single option symbols, where configured
};
constexpr std::size_t fee_kinds = 11;
/// "commission", "SEC", "TAF" and so on: short names for reports.
std::string_view to_string(FeeKind);

/// Itemised costs in one currency. Amounts > 0 are costs, < 0 rebates; nothing is rounded to cents.
class Fees {
public:
    Fees() = default;
    explicit Fees(std::string currency) : currency{std::move(currency)} {}

    Decimal& operator[](FeeKind kind) { return amounts_[static_cast<std::size_t>(kind)]; }
    Decimal operator[](FeeKind kind) const { return amounts_[static_cast<std::size_t>(kind)]; }
    /// The sum of all parts: what the account pays.
    Decimal total() const;
    bool operator==(const Fees&) const = default;

    std::string currency = "USD";
    /// No list covers the product: these are numbers that stand in. The account says so once.
    bool assumed = false;
    /// The commission of this execution before the order's minimum and maximum. It is summed in
    /// OrderFeeTotals; models without such limits leave it at 0.
    Decimal commission_before_limits;

private:
    std::array<Decimal, fee_kinds> amounts_{};
};

/// Earlier executions of the same order, within the scope of the order minimum.
class OrderFeeTotals {
public:
    OrderFeeTotals() = default;
    bool operator==(const OrderFeeTotals&) const = default;

    Decimal quantity;
    Decimal value;                     ///< sum of quantity x price x unit value
    Decimal commission_before_limits;  ///< see Fees
    Decimal commission;                ///< charged so far
};

/// One execution, as a fee model sees it. `contract` must outlive the call.
class FeeRequest {
public:
    FeeRequest(const Contract& contract, Side side, Decimal quantity, Decimal price)
        : contract{contract},
          side{side},
          quantity{quantity},
          price{price},
          unit_value{contract.value_multiplier()}
    {}

    /// Money that changes hands: quantity x |price| x unit value.
    Decimal value() const { return quantity * price.abs() * unit_value; }

    /// value() in the base currency; nothing without the rate.
    std::optional<Decimal> base_value() const
    {
        return base_rate ? std::optional{value() * *base_rate} : std::nullopt;
    }

    const Contract& contract;  ///< `exchange` is where the order was routed: SMART, or a venue
    Side side;
    Decimal quantity;    ///< of this execution, > 0
    Decimal price;       ///< for an exercise the strike
    Decimal unit_value;  ///< money per unit of price and contract: the multiplier
    Liquidity liquidity = Liquidity::removed;
    Charge charge = Charge::execution;
    std::string_view venue;                    ///< where it executed; empty: unknown
    std::chrono::year_month_day trade_date{};  ///< in New York; selects the rates
    OrderFeeTotals order;                      ///< before this execution
    /// Traded before this execution in the calendar month: shares, option contracts, futures
    /// contracts, or for forex the value in the base currency.
    Decimal month_volume;
    std::string_view base_currency = "USD";  ///< of the account
    /// Contract currency to base currency; nothing: not known.
    std::optional<Decimal> base_rate = Decimal{1};
};

/// Says what executions cost.
///
/// Implementations are stateless: what they must remember of an order or a month comes in with the
/// request. They must be safe to call from any thread and give the same fees for the same request.
class FeeModel {
public:
    virtual ~FeeModel() = default;
    /// The costs of one execution, in the currency in which they are charged.
    virtual Fees charge(const FeeRequest& request) const = 0;
};

/// Trading for free.
class NoFees final : public FeeModel {
public:
    Fees charge(const FeeRequest& request) const override;
};

// Margin

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
    /// The same of short options that the underlying covers. Without such a rule they tie up what
    /// they do by themselves.
    virtual std::optional<MarginRequirement> of_covered(const MarginInput& input) const
    {
        return of_position(input);
    }
    /// The same of short options against which long ones are held, which together cannot lose more
    /// than `risk`.
    virtual std::optional<MarginRequirement> of_spread(const MarginInput& input, Decimal risk) const
    {
        (void)risk;
        return of_position(input);
    }
    /// Funds that an order needs to open `quantity` at `price`, without fees; nothing when a price
    /// that it depends on is missing.
    virtual std::optional<Decimal> of_opening(const MarginInput& input) const = 0;
    /// The same of options sold that the underlying covers, and of those against which long ones
    /// are held.
    virtual std::optional<Decimal> of_opening_covered(const MarginInput& input) const
    {
        return of_opening(input);
    }
    virtual std::optional<Decimal> of_opening_spread(const MarginInput& input, Decimal risk) const
    {
        (void)risk;
        return of_opening(input);
    }
    /// May such a contract be sold short at all?
    virtual bool allows_short(const Contract& contract) const = 0;
    /// May it be sold short with nothing that covers it?
    virtual bool allows_uncovered(const Contract& contract) const { return allows_short(contract); }
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
    Decimal forex_rate;  ///< spot forex, part of the value
    /// Underlyings of options that are margined as broad-based indices; all others as stocks and
    /// narrow-based indices.
    std::set<std::string> broad_based_indices;
    std::map<std::string, MarginRequirement> futures;  ///< per contract, by symbol
    Decimal leverage;
    Decimal minimum_equity;
};

/// A margin account by Regulation T with intraday leverage of 4. Covered options and vertical
/// spreads are recognised; all other options are margined one by one. Immutable.
class RegulationTMargin final : public MarginModel {
public:
    explicit RegulationTMargin(RegulationTRates rates = {}) : rates_{std::move(rates)} {}
    AccountKind account_kind() const override { return AccountKind::margin; }
    std::optional<MarginRequirement> of_position(const MarginInput& input) const override;
    std::optional<MarginRequirement> of_covered(const MarginInput& input) const override;
    std::optional<MarginRequirement> of_spread(const MarginInput& input,
                                               Decimal risk) const override;
    std::optional<Decimal> of_opening(const MarginInput& input) const override;
    std::optional<Decimal> of_opening_covered(const MarginInput& input) const override;
    std::optional<Decimal> of_opening_spread(const MarginInput& input, Decimal risk) const override;
    bool allows_short(const Contract& contract) const override;
    Decimal leverage() const override { return rates_.leverage; }
    Decimal minimum_equity() const override { return rates_.minimum_equity; }

private:
    RegulationTRates rates_;
};

/// A cash account: everything is paid in full out of settled cash. No shorts but covered calls, and
/// puts whose strike is set aside in cash; a future ties up its whole value.
class CashAccountMargin final : public MarginModel {
public:
    AccountKind account_kind() const override { return AccountKind::cash; }
    std::optional<MarginRequirement> of_position(const MarginInput& input) const override;
    std::optional<MarginRequirement> of_covered(const MarginInput& input) const override;
    std::optional<Decimal> of_opening(const MarginInput& input) const override;
    std::optional<Decimal> of_opening_covered(const MarginInput& input) const override;
    bool allows_short(const Contract& contract) const override;
    bool allows_uncovered(const Contract& contract) const override;
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
