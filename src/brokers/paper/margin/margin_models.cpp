// The margin models that come with the paper broker.
#include <trademind/brokers/paper/models.hpp>

#include <algorithm>

namespace trademind::paper {

using namespace trademind::literals;

namespace {

/// Paid in full and worth what it costs: no credit on it.
bool is_paid_in_full(SecurityType type)
{
    return type == SecurityType::crypto || type == SecurityType::commodity ||
           type == SecurityType::warrant || type == SecurityType::structured;
}

/// IBKR's table for short stocks, per share.
Decimal short_stock_maintenance(Decimal price, Decimal rate)
{
    if (price > 16.67_d) return price * rate;
    if (price >= 5_d) return 5_d;
    return std::max(price, 2.50_d);
}

/// Beyond the option's own value: the larger of 20% of the underlying (of a broad-based index 15%)
/// less what the option is out of the money, and 10% of the underlying (put: of the strike). Per
/// unit. FINRA rule 4210(f)(2)(E).
std::optional<Decimal> short_option_risk(const MarginInput& in, const RegulationTRates& rates)
{
    if (!in.underlying_price || !in.contract.strike || !in.contract.right) return std::nullopt;
    Decimal underlying = *in.underlying_price, strike = *in.contract.strike;
    bool call = *in.contract.right == OptionRight::call;
    Decimal out = std::max(call ? strike - underlying : underlying - strike, 0_d);
    bool broad = rates.broad_based_indices.contains(in.contract.symbol);
    return std::max(underlying * (broad ? 0.15_d : 0.20_d) - out,
                    (call ? underlying : strike) * 0.10_d);
}

Decimal units(const MarginInput& in)
{
    return in.quantity.abs() * in.unit_value;
}

MarginRequirement same(Decimal amount)
{
    return {amount, amount, amount};
}

}  // namespace

RegulationTRates::RegulationTRates()
    : long_stock{0.25_d},
      overnight_stock{0.50_d},
      short_stock{0.30_d},
      futures_rate{0.10_d},
      forex_rate{0.03_d},
      broad_based_indices{"SPX",  "XSP", "OEX", "XEO", "NDX", "XND",  "NQX",  "RUT",
                          "MRUT", "DJX", "RLG", "RLV", "RUI", "MXEA", "MXEF", "NYA"},
      leverage{4},
      minimum_equity{2000}
{}

std::optional<MarginRequirement> RegulationTMargin::of_position(const MarginInput& in) const
{
    Decimal value = in.value().abs();
    SecurityType type = in.contract.type;
    if (is_option(type)) {
        if (in.is_short()) {
            auto risk = short_option_risk(in, rates_);
            if (!risk) return std::nullopt;
            // a short option is no part of the equity with loan value where it is a US one;
            // elsewhere it already lowers it
            Decimal own = in.contract.currency == "USD" ? value : 0_d;
            return same(own + *risk * units(in));
        }
        // a long US option lends nothing and counts nothing
        return same(in.contract.currency == "USD" ? 0_d : value);
    }
    switch (type) {
    case SecurityType::future:
    case SecurityType::continuous_future: {
        auto known = rates_.futures.find(in.contract.symbol);
        if (known == rates_.futures.end()) return same(value * rates_.futures_rate);
        Decimal n = in.quantity.abs();
        const MarginRequirement& each = known->second;
        return MarginRequirement{n * each.initial, n * each.maintenance, n * each.overnight};
    }
    case SecurityType::forex: return same(value * rates_.forex_rate);
    case SecurityType::cfd: return same(value * rates_.long_stock);
    default: break;
    }
    if (is_paid_in_full(type)) return same(value);
    if (!in.is_short()) {
        Decimal held = value * rates_.long_stock;
        return MarginRequirement{held, held, value * rates_.overnight_stock};
    }
    Decimal held = short_stock_maintenance(in.price, rates_.short_stock) * units(in);
    return MarginRequirement{std::max(value * rates_.short_stock, held), held,
                             std::max(value * rates_.overnight_stock, held)};
}

std::optional<Decimal> RegulationTMargin::of_opening(const MarginInput& in) const
{
    if (is_option(in.contract.type)) {
        if (!in.is_short()) return in.value();
        // the premium received covers the option's own value
        auto risk = short_option_risk(in, rates_);
        return risk ? std::optional{*risk * units(in)} : std::nullopt;
    }
    auto requirement = of_position(in);
    return requirement ? std::optional{requirement->initial} : std::nullopt;
}

std::optional<MarginRequirement> RegulationTMargin::of_covered(const MarginInput& in) const
{
    // nothing beyond its own value, which the equity with loan value of a US option leaves out
    return same(in.contract.currency == "USD" ? in.value().abs() : 0_d);
}

std::optional<MarginRequirement> RegulationTMargin::of_spread(const MarginInput& in,
                                                              Decimal risk) const
{
    auto alone = of_position(in);
    return same(alone ? std::min(risk, alone->maintenance) : risk);
}

std::optional<Decimal> RegulationTMargin::of_opening_covered(const MarginInput&) const
{
    return 0_d;
}

std::optional<Decimal> RegulationTMargin::of_opening_spread(const MarginInput& in,
                                                            Decimal risk) const
{
    Decimal beyond = std::max(risk - in.value(), 0_d);
    auto alone = of_opening(in);
    return alone ? std::min(beyond, *alone) : beyond;
}

bool RegulationTMargin::allows_short(const Contract& contract) const
{
    switch (contract.type) {
    case SecurityType::crypto:
    case SecurityType::fund:
    case SecurityType::warrant:
    case SecurityType::structured: return false;
    default: return true;
    }
}

std::optional<MarginRequirement> CashAccountMargin::of_position(const MarginInput& in) const
{
    if (!is_option(in.contract.type) || !in.is_short()) return MarginRequirement{};  // paid for
    return same(in.contract.strike.value_or(in.price) * units(in));
}

std::optional<MarginRequirement> CashAccountMargin::of_covered(const MarginInput&) const
{
    return MarginRequirement{};
}

std::optional<Decimal> CashAccountMargin::of_opening(const MarginInput& in) const
{
    bool secured = is_option(in.contract.type) && in.is_short() && in.contract.strike;
    return secured ? *in.contract.strike * units(in) : in.value();
}

std::optional<Decimal> CashAccountMargin::of_opening_covered(const MarginInput&) const
{
    return 0_d;
}

bool CashAccountMargin::allows_short(const Contract& contract) const
{
    // selling EUR.USD spends euros
    return contract.type == SecurityType::forex || contract.type == SecurityType::option;
}

bool CashAccountMargin::allows_uncovered(const Contract& contract) const
{
    return contract.type == SecurityType::forex ||
           (contract.type == SecurityType::option && contract.right == OptionRight::put);
}

std::optional<MarginRequirement> NoMargin::of_position(const MarginInput&) const
{
    return MarginRequirement{};
}

std::optional<Decimal> NoMargin::of_opening(const MarginInput&) const
{
    return 0_d;
}

bool NoMargin::allows_short(const Contract&) const
{
    return true;
}

}  // namespace trademind::paper
