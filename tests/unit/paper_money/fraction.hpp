// Numbers without rounding, to hold the ledger's against.
#pragma once

#include <trademind/decimal.hpp>

#include <boost/multiprecision/cpp_int.hpp>

namespace trademind::paper {

using Fraction = boost::multiprecision::cpp_rational;

inline Fraction exact(Decimal d)
{
    return Fraction{boost::multiprecision::int128_t{d.raw()}, Decimal::one};
}

}  // namespace trademind::paper
