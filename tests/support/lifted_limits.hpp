// Limits that a test with many orders lifts, so that only what it is about can refuse one.
#pragma once

#include <trademind/execution/risk_limits.hpp>

#include <chrono>

namespace trademind::test {

/// Room for any number of orders at any rate, also the same order again.
inline void lift_counts(RiskLimits& risk)
{
    risk.max_orders_per_second.reset();
    risk.max_orders_per_minute.reset();
    risk.max_orders_per_day.reset();
    risk.max_open_orders.reset();
    risk.max_open_orders_per_symbol.reset();
    risk.duplicate_window = {};
}

/// And for any position.
inline void lift_exposure(RiskLimits& risk)
{
    risk.max_concentration.reset();
    risk.max_position_size.reset();
    risk.max_position_value.reset();
    risk.max_gross_value = risk.max_net_value = {};
}

/// Both, and quotes that do not grow old.
inline void lift_limits(RiskLimits& risk)
{
    lift_counts(risk);
    lift_exposure(risk);
    risk.max_quote_age = risk.max_quote_age_delayed = std::chrono::hours{1};
}

}  // namespace trademind::test
