// Sums over currencies, and over amounts that may be unknown.
#pragma once

#include "brokers/paper/ledger/exchange_rates.hpp"

#include <optional>

namespace trademind::paper {

/// A sum in the base currency; unknown as soon as one part is.
class BaseSum {
public:
    void add(Decimal amount, const ExchangeRates::Conversion& conversion)
    {
        if (!sum_ || amount.is_zero()) return;
        auto part = conversion.to_base(amount);
        sum_ = part ? checked_add(*sum_, *part) : std::nullopt;
    }
    void add_unknown() { sum_.reset(); }
    std::optional<Decimal> get() const { return sum_; }

private:
    std::optional<Decimal> sum_ = Decimal{};
};

/// a - b where both are known and it fits.
inline std::optional<Decimal> minus(std::optional<Decimal> a, std::optional<Decimal> b)
{
    return a && b ? checked_subtract(*a, *b) : std::nullopt;
}
inline std::optional<Decimal> plus(std::optional<Decimal> a, std::optional<Decimal> b)
{
    return a && b ? checked_add(*a, *b) : std::nullopt;
}

}  // namespace trademind::paper
