// Options that their holder exercises before their end.
#pragma once

#include "brokers/paper/engine/bookings.hpp"

#include <trademind/result.hpp>

namespace trademind::paper {

/// Options on stocks can be exercised on every day (American style); those that are paid in cash
/// are left to their end.
class Exercises {
public:
    Exercises(EngineState& state, Bookings& bookings) : state_{state}, bookings_{bookings} {}

    /// `override_value`: also where exercising is worth nothing, as TWS's field `override`.
    Result<> exercise(const Contract& contract, Decimal quantity, bool override_value);

private:
    std::optional<Error> fault_of(InstrumentId option, Decimal quantity, bool override_value) const;
    /// Whether the account has what the exercise takes.
    std::optional<Error> fault_of_funds(InstrumentId option, Decimal quantity) const;

    EngineState& state_;
    Bookings& bookings_;
};

}  // namespace trademind::paper
