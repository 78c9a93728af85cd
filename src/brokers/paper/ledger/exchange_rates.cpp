// Exchange rates to the base currency of the account.
#include "brokers/paper/ledger/exchange_rates.hpp"

#include <algorithm>

namespace trademind::paper {

const ExchangeRates::Rate* ExchangeRates::find(std::string_view currency) const
{
    auto it = std::ranges::find(rates_, currency, &Rate::currency);
    return it == rates_.end() ? nullptr : &*it;
}

void ExchangeRates::store(std::string_view currency, Decimal price, bool inverse)
{
    if (price.sign() <= 0 || currency == base_) return;
    auto it = std::ranges::find(rates_, currency, &Rate::currency);
    if (it == rates_.end()) {
        rates_.push_back({std::string{currency}, price, inverse});
    } else {
        it->price = price;
        it->inverse = inverse;
    }
}

bool ExchangeRates::set_pair(std::string_view pair_base, std::string_view pair_quote, Decimal price)
{
    if (price.sign() <= 0 || pair_base == pair_quote) return false;
    if (pair_quote == base_)
        set(pair_base, price);
    else if (pair_base == base_)
        set_inverse(pair_quote, price);
    else
        return false;
    return true;
}

std::optional<Decimal> ExchangeRates::Conversion::convert(Decimal amount) const
{
    return rate_->inverse ? checked_divide(amount, rate_->price)
                          : checked_multiply(amount, rate_->price);
}

}  // namespace trademind::paper
