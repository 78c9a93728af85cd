// Inside the ledger: one entry in its books, and small helpers that its source files share.
#pragma once

#include "brokers/paper/ledger/ledger.hpp"

namespace trademind::paper {

struct Ledger::Posting {
    SignedTrade trade;    ///< with the fee that enters the cost
    Decimal outside_fee;  ///< fee in another currency, or of a currency trade
    Date settles_on{};
    bool at_market = false;  ///< the price may serve as mark
};

constexpr std::size_t side_index(Side side)
{
    return side == Side::buy ? 0 : 1;
}

/// Day trades are counted for securities.
constexpr bool counts_day_trades(ValueClass c)
{
    return c == ValueClass::stock || c == ValueClass::us_option || c == ValueClass::option;
}

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
