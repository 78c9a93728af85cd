// Whether a change of a market can be one.
#pragma once

#include <trademind/brokers/paper/tape.hpp>
#include <trademind/contract.hpp>
#include <trademind/market.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace trademind::paper {

/// From here on a price or a size is a fault of the feed; sums of what is below stay exact.
inline constexpr Decimal largest_number{
    Decimal::from_raw(int128{Decimal::one} * 1'000'000'000'000)};

/// What is wrong, and in which field.
struct MarketFault {
    std::string_view field;  ///< "bid_size"
    std::string text;        ///< names field and value
};

/// A symbol has no control characters, and no blank at either end: TWS spells shares of a class
/// with one inside, "BRK B".
std::optional<MarketFault> fault_of_symbol(std::string_view symbol);
/// Numbers are below largest_number. Sizes are never negative. Prices of stocks and all else but
/// futures, their options and combos are greater than 0; on bid and ask -1 and 0 say that there is
/// none.
std::optional<MarketFault> fault_of(SecurityType, const MarketChange&);
/// The same of a whole quote, where an empty field says that there is none.
std::optional<MarketFault> fault_of(SecurityType, const Quote&);
/// The same of a bar, which also lies within its low and high.
std::optional<MarketFault> fault_of(SecurityType, const Bar&);

}  // namespace trademind::paper
