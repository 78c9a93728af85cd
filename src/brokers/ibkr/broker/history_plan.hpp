// Which requests a range of history takes: TWS answers so many bars at a time and no more.
#pragma once

#include "domain/history_text.hpp"

#include <trademind/market.hpp>

#include <optional>
#include <vector>

namespace trademind::ibkr_broker {

/// The longest duration that one request may ask for in bars of that size; source: IBKR's table of
/// step sizes.
HistorySpan longest_span(std::chrono::seconds bar_size);

/// One request of a plan.
struct HistoryStep {
    std::optional<TimePoint> end;  ///< nothing: now
    HistorySpan span;
};
/// The requests for a range, newest first: one where it fits. Errc::invalid_argument names what is
/// wrong with the request.
Result<std::vector<HistoryStep>> plan_history(const HistoryRequest&, TimePoint now);

/// All bars in order of time, each once.
std::vector<Bar> merge_bars(std::vector<std::vector<Bar>> newest_first);

}  // namespace trademind::ibkr_broker
