// What an execution costs: the fee model of the paper broker, which users may replace.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace trademind::paper {

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
    Decimal base_rate = 1;                   ///< contract currency to base currency
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

}  // namespace trademind::paper
