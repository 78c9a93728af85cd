// Plain text tables, aligned by column.
#include "cli/table.hpp"

#include "base/escape.hpp"

#include <algorithm>
#include <stdexcept>

namespace trademind::cli {
namespace {

constexpr std::string_view gap = "  ";

/// A broker's words in a cell must not break its line.
void escape_cells(std::vector<std::string>& row)
{
    for (auto& cell : row)
        if (has_control(cell)) cell = escaped(cell);
}

}  // namespace

RowPrinter::RowPrinter(std::vector<Column> columns) : columns_{std::move(columns)}
{
    for (const Column& column : columns_) widths_.push_back(column.header.size());
}

void RowPrinter::measure(const std::vector<std::string>& row)
{
    if (row.size() > columns_.size()) throw std::logic_error{"a row longer than its table"};
    for (std::size_t i = 0; i < row.size(); ++i)
        widths_[i] =
            std::max(widths_[i], has_control(row[i]) ? escaped(row[i]).size() : row[i].size());
}

std::string RowPrinter::head() const
{
    std::vector<std::string> headers, rules;
    for (const Column& column : columns_) headers.push_back(column.header);
    for (std::size_t width : widths_) rules.emplace_back(width, '-');
    return line(std::move(headers)) + '\n' + line(std::move(rules));
}

std::string RowPrinter::line(std::vector<std::string> row) const
{
    escape_cells(row);
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
        // one that came after the others were measured may be wider
        std::string blanks(widths_[i] - std::min(widths_[i], row[i].size()), ' ');
        if (i > 0) line += gap;
        line += columns_[i].align == Align::right ? blanks + row[i] : row[i] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

void Table::add(std::vector<std::string> row)
{
    printer_.measure(row);
    rows_.push_back(std::move(row));
}

std::string Table::str() const
{
    auto text = printer_.head() + '\n';
    for (const auto& row : rows_) text += printer_.line(row) + '\n';
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
