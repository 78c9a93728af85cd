// The equity at the start of a day.
#pragma once

#include <trademind/decimal.hpp>

#include <chrono>

namespace trademind::journal {

/// The equity that losses are measured against.
class DayStart {
public:
    bool operator==(const DayStart&) const = default;
    std::chrono::sys_days day{};  ///< UTC
    Decimal equity, highest;
};

}  // namespace trademind::journal
