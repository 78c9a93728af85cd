// Whether an instrument trades in its regular hours at a moment.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/time.hpp>

#include <functional>

namespace trademind::risk {

enum class MarketHours { open, closed, unknown };
/// Asking allocates nothing.
using TradingHours = std::function<MarketHours(TimePoint)>;

/// By the hours that the broker told; without them by the calendar of its kind: US stocks and
/// options by the exchanges' rules, crypto always, forex from Sunday 17:00 to Friday 17:00 New York
/// time.
TradingHours hours_of(const Contract&, const ContractDetails* details);

}  // namespace trademind::risk
