// Reads one line of a CSV tape.
#pragma once

#include <trademind/brokers/paper/tape.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace trademind::paper {

/// The cells of one line before its symbol is looked up.
struct ParsedRow {
    std::string_view symbol;
    MarketChange change;
};

/// The same of a tape of bars.
struct ParsedBar {
    std::string_view symbol;
    Bar bar;
};

/// What is wrong with a line, and in which column (1 is the first character).
struct RowFault {
    std::size_t column;
    std::string what;
};

inline constexpr std::string_view tape_header =
    "time,symbol,bid,bid_size,ask,ask_size,last,last_size";

inline constexpr std::string_view bar_header = "time,symbol,open,high,low,close,volume";

/// One cell of a line, without the quotes around it, and where it starts.
struct Cell {
    std::string_view text;
    std::size_t column;
};
/// The line's cells; a quoted one may hold commas, but no quotes.
boost::system::result<std::vector<Cell>, RowFault> split_row(std::string_view line,
                                                             std::size_t count);
/// The time in a cell, in any spelling of UTC.
boost::system::result<TimePoint, RowFault> read_time(const Cell&);
/// Exactly what stands there, or why it is refused.
boost::system::result<Decimal, RowFault> read_number(std::string_view name, const Cell&);

boost::system::result<ParsedRow, RowFault> parse_row(std::string_view line);

boost::system::result<ParsedBar, RowFault> parse_bar_row(std::string_view line);

[[noreturn]] void throw_exception_from_error(const RowFault&, const boost::source_location&);

}  // namespace trademind::paper
