// The numbers and words by which the protocol says that a number is unset.
#pragma once

#include <trademind/decimal.hpp>

#include <cstdint>
#include <limits>
#include <string_view>

namespace trademind::ibkr::wire {

/// A double at or above this, and finite, is the protocol's "unset"; some clients cut its digits.
inline constexpr double unset_double = 1.79769e308;

inline bool is_unset(double x)
{
    return x >= unset_double && x <= std::numeric_limits<double>::max();
}
inline bool is_unset(int n)
{
    return n == std::numeric_limits<int>::max();
}
inline bool is_unset(std::int64_t n)
{
    return n == std::numeric_limits<std::int64_t>::max();
}
inline bool is_unset(bool)
{
    return false;
}
/// Servers mark an unset quantity by the largest integers; no quantity in trading is that large.
inline bool is_unset(const Decimal& d)
{
    constexpr Decimal int_max{2147483647}, long_max{std::numeric_limits<std::int64_t>::max()};
    return d == int_max || d == long_max || d == Decimal{std::numeric_limits<std::int64_t>::min()};
}
inline constexpr std::string_view unset_double_text = "1.7976931348623157E308";

/// The unset marks of quantities that are not decimals in our range: an unset double, the largest
/// 128-bit integer of the official decimals, and their words for no number.
inline bool is_unset_mark(std::string_view text)
{
    return text == unset_double_text || text == "170141183460469231731687303715884105727" ||
           text == "Infinity" || text == "NaN" || text == "-SNaN";
}

/// True when the number in front of an exponent is not zero: a quantity too small to hold must not
/// read as none.
inline bool has_value_digit(std::string_view number)
{
    for (char c : number) {
        if (c >= '1' && c <= '9') return true;
        if (c == 'e' || c == 'E' || c == '\0') break;
    }
    return false;
}

}  // namespace trademind::ibkr::wire
