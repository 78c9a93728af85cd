// Tables of names: one enumerator, one spelling, in both directions.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace trademind {

/// Upper case of an ASCII letter, whatever the locale.
constexpr char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// Same text, ASCII letters in any case.
constexpr bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, [](char x, char y) { return upper(x) == upper(y); });
}

template <class E> struct Name {
    E value;
    std::string_view text;
};
// clang 14 does not deduce the arguments of an aggregate by itself
template <class E> Name(E, std::string_view) -> Name<E>;

/// The spelling of `value`, or nothing printable for a value outside the enumeration.
template <class E, std::size_t n>
constexpr std::string_view name_of(const std::array<Name<E>, n>& names, E value)
{
    for (const auto& name : names)
        if (name.value == value) return name.text;
    return "?";
}

/// The value that `text` spells, in any case.
template <class E, std::size_t n>
constexpr std::optional<E> value_of(const std::array<Name<E>, n>& names, std::string_view text)
{
    for (const auto& name : names)
        if (equal_ignoring_case(name.text, text)) return name.value;
    return std::nullopt;
}

}  // namespace trademind
