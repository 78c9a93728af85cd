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

RowFault fault_of_time(const Cell& cell)
{
    const auto& [text, column] = cell;
    // nanoseconds of 64 bits reach no further
    constexpr int first_year = 1678, last_year = 2261;
    int year = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    bool is_date = error == std::errc{} && end == text.data() + 4 && text.size() > 4 && *end == '-';
    if (is_date && (year < first_year || year > last_year))
        return {column, fmt::format("time '{}' is out of range: years {} to {}", escaped(text),
                                    first_year, last_year)};
    return {column, fmt::format("time '{}' is not ISO 8601 in UTC, such as 2026-01-05T14:30:00Z",
                                escaped(text))};
}

}  // namespace

void throw_exception_from_error(const RowFault& fault, const boost::source_location&)
{
    throw std::runtime_error{fault.what};
}

boost::system::result<std::vector<Cell>, RowFault> split_row(std::string_view line,
                                                             std::size_t count)
{
    std::vector<Cell> cells;
    for (std::size_t start = 0;; ++start) {
        if (cells.size() == count)
            return RowFault{start + 1, fmt::format("more than {} cells", count)};
        bool quoted = start < line.size() && line[start] == '"';
        std::size_t from = start + (quoted ? 1 : 0);
        std::size_t end = std::min(line.find(quoted ? '"' : ',', from), line.size());
        cells.push_back({line.substr(from, end - from), start + 1});
        if (quoted && end++ == line.size()) return RowFault{start + 1, "a quote is not closed"};
        if (end == line.size()) break;
        if (line[end] != ',') return RowFault{end + 1, "a cell goes on behind its closing quote"};
        start = end;
    }
    if (cells.size() < count)
        return RowFault{line.size() + 1,
                        fmt::format("{} cells where {} belong", cells.size(), count)};
    return cells;
}

boost::system::result<TimePoint, RowFault> read_time(const Cell& cell)
{
    const auto& text = cell.text;
    if (auto time = parse_time(text)) return *time;
    auto offset = text.find_last_of("+-");
    bool has_offset = offset != text.npos && offset > std::string_view{"2026-01-05T14:30"}.size();
    if (parse_time(std::string{text} + 'Z'))
        return RowFault{
            cell.column,
            fmt::format("time '{}' names no zone: write Z behind it if it is UTC", escaped(text))};
    if (has_offset && parse_time(std::string{text.substr(0, offset)} + 'Z'))
        return RowFault{cell.column, fmt::format("time '{}' is at the offset {}: write it in UTC",
                                                 escaped(text), escaped(text.substr(offset)))};
    return fault_of_time(cell);
}

boost::system::result<Decimal, RowFault> read_number(std::string_view name, const Cell& cell)
{
    const auto& [text, column] = cell;
    auto number = Decimal::parse(text);
    if (!number)
        return RowFault{column, fmt::format("{} '{}' is not a number", name, escaped(text))};
    auto point = text.find('.');
    auto last_digit = text.find_last_not_of('0');
    constexpr std::size_t most_decimals = 12;
    if (point != text.npos && last_digit > point && last_digit - point > most_decimals)
        return RowFault{column, fmt::format("{} '{}' has more than {} decimals", name,
                                            escaped(text), most_decimals)};
    return *number;
}

boost::system::result<ParsedRow, RowFault> parse_row(std::string_view line)
{
    auto parts = split_row(line, cells_in_row);
    if (!parts) return parts.error();
    // not by the arrow, which gives a null pointer where there is no value
    const auto& cells = parts.value();
    ParsedRow row;
    auto time = read_time(cells[0]);
    if (!time) return time.error();
    row.change.time = *time;
    row.symbol = cells[1].text;
    if (auto fault = fault_of_symbol(row.symbol)) return RowFault{cells[1].column, fault->text};

    constexpr std::size_t first_number = 2;
    std::array<std::optional<Decimal>*, cells_in_row - first_number> fields{
        &row.change.bid,      &row.change.bid_size, &row.change.ask,
        &row.change.ask_size, &row.change.last,     &row.change.last_size};
    for (std::size_t i = first_number; i < cells_in_row; ++i) {
        if (cells[i].text.empty()) continue;
        auto number = read_number(names[i], cells[i]);
        if (!number) return number.error();
        *fields[i - first_number] = *number;
    }
    if (auto fault = fault_of(SecurityType::stock, row.change)) {
        auto at = std::ranges::find(names, fault->field) - names.begin();
        return RowFault{cells[static_cast<std::size_t>(at)].column, fault->text};
    }
    if (row.change.last.has_value() != row.change.last_size.has_value())
        return RowFault{cells[row.change.last ? 7 : 6].column,
                        "a trade needs both last and last_size"};
    return row;
}

}  // namespace trademind::paper
