// Reads one line of a tape.
#pragma once

#include "brokers/paper/tape/columns.hpp"

#include <trademind/brokers/paper/tape.hpp>

#include <variant>

namespace trademind::paper {

/// What a row says, whichever contract it is of.
using ParsedRow = std::variant<MarketChange, Bar>;

/// The time in a cell: ISO 8601 in any spelling of UTC, or a count since 1970 in s, ms, us or ns,
/// told apart by its digits (9 or 10, 12 or 13, 15 or 16, 18 or 19).
RowResult<TimePoint> read_time(const Cell&);
/// Exactly what stands there, or why it is refused.
RowResult<Decimal> read_number(std::string_view name, const Cell&);

/// The row of a contract of that type.
RowResult<ParsedRow> parse_row(const RowCells&, TimePoint, SecurityType);

/// The words of the column kind.
inline constexpr std::string_view halt_word = "halt", resume_word = "resume",
                                  opening_word = "opening", closing_word = "closing";

}  // namespace trademind::paper
