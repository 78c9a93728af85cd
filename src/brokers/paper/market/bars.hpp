// Bars out of a tape's rows.
#pragma once

#include "domain/market_hours.hpp"

#include <trademind/brokers/paper/tape.hpp>
#include <trademind/market.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace trademind::paper {

/// A length in TWS's spelling. Bar sizes are those that TWS has, "1 secs" to "1 month"; durations
/// such as "2 W" count months and years as 30 and 365 days.
std::optional<Duration> parse_bar_size(std::string_view text);
std::optional<Duration> parse_history_duration(std::string_view text);

/// The request's bars from the tape's rows before `now`; nothing that lies after it is looked at.
/// `hours` of the contract, for requests of regular hours alone.
Result<std::vector<Bar>> make_bars(const Tape& tape, const HistoryRequest& request, TimePoint now,
                                   const MarketHours& hours);

}  // namespace trademind::paper
