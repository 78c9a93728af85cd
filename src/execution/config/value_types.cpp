// Text, flags, lists and counts of the configuration.
#include "execution/config/value_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace trademind::config {
namespace {

std::string_view trim(std::string_view s)
{
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
}

std::optional<std::int64_t> parse_whole(std::string_view given)
{
    std::int64_t n = 0;
    auto [end, fault] = std::from_chars(given.data(), given.data() + given.size(), n);
    if (fault != std::errc{} || end != given.data() + given.size()) return std::nullopt;
    return n;
}

std::string join(const std::vector<std::string>& parts, std::string_view when_empty)
{
    return parts.empty() ? std::string{when_empty} : fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

std::vector<std::string> split_list(std::string_view given)
{
    std::vector<std::string> parts;
    while (!given.empty()) {
        auto comma = given.find(',');
        if (auto part = trim(given.substr(0, comma)); !part.empty()) parts.emplace_back(part);
        given = comma == std::string_view::npos ? std::string_view{} : given.substr(comma + 1);
    }
    return parts;
}

ValueType<bool> flag()
{
    return choice<bool>({{"true", true}, {"false", false}});
}

ValueType<std::string> host()
{
    return {"", "a name or an address",
            [](std::string_view given) -> Parsed<std::string> {
                auto is_of_name = [](char c) {
                    return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' ||
                           c == '_';
                };
                auto is_of_address = [&](char c) { return c == ':' || c == '%' || is_of_name(c); };
                auto colons = std::ranges::count(given, ':');
                if (colons == 1)
                    return Wrong{
                        "must be a name or an address without a port, which is "
                        "broker.ibkr.port"};
                bool good = colons > 1 ? std::ranges::all_of(given, is_of_address)
                                       : std::ranges::all_of(given, is_of_name);
                if (given.empty() || !good) return Wrong{"must be a name or an address"};
                return std::string{given};
            },
            [](const std::string& value) { return value; }};
}

ValueType<std::filesystem::path> path()
{
    using Path = std::filesystem::path;
    return {"", "a path, absolute or relative to the folder of this file, or none",
            [](std::string_view given) { return given == "none" ? Path{} : Path{given}; },
            [](const Path& value) { return value.empty() ? "none" : value.string(); }};
}

ValueType<std::string> name_or(std::string word, std::string range)
{
    return {"", std::move(range),
            [word](std::string_view given) { return std::string{given == word ? "" : given}; },
            [word](const std::string& value) { return value.empty() ? word : value; }};
}

ValueType<std::filesystem::path> metrics_path()
{
    using Path = std::filesystem::path;
    auto type = path();
    type.range = "a path as the others whose name ends in .prom, or none";
    type.parse = [](std::string_view given) -> Parsed<Path> {
        if (given == "none") return Path{};
        if (Path file{given}; file.extension() == ".prom") return file;
        return Wrong{"must end in .prom"};
    };
    return type;
}

ValueType<std::vector<std::string>> symbols(std::string when_empty)
{
    using List = std::vector<std::string>;
    return {"", "a list of symbols, or " + when_empty,
            [when_empty](std::string_view given) -> Parsed<List> {
                if (given == when_empty) return List{};
                auto list = split_list(given);
                // an empty list would mean "all" for one key and "none" for another
                if (list.empty()) return Wrong{"is empty: write " + when_empty};
                return list;
            },
            [when_empty](const List& value) { return join(value, when_empty); }, true};
}

ValueType<std::vector<SecurityType>> security_types()
{
    using List = std::vector<SecurityType>;
    return {"",
            "a list of TWS's codes: STK, OPT, FUT, FOP, CASH, BOND, FUND, WAR, CFD, CRYPTO, ...",
            [](std::string_view given) -> Parsed<List> {
                List list;
                for (const auto& code : split_list(given)) {
                    auto type = parse_security_type(code);
                    if (!type)
                        return Wrong{
                            fmt::format("has no security type \"{}\": STK, OPT, FUT ...", code)};
                    list.push_back(*type);
                }
                if (list.empty()) return Wrong{"is empty: nothing could be traded"};
                return list;
            },
            [](const List& value) {
                std::vector<std::string> codes;
                for (auto type : value) codes.emplace_back(to_string(type));
                return join(codes, "none");
            },
            true};
}

std::optional<std::string> fault_of_digits(std::string_view given)
{
    auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t at = 1; at + 1 < given.size(); ++at)
        if (std::string_view{",'_ "}.find(given[at]) != std::string_view::npos &&
            is_digit(given[at - 1]) && is_digit(given[at + 1]))
            return fmt::format(
                "has \"{}\" between digits: write 50000 or 0.5, without separators of thousands "
                "and "
                "with a point before decimals",
                given[at]);
    return std::nullopt;
}

ValueType<std::int64_t> whole(std::int64_t least, std::int64_t most, std::string unit)
{
    return {std::move(unit), fmt::format("{} to {}", least, most),
            [=](std::string_view given) -> Parsed<std::int64_t> {
                if (auto fault = fault_of_digits(given)) return Wrong{*fault};
                auto n = parse_whole(given);
                if (!n || *n < least || *n > most)
                    return Wrong{fmt::format("must be a whole number from {} to {}", least, most)};
                return *n;
            },
            [](const std::int64_t& value) { return std::to_string(value); }};
}

ValueType<std::optional<int>> count_limit(std::string unit)
{
    using Limit = std::optional<int>;
    return {std::move(unit), "1 to 1000000, or unlimited",
            [](std::string_view given) -> Parsed<Limit> {
                if (given == "unlimited") return Limit{};
                if (auto fault = fault_of_digits(given)) return Wrong{*fault};
                auto n = parse_whole(given);
                if (!n) return Wrong{"must be a whole number, or unlimited"};
                if (*n < 1)
                    return Wrong{"must be greater than 0; \"no limit\" is written unlimited"};
                if (*n > 1'000'000) return Wrong{"must be at most 1000000"};
                return Limit{static_cast<int>(*n)};
            },
            [](const Limit& value) { return value ? std::to_string(*value) : "unlimited"; }};
}

ValueType<std::string> currency_code()
{
    return {"", "three capital letters",
            [](std::string_view given) -> Parsed<std::string> {
                bool good = given.size() == 3 &&
                            std::ranges::all_of(given, [](char c) { return c >= 'A' && c <= 'Z'; });
                if (!good) return Wrong{"must be a currency such as USD"};
                return std::string{given};
            },
            [](const std::string& value) { return value; }};
}

}  // namespace trademind::config
