// The columns of a tape, in the order of its header.
#pragma once

#include <boost/system/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::paper {

/// What is wrong with a line, and in which column (1 is the first character).
struct RowFault {
    std::size_t column;
    std::string what;
};
[[noreturn]] void throw_exception_from_error(const RowFault&, const boost::source_location&);
template <class T> using RowResult = boost::system::result<T, RowFault>;

/// One cell of a line, without the quotes around it, and where it starts.
struct Cell {
    std::string_view text;
    std::size_t column;
};
/// The line's cells, into `cells`; a quoted one may hold commas, but no quotes.
std::optional<RowFault> split_row(std::string_view line, std::vector<Cell>& cells);

/// In the order in which they are written.
enum class Column : std::uint8_t {
    time,
    symbol,
    bid,
    bid_size,
    ask,
    ask_size,
    last,
    last_size,
    open,
    high,
    low,
    close,
    volume,
    kind,
    aggressor,
    security_type,
    exchange,
    primary_exchange,
    currency,
    expiry,
    strike,
    right,
    multiplier,
    local_symbol,
    trading_class,
    contract_id,
    tick,
    magnifier,
};
inline constexpr std::size_t column_count = 28;
/// Those that say which contract a row is of, beside its symbol.
inline constexpr Column first_contract_column = Column::security_type;

/// "bid_size".
std::string_view name_of(Column);
std::optional<Column> parse_column(std::string_view name);
inline constexpr Column column_at(std::size_t i)
{
    return static_cast<Column>(i);
}

/// Where each column stands.
class Columns {
public:
    /// Of a header; the fault says why it is none.
    static RowResult<Columns> parse(std::string_view header);

    std::size_t count() const { return count_; }
    std::optional<std::size_t> place_of(Column column) const
    {
        return places_[static_cast<std::size_t>(column)];
    }
    bool has(Column column) const { return place_of(column).has_value(); }
    /// Each row is a bar.
    bool bars_only() const
    {
        return has(Column::open) && !has(Column::bid) && !has(Column::ask) && !has(Column::last) &&
               !has(Column::kind);
    }

private:
    std::array<std::optional<std::size_t>, column_count> places_;
    std::size_t count_ = 0;
};

/// The cells of one line, by column.
class RowCells {
public:
    RowCells(const Columns& columns, const std::vector<Cell>& cells)
        : columns_{columns}, cells_{cells}
    {}

    const Columns& columns() const { return columns_; }
    /// Empty text where there is no such column.
    Cell operator[](Column column) const
    {
        auto place = columns_.place_of(column);
        return place ? cells_[*place] : Cell{{}, 1};
    }
    /// A fault of one of the cells.
    RowFault fault(Column column, std::string what) const
    {
        return {(*this)[column].column, std::move(what)};
    }

private:
    const Columns& columns_;
    const std::vector<Cell>& cells_;
};

}  // namespace trademind::paper
