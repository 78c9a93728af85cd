// Bar sizes and durations of history in TWS's spelling.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace trademind {

/// A duration as TWS writes it: "60 S", "1 D".
struct HistorySpan {
    int count = 0;
    char unit = 'S';  ///< S, D (trading days), W, M, Y

    std::string text() const { return std::to_string(count) + ' ' + unit; }
    /// Its length, with months of 30 and years of 365 days.
    std::chrono::seconds length() const;
};
/// Nothing for what TWS does not read, and for more than a hundred years.
std::optional<HistorySpan> parse_history_span(std::string_view);

/// "1 secs", "5 mins", "1 hour", "1 day" ... as a length; nothing for what TWS does not know.
/// Source: IBKR, TWS API documentation, historical bar sizes.
std::optional<std::chrono::seconds> parse_bar_size(std::string_view);

}  // namespace trademind
