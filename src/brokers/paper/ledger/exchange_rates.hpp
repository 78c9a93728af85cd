// Exchange rates to the base currency of the account.
#pragma once

#include <trademind/decimal.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::paper {

/// Rates as they are quoted: EUR.USD is kept as a multiplier and USD.JPY as a divisor, so that an
/// inverse never loses digits before it is used.
class ExchangeRates {
public:
    explicit ExchangeRates(std::string base) : base_{std::move(base)} {}

    const std::string& base() const { return base_; }
    /// 1 unit of `currency` is worth `price` of the base currency. Prices <= 0 are ignored.
    void set(std::string_view currency, Decimal price) { store(currency, price, false); }
    /// 1 unit of the base currency is worth `price` of `currency`.
    void set_inverse(std::string_view currency, Decimal price) { store(currency, price, true); }
    /// A pair's price: `pair_base`.`pair_quote`. True when it names the base currency and was used.
    bool set_pair(std::string_view pair_base, std::string_view pair_quote, Decimal price);

    bool knows(std::string_view currency) const { return currency == base_ || find(currency); }
    struct Rate {
        std::string currency;
        Decimal price;
        bool inverse = false;
        bool operator==(const Rate&) const = default;
    };
    /// The way of one currency to the base currency, for several amounts. Valid until a rate
    /// changes.
    class Conversion {
    public:
        /// `amount` in the base currency, rounded once; nothing without a rate. 0 needs none.
        std::optional<Decimal> to_base(Decimal amount) const
        {
            if (is_base_ || amount.is_zero()) return amount;
            return rate_ ? convert(amount) : std::nullopt;
        }

    private:
        friend class ExchangeRates;
        Conversion(bool is_base, const Rate* rate) : is_base_{is_base}, rate_{rate} {}
        std::optional<Decimal> convert(Decimal amount) const;

        bool is_base_;
        const Rate* rate_;
    };
    Conversion from(std::string_view currency) const
    {
        bool is_base = currency == base_;
        return {is_base, is_base ? nullptr : find(currency)};
    }
    std::optional<Decimal> to_base(Decimal amount, std::string_view currency) const
    {
        return from(currency).to_base(amount);
    }
    /// The rate to the base currency, for display.
    std::optional<Decimal> rate(std::string_view currency) const { return to_base(1, currency); }

    const std::vector<Rate>& all() const { return rates_; }
    void restore(std::vector<Rate> rates) { rates_ = std::move(rates); }

private:
    const Rate* find(std::string_view currency) const;
    void store(std::string_view currency, Decimal price, bool inverse);

    std::string base_;
    std::vector<Rate> rates_;
};

}  // namespace trademind::paper
