// What one position adds to the sums of its currency.
#include "brokers/paper/ledger/exposure.hpp"

namespace trademind::paper {

ValueClass value_class(const Contract& contract)
{
    switch (contract.type) {
    case SecurityType::option:
    case SecurityType::future_option:
        return contract.currency == "USD" ? ValueClass::us_option : ValueClass::option;
    case SecurityType::future:
    case SecurityType::continuous_future:
    case SecurityType::cfd: return ValueClass::variation;
    case SecurityType::forex: return ValueClass::currency;
    case SecurityType::bond: return ValueClass::bond;
    case SecurityType::fund: return ValueClass::fund;
    case SecurityType::crypto:
    case SecurityType::commodity: return ValueClass::crypto;
    default: return ValueClass::stock;
    }
}

Exposure& Exposure::operator+=(const Exposure& other)
{
    for (std::size_t i = 0; i < value_classes; ++i) value[i] += other.value[i];
    gross += other.gross;
    variation += other.variation;
    realized += other.realized;
    unrealized += other.unrealized;
    initial += other.initial;
    maintenance += other.maintenance;
    overnight += other.overnight;
    unpriced += other.unpriced;
    unpriced_variation += other.unpriced_variation;
    unmargined += other.unmargined;
    return *this;
}

Exposure& Exposure::operator-=(const Exposure& other)
{
    for (std::size_t i = 0; i < value_classes; ++i) value[i] -= other.value[i];
    gross -= other.gross;
    variation -= other.variation;
    realized -= other.realized;
    unrealized -= other.unrealized;
    initial -= other.initial;
    maintenance -= other.maintenance;
    overnight -= other.overnight;
    unpriced -= other.unpriced;
    unpriced_variation -= other.unpriced_variation;
    unmargined -= other.unmargined;
    return *this;
}

Decimal Exposure::total_value() const
{
    Decimal sum;
    for (Decimal v : value) sum += v;
    return sum;
}

namespace {

void add_value(Exposure& e, const ExposureInput& in)
{
    if (!in.mark) {
        e.unpriced = 1;
        e.unpriced_variation = in.value_class == ValueClass::variation ? 1 : 0;
        return;
    }
    Decimal value = in.position.quantity * *in.mark * in.unit_value;
    if (value.abs() >= amount_limit) throw std::overflow_error{"market value"};
    if (in.value_class == ValueClass::variation) {
        e.variation = value - in.variation_basis;
    } else {
        e.value[static_cast<std::size_t>(in.value_class)] = value;
        e.gross = value.abs();
    }
    e.unrealized = value - in.position.cost;
}

/// Of a short option: what is covered, what is paired and the rest, each by its rule.
std::optional<MarginRequirement> of_parts(MarginInput m, const OptionCover& cover,
                                          const MarginModel& margin)
{
    MarginRequirement sum;
    bool known = true;
    auto add = [&](Decimal contracts, auto rule) {
        if (contracts.sign() <= 0) return;
        m.quantity = -contracts;
        auto part = rule();
        known = known && part;
        if (!part) return;
        sum.initial += part->initial;
        sum.maintenance += part->maintenance;
        sum.overnight += part->overnight;
    };
    Decimal alone = m.quantity.abs() - cover.covered - cover.spread;
    add(cover.covered, [&] { return margin.of_covered(m); });
    add(cover.spread, [&] { return margin.of_spread(m, cover.spread_risk); });
    add(alone, [&] { return margin.of_position(m); });
    return known ? std::optional{sum} : std::nullopt;
}

void add_margin(Exposure& e, const ExposureInput& in, const MarginModel& margin)
{
    std::optional<MarginRequirement> requirement;
    if (in.mark) {
        MarginInput m{in.contract, in.position.quantity, *in.mark};
        m.unit_value = in.unit_value;
        m.underlying_price = in.underlying_mark;
        requirement =
            in.cover == OptionCover{} ? margin.of_position(m) : of_parts(m, in.cover, margin);
    }
    if (!requirement) {
        e.unmargined = 1;
        return;
    }
    for (Decimal d : {requirement->initial, requirement->maintenance, requirement->overnight})
        if (d.abs() >= amount_limit) throw std::overflow_error{"margin requirement"};
    e.initial = requirement->initial;
    e.maintenance = requirement->maintenance;
    e.overnight = requirement->overnight;
}

}  // namespace

Exposure exposure_of(const ExposureInput& in, const MarginModel& margin)
{
    // the gains of currency trades show in the balances
    bool is_currency = in.value_class == ValueClass::currency;
    Exposure e;
    if (!is_currency) e.realized = in.position.realized;
    if (in.position.quantity.is_zero()) {
        e.variation = -in.variation_basis;
        return e;
    }
    Exposure known = e;
    try {
        if (!is_currency) add_value(known, in);
        add_margin(known, in, margin);
        return known;
    } catch (const std::overflow_error&) {
        // a mark so large that the value does not fit is no usable price
        e.unpriced = is_currency ? 0 : 1;
        e.unpriced_variation = in.value_class == ValueClass::variation ? 1 : 0;
        e.unmargined = 1;
        return e;
    }
}

}  // namespace trademind::paper
