// 256-bit products and quotients for Decimal: what 128-bit integers cannot hold between a
// multiplication and a division.
#pragma once

#include <cstdint>

namespace trademind {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

namespace detail {

/// An unsigned 256-bit number, high half first.
struct Wide {
    uint128 high{}, low{};
};

constexpr Wide multiply_wide(uint128 a, uint128 b)
{
    constexpr uint128 mask = ~std::uint64_t{0};
    uint128 low = (a & mask) * (b & mask);
    uint128 cross_a = (a >> 64) * (b & mask);
    uint128 cross_b = (a & mask) * (b >> 64);
    uint128 middle = (low >> 64) + (cross_a & mask) + (cross_b & mask);
    return {(a >> 64) * (b >> 64) + (cross_a >> 64) + (cross_b >> 64) + (middle >> 64),
            (low & mask) | (middle << 64)};
}

struct Quotient {
    uint128 quotient{}, remainder{};
    bool overflow{};
};

/// Divides bit by bit: rare enough (beyond 1.7e14 in a quotient) that clarity wins over speed.
constexpr Quotient divide_wide(Wide n, uint128 divisor)
{
    if (divisor == 0 || n.high >= divisor) return {0, 0, true};
    uint128 remainder = n.high, quotient = 0;
    for (int bit = 127; bit >= 0; --bit) {
        bool carry = remainder >> 127;
        remainder = remainder << 1 | (n.low >> bit & 1);
        quotient <<= 1;
        if (carry || remainder >= divisor) {
            remainder -= divisor;
            quotient |= 1;
        }
    }
    return {quotient, remainder, false};
}

}  // namespace detail
}  // namespace trademind
