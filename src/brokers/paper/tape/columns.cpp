// The columns of a tape.
#include "brokers/paper/tape/columns.hpp"

#include "base/escape.hpp"
#include "base/names.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace trademind::paper {
namespace {

constexpr std::array<std::string_view, column_count> column_names{
    "time",          "symbol",      "bid",       "bid_size",      "ask",        "ask_size",
    "last",          "last_size",   "open",      "high",          "low",        "close",
    "volume",        "kind",        "aggressor", "security_type", "exchange",   "primary_exchange",
    "currency",      "expiry",      "strike",    "right",         "multiplier", "local_symbol",
    "trading_class", "contract_id", "tick",      "magnifier"};

constexpr std::string_view usual_header = "time,symbol,bid,bid_size,ask,ask_size,last,last_size",
                           bar_header = "time,symbol,open,high,low,close,volume";

/// The first needs the second.
constexpr std::array needs{
    std::pair{Column::bid, Column::bid_size},   std::pair{Column::bid_size, Column::bid},
    std::pair{Column::ask, Column::ask_size},   std::pair{Column::ask_size, Column::ask},
    std::pair{Column::last, Column::last_size}, std::pair{Column::last_size, Column::last},
    std::pair{Column::open, Column::high},      std::pair{Column::high, Column::low},
    std::pair{Column::low, Column::close},      std::pair{Column::close, Column::open},
    std::pair{Column::volume, Column::open},    std::pair{Column::aggressor, Column::last},
};

/// Of a first line that says in its bytes what it is.
std::optional<std::string> fault_of_form(std::string_view header)
{
    for (std::string_view mark : {"\xff\xfe", "\xfe\xff"})
        if (header.starts_with(mark))
            return std::string{"the file is UTF-16: save it as CSV in UTF-8"};
    if (header.find(',') == header.npos)
        for (char separator : {';', '\t'})
            if (header.find(separator) != header.npos)
                return fmt::format("the cells are separated by '{}': write commas",
                                   separator == ';' ? ";" : "\\t");
    if (header.empty())
        return fmt::format("the file is empty; its first line must be '{}' or '{}'", usual_header,
                           bar_header);
    return std::nullopt;
}

}  // namespace

void throw_exception_from_error(const RowFault& fault, const boost::source_location&)
{
    throw std::runtime_error{fault.what};
}

std::string_view name_of(Column column)
{
    return column_names[static_cast<std::size_t>(column)];
}

std::optional<Column> parse_column(std::string_view name)
{
    for (std::size_t i = 0; i < column_count; ++i)
        if (equal_ignoring_case(column_names[i], name)) return column_at(i);
    return std::nullopt;
}

std::optional<RowFault> split_row(std::string_view line, std::vector<Cell>& cells)
{
    cells.clear();
    for (std::size_t start = 0;; ++start) {
        bool quoted = start < line.size() && line[start] == '"';
        std::size_t from = start + (quoted ? 1 : 0);
        // cells are short: a call costs more than looking
        std::size_t end = from;
        for (char stop = quoted ? '"' : ','; end < line.size() && line[end] != stop;) ++end;
        cells.push_back({line.substr(from, end - from), start + 1});
        if (quoted && end++ == line.size()) return RowFault{start + 1, "a quote is not closed"};
        if (end == line.size()) return std::nullopt;
        if (line[end] != ',') return RowFault{end + 1, "a cell goes on behind its closing quote"};
        start = end;
    }
}

RowResult<Columns> Columns::parse(std::string_view header)
{
    if (auto fault = fault_of_form(header)) return RowFault{1, *fault};
    auto fault = [&](std::size_t at, std::string_view why) {
        return RowFault{at,
                        fmt::format("the header is '{}': {}", escaped(header.substr(0, 80)), why)};
    };
    std::vector<Cell> cells;
    if (auto broken = split_row(header, cells)) return *broken;
    Columns columns;
    columns.count_ = cells.size();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto column = parse_column(cells[i].text);
        if (!column)
            return fault(
                cells[i].column,
                fmt::format("'{}' is no column of a tape; its columns are {}",
                            escaped(cells[i].text.substr(0, 40)), fmt::join(column_names, ",")));
        auto& place = columns.places_[static_cast<std::size_t>(*column)];
        if (place)
            return fault(cells[i].column,
                         fmt::format("the column {} stands twice", name_of(*column)));
        place = i;
    }
    for (Column column : {Column::time, Column::symbol})
        if (!columns.has(column))
            return fault(1, fmt::format("there is no column {}", name_of(column)));
    for (auto [column, needed] : needs)
        if (columns.has(column) && !columns.has(needed))
            return fault(1, fmt::format("{} needs a column {}", name_of(column), name_of(needed)));
    if (!columns.has(Column::bid) && !columns.has(Column::ask) && !columns.has(Column::last) &&
        !columns.has(Column::open))
        return fault(1, "there is neither bid, ask, last nor open: no row could say a price");
    return columns;
}

}  // namespace trademind::paper
