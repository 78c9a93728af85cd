// Fields of a record as columns of a table: one description of a record both writes and reads it.
#pragma once

#include "base/database.hpp"

#include <trademind/ids.hpp>
#include <trademind/time.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace trademind::paper {

/// Collects names and values. The record must live until the statement has run.
class RowWriter {
public:
    template <class T> void operator()(std::string_view name, const T& value)
    {
        add(name, to_value(value));
    }
    /// Empty text is NULL.
    void text(std::string_view name, const std::string& value)
    {
        add(name, value.empty() ? SqlValue{std::nullopt} : SqlValue{value});
    }
    /// An enumeration by its spelling.
    template <class T, class Parse> void word(std::string_view name, const T& value, Parse)
    {
        add(name, to_string(value));
    }
    template <class T, class Parse>
    void word(std::string_view name, const std::optional<T>& value, Parse)
    {
        add(name, value ? SqlValue{to_string(*value)} : SqlValue{std::nullopt});
    }
    /// An enumeration by its number.
    template <class T> void number(std::string_view name, const T& value)
    {
        add(name, static_cast<std::int64_t>(value));
    }

    void mark() {}

    const std::vector<std::string_view>& names() const { return names_; }
    const std::vector<SqlValue>& values() const { return values_; }

private:
    template <class T> static SqlValue to_value(const T& value)
    {
        if constexpr (std::is_enum_v<T>)
            return to_number(value);
        else
            return value;
    }
    template <class T> static SqlValue to_value(const std::optional<T>& value)
    {
        return value ? to_value(*value) : SqlValue{std::nullopt};
    }
    static SqlValue to_value(TimePoint time) { return time.time_since_epoch().count(); }
    static SqlValue to_value(std::chrono::sys_days date) { return date.time_since_epoch().count(); }
    static SqlValue to_value(std::chrono::year_month_day date)
    {
        return to_value(std::chrono::sys_days{date});
    }
    void add(std::string_view name, SqlValue value)
    {
        names_.push_back(name);
        values_.push_back(value);
    }

    std::vector<std::string_view> names_;
    std::vector<SqlValue> values_;
};

/// Reads the columns in the order in which the description names them. Throws std::runtime_error
/// with the column's name where a value that must be there is not.
class RowReader {
public:
    explicit RowReader(const SqlRow& row) : row_{row} {}

    template <class T> void operator()(std::string_view name, T& value)
    {
        from_column(column_++, name, value);
    }
    void text(std::string_view, std::string& value)
    {
        value = optional_text(column_++).value_or("");
    }
    template <class T, class Parse> void word(std::string_view name, T& value, Parse parse)
    {
        value = known(name, parse(row_.text(column_++)));
    }
    template <class T, class Parse>
    void word(std::string_view, std::optional<T>& value, Parse parse)
    {
        if (auto text = optional_text(column_++)) value = parse(*text);
    }
    template <class T> void number(std::string_view, T& value)
    {
        value = static_cast<T>(row_.integer(column_++));
    }
    /// From now on found_any() counts.
    void mark() { any_ = false; }
    /// A column that may be NULL has held something since mark().
    bool found_any() const { return any_; }

private:
    template <class T> static T known(std::string_view name, std::optional<T> value)
    {
        if (!value)
            throw std::runtime_error{"column " + std::string{name} + " holds no such value"};
        return *value;
    }
    bool has(int column)
    {
        bool is = !row_.is_null(column);
        any_ = any_ || is;
        return is;
    }
    std::optional<std::string> optional_text(int column)
    {
        return has(column) ? std::optional{row_.text(column)} : std::nullopt;
    }
    void from_column(int column, std::string_view name, Decimal& value)
    {
        value = known(name, row_.decimal(column));
    }
    void from_column(int column, std::string_view, std::optional<Decimal>& value)
    {
        has(column);
        value = row_.decimal(column);
    }
    void from_column(int column, std::string_view, std::string& value)
    {
        value = row_.text(column);
    }
    void from_column(int column, std::string_view, TimePoint& value)
    {
        value = TimePoint{Duration{row_.integer(column)}};
    }
    void from_column(int column, std::string_view, std::chrono::sys_days& value)
    {
        value = std::chrono::sys_days{std::chrono::days{row_.integer(column)}};
    }
    void from_column(int column, std::string_view, std::chrono::year_month_day& value)
    {
        value = std::chrono::sys_days{std::chrono::days{row_.integer(column)}};
    }
    template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T>
    void from_column(int column, std::string_view, T& value)
    {
        value = static_cast<T>(row_.integer(column));
    }
    template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T>
    void from_column(int column, std::string_view, std::optional<T>& value)
    {
        if (has(column)) value = static_cast<T>(row_.integer(column));
    }

    const SqlRow& row_;
    int column_ = 0;
    bool any_ = false;
};

}  // namespace trademind::paper
