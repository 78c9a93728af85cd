// Combos: valued by their legs, each at the side of the market that it would trade at.
#include "execution/risk/case.hpp"
#include "execution/risk/worst_case.hpp"

#include <algorithm>

namespace trademind::risk {
namespace {

void add(std::optional<Decimal>& sum, std::optional<Decimal> price, Decimal factor)
{
    if (sum && price)
        *sum += *price * factor;
    else
        sum.reset();
}

}  // namespace

MarketState market_state(const Instrument& instrument, TimePoint time)
{
    for (const Leg& leg : instrument.legs)
        if (auto state = market_state(*leg.instrument, time); state != MarketState::open)
            return state;
    return instrument.legs.empty() ? instrument.hours.state_at(time) : MarketState::open;
}

void Case::appraise_combo()
{
    price.fault = RiskReason::no_price;
    if (!instrument || instrument->legs.empty()) return;
    Quote sum;
    sum.bid = sum.ask = Decimal{};
    Decimal worth;
    for (std::size_t i = 0; i < instrument->legs.size(); ++i)
        if (!add_leg(i, sum, worth)) return;
    // a limit above what the legs come to is paid, too
    auto limit = worst_limit(order);
    if (buying() && limit && sum.ask && *limit > *sum.ask)
        worth += (*limit - *sum.ask) * dearest_unit();
    unit_value = worth;
    price.value = order.limit_price ? order.limit_price : buying() ? sum.ask : sum.bid;
    quote_.of_legs = std::move(sum);
    quote_.usable = &*quote_.of_legs;
}

Decimal Case::dearest_unit() const
{
    Decimal most;
    for (const Leg& leg : instrument->legs)
        most = std::max(most, leg.instrument->unit_value() *
                                  state.book.rate_of(*leg.instrument).value_or(Decimal{1}));
    return most;
}

bool Case::add_leg(std::size_t index, Quote& sum, Decimal& worth)
{
    const Leg& leg = instrument->legs[index];
    bool leg_buys = leg.side_within(order.side) == Side::buy;
    price.of = leg.instrument;
    price.missing = leg_buys ? "ask" : "bid";
    auto rate = state.book.rate_of(*leg.instrument);
    if (!rate) exchange_rate.reset();
    const Quote* quote = usable_quote_of(*leg.instrument, leg.exchange, price.fault);
    if (!quote) return false;
    auto found = leg_buys ? quote->ask : quote->bid;
    if (!found && limits().allow_last_price) found = quote->last;
    if (!found || (found->sign() <= 0 && !limits().allow_negative_prices)) return false;
    if (!rate) {
        price.value = found;  // known, but not what it is worth
        return false;
    }
    Decimal dearest = found->abs();
    if (order.attributes && index < order.attributes->leg_prices.size())
        dearest = std::max(dearest, order.attributes->leg_prices[index].value_or(Decimal{}).abs());
    Decimal gross = dearest * leg.ratio;
    gross_price += gross;
    worth += gross * leg.instrument->unit_value() * *rate;
    // of the combo bought: its legs as they are, or the other way round
    bool as_it_is = leg.side == Side::buy;
    Decimal factor = as_it_is ? leg.ratio : -leg.ratio;
    add(sum.bid, as_it_is ? quote->bid : quote->ask, factor);
    add(sum.ask, as_it_is ? quote->ask : quote->bid, factor);
    price.of = nullptr;
    return true;
}

Decimal Case::closable_combos() const
{
    if (instrument->legs.empty()) return {};
    std::optional<Decimal> most;
    for (const Leg& leg : instrument->legs) {
        Exposure e = state.book.exposure_without(*leg.instrument, replaces);
        const Instrument& i = *leg.instrument;
        Decimal held = leg.side_within(order.side) == Side::buy ? -i.highest_position() - e.buys
                                                                : i.lowest_position() - e.sells;
        if (held.sign() <= 0) return {};
        Decimal combos = (held / leg.ratio).round_to(Decimal{1}, Rounding::down);
        most = most ? std::min(*most, combos) : combos;
    }
    return most.value_or(Decimal{});
}

}  // namespace trademind::risk
