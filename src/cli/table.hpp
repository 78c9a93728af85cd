// Plain text tables, aligned by column.
#pragma once

#include <trademind/decimal.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::cli {

enum class Align { left, right };

class Column {
public:
    Column(std::string header, Align align = Align::left) : header{std::move(header)}, align{align}
    {}
    /// A header that ends with ">" is of numbers: aligned to the right.
    Column(const char* header) : header{header}
    {
        if (!this->header.ends_with('>')) return;
        this->header.pop_back();
        align = Align::right;
    }

    std::string header;
    Align align = Align::left;
};

/// Rows one by one, as wide as what was measured before: for more of them than memory should hold.
class RowPrinter {
public:
    explicit RowPrinter(std::vector<Column> columns);

    void measure(const std::vector<std::string>& row);
    /// The headers and the line under them, without a newline at the end; likewise each row.
    std::string head() const;
    std::string line(std::vector<std::string> row) const;

private:
    std::vector<Column> columns_;
    std::vector<std::size_t> widths_;
};

/// Rows under headers. A row may be shorter than the headers, never longer.
class Table {
public:
    explicit Table(std::vector<Column> columns) : printer_{std::move(columns)} {}

    void add(std::vector<std::string> row);
    bool empty() const { return rows_.empty(); }
    /// With a line under the headers, a newline after each row and no blanks at their ends.
    std::string str() const;

private:
    RowPrinter printer_;
    std::vector<std::vector<std::string>> rows_;
};

/// "1,234,567.50": rounded half away from zero to `places`, thousands grouped.
std::string grouped(Decimal value, int places = 2);
/// "-" for an unknown value.
std::string grouped(std::optional<Decimal> value, int places = 2);
/// As it is, "-" for an unknown value.
std::string plain(std::optional<Decimal> value);

}  // namespace trademind::cli
