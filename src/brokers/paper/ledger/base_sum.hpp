// Sums over currencies, and over amounts that may be unknown.
#pragma once

#include "brokers/paper/ledger/exchange_rates.hpp"

#include <optional>
#include <string_view>

namespace trademind::paper {

/// A sum in the base currency; unknown as soon as one part is.
class BaseSum {
public:
    explicit BaseSum(const ExchangeRates& rates) : rates_{rates} {}
    void add(std::optional<Decimal> amount, std::string_view currency)
    {
        if (!sum_) return;
        auto part = amount ? rates_.to_base(*amount, currency) : std::nullopt;
        sum_ = part ? checked_add(*sum_, *part) : std::nullopt;
    }
    std::optional<Decimal> get() const { return sum_; }

private:
    const ExchangeRates& rates_;
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
