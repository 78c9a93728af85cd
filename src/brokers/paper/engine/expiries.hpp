// The end of options and futures.
#pragma once

#include "brokers/paper/engine/bookings.hpp"
#include "brokers/paper/engine/trading_sessions.hpp"

#include <optional>

namespace trademind::paper {

/// Ends contracts at the close of their last day, so that no position outlives its contract. A
/// future is settled at its mark; an option on a stock that is in the money by 0.01 is exercised or
/// assigned at its strike, one on an index or a future is paid in cash, all others end worthless
/// (OCC rule 805). A contract that names a month alone has no known last day and is left.
class Expiries {
public:
    Expiries(EngineState& state, TradingSessions& sessions, Bookings& bookings)
        : state_{state}, sessions_{sessions}, bookings_{bookings}
    {}

    /// Ends the instrument when its time comes; at once where that has passed.
    void watch(InstrumentId instrument);

private:
    std::optional<TimePoint> end_of(InstrumentId instrument) const;
    void end(InstrumentId instrument);
    void end_option(InstrumentId instrument, Decimal held);

    EngineState& state_;
    TradingSessions& sessions_;
    Bookings& bookings_;
};

}  // namespace trademind::paper
