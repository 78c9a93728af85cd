// Which C++ numbers become a Decimal by themselves: integers, and nothing that could lose a
// fraction.
#include <trademind/decimal.hpp>
#include <trademind/detail/exact.hpp>

#include <gtest/gtest.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <type_traits>

using namespace trademind;
using namespace trademind::literals;

namespace {

using Sum = decltype([](auto& d, auto x) -> decltype(d += x) { return d += x; });
using Difference = decltype([](auto& d, auto x) -> decltype(d -= x) { return d -= x; });
using Product = decltype([](auto& d, auto x) -> decltype(d *= x) { return d *= x; });
using Quotient = decltype([](auto& d, auto x) -> decltype(d /= x) { return d /= x; });
using Round = decltype([](auto& d, auto x) -> decltype(d.round(x)) { return d.round(x); });
using Step = decltype([](auto& d, auto x) -> decltype(d.round_to(x)) { return d.round_to(x); });
using FromRaw = decltype([](auto& d, auto x) -> decltype(d.from_raw(x)) { return d.from_raw(x); });

/// With the number on either side.
template <class T, class... Operations>
constexpr bool any_of = (std::is_invocable_v<Operations, Decimal&, T> || ...) ||
                        (std::is_invocable_v<Operations, T&, Decimal> || ...);
template <class T, class... Operations>
constexpr bool all_of = (std::is_invocable_v<Operations, Decimal&, T> && ...) &&
                        (std::is_invocable_v<Operations, T&, Decimal> && ...);

template <class T>
constexpr bool refused =
    !std::is_constructible_v<Decimal, T> && !std::is_constructible_v<Decimal, T&> &&
    !std::is_convertible_v<T, Decimal> && !std::is_assignable_v<Decimal&, T> &&
    !std::is_constructible_v<std::optional<Decimal>, T> &&
    !std::is_assignable_v<std::optional<Decimal>&, T> &&
    !any_of<T, std::plus<>, std::minus<>, std::multiplies<>, std::divides<>> &&
    !any_of<T, std::equal_to<>, std::not_equal_to<>, std::less<>, std::greater_equal<>,
            std::compare_three_way> &&
    !std::is_invocable_v<Sum, Decimal&, T> && !std::is_invocable_v<Difference, Decimal&, T> &&
    !std::is_invocable_v<Product, Decimal&, T> && !std::is_invocable_v<Quotient, Decimal&, T> &&
    !std::is_invocable_v<Step, Decimal&, T>;
template <class T>
constexpr bool taken = std::is_convertible_v<T, Decimal>&& std::is_assignable_v<Decimal&, T>&&
    std::is_convertible_v<T, std::optional<Decimal>>&&
        all_of<T, std::plus<>, std::minus<>, std::multiplies<>, std::divides<>>&&
            all_of<T, std::equal_to<>, std::not_equal_to<>, std::less<>, std::greater_equal<>>&&
                std::is_invocable_v<Sum, Decimal&, T>&& std::is_invocable_v<Quotient, Decimal&, T>;
template <class T>
constexpr bool steps_or_digits =
    std::is_invocable_v<Round, Decimal&, T> || std::is_invocable_v<FromRaw, Decimal&, T>;

enum Plain { plain };
enum class Scoped {};
struct AsDouble {
    operator double() const { return 0.5; }
};

}  // namespace

static_assert(refused<float> && refused<double> && refused<long double> && refused<const double>);
static_assert(refused<bool>);
static_assert(refused<char> && refused<wchar_t> && refused<char8_t> && refused<char16_t> &&
              refused<char32_t>);
static_assert(refused<const char*> && refused<std::nullptr_t> && refused<void*>);
static_assert(refused<Plain> && refused<Scoped> && refused<AsDouble>);
// 128-bit integers do not fit into a Decimal in general; as a count of steps they do
static_assert(refused<int128> && refused<uint128>);
static_assert(steps_or_digits<int> && !steps_or_digits<double> && !steps_or_digits<float> &&
              !steps_or_digits<bool>);

static_assert(taken<int> && taken<const int> && taken<short> && taken<long> && taken<long long>);
static_assert(taken<unsigned> && taken<std::int8_t> && taken<std::uint8_t> && taken<std::size_t>);

static_assert(std::is_convertible_v<int, detail::Exactly<std::int64_t>>);
static_assert(!std::is_convertible_v<double, detail::Exactly<std::int64_t>>);
static_assert(!std::is_convertible_v<std::int64_t, detail::Exactly<int>>, "may not fit");
static_assert(!std::is_convertible_v<bool, detail::Exactly<int>>);
static_assert(!std::is_convertible_v<const char*, detail::Exactly<bool>>, "always true");
static_assert(!std::is_convertible_v<int, detail::Exactly<bool>>);

TEST(DecimalConversions, every_integer_is_that_many_units)
{
    EXPECT_EQ(Decimal{std::numeric_limits<std::uint64_t>::max()}, 18446744073709551615_d);
    EXPECT_EQ(Decimal{std::numeric_limits<std::int64_t>::min()}, -9223372036854775808_d);
    EXPECT_EQ(3 * 1.5_d + 1U - std::int8_t{2}, 3.5_d);
    EXPECT_TRUE(2 < 2.5_d && 2.5_d <= 3L);
}
