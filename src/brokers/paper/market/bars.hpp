// Bars out of a tape's rows.
#pragma once

#include "domain/market_hours.hpp"

#include <trademind/brokers/paper/tape.hpp>
#include <trademind/market.hpp>

#include <vector>

namespace trademind::paper {

/// The request's bars from the tape's rows before `now`; nothing that lies after it is looked at,
/// and of what lies before the span asked for only what tells where the quote stood.
/// `hours` of the contract, for requests of regular hours alone.
Result<std::vector<Bar>> make_bars(const TapeSource& tape, const HistoryRequest& request,
                                   TimePoint now, const MarketHours& hours);

}  // namespace trademind::paper
