// Plain text tables, aligned by column.
#include "cli/table.hpp"

#include "base/escape.hpp"

#include <algorithm>
#include <stdexcept>

namespace trademind::cli {
namespace {

constexpr std::string_view gap = "  ";

void append_row(std::string& text, const std::vector<std::string>& row,
                const std::vector<Column>& columns, const std::vector<std::size_t>& widths)
{
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
        std::string blanks(widths[i] - row[i].size(), ' ');
        if (i > 0) line += gap;
        line += columns[i].align == Align::right ? blanks + row[i] : row[i] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
}

}  // namespace

void Table::add(std::vector<std::string> row)
{
    if (row.size() > columns_.size()) throw std::logic_error{"a row longer than its table"};
    // a broker's words in a cell must not break its line
    for (auto& cell : row)
        if (has_control(cell)) cell = escaped(cell);
    rows_.push_back(std::move(row));
}

std::string Table::str() const
{
    std::vector<std::string> headers, rules;
    std::vector<std::size_t> widths;
    for (const Column& column : columns_) {
        headers.push_back(column.header);
        widths.push_back(column.header.size());
    }
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    for (std::size_t width : widths) rules.emplace_back(width, '-');

    std::string text;
    append_row(text, headers, columns_, widths);
    append_row(text, rules, columns_, widths);
    for (const auto& row : rows_) append_row(text, row, columns_, widths);
    return text;
}

std::string grouped(Decimal value, int places)
{
    std::string text = value.round(places).str();
    std::size_t point = std::min(text.find('.'), text.size());
    std::size_t decimals = text.size() - point;
    if (places > 0 && decimals == 0) text += '.', decimals = 1;
    if (places > 0) text.append(static_cast<std::size_t>(places) + 1 - decimals, '0');
    std::size_t first = text.starts_with('-') ? 1 : 0;
    for (std::size_t at = point; at > first + 3; at -= 3) text.insert(at - 3, 1, ',');
    return text;
}

std::string grouped(std::optional<Decimal> value, int places)
{
    return value ? grouped(*value, places) : "-";
}

std::string plain(std::optional<Decimal> value)
{
    return value ? value->str() : "-";
}

}  // namespace trademind::cli
