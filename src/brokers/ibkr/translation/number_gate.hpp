// The gate for TWS's numbers: each kind has a range, and what is beyond it counts as not sent.
#pragma once

#include <trademind/decimal.hpp>

#include <optional>

namespace trademind::ibkr_broker {

// Within these ranges a product of price and quantity, and a million of such products, fit a
// Decimal (1.7e26): no sum of what TWS sends can overflow.
constexpr Decimal most_price{1'000'000'000}, most_quantity{100'000'000'000},
    most_money{1'000'000'000'000'000}, most_multiplier{1'000'000'000};
/// A larger one would make any value vanish. IBKR's are 1 and 100.
constexpr int most_magnifier = 10'000;

/// Nothing where the size of the number is beyond `most`.
constexpr std::optional<Decimal> within(std::optional<Decimal> number, Decimal most)
{
    if (number && (*number > most || *number < -most)) return std::nullopt;
    return number;
}
/// A price, in any unit, also below zero.
inline std::optional<Decimal> price_of(std::optional<double> x)
{
    return x ? within(Decimal::from_double(*x), most_price) : std::nullopt;
}
/// An amount of money, a rate, a percentage.
inline std::optional<Decimal> amount_of(std::optional<double> x)
{
    return x ? within(Decimal::from_double(*x), most_money) : std::nullopt;
}
/// A least step of a price or a size: above zero.
constexpr std::optional<Decimal> step_of(std::optional<Decimal> number)
{
    return number && number->sign() > 0 ? within(number, most_price) : std::nullopt;
}
/// How much is held: below zero where it is owed.
constexpr std::optional<Decimal> holding_of(std::optional<Decimal> number)
{
    return within(number, most_quantity);
}
/// How much was traded, or is to be: never below zero.
constexpr std::optional<Decimal> count_of(std::optional<Decimal> number)
{
    if (number && number->sign() < 0) return std::nullopt;
    return within(number, most_quantity);
}

}  // namespace trademind::ibkr_broker
