// Whether a price is fit to value an order.
#include "execution/risk/usable_quote.hpp"

#include "execution/risk/book.hpp"

#include <algorithm>

namespace trademind::risk {
namespace {

/// A market moves by less between two of its prices; a wrong unit, a torn or an invented price is
/// further off.
constexpr int most_times = 10;
/// Part of the price: between the bid and the ask of a pair, and between two sources of its rate.
constexpr Decimal pair_tolerance = Decimal::from_raw(Decimal::one / 10);

bool is_leveraged(SecurityType type)
{
    switch (type) {
    case SecurityType::option:
    case SecurityType::future_option:
    case SecurityType::warrant:
    case SecurityType::structured: return true;
    default: return false;
    }
}

bool are_near(Decimal one, Decimal other)
{
    if (one.sign() <= 0 || other.sign() <= 0) return true;
    auto [low, high] = std::minmax(one, other);
    auto bound = checked_multiply(low, most_times);
    return !bound || high <= *bound;
}

}  // namespace

bool is_plausible(const Quote& quote, SecurityType type)
{
    if (quote.is_crossed()) return false;
    if (is_leveraged(type)) return true;
    if (quote.bid && quote.ask && !are_near(*quote.bid, *quote.ask)) return false;
    auto traded = quote.market_price();
    if (!traded) return true;
    for (const auto& side : {quote.bid, quote.ask})
        if (side && !are_near(*side, *traded)) return false;
    return true;
}

bool is_fresh(const Quote& quote, Duration age, const RiskLimits& limits)
{
    return age <= (is_delayed(quote) ? limits.max_quote_age_delayed : limits.max_quote_age);
}

const Quote* usable_quote(const Quote* quote, Duration age, SecurityType type,
                          const RiskLimits& limits, RiskReason& fault)
{
    if (!quote) return nullptr;
    if (!is_fresh(*quote, age, limits)) {
        fault = RiskReason::stale_price;
        return nullptr;
    }
    return is_plausible(*quote, type) ? quote : nullptr;
}

std::optional<Decimal> usable_rate(const Quote& quote, bool inverted)
{
    if (!is_plausible(quote, SecurityType::forex)) return std::nullopt;
    if (quote.bid && quote.ask && quote.bid->sign() > 0 && !rates_agree(*quote.bid, *quote.ask))
        return std::nullopt;
    auto price = inverted ? quote.bid : quote.ask;
    if (!price) price = quote.last;
    if (!price || price->sign() <= 0) return std::nullopt;
    return inverted ? checked_divide(Decimal{1}, *price) : price;
}

bool rates_agree(Decimal one, Decimal other)
{
    auto [low, high] = std::minmax(one, other);
    return high - low <= low * pair_tolerance;
}

}  // namespace trademind::risk
