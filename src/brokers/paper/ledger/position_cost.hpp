// Average-cost arithmetic of one position, by IBKR's conventions.
#pragma once

#include <trademind/decimal.hpp>

namespace trademind::paper {

/// One execution, signed: bought > 0, sold < 0.
struct SignedTrade {
    Decimal quantity;    ///< not 0
    Decimal price;       ///< per unit
    Decimal unit_value;  ///< money per unit of price and contract
    Decimal fee;         ///< in the same currency; < 0 is a rebate

    /// Money paid (> 0) or received (< 0) before fees.
    Decimal value() const { return quantity * price * unit_value; }
};

/// How an execution divided itself over the position that it met.
struct TradeSplit {
    Decimal closed, opened;  ///< quantities, >= 0
    Decimal realized;        ///< after the fee of the closing part
    Decimal released;        ///< cost that left the position, signed like it
    bool bought = false;
};

/// Quantity, total signed cost and realised P&L. The stored state is the cost, not the average: an
/// average such as 31/3 has no exact decimal, the cost has.
///
/// Fees are part of the cost: they raise a long's average and lower a short's. A closing part
/// releases cost in proportion. A fill that turns the position around splits its fee by quantity.
struct PositionCost {
    Decimal quantity, cost, realized;

    TradeSplit apply(const SignedTrade& trade);
    /// Cost per contract, multiplier included; 0 when flat.
    Decimal average() const { return quantity.is_zero() ? Decimal{} : cost / quantity; }
    Decimal unrealized(Decimal mark, Decimal unit_value) const
    {
        return quantity * mark * unit_value - cost;
    }
    bool operator==(const PositionCost&) const = default;

private:
    /// Takes `closed` out of the quantity; returns the cost that goes with it.
    Decimal remove(Decimal closed);
};

}  // namespace trademind::paper
