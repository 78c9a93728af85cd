// Positions that change without a market: expiry, exercise, corporate actions.
#pragma once

#include "brokers/paper/engine/order_lifecycle.hpp"

#include <string_view>

namespace trademind::paper {

class Bookings {
public:
    Bookings(EngineState& state, OrderLifecycle& lifecycle) : state_{state}, lifecycle_{lifecycle}
    {}

    /// Cancels all orders in the instrument.
    void cancel_orders(InstrumentId instrument, std::string_view reason);
    /// The same, and it is not traded any more; false: it has ended before.
    bool end(InstrumentId instrument, std::string_view reason);
    /// Buys (> 0) or sells by an execution of an order of its own, which is named "prefix-N".
    /// `carried_cost`: see LedgerFill.
    void book(std::string_view prefix, InstrumentId instrument, Decimal quantity, Decimal price,
              Decimal carried_cost = {});
    /// What exercising one unit of the option is worth now: by the mark of what it stands on, else
    /// by its own.
    Decimal intrinsic_value(InstrumentId option) const;
    /// False: it is paid in cash.
    bool delivers_shares(InstrumentId option) const;
    /// Turns `quantity` (> 0 held, < 0 written) of the option into shares at its strike, whose cost
    /// takes over the premium, or into cash of that value a unit.
    void exercise(std::string_view prefix, InstrumentId option, Decimal quantity, Decimal value);

private:
    /// What so many of the option cost (> 0) or brought (< 0).
    Decimal premium_of(InstrumentId option, Decimal quantity) const;

    EngineState& state_;
    OrderLifecycle& lifecycle_;
};

/// What a unit of the option is worth where its underlying is worth `price`; never below 0.
Decimal intrinsic_value(const Contract& option, Decimal price);

}  // namespace trademind::paper
