// How long what the broker has told is used without asking again; docs/design/execution.md.
#pragma once

#include <trademind/time.hpp>

#include <chrono>

namespace trademind::risk {

/// Contract details (hours, tick, lot, multiplier, magnifier): asked for again after this, after a
/// reconnect, and where the list of hours has ended.
inline constexpr Duration details_life = std::chrono::hours{24};
/// Nothing is opened by older ones.
inline constexpr Duration oldest_details = 2 * details_life;
/// Between two questions for what did not come.
inline constexpr Duration details_retry = std::chrono::minutes{1};
/// Exchange rates: of a quote, and of the account.
inline constexpr Duration rate_life = std::chrono::hours{24};
/// Open orders of other programs, which the broker does not report by itself.
inline constexpr Duration foreign_orders_life = std::chrono::minutes{1};

}  // namespace trademind::risk
