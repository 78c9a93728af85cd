// a x b / c with one rounding, however large the product.
#pragma once

#include <trademind/decimal.hpp>

namespace trademind::paper {

/// a x b / c, rounded once, half away from zero. Throws std::domain_error when c is 0 and
/// std::overflow_error when the result does not fit.
inline Decimal proportion(Decimal a, Decimal b, Decimal c)
{
    if (c.is_zero()) throw std::domain_error{"Decimal: division by zero"};
    if (b == c) return a;
    auto magnitude = [](Decimal d) {
        return d.raw() < 0 ? -static_cast<uint128>(d.raw()) : static_cast<uint128>(d.raw());
    };
    bool negative = (a.sign() * b.sign() * c.sign()) < 0;
    uint128 divisor = magnitude(c), product = 0;
    detail::Quotient q;
    if (!__builtin_mul_overflow(magnitude(a), magnitude(b), &product))
        q = {product / divisor, product % divisor, false};
    else
        q = detail::divide_wide(detail::multiply_wide(magnitude(a), magnitude(b)), divisor);
    if (q.remainder >= divisor - q.remainder) ++q.quotient;
    if (q.overflow || q.quotient > static_cast<uint128>(Decimal::max().raw()))
        throw std::overflow_error{"Decimal: result is beyond 1.7e26"};
    auto raw = static_cast<int128>(q.quotient);
    return Decimal::from_raw(negative ? -raw : raw);
}

}  // namespace trademind::paper
