// A made-up market that goes on without an end, for trading without a tape or a data feed.
#pragma once

#include <trademind/decimal.hpp>
#include <trademind/time.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace trademind::paper {

/// Random walks of US stocks, in the clock's time, for as long as the broker is connected.
///
/// Same options, same sequence of quotes and prints. Starting prices are drawn: 20 to 400 dollars.
class GeneratedMarket {
public:
    bool operator==(const GeneratedMarket&) const = default;

    std::vector<std::string> symbols{"AAPL", "MSFT", "SPY"};   ///< at least one
    Decimal volatility = Decimal::from_raw(Decimal::one / 5);  ///< a year's, 0 to 100: 0.2 is 20%
    /// Between two changes of the same symbol; > 0.
    Duration interval = std::chrono::milliseconds{250};
    std::uint64_t seed = 1;
};

}  // namespace trademind::paper
