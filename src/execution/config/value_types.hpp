// How the values of the configuration are written and read: each type with its unit.
#pragma once

#include <trademind/execution/config.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trademind::config {

/// What is wrong with a text, as the end of a sentence about the key.
struct Wrong {
    std::string complaint;
};
/// What was read, or what is wrong with the text.
template <class T> class Parsed {
public:
    Parsed(T value) : value_{std::move(value)} {}
    Parsed(Wrong wrong) : complaint_{std::move(wrong.complaint)} {}
    explicit operator bool() const { return value_.has_value(); }
    const T& operator*() const { return *value_; }
    const std::string& complaint() const { return complaint_; }

private:
    std::optional<T> value_;
    std::string complaint_;
};

/// A kind of value: what it is measured in, which values are allowed, and both directions of its
/// text.
template <class T> class ValueType {
public:
    std::string unit, range;
    std::function<Parsed<T>(std::string_view)> parse;
    std::function<std::string(const T&)> print;
    bool is_list = false;  ///< may be a YAML list
};

/// Of thousands and decimals as other programs and countries write them: "50,000", "1'000", "5,5".
std::optional<std::string> fault_of_digits(std::string_view given);

/// The items between commas, without the spaces around them; empty ones are left out.
std::vector<std::string> split_list(std::string_view given);

ValueType<bool> flag();
/// Of a computer: a name or an address, without a port.
ValueType<std::string> host();
ValueType<std::filesystem::path> path();
/// A path whose name ends in `.prom`, or `none`: other files the collector does not read.
ValueType<std::filesystem::path> metrics_path();
/// A name; `word` for an empty text.
ValueType<std::string> name_or(std::string word, std::string range);
/// Text in capital letters, comma-separated or a YAML list; `none` and `all` are an empty list.
ValueType<std::vector<std::string>> symbols(std::string when_empty);
ValueType<std::vector<SecurityType>> security_types();
/// "23:45 America/New_York": ten minutes of every day, or `none`.
ValueType<std::vector<AwayWindow>> daily_time();
/// "America/New_York": a zone of the system, or a name of TWS's own.
ValueType<std::string> time_zone();
/// A YAML list of maps with code, class, changes_order and advice; see extend_tws_codes.
ValueType<std::vector<TwsCodeChange>> tws_codes();
ValueType<std::int64_t> whole(std::int64_t least, std::int64_t most, std::string unit);
/// At least one, or `unlimited`.
ValueType<std::optional<int>> count_limit(std::string unit);
/// Greater than zero, or `unlimited`.
ValueType<std::optional<Decimal>> quantity_limit();
/// "50000" or "50000 USD", greater than zero, or `unlimited`. A currency must be `currency`.
ValueType<std::optional<Decimal>> money_limit(std::string currency);
ValueType<Decimal> money(std::string currency);
/// A list such as "5000 EUR, 200 GBP", or `none`: greater than zero, each currency once. With
/// `currency_first` it is "EUR 1.08".
ValueType<std::map<std::string, Decimal>> by_currency(bool currency_first);
/// "10x" real time, `real_time`, or `fastest` for nothing.
ValueType<std::optional<Decimal>> speed();
/// A whole "50%", or `profile` for nothing.
ValueType<std::optional<int>> whole_percent_or_profile();
/// "2%", "2x" (of equity) or "2000 USD", or `unlimited`.
ValueType<MoneyLimit> equity_limit(std::string currency);
/// "5%", greater than zero and at most `most` percent, or `off`.
ValueType<std::optional<Decimal>> percent_limit(int most);
/// "5%", from zero; with `positive` above it.
ValueType<Decimal> percent(int most, bool positive = false);
/// "200 ms", "5 s", "3 min", "2 h". `bare_seconds`: a number alone counts seconds.
ValueType<Duration> duration(Duration least, Duration most, bool bare_seconds = false);
/// The same, or `auto` for nothing.
ValueType<std::optional<Duration>> duration_or(std::string word, Duration least, Duration most);
/// A currency code of three capital letters.
ValueType<std::string> currency_code();

template <class E> using Choices = std::vector<std::pair<std::string, E>>;
template <class E> ValueType<E> choice(Choices<E> choices)
{
    std::string range;
    for (const auto& [name, value] : choices) range += (range.empty() ? "" : ", ") + name;
    return {"", range,
            [choices, range](std::string_view given) -> Parsed<E> {
                for (const auto& [name, value] : choices)
                    if (given == name) return value;
                return Wrong{"must be one of " + range};
            },
            [choices](const E& given) {
                for (const auto& [name, value] : choices)
                    if (value == given) return name;
                return std::string{"?"};
            }};
}

}  // namespace trademind::config
