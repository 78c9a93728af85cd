// Values with units: quantities, money, percents and durations.
#include "execution/config/value_types.hpp"

#include <fmt/format.h>

#include <array>

namespace trademind::config {
namespace {

using Most = std::optional<Decimal>;

/// A number and what follows it, "5 s" or "5%".
class Measure {
public:
    Decimal number;
    std::string_view unit;
};

std::optional<Measure> split_unit(std::string_view given)
{
    Measure m;
    const char* last = given.data() + given.size();
    auto [end, fault] = Decimal::from_chars(given.data(), last, m.number);
    if (fault != std::errc{}) return std::nullopt;
    m.unit = {end, static_cast<std::size_t>(last - end)};
    while (!m.unit.empty() && m.unit.front() == ' ') m.unit.remove_prefix(1);
    return m;
}

constexpr auto greater_than_zero = "must be greater than 0; \"no limit\" is written unlimited";

/// "k USD" is none: a factor, or a separator of digits.
bool may_be_currency(std::string_view unit)
{
    return static_cast<bool>(currency_code().parse(unit));
}

/// Nothing when the amount is one.
std::optional<std::string> fault_of_money(const std::optional<Measure>& m,
                                          const std::string& currency)
{
    if (!m || (!m->unit.empty() && !may_be_currency(m->unit)))
        return "must be a number in digits and its currency, such as \"50000 " + currency +
               "\" (no k or M, no separators)";
    if (!m->unit.empty() && m->unit != currency)
        return fmt::format("is in {} but risk.currency is {}", m->unit, currency);
    if (m->number.sign() <= 0) return greater_than_zero;
    return std::nullopt;
}

struct Unit {
    std::string_view name;
    Duration length;
};
constexpr std::array units{
    Unit{"h", std::chrono::hours{1}},         Unit{"min", std::chrono::minutes{1}},
    Unit{"s", std::chrono::seconds{1}},       Unit{"ms", std::chrono::milliseconds{1}},
    Unit{"us", std::chrono::microseconds{1}},
};

std::string print_duration(Duration d)
{
    for (const auto& unit : units)
        if (d % unit.length == Duration{}) return fmt::format("{} {}", d / unit.length, unit.name);
    return fmt::format("{} ns", d.count());
}

std::string print_percent(Decimal fraction)
{
    return (fraction * Decimal{100}).str() + "%";
}

Parsed<Decimal> parse_percent(std::string_view given, bool zero, int most)
{
    if (auto fault = fault_of_digits(given)) return Wrong{*fault};
    auto m = split_unit(given);
    if (!m) return Wrong{"must be a percentage such as \"5%\""};
    if (m->unit.empty())
        return Wrong{fmt::format("needs its unit: write \"{}%\"", m->number.str())};
    if (m->unit != "%") return Wrong{fmt::format("has the unit \"{}\"; it must be %", m->unit)};
    if (m->number.sign() < 0 || (!zero && m->number.is_zero()) || m->number > Decimal{most})
        return Wrong{
            fmt::format("must be {} 0% and at most {}%", zero ? "at least" : "greater than", most)};
    return m->number / Decimal{100};
}

/// What `plain` reads, or `word` for nothing; `hint` ends what is said of a wrong text.
template <class T>
ValueType<std::optional<T>> or_word(std::string word, ValueType<T> plain, std::string hint = {})
{
    return {plain.unit, plain.range + ", or " + word,
            [=, parse = plain.parse](std::string_view given) -> Parsed<std::optional<T>> {
                if (given == word) return std::optional<T>{};
                auto parsed = parse(given);
                if (!parsed) return Wrong{parsed.complaint() + hint};
                return std::optional<T>{*parsed};
            },
            [word, print = plain.print](const std::optional<T>& value) {
                return value ? print(*value) : word;
            }};
}

}  // namespace

ValueType<Most> quantity_limit()
{
    ValueType<Decimal> quantity{"units of the contract", "greater than 0",
                                [](std::string_view given) -> Parsed<Decimal> {
                                    if (auto fault = fault_of_digits(given)) return Wrong{*fault};
                                    auto m = split_unit(given);
                                    if (!m || !m->unit.empty())
                                        return Wrong{"must be a number, or unlimited"};
                                    if (m->number.sign() <= 0) return Wrong{greater_than_zero};
                                    return m->number;
                                },
                                [](const Decimal& value) { return value.str(); }};
    return or_word("unlimited", std::move(quantity));
}

ValueType<Most> money_limit(std::string currency)
{
    return or_word("unlimited", money(std::move(currency)));
}

ValueType<Decimal> money(std::string currency)
{
    return {"money", "greater than 0",
            [currency](std::string_view given) -> Parsed<Decimal> {
                auto m = split_unit(given);
                if (auto fault = fault_of_money(m, currency)) return Wrong{*fault};
                return m->number;
            },
            [currency](const Decimal& value) { return value.str() + " " + currency; }};
}

ValueType<MoneyLimit> equity_limit(std::string currency)
{
    using Kind = MoneyLimit::Kind;
    return {"% or x of equity, or money", "greater than 0, or unlimited",
            [currency](std::string_view given) -> Parsed<MoneyLimit> {
                if (given == "unlimited") return MoneyLimit{};
                auto m = split_unit(given);
                if (m && m->unit.empty())
                    return Wrong{fmt::format(
                        "needs its unit: write \"{0} {1}\", \"{0}%\" or \"{0}x\" (of equity)",
                        m->number.str(), currency)};
                if (m && m->number.sign() <= 0) return Wrong{greater_than_zero};
                if (m && m->unit == "%") return MoneyLimit::of_equity(m->number / Decimal{100});
                if (m && m->unit == "x") return MoneyLimit::of_equity(m->number);
                if (auto fault = fault_of_money(m, currency)) return Wrong{*fault};
                return MoneyLimit::amount(m->number);
            },
            [currency](const MoneyLimit& value) -> std::string {
                if (value.kind == Kind::unlimited) return "unlimited";
                if (value.kind == Kind::amount) return value.value.str() + " " + currency;
                return value.value < Decimal{1} ? print_percent(value.value)
                                                : value.value.str() + "x";
            }};
}

ValueType<Most> percent_limit(int most)
{
    return or_word("off", percent(most, true));
}

ValueType<Decimal> percent(int most, bool positive)
{
    return {"%", fmt::format("{}0% to {}%", positive ? "greater than " : "", most),
            [=](std::string_view given) { return parse_percent(given, !positive, most); },
            [](const Decimal& value) { return print_percent(value); }};
}

ValueType<Duration> duration(Duration least, Duration most, bool bare_seconds)
{
    auto range = print_duration(least) + " to " + print_duration(most);
    return {
        bare_seconds ? "h, min, s, ms (a number alone: s)" : "h, min, s, ms", range,
        [=](std::string_view given) -> Parsed<Duration> {
            if (auto fault = fault_of_digits(given)) return Wrong{*fault};
            auto m = split_unit(given);
            if (!m) return Wrong{"must be a duration such as \"5 s\""};
            if (m->unit.empty() && bare_seconds) m->unit = "s";
            if (m->unit.empty())
                return Wrong{
                    fmt::format("needs its unit: write \"{0} s\" or \"{0} ms\"", m->number.str())};
            for (const auto& unit : units) {
                if (m->unit != unit.name) continue;
                auto ns = checked_multiply(m->number, Decimal{unit.length.count()});
                if (!ns || *ns < Decimal{least.count()} || *ns > Decimal{most.count()})
                    return Wrong{"must be from " + range};
                return Duration{static_cast<std::int64_t>(ns->raw() / Decimal::one)};
            }
            return Wrong{fmt::format("has the unit \"{}\"; it must be h, min, s or ms", m->unit)};
        },
        [](const Duration& value) { return print_duration(value); }};
}

ValueType<std::optional<Duration>> duration_or(std::string word, Duration least, Duration most)
{
    return or_word(word, duration(least, most), ", or " + word);
}

ValueType<std::map<std::string, Decimal>> by_currency(bool currency_first)
{
    using Amounts = std::map<std::string, Decimal>;
    std::string example = currency_first ? "EUR 1.08" : "5000 EUR";
    auto parse_one = [=](std::string_view item) -> std::optional<std::pair<std::string, Decimal>> {
        auto space = item.find(' ');
        if (space == std::string_view::npos) return std::nullopt;
        auto currency = item.substr(currency_first ? 0 : space + 1,
                                    currency_first ? space : std::string_view::npos);
        auto number =
            Decimal::parse(currency_first ? item.substr(space + 1) : item.substr(0, space));
        if (!number || number->sign() <= 0 || !currency_code().parse(currency)) return std::nullopt;
        return std::pair{std::string{currency}, *number};
    };
    return {"", "a list such as " + example + ", or none",
            [=](std::string_view given) -> Parsed<Amounts> {
                Amounts amounts;
                if (given == "none") return amounts;
                if (auto fault = fault_of_digits(given)) return Wrong{*fault};
                for (const auto& item : split_list(given)) {
                    auto one = parse_one(item);
                    if (!one)
                        return Wrong{"must be a list such as " + example + ", each greater than 0"};
                    if (!amounts.insert(*one).second)
                        return Wrong{"names " + one->first + " twice"};
                }
                if (amounts.empty()) return Wrong{"is empty: write none"};
                return amounts;
            },
            [=](const Amounts& amounts) {
                std::string text;
                for (const auto& [currency, amount] : amounts)
                    text += (text.empty() ? "" : ", ") + (currency_first
                                                              ? currency + " " + amount.str()
                                                              : amount.str() + " " + currency);
                return text.empty() ? "none" : text;
            },
            true};
}

ValueType<std::optional<Decimal>> speed()
{
    using Factor = std::optional<Decimal>;
    auto least = Decimal::from_raw(Decimal::one / 1000);
    return {"times real time", "fastest, real_time, or 0.001x to 1000000x",
            [=](std::string_view given) -> Parsed<Factor> {
                if (given == "fastest") return Factor{};
                if (given == "real_time") return Factor{Decimal{1}};
                if (auto fault = fault_of_digits(given)) return Wrong{*fault};
                auto m = split_unit(given);
                if (!m || m->unit != "x" || m->number < least || m->number > Decimal{1'000'000})
                    return Wrong{"must be fastest, real_time, or a factor from 0.001x to 1000000x"};
                return Factor{m->number};
            },
            [](const Factor& value) {
                if (!value) return std::string{"fastest"};
                return *value == Decimal{1} ? "real_time" : value->str() + "x";
            }};
}

ValueType<std::optional<int>> whole_percent_or_profile()
{
    ValueType<int> whole{"%", "0% to 100% in whole percents",
                         [](std::string_view given) -> Parsed<int> {
                             auto p = parse_percent(given, true, 100);
                             if (!p) return Wrong{p.complaint()};
                             auto percents = *p * Decimal{100};
                             if (!percents.is_integer()) return Wrong{"must be a whole percentage"};
                             return static_cast<int>(percents.raw() / Decimal::one);
                         },
                         [](const int& value) { return std::to_string(value) + "%"; }};
    return or_word("profile", std::move(whole));
}

}  // namespace trademind::config
