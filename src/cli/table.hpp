// Plain text tables, aligned by column.
#pragma once

#include <trademind/decimal.hpp>

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

/// Rows under headers. A row may be shorter than the headers, never longer.
class Table {
public:
    explicit Table(std::vector<Column> columns) : columns_{std::move(columns)} {}

    void add(std::vector<std::string> row);
    bool empty() const { return rows_.empty(); }
    /// With a line under the headers, a newline after each row and no blanks at their ends.
    std::string str() const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// "1,234,567.50": rounded half away from zero to `places`, thousands grouped.
std::string grouped(Decimal value, int places = 2);
/// "-" for an unknown value.
std::string grouped(std::optional<Decimal> value, int places = 2);
/// As it is, "-" for an unknown value.
std::string plain(std::optional<Decimal> value);

}  // namespace trademind::cli
