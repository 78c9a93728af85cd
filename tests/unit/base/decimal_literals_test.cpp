// Decimal in constant expressions: what compiles, and what must not.
#include <trademind/decimal.hpp>

#include <gtest/gtest.h>

#include <algorithm>

using namespace trademind;
using namespace trademind::literals;

static_assert(189.10_d == Decimal::parse("189.1"));
static_assert(0.000000000001_d == Decimal::from_raw(1));
static_assert(1e3_d == 1000_d);
static_assert(1.5_d + 2.25_d == 3.75_d);
static_assert(-(1_d) < 0_d);
static_assert(1_d / 3_d == 0.333333333333_d);
static_assert((2.5_d).round(0) == 3_d);
static_assert((189.127_d).round_to(0.05_d) == 189.15_d);
static_assert(!checked_add(Decimal::max(), 1_d));
static_assert(std::is_trivially_copyable_v<Decimal> && sizeof(Decimal) == 16);

namespace {

/// A text that a template can be given.
template <std::size_t n> struct Text {
    consteval Text(const char (&text)[n]) { std::copy_n(text, n, chars); }
    char chars[n]{};
};

/// True when the literal operator accepts the text at compile time.
template <Text text>
concept is_literal = requires
{
    // a failed consteval call in a template argument is a substitution failure
    typename std::integral_constant<bool, (operator""_d(text.chars), true)>;
};

}  // namespace

static_assert(is_literal<"189.10">);
static_assert(is_literal<"0.000000000001">);
static_assert(is_literal<"170141183460469231731687303.715884105727">);
static_assert(50'000.50_d == Decimal::parse("50000.5"));
static_assert(!is_literal<"0.0000000000001">, "thirteen decimals would be rounded");
static_assert(!is_literal<"1.0000000000000">, "thirteen decimals, even zeros");
static_assert(!is_literal<"1e27">, "does not fit");
static_assert(!is_literal<"170141183460469231731687303.715884105728">, "one step too many");
static_assert(!is_literal<"0x10">, "not decimal");
static_assert(!is_literal<"1.5f">, "a suffix");
static_assert(!is_literal<"1e-13">, "rounds to zero");
static_assert(!is_literal<"12.5e-12">, "thirteen decimals, written with an exponent");

TEST(DecimalLiteral, IsThatText)
{
    EXPECT_EQ((189.10_d).str(), "189.1");
    EXPECT_EQ((170141183460469231731687303.715884105727_d), Decimal::max());
}

TEST(DecimalLiteral, IsTheSameInsideATemplate)
{
    auto times = [](auto number) { return number * 0.5_d; };
    EXPECT_EQ(times(3_d), 1.5_d);
}
