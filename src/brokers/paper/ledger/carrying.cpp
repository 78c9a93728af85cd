// What the account needs to carry its positions, and what it lacks to know it.
#include "brokers/paper/ledger/base_sum.hpp"
#include "brokers/paper/ledger/positions.hpp"

namespace trademind::paper {

std::optional<Decimal> Positions::excess_liquidity() const
{
    BaseSum sum;
    for (const CurrencyLedger& c : currencies_) {
        const Exposure& e = c.sums;
        if (e.unpriced || e.unpriced_variation || e.unmargined) return std::nullopt;
        sum.add(c.cash.amount + e.variation + e.total_value() - e.value_of(ValueClass::us_option) -
                    e.maintenance,
                rates_.from(c.cash.currency));
    }
    return sum.get();
}

std::vector<Positions::Carried> Positions::carried() const
{
    std::vector<Carried> all;
    for (InstrumentId id = 0; id < size(); ++id) {
        if (!is_defined(id)) continue;
        const InstrumentLedger& b = *instruments_[id];
        const Exposure& e = b.exposure;
        if (b.position.quantity.is_zero() || e.unpriced || e.unmargined) continue;
        // the premium of a US option is cash once it is sold, and gone once it is bought back
        Decimal premium = e.value_of(ValueClass::us_option);
        auto base = [&](Decimal amount) {
            return rates_.to_base(amount, b.contract.currency).value_or(Decimal{});
        };
        all.push_back(
            {id, b.position.quantity, base(e.maintenance + premium), base(e.overnight + premium)});
    }
    return all;
}

std::string Positions::missing() const
{
    std::string names;
    auto add = [&](const std::string& name) { names += (names.empty() ? "" : ", ") + name; };
    for (InstrumentId id = 0; id < size(); ++id) {
        if (!is_defined(id)) continue;
        const InstrumentLedger& b = *instruments_[id];
        if (b.exposure.unpriced || b.exposure.unmargined) add(b.contract.describe());
    }
    for (const CurrencyLedger& c : currencies_)
        if (!rates_.knows(c.cash.currency) && (!c.cash.amount.is_zero() || c.sums != Exposure{}))
            add("exchange rate of " + c.cash.currency);
    return names;
}

Decimal Positions::regulation_t_change(const LedgerFill& fill, const FillEffect& effect) const
{
    const InstrumentLedger& b = *instruments_[fill.instrument];
    // gains of futures are cash, and currencies are converted: neither takes credit for good
    if (b.value_class == ValueClass::variation || b.value_class == ValueClass::currency) return {};
    auto requirement = [&](Decimal quantity) {
        MarginInput input{b.contract, quantity, fill.price};
        input.unit_value = b.unit_value;
        input.underlying_price = underlying_mark(b);
        auto known = quantity.is_zero() ? MarginRequirement{} : margin_->of_position(input);
        return known ? known->overnight : input.value().abs();
    };
    bool buys = fill.side == Side::buy;
    const TradeSplit& split = effect.split;
    Decimal change = requirement(buys ? -split.closed : split.closed) -
                     requirement(buys ? split.opened : -split.opened);
    if (b.value_class == ValueClass::us_option) {
        Decimal premium = fill.quantity * fill.price * b.unit_value;
        change += fill.side == Side::sell ? premium : -premium;
    }
    return rates_.to_base(change, b.contract.currency).value_or(Decimal{});
}

}  // namespace trademind::paper
