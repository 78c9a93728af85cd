// Reads one line of a CSV tape.
#include "brokers/paper/tape/row_parser.hpp"

#include "base/escape.hpp"
#include "brokers/paper/market/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace trademind::paper {
namespace {

constexpr std::size_t cells_in_row = 8;
constexpr std::array<std::string_view, cells_in_row> names{"time", "symbol",   "bid",  "bid_size",
                                                           "ask",  "ask_size", "last", "last_size"};

struct Cells {
    std::array<std::string_view, cells_in_row> text;
    std::array<std::size_t, cells_in_row> column{};
};

boost::system::result<Cells, RowFault> split(std::string_view line)
{
    Cells cells;
    std::size_t start = 0, count = 0;
    while (true) {
        std::size_t end = line.find(',', start);
        if (count == cells_in_row)
            return RowFault{start + 1, fmt::format("more than {} cells", cells_in_row)};
        cells.column[count] = start + 1;
        cells.text[count++] = line.substr(start, end == line.npos ? line.npos : end - start);
        if (end == line.npos) break;
        start = end + 1;
    }
    if (count < cells_in_row)
        return RowFault{line.size() + 1,
                        fmt::format("{} cells where {} belong", count, cells_in_row)};
    return cells;
}

}  // namespace

void throw_exception_from_error(const RowFault& fault, const boost::source_location&)
{
    throw std::runtime_error{fault.what};
}

RowFault fault_of_time(std::string_view cell, std::size_t column)
{
    // nanoseconds of 64 bits reach no further
    constexpr int first_year = 1678, last_year = 2261;
    int year = 0;
    auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), year);
    bool is_date = error == std::errc{} && end == cell.data() + 4 && cell.size() > 4 && *end == '-';
    if (is_date && (year < first_year || year > last_year))
        return {column, fmt::format("time '{}' is out of range: years {} to {}", escaped(cell),
                                    first_year, last_year)};
    return {column, fmt::format("time '{}' is not ISO 8601 in UTC, such as 2026-01-05T14:30:00Z",
                                escaped(cell))};
}

boost::system::result<Decimal, RowFault> read_number(std::string_view name, std::string_view cell,
                                                     std::size_t column)
{
    auto number = Decimal::parse(cell);
    if (!number)
        return RowFault{column, fmt::format("{} '{}' is not a number", name, escaped(cell))};
    auto point = cell.find('.');
    auto last_digit = cell.find_last_not_of('0');
    constexpr std::size_t most_decimals = 12;
    if (point != cell.npos && last_digit > point && last_digit - point > most_decimals)
        return RowFault{column, fmt::format("{} '{}' has more than {} decimals", name,
                                            escaped(cell), most_decimals)};
    return *number;
}

boost::system::result<ParsedRow, RowFault> parse_row(std::string_view line)
{
    auto parts = split(line);
    if (!parts) return parts.error();
    // not by the arrow, which gives a null pointer where there is no value
    const Cells& cells = parts.value();
    ParsedRow row;
    auto time = parse_time(cells.text[0]);
    if (!time) return fault_of_time(cells.text[0], cells.column[0]);
    row.change.time = *time;
    row.symbol = cells.text[1];
    if (auto fault = fault_of_symbol(row.symbol)) return RowFault{cells.column[1], fault->text};

    constexpr std::size_t first_number = 2;
    std::array<std::optional<Decimal>*, cells_in_row - first_number> fields{
        &row.change.bid,      &row.change.bid_size, &row.change.ask,
        &row.change.ask_size, &row.change.last,     &row.change.last_size};
    for (std::size_t i = first_number; i < cells_in_row; ++i) {
        if (cells.text[i].empty()) continue;
        auto number = read_number(names[i], cells.text[i], cells.column[i]);
        if (!number) return number.error();
        *fields[i - first_number] = *number;
    }
    if (auto fault = fault_of(SecurityType::stock, row.change)) {
        auto at = std::ranges::find(names, fault->field) - names.begin();
        return RowFault{cells.column[static_cast<std::size_t>(at)], fault->text};
    }
    if (row.change.last.has_value() != row.change.last_size.has_value())
        return RowFault{cells.column[row.change.last ? 7 : 6],
                        "a trade needs both last and last_size"};
    return row;
}

}  // namespace trademind::paper
