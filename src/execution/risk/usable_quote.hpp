// Whether a price is fit to value an order: the one test of age and plausibility, whatever it came
// by.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/execution/risk.hpp>
#include <trademind/execution/risk_limits.hpp>
#include <trademind/market.hpp>

#include <optional>

namespace trademind::risk {

/// Bid and ask fit together, and to the last trade or the close. Of options, whose prices may move
/// by any factor, only that the market is not crossed.
bool is_plausible(const Quote&, SecurityType);

/// What the quote says of the time: no older than it is allowed to be, by its kind.
bool is_fresh(const Quote&, Duration age, const RiskLimits&);

/// `quote` where it is fresh and plausible; else nullptr, and `fault` says why. `age`: since it
/// came.
const Quote* usable_quote(const Quote* quote, Duration age, SecurityType, const RiskLimits&,
                          RiskReason& fault);

/// What one unit of the pair's base costs, or `inverted` of its quote currency, on the dearer side;
/// nothing of a pair that is crossed, wide or without a price.
std::optional<Decimal> usable_rate(const Quote&, bool inverted);

/// Two sources of one exchange rate agree.
bool rates_agree(Decimal one, Decimal other);

}  // namespace trademind::risk
