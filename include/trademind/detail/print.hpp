// operator<< for everything of the library that has a name or describes itself.
#pragma once

#include <concepts>
#include <iosfwd>
#include <string_view>
#include <type_traits>

namespace trademind {
namespace detail {

template <class T>
concept Named = std::is_enum_v<T> && requires(T x)
{
    {
        to_string(x)
        } -> std::convertible_to<std::string_view>;
};
template <class T>
concept Described = std::is_class_v<T> && requires(const T& x)
{
    {
        x.describe()
        } -> std::convertible_to<std::string_view>;
};

}  // namespace detail

/// Ids as numbers, enumerations by their names: `out << report.id << ' ' << report.status`.
/// Include <ostream> or <iostream> to use it.
template <detail::Named T> std::ostream& operator<<(std::ostream& out, T x)
{
    return out << std::string_view{to_string(x)};
}
/// Contracts, orders, reports, quotes, bars, errors: their describe().
template <detail::Described T> std::ostream& operator<<(std::ostream& out, const T& x)
{
    return out << std::string_view{x.describe()};
}

}  // namespace trademind
