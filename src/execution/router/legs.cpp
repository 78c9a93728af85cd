// Combos before they are judged: every leg found, quoted and valued in the account's currency.
#include "execution/router/core.hpp"

#include <algorithm>

namespace trademind {
namespace {

Contract contract_of(const ComboLeg& leg)
{
    return contract_by_id(leg.contract_id, leg.exchange);
}

}  // namespace

void ExecutionRouter::Core::prepare_leg(const Contract& combo, std::size_t number, Next next)
{
    if (number == combo.legs.size()) {
        join_legs(state_.book.add(combo));
        return await_account(std::move(next));
    }
    auto leg = contract_of(combo.legs[number]);
    resolve(leg, [this, combo, number, leg, next = std::move(next)] {
        auto on = [this, combo, number, next] { prepare_leg(combo, number + 1, next); };
        auto* instrument = state_.book.find(leg);
        if (!instrument) return on();
        await_quote(leg, [this, currency = instrument->contract.currency, on] {
            await_exchange_rate(currency, on);
        });
    });
}

void ExecutionRouter::Core::join_legs(risk::Instrument& combo)
{
    if (!combo.legs.empty()) return;
    std::vector<risk::Leg> legs;
    for (const auto& leg : combo.contract.legs) {
        auto* instrument = state_.book.find(contract_of(leg));
        // one that nobody knows: the order is refused, and the next one looks again
        if (!instrument || leg.ratio <= 0) return;
        legs.emplace_back(instrument, Decimal{leg.ratio}, leg.side);
    }
    state_.book.set_legs(combo, std::move(legs));
}

}  // namespace trademind
