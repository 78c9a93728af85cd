// Which numbers convert to each other without losing anything: what a parameter takes silently.
#pragma once

#include <concepts>
#include <type_traits>

namespace trademind::detail {

template <class T, class... Others>
concept one_of = (std::same_as<T, Others> || ...);

/// Integers that count something: neither bool nor characters.
template <class T>
concept Integer = std::integral<T> && sizeof(T) <= 8 &&
                  !one_of<std::remove_cv_t<T>, bool, char, wchar_t, char8_t, char16_t, char32_t>;

/// Numbers in C++ that an amount is not made from silently: floating point, bool and characters.
template <class T>
concept InexactNumber = std::is_arithmetic_v<T> && !Integer<T>;

/// `From` to `To` changes neither kind nor value: the same type, or an integer type within the
/// other's range.
template <class From, class To>
concept ExactlyFits = std::same_as<From, To> ||
    (Integer<From>&& Integer<To>&& requires(From x) { To{x}; });

/// A parameter of type T that takes no other kind of number: `Exactly<int>` no double and no bool,
/// `Exactly<bool>` no pointer and no number. Converts back by itself.
template <class T> class Exactly {
public:
    template <ExactlyFits<T> From> constexpr Exactly(From value) : value_{value} {}
    constexpr operator T() const { return value_; }

private:
    T value_;
};

}  // namespace trademind::detail
