// Exact decimal number for prices, quantities and money: a 128-bit integer count of 1e-12 steps.
#pragma once

#include <trademind/detail/exact.hpp>
#include <trademind/detail/print.hpp>
#include <trademind/detail/wide.hpp>

#include <charconv>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace trademind {

/// How a digit past the last kept one is dropped.
enum class Rounding {
    half_away,  ///< to nearest, ties away from zero (2.5 -> 3, -2.5 -> -3): the default everywhere
    half_even,  ///< to nearest, ties to the even digit
    toward_zero,  ///< truncation
    down,         ///< toward minus infinity
    up,           ///< toward plus infinity
};

/// Exact decimal with twelve digits after the point and |value| < 1.7e26.
///
/// Trivially copyable, constexpr, totally ordered; equal values have equal bytes. Sums, differences
/// and comparisons are exact. Rounding (half away from zero, at the twelfth digit) happens only in
/// `*`, `/`, from_double and when text has more than twelve decimals. Overflow never wraps: parse
/// and the `checked_*` functions return nothing, operators throw std::overflow_error; division by
/// zero throws std::domain_error.
///
/// Integers convert to that many units. Floating point, bool and characters do not compile, neither
/// as values nor in arithmetic, comparisons and assignments: write `189.97_d`, or from_double() for
/// a double that is only known at run time.
class Decimal {
public:
    static constexpr int digits = 12;
    static constexpr std::int64_t one = 1'000'000'000'000;
    /// Longest text that to_chars writes: sign, 27 digits, point, 12 digits.
    static constexpr std::size_t max_chars = 41;

    constexpr Decimal() = default;
    template <detail::Integer T> constexpr Decimal(T units) : raw_{int128{units} * one} {}
    // compilers print the next two lines where they refuse a double
    template <detail::InexactNumber T>
    Decimal(T) = delete;  // write 189.97_d, or Decimal::from_double(x)

    /// `raw` counts steps of 1e-12.
    static constexpr Decimal from_raw(int128 raw)
    {
        Decimal d;
        d.raw_ = raw;
        return d;
    }
    template <detail::InexactNumber T>
    static Decimal from_raw(T) = delete;  // an integer; for a double: Decimal::from_double(x)
    constexpr int128 raw() const { return raw_; }
    static constexpr Decimal max() { return from_raw(static_cast<int128>(~uint128{0} >> 1)); }
    static constexpr Decimal min() { return from_raw(-max().raw_); }

    /// Reads [+-]digits[.digits][(e|E)[+-]digits], like std::from_chars: result_out_of_range when
    /// the value does not fit.
    static constexpr std::from_chars_result from_chars(const char* first, const char* last,
                                                       Decimal& out);
    /// The whole text as a number, or nothing when it is empty, malformed, has trailing characters
    /// or does not fit.
    static constexpr std::optional<Decimal> parse(std::string_view text);

    /// Nearest decimal to the shortest text that reads back as the same double; nothing for NaN,
    /// infinity and overflow.
    static std::optional<Decimal> from_double(double x);
    /// Nearest double.
    double to_double() const;

    /// Writes plain notation (never an exponent, no trailing zeros, no "-0") and returns the end;
    /// needs max_chars.
    char* to_chars(char* first) const;
    std::string str() const;

    constexpr bool is_zero() const { return raw_ == 0; }
    constexpr int sign() const { return (raw_ > 0) - (raw_ < 0); }
    constexpr bool is_integer() const { return raw_ % one == 0; }
    constexpr Decimal abs() const { return raw_ < 0 ? -*this : *this; }
    /// Rounds to `places` (0 to 12) digits after the point.
    constexpr Decimal round(int places, Rounding mode = Rounding::half_away) const
    {
        if (places < 0 || places > digits)
            throw std::domain_error{"Decimal: places must be between 0 and 12"};
        Decimal step = from_raw(power_of_ten(digits - places));
        return round_to(step, mode);
    }
    template <detail::InexactNumber T>
    Decimal round(T, Rounding = {}) const = delete;  // digits; for a step: round_to(0.05_d)
    /// Rounds to a multiple of `step` (> 0), for example a tick or a lot size.
    constexpr Decimal round_to(Decimal step, Rounding mode = Rounding::half_away) const;
    /// True when the value is a multiple of `step` (> 0).
    constexpr bool is_multiple_of(Decimal step) const
    {
        if (step.raw_ <= 0) throw std::domain_error{"Decimal: a step must be positive"};
        return raw_ % step.raw_ == 0;
    }

    friend constexpr std::optional<Decimal> checked_add(Decimal a, Decimal b);
    friend constexpr std::optional<Decimal> checked_subtract(Decimal a, Decimal b);
    friend constexpr std::optional<Decimal> checked_multiply(Decimal a, Decimal b, Rounding);
    /// Nothing on overflow and on division by zero.
    friend constexpr std::optional<Decimal> checked_divide(Decimal a, Decimal b, Rounding);

    friend constexpr Decimal operator+(Decimal a, Decimal b) { return or_throw(checked_add(a, b)); }
    friend constexpr Decimal operator-(Decimal a, Decimal b)
    {
        return or_throw(checked_subtract(a, b));
    }
    friend constexpr Decimal operator-(Decimal a)
    {
        return or_throw(checked_subtract(Decimal{}, a));
    }
    friend constexpr Decimal operator*(Decimal a, Decimal b)
    {
        return or_throw(checked_multiply(a, b, Rounding::half_away));
    }
    friend constexpr Decimal operator/(Decimal a, Decimal b)
    {
        if (b.is_zero()) throw std::domain_error{"Decimal: division by zero"};
        return or_throw(checked_divide(a, b, Rounding::half_away));
    }
    constexpr Decimal& operator+=(Decimal b) { return *this = *this + b; }
    constexpr Decimal& operator-=(Decimal b) { return *this = *this - b; }
    constexpr Decimal& operator*=(Decimal b) { return *this = *this * b; }
    constexpr Decimal& operator/=(Decimal b) { return *this = *this / b; }
    friend constexpr auto operator<=>(Decimal, Decimal) = default;
    friend std::ostream& operator<<(std::ostream&, Decimal);

private:
    static constexpr int128 power_of_ten(int n)
    {
        int128 p = 1;
        for (; n > 0; --n) p *= 10;
        return p;
    }
    static constexpr Decimal or_throw(std::optional<Decimal> d)
    {
        if (!d) throw std::overflow_error{"Decimal: result is beyond 1.7e26"};
        return *d;
    }
    static constexpr uint128 magnitude(int128 n)
    {
        return n < 0 ? -static_cast<uint128>(n) : static_cast<uint128>(n);
    }
    /// True when a quotient's magnitude must grow by one, given what was left over.
    static constexpr bool rounds_up(uint128 quotient, uint128 remainder, uint128 divisor,
                                    bool negative, Rounding);
    static constexpr std::optional<Decimal> assemble(detail::Quotient, uint128 divisor,
                                                     bool negative, Rounding);

    int128 raw_ = 0;
};

constexpr bool Decimal::rounds_up(uint128 quotient, uint128 remainder, uint128 divisor,
                                  bool negative, Rounding mode)
{
    if (remainder == 0) return false;
    bool above = remainder > divisor - remainder, tie = remainder == divisor - remainder;
    switch (mode) {
    case Rounding::half_away: return above || tie;
    case Rounding::half_even: return above || (tie && (quotient & 1));
    case Rounding::toward_zero: return false;
    case Rounding::down: return negative;
    case Rounding::up: return !negative;
    }
    return false;
}

constexpr std::optional<Decimal> Decimal::assemble(detail::Quotient q, uint128 divisor,
                                                   bool negative, Rounding mode)
{
    if (q.overflow) return std::nullopt;
    uint128 limit = magnitude(max().raw_);
    if (q.quotient > limit) return std::nullopt;
    uint128 n = q.quotient + (rounds_up(q.quotient, q.remainder, divisor, negative, mode) ? 1 : 0);
    if (n > limit) return std::nullopt;
    return from_raw(negative ? -static_cast<int128>(n) : static_cast<int128>(n));
}

constexpr std::optional<Decimal> checked_add(Decimal a, Decimal b)
{
    int128 sum = 0;
    if (__builtin_add_overflow(a.raw_, b.raw_, &sum) || sum < Decimal::min().raw_)
        return std::nullopt;
    return Decimal::from_raw(sum);
}

constexpr std::optional<Decimal> checked_subtract(Decimal a, Decimal b)
{
    int128 difference = 0;
    if (__builtin_sub_overflow(a.raw_, b.raw_, &difference) || difference < Decimal::min().raw_)
        return std::nullopt;
    return Decimal::from_raw(difference);
}

constexpr std::optional<Decimal> checked_multiply(Decimal a, Decimal b,
                                                  Rounding mode = Rounding::half_away)
{
    constexpr auto step = static_cast<uint128>(Decimal::one);
    bool negative = (a.raw_ < 0) != (b.raw_ < 0);
    uint128 x = Decimal::magnitude(a.raw_), y = Decimal::magnitude(b.raw_), product = 0;
    if (!__builtin_mul_overflow(x, y, &product))
        return Decimal::assemble({product / step, product % step, false}, step, negative, mode);
    return Decimal::assemble(detail::divide_wide(detail::multiply_wide(x, y), step), step, negative,
                             mode);
}

constexpr std::optional<Decimal> checked_divide(Decimal a, Decimal b,
                                                Rounding mode = Rounding::half_away)
{
    if (b.is_zero()) return std::nullopt;
    constexpr auto step = static_cast<uint128>(Decimal::one);
    bool negative = (a.raw_ < 0) != (b.raw_ < 0);
    uint128 x = Decimal::magnitude(a.raw_), y = Decimal::magnitude(b.raw_), scaled = 0;
    if (!__builtin_mul_overflow(x, step, &scaled))
        return Decimal::assemble({scaled / y, scaled % y, false}, y, negative, mode);
    return Decimal::assemble(detail::divide_wide(detail::multiply_wide(x, step), y), y, negative,
                             mode);
}

constexpr Decimal Decimal::round_to(Decimal step, Rounding mode) const
{
    if (step.raw_ <= 0) throw std::domain_error{"Decimal: rounding step must be positive"};
    auto unit = magnitude(step.raw_), n = magnitude(raw_);
    uint128 quotient = n / unit, remainder = n % unit;
    uint128 up = rounds_up(quotient, remainder, unit, raw_ < 0, mode) ? unit : 0;
    uint128 rounded = n - remainder + up;
    if (rounded > magnitude(max().raw_))
        throw std::overflow_error{"Decimal: result is beyond 1.7e26"};
    return from_raw(raw_ < 0 ? -static_cast<int128>(rounded) : static_cast<int128>(rounded));
}

constexpr std::from_chars_result Decimal::from_chars(const char* first, const char* last,
                                                     Decimal& out)
{
    const char* p = first;
    bool negative = false;
    if (p != last && (*p == '-' || *p == '+')) negative = *p++ == '-';

    // value = mantissa * 10^-scale; digits for which the mantissa has no room only matter for size
    // and rounding: a mantissa that full needs no more than twelve decimals, or is too large
    constexpr uint128 room = (~uint128{0} - 9) / 10;
    uint128 mantissa = 0;
    std::uint64_t small = 0;  // the first nineteen digits, without 128-bit work
    int scale = 0, kept = 0;
    int first_dropped = 0;
    bool fraction = false, any = false, dropping = false;
    for (; p != last; ++p) {
        if (*p == '.' && !fraction) {
            fraction = true;
            continue;
        }
        unsigned digit = static_cast<unsigned char>(*p) - unsigned{'0'};
        if (digit > 9) break;
        any = true;
        if (kept < 19) {
            small = small * 10 + digit;
            kept += small != 0;
            scale += fraction;
            continue;
        }
        if (kept == 19) mantissa = small;
        if (mantissa <= room) {
            mantissa = mantissa * 10 + digit;
            ++kept;
            scale += fraction;
        } else {
            if (!dropping) first_dropped = static_cast<int>(digit);
            dropping = true;
            scale -= !fraction;
        }
    }
    if (!any) return {first, std::errc::invalid_argument};
    if (kept <= 19) mantissa = small;
    if (p != last && (*p == 'e' || *p == 'E')) {
        const char* q = p + 1;
        bool minus = q != last && *q == '-';
        if (q != last && (*q == '-' || *q == '+')) ++q;
        const char* exponent_digits = q;
        int exponent = 0;
        for (; q != last && *q >= '0' && *q <= '9'; ++q)
            exponent = exponent > 9999 ? exponent : exponent * 10 + (*q - '0');
        if (q != exponent_digits) {
            scale += minus ? exponent : -exponent;
            p = q;
        }
    }

    uint128 limit = magnitude(max().raw_), raw = mantissa;
    int up = digits - scale;
    if (up >= 0) {
        if (up == 0 && first_dropped >= 5) ++raw;
        for (; up > 0 && raw != 0; --up) {
            if (raw > limit / 10) return {p, std::errc::result_out_of_range};
            raw *= 10;
        }
    } else if (up < -38) {
        raw = 0;
    } else {
        uint128 step = 1;
        for (int down = -up; down > 0; --down) step *= 10;
        uint128 remainder = raw % step;
        raw = raw / step + (remainder >= step - remainder ? 1 : 0);
    }
    if (raw > limit) return {p, std::errc::result_out_of_range};
    out.raw_ = negative ? -static_cast<int128>(raw) : static_cast<int128>(raw);
    return {p, std::errc{}};
}

constexpr std::optional<Decimal> Decimal::parse(std::string_view text)
{
    Decimal d;
    auto [end, ec] = from_chars(text.data(), text.data() + text.size(), d);
    if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return d;
}

/// The number, or "-" where there is none.
std::ostream& operator<<(std::ostream&, const std::optional<Decimal>&);

namespace literals {

// clang 14 leaves consteval calls inside templates to the linker, which finds nothing
#if defined(__clang__) && __clang_major__ < 15
#define TRADEMIND_CONSTEVAL constexpr
#else
#define TRADEMIND_CONSTEVAL consteval
#endif

/// 189.10_d or 50'000_d: exact; a malformed or too long literal does not compile (before clang 15:
/// throws where it is not needed as a constant).
TRADEMIND_CONSTEVAL Decimal operator""_d(const char* text)
{
    // without the separators; what a Decimal does not hold would be rounded silently: refuse
    char plain[64]{};
    std::size_t size = 0;
    int decimals = 0, exponent = 0;
    bool fraction = false, in_exponent = false, minus = false;
    for (const char* p = text; *p; ++p) {
        if (*p == '\'') continue;
        if (size == sizeof plain) throw std::invalid_argument{"Decimal literal: too long"};
        plain[size++] = *p;
        if (in_exponent) {
            minus = minus || *p == '-';
            if (*p >= '0' && *p <= '9' && exponent < 1000) exponent = exponent * 10 + (*p - '0');
        } else if (*p == 'e' || *p == 'E') {
            in_exponent = true;
        } else {
            decimals += fraction;
            fraction = fraction || *p == '.';
        }
    }
    if (decimals + (minus ? exponent : -exponent) > Decimal::digits)
        throw std::invalid_argument{"Decimal literal: more than twelve decimals"};
    auto d = Decimal::parse({plain, size});
    if (!d) throw std::invalid_argument{"Decimal literal: not a number"};
    return *d;
}

#undef TRADEMIND_CONSTEVAL

}  // namespace literals
}  // namespace trademind

template <> struct std::hash<trademind::Decimal> {
    std::size_t operator()(trademind::Decimal d) const noexcept
    {
        auto bits = static_cast<trademind::uint128>(d.raw());
        auto mixed = static_cast<std::uint64_t>(bits) ^
                     (static_cast<std::uint64_t>(bits >> 64) * 0x9E3779B97F4A7C15U);
        return std::hash<std::uint64_t>{}(mixed);
    }
};
