// What one position adds to the sums of its currency.
#pragma once

#include "brokers/paper/ledger/option_pairs.hpp"
#include "brokers/paper/ledger/position_cost.hpp"

#include <trademind/brokers/paper/models.hpp>

#include <array>
#include <cstddef>

namespace trademind::paper {

/// How a product's value enters the account.
enum class ValueClass : std::uint8_t {
    stock,      ///< and warrants, structured products
    us_option,  ///< not part of the equity with loan value
    option,     ///< non-US
    bond,
    fund,
    crypto,     ///< and metals
    variation,  ///< futures and CFDs: no value, gains and losses are cash
    currency,   ///< spot forex: moves cash between currencies, the position is only a record
};
constexpr std::size_t value_classes = 8;
ValueClass value_class(const Contract& contract);
/// Amounts from here on are refused: sums of thousands of them still fit a Decimal.
constexpr Decimal amount_limit{
    Decimal::from_raw(int128{Decimal::one} * 10'000'000'000 * Decimal::one)};

/// Sums of one currency. Adding and taking away are exact, so that they never drift.
struct Exposure {
    std::array<Decimal, value_classes> value{};  ///< signed market value, by class
    Decimal gross;                               ///< sum of absolute market values
    Decimal variation;  ///< gains of futures and CFDs that are not swept into cash yet
    Decimal realized, unrealized;
    Decimal initial, maintenance, overnight;
    int unpriced{};            ///< positions without a usable price
    int unpriced_variation{};  ///< those of futures and CFDs among them
    int unmargined{};          ///< positions whose requirement is unknown

    Exposure& operator+=(const Exposure& other);
    Exposure& operator-=(const Exposure& other);
    Decimal total_value() const;
    Decimal value_of(ValueClass c) const { return value[static_cast<std::size_t>(c)]; }
    bool operator==(const Exposure&) const = default;
};

/// What exposure_of looks at.
struct ExposureInput {
    const Contract& contract;
    ValueClass value_class;
    Decimal unit_value;
    const PositionCost& position;
    Decimal variation_basis;
    std::optional<Decimal> mark, underlying_mark;
    OptionCover cover{};  ///< of a short option
};
Exposure exposure_of(const ExposureInput& input, const MarginModel& margin);

}  // namespace trademind::paper
