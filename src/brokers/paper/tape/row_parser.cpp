// Reads one line of a tape.
#include "brokers/paper/tape/row_parser.hpp"

#include "base/escape.hpp"
#include "base/names.hpp"
#include "brokers/paper/market/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace trademind::paper {
namespace {

enum class RowKind : std::uint8_t { unsaid, quote, trade, bar, halt, resume, opening, closing };
constexpr std::array row_kinds{
    Name{RowKind::unsaid, ""},           Name{RowKind::quote, "quote"},
    Name{RowKind::trade, "trade"},       Name{RowKind::trade, "print"},
    Name{RowKind::bar, "bar"},           Name{RowKind::halt, halt_word},
    Name{RowKind::resume, resume_word},  Name{RowKind::opening, opening_word},
    Name{RowKind::closing, closing_word}};

struct QuoteField {
    Column column;
    std::optional<Decimal> MarketChange::*field;
};
constexpr std::array quote_fields{QuoteField{Column::bid, &MarketChange::bid},
                                  QuoteField{Column::bid_size, &MarketChange::bid_size},
                                  QuoteField{Column::ask, &MarketChange::ask},
                                  QuoteField{Column::ask_size, &MarketChange::ask_size},
                                  QuoteField{Column::last, &MarketChange::last},
                                  QuoteField{Column::last_size, &MarketChange::last_size}};
struct BarField {
    Column column;
    Decimal Bar::*field;
};
constexpr std::array bar_fields{
    BarField{Column::open, &Bar::open}, BarField{Column::high, &Bar::high},
    BarField{Column::low, &Bar::low}, BarField{Column::close, &Bar::close}};

/// A number as nearly all of a tape are: digits with at most a point among them. Nothing: it may be
/// another one, or none.
std::optional<Decimal> usual_number(std::string_view text)
{
    constexpr std::size_t most_digits = 17;
    constexpr auto steps = [] {
        std::array<std::int64_t, Decimal::digits + 1> all{1};
        for (std::size_t i = 1; i < all.size(); ++i) all[i] = all[i - 1] * 10;
        return all;
    }();
    if (text.empty() || text.size() > most_digits || text.back() == '.') return std::nullopt;
    std::int64_t number = 0;
    std::size_t decimals = 0;
    bool has_point = false;
    for (char c : text) {
        if (c >= '0' && c <= '9') {
            number = number * 10 + (c - '0');
            decimals += has_point;
        } else if (c == '.' && !has_point) {
            has_point = true;
        } else {
            return std::nullopt;
        }
    }
    if (decimals >= steps.size()) return std::nullopt;
    return Decimal::from_raw(int128{number} * steps[steps.size() - 1 - decimals]);
}

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
    return {column, fmt::format("time '{}' is not ISO 8601 in UTC, such as 2026-01-05T14:30:00Z, "
                                "nor a count of s, ms, us or ns since 1970",
                                escaped(text))};
}

bool is_count(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Of a whole count since 1970, whose digits say its unit: from 2001 to 2261 each unit has other
/// ones, and earlier moments have fewer.
std::optional<TimePoint> from_count(std::string_view digits)
{
    constexpr std::int64_t ms = 1'000'000, us = 1'000, s = 1'000'000'000;
    std::int64_t unit = 0;
    switch (digits.size()) {
    case 9:
    case 10: unit = s; break;
    case 12:
    case 13: unit = ms; break;
    case 15:
    case 16: unit = us; break;
    case 18:
    case 19: unit = 1; break;
    default: return std::nullopt;
    }
    std::int64_t count = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error != std::errc{} || count > std::numeric_limits<std::int64_t>::max() / unit)
        return std::nullopt;
    return TimePoint{Duration{count * unit}};
}

/// "1767623400.123456789": seconds with a fraction, as floating point is printed.
std::optional<TimePoint> from_fraction(std::string_view text)
{
    auto point = text.find('.');
    constexpr std::size_t most_digits = 9;
    if (point == text.npos || (point != 9 && point != 10)) return std::nullopt;
    auto seconds = text.substr(0, point), fraction = text.substr(point + 1);
    if (!is_count(seconds) || !is_count(fraction) || fraction.size() > most_digits)
        return std::nullopt;
    std::string nanoseconds{fraction};
    nanoseconds.resize(most_digits, '0');
    auto whole = from_count(seconds);
    return whole ? std::optional{*whole + Duration{std::stoll(nanoseconds)}} : std::nullopt;
}

/// Cells that rows of this kind do not have.
std::optional<RowFault> fault_of_kind(const RowCells& cells, RowKind kind)
{
    auto filled = [&](Column column) { return !cells[column].text.empty(); };
    auto none_of = [&](auto first, auto last, std::string_view what) -> std::optional<RowFault> {
        for (auto i = static_cast<std::size_t>(first); i <= static_cast<std::size_t>(last); ++i)
            if (filled(column_at(i)))
                return cells.fault(column_at(i),
                                   fmt::format("{} has no {}", what, name_of(column_at(i))));
        return std::nullopt;
    };
    if (kind == RowKind::bar) {
        if (filled(Column::aggressor))
            return cells.fault(Column::aggressor, "a bar has no aggressor");
        return none_of(Column::bid, Column::last_size, "a bar");
    }
    if (auto fault = none_of(Column::open, Column::volume, "a row that is no bar")) return fault;
    if (kind == RowKind::quote) return none_of(Column::last, Column::last_size, "a quote");
    if (kind == RowKind::trade)
        if (auto fault = none_of(Column::bid, Column::ask_size, "a trade")) return fault;
    bool prints = kind == RowKind::trade || kind == RowKind::opening || kind == RowKind::closing;
    if (prints && !filled(Column::last))
        return cells.fault(Column::kind,
                           fmt::format("a row of kind {} needs a last", cells[Column::kind].text));
    return std::nullopt;
}

/// The market's own verdict, at the cell that it is about.
template <class What>
std::optional<RowFault> fault_of_market(const RowCells& cells, SecurityType type, const What& what)
{
    auto fault = fault_of(type, what);
    if (!fault) return std::nullopt;
    // what another kind of contract may have
    if (!fault_of(SecurityType::future, what) && !cells.columns().has(Column::security_type))
        fault->text += "; without a column security_type it is a US stock";
    auto column = parse_column(fault->field);
    return cells.fault(column.value_or(Column::time), fault->text);
}

RowResult<ParsedRow> parse_bar(const RowCells& cells, TimePoint time, SecurityType type)
{
    Bar bar;
    bar.time = time;
    for (auto [column, field] : bar_fields) {
        auto number = read_number(name_of(column), cells[column]);
        if (!number) return number.error();
        bar.*field = *number;
    }
    if (auto cell = cells[Column::volume]; !cell.text.empty()) {
        auto volume = read_number(name_of(Column::volume), cell);
        if (!volume) return volume.error();
        bar.volume = *volume;
    }
    if (auto fault = fault_of_market(cells, type, bar)) return *fault;
    return ParsedRow{bar};
}

RowResult<ParsedRow> parse_change(const RowCells& cells, TimePoint time, SecurityType type,
                                  RowKind kind)
{
    MarketChange change{time};
    for (auto [column, field] : quote_fields) {
        auto cell = cells[column];
        if (cell.text.empty()) continue;
        auto number = read_number(name_of(column), cell);
        if (!number) return number.error();
        change.*field = *number;
    }
    if (auto fault = fault_of_market(cells, type, change)) return *fault;
    if (change.last.has_value() != change.last_size.has_value())
        return cells.fault(change.last ? Column::last_size : Column::last,
                           "a trade needs both last and last_size");
    if (kind == RowKind::halt || kind == RowKind::resume) change.halted = kind == RowKind::halt;
    if (kind == RowKind::opening) change.print = PrintKind::opening;
    if (kind == RowKind::closing) change.print = PrintKind::closing;
    if (auto cell = cells[Column::aggressor]; !cell.text.empty()) {
        change.aggressor = parse_side(cell.text);
        if (!change.aggressor)
            return RowFault{cell.column, fmt::format("aggressor '{}' is neither buy nor sell",
                                                     escaped(cell.text))};
        if (!change.last) return RowFault{cell.column, "only a trade has an aggressor"};
    }
    return ParsedRow{change};
}

}  // namespace

RowResult<TimePoint> read_time(const Cell& cell)
{
    const auto& text = cell.text;
    if (auto time = parse_time(text)) return *time;
    if (auto time = is_count(text) ? from_count(text) : from_fraction(text)) return *time;
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

RowResult<Decimal> read_number(std::string_view name, const Cell& cell)
{
    const auto& [text, column] = cell;
    if (auto usual = usual_number(text)) return *usual;
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

RowResult<ParsedRow> parse_row(const RowCells& cells, TimePoint time, SecurityType type)
{
    auto kind = value_of(row_kinds, cells[Column::kind].text);
    if (!kind)
        return cells.fault(Column::kind,
                           fmt::format("kind '{}' is none of quote, trade, bar, halt, resume, "
                                       "opening and closing",
                                       escaped(cells[Column::kind].text)));
    bool is_bar = cells.columns().bars_only() ||
                  (kind == RowKind::unsaid && !cells[Column::open].text.empty());
    if (is_bar) kind = RowKind::bar;
    if (auto fault = fault_of_kind(cells, *kind)) return *fault;
    return kind == RowKind::bar ? parse_bar(cells, time, type)
                                : parse_change(cells, time, type, *kind);
}

}  // namespace trademind::paper
