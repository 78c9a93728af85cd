// Which requests a range of history takes: TWS answers so many bars at a time and no more.
#pragma once

#include <trademind/market.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::ibkr_broker {

/// A duration as TWS writes it.
struct HistorySpan {
    int count = 0;
    char unit = 'S';  ///< S, D (trading days), W, M, Y

    std::string text() const { return std::to_string(count) + ' ' + unit; }
    /// Its length, with months of 30 and years of 365 days.
    std::chrono::seconds length() const;
};
std::optional<HistorySpan> parse_span(std::string_view);

/// "1 secs", "5 mins", "1 hour", "1 day" ... as a length; nothing for what TWS does not know.
std::optional<std::chrono::seconds> parse_bar_size(std::string_view);
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
