// The official client's losses, by rule.
#include "conformance/lossy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace trademind::conformance {

namespace {

std::string print(double x, int digits)
{
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, x);
    return buffer;
}

std::optional<double> to_double(std::string_view text)
{
    double x = 0;
    auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), x);
    if (ec != std::errc{} || end != text.data() + text.size()) return {};
    return x;
}

constexpr int text_digits = 14, condition_digits = 6, decimal_digits = 16;

/// A decimal as its text spells it: coefficient without leading zeros, and exponent of ten.
struct Spelling {
    bool negative = false;
    std::string coefficient;
    int exponent = 0;
};

std::optional<Spelling> spelling_of(std::string_view text)
{
    if (!Decimal::parse(text)) return {};
    Spelling out;
    bool behind_point = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '-') out.negative = true;
        if (c == '.') behind_point = true;
        if (c == 'e' || c == 'E') {
            out.exponent += std::atoi(std::string{text.substr(i + 1)}.c_str());
            break;
        }
        if (c < '0' || c > '9') continue;
        out.exponent -= behind_point ? 1 : 0;
        if (c != '0' || !out.coefficient.empty()) out.coefficient += c;
    }
    if (out.coefficient.empty()) out.coefficient = "0";
    return out;
}

/// To 16 digits, ties to even, as IEEE decimal64 does.
void round_to_16(Spelling& x)
{
    if (x.coefficient.size() <= decimal_digits) return;
    auto kept = x.coefficient.substr(0, decimal_digits);
    auto dropped = x.coefficient.substr(decimal_digits);
    x.exponent += static_cast<int>(dropped.size());
    auto half = "5" + std::string(dropped.size() - 1, '0');
    bool odd = (kept.back() - '0') % 2 == 1;
    std::int64_t n = std::atoll(kept.c_str());
    if (dropped > half || (dropped == half && odd)) ++n;
    x.coefficient = std::to_string(n);
}

}  // namespace

bool is_cut_double(std::string_view official, std::string_view ours)
{
    auto full = to_double(ours);
    if (!full) return false;
    return official == print(*full, text_digits) || official == print(*full, condition_digits);
}

bool is_cut_double(double full, double cut, bool of_condition)
{
    auto read_back = [&](int digits) {
        return std::strtod(print(full, digits).c_str(), nullptr) == cut;
    };
    return read_back(text_digits) || (of_condition && read_back(condition_digits));
}

std::optional<Decimal> official_quantity(std::string_view argument, bool protobuf)
{
    auto spelling = spelling_of(argument);
    if (!spelling) return {};
    round_to_16(*spelling);
    if (protobuf && spelling->exponent > 0) spelling->exponent = 0;
    return Decimal::parse(fmt::format("{}{}E{}", spelling->negative ? "-" : "",
                                      spelling->coefficient, spelling->exponent));
}

bool same_multiplier(const Value& text, const Value& number)
{
    if (!text.is<std::string>()) return false;
    auto& written = text.as<std::string>();
    if (number.is<std::string>()) return written == number.as<std::string>();
    return number.is<double>() && std::strtod(written.c_str(), nullptr) == number.as<double>();
}

bool same_joined(const Pairs& a, const Pairs& b)
{
    auto join = [](const Pairs& pairs) {
        std::string all;
        for (auto& [tag, value] : pairs)
            for (char c : tag + value)
                if (c != '=' && c != ';') all += c;
        return all;
    };
    return join(a) == join(b);
}

bool same_map(const Pairs& list, const Pairs& map)
{
    Pairs firsts;
    for (auto& pair : list)
        if (std::none_of(firsts.begin(), firsts.end(),
                         [&](auto& earlier) { return earlier.first == pair.first; }))
            firsts.push_back(pair);
    auto found = map;
    std::sort(firsts.begin(), firsts.end());
    std::sort(found.begin(), found.end());
    return firsts == found;
}

bool remove_member(Json& members, std::string_view field)
{
    auto dot = field.find('.');
    auto name = snake_case(field.substr(0, dot));
    if (dot != std::string_view::npos && members.contains(name))
        return remove_member(members[name], field.substr(dot + 1));
    if (members.erase(name) != 0) return true;
    for (auto& part : members)
        if (part.is_object() && remove_member(part, field)) return true;
    return false;
}

}  // namespace trademind::conformance
