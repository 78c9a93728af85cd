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

/// Nothing when the amount is one.
std::optional<std::string> fault_of_money(const std::optional<Measure>& m,
                                          const std::string& currency)
{
    if (!m) return "must be an amount such as \"50000 " + currency + "\"";
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
    using P = Parsed<Decimal>;
    auto m = split_unit(given);
    if (!m) return P::wrong("must be a percentage such as \"5%\"");
    if (m->unit.empty())
        return P::wrong(fmt::format("needs its unit: write \"{}%\"", m->number.str()));
    if (m->unit != "%") return P::wrong(fmt::format("has the unit \"{}\"; it must be %", m->unit));
    if (m->number.sign() < 0 || (!zero && m->number.is_zero()) || m->number > Decimal{most})
        return P::wrong(
            fmt::format("must be {} 0% and at most {}%", zero ? "at least" : "greater than", most));
    return m->number / Decimal{100};
}

}  // namespace

ValueType<Most> quantity_limit()
{
    return {"units of the contract", "greater than 0, or unlimited",
            [](std::string_view given) -> Parsed<Most> {
                if (given == "unlimited") return Most{};
                auto m = split_unit(given);
                if (!m || !m->unit.empty())
                    return Parsed<Most>::wrong("must be a number, or unlimited");
                if (m->number.sign() <= 0) return Parsed<Most>::wrong(greater_than_zero);
                return Most{m->number};
            },
            [](const Most& value) { return value ? value->str() : "unlimited"; }};
}

ValueType<Most> money_limit(std::string currency)
{
    return {"money", "greater than 0, or unlimited",
            [currency](std::string_view given) -> Parsed<Most> {
                if (given == "unlimited") return Most{};
                auto m = split_unit(given);
                if (auto fault = fault_of_money(m, currency)) return Parsed<Most>::wrong(*fault);
                return Most{m->number};
            },
            [currency](const Most& value) {
                return value ? value->str() + " " + currency : "unlimited";
            }};
}

ValueType<Decimal> money(std::string currency)
{
    return {"money", "greater than 0",
            [currency](std::string_view given) -> Parsed<Decimal> {
                auto m = split_unit(given);
                if (auto fault = fault_of_money(m, currency)) return Parsed<Decimal>::wrong(*fault);
                return m->number;
            },
            [currency](const Decimal& value) { return value.str() + " " + currency; }};
}

ValueType<MoneyLimit> equity_limit(std::string currency)
{
    using Kind = MoneyLimit::Kind;
    return {"% or x of equity, or money", "greater than 0, or unlimited",
            [currency](std::string_view given) -> Parsed<MoneyLimit> {
                using P = Parsed<MoneyLimit>;
                if (given == "unlimited") return MoneyLimit{};
                auto m = split_unit(given);
                if (m && m->unit.empty())
                    return P::wrong(fmt::format(
                        "needs its unit: write \"{0} {1}\", \"{0}%\" or \"{0}x\" (of equity)",
                        m->number.str(), currency));
                if (m && m->number.sign() <= 0) return P::wrong(greater_than_zero);
                if (m && m->unit == "%") return MoneyLimit::of_equity(m->number / Decimal{100});
                if (m && m->unit == "x") return MoneyLimit::of_equity(m->number);
                if (auto fault = fault_of_money(m, currency)) return P::wrong(*fault);
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
    return {"%", fmt::format("greater than 0% to {}%, or off", most),
            [most](std::string_view given) -> Parsed<Most> {
                if (given == "off") return Most{};
                auto p = parse_percent(given, false, most);
                if (!p) return Parsed<Most>::wrong(p.complaint());
                return Most{*p};
            },
            [](const Most& value) { return value ? print_percent(*value) : "off"; }};
}

ValueType<Decimal> percent(int most)
{
    return {"%", fmt::format("0% to {}%", most),
            [most](std::string_view given) { return parse_percent(given, true, most); },
            [](const Decimal& value) { return print_percent(value); }};
}

ValueType<Duration> duration(Duration least, Duration most, bool bare_seconds)
{
    auto range = print_duration(least) + " to " + print_duration(most);
    return {bare_seconds ? "h, min, s, ms (a number alone: s)" : "h, min, s, ms", range,
            [=](std::string_view given) -> Parsed<Duration> {
                using P = Parsed<Duration>;
                auto m = split_unit(given);
                if (!m) return P::wrong("must be a duration such as \"5 s\"");
                if (m->unit.empty() && bare_seconds) m->unit = "s";
                if (m->unit.empty())
                    return P::wrong(fmt::format("needs its unit: write \"{0} s\" or \"{0} ms\"",
                                                m->number.str()));
                for (const auto& unit : units) {
                    if (m->unit != unit.name) continue;
                    auto ns = checked_multiply(m->number, Decimal{unit.length.count()});
                    if (!ns || *ns < Decimal{least.count()} || *ns > Decimal{most.count()})
                        return P::wrong("must be from " + range);
                    return Duration{static_cast<std::int64_t>(ns->raw() / Decimal::one)};
                }
                return P::wrong(
                    fmt::format("has the unit \"{}\"; it must be h, min, s or ms", m->unit));
            },
            [](const Duration& value) { return print_duration(value); }};
}

}  // namespace trademind::config
