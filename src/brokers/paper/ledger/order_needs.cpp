// What an order would open, and what that ties up.
#include "brokers/paper/ledger/order_needs.hpp"

#include "brokers/paper/ledger/base_sum.hpp"

#include <algorithm>

namespace trademind::paper {

ReservedSide::Closable OrderNeeds::closable(const InstrumentLedger& b, Side side) const
{
    // a cash account pays every currency trade in full, whatever was traded before
    if (b.value_class == ValueClass::currency && margin_.account_kind() == AccountKind::cash)
        return {};
    bool opposite = b.position.quantity.sign() == (side == Side::buy ? -1 : 1);
    if (!opposite) return {};
    return {b.position.quantity.abs(), b.exposure.initial};
}

std::optional<Decimal> OrderNeeds::need_of(const InstrumentLedger& b, const LiveOrder& order) const
{
    if (reservations_.funding(order.instrument, order.side) != b.currency) return order.quantity;
    MarginInput input{b.contract, order.side == Side::buy ? order.quantity : -order.quantity,
                      order.price};
    input.unit_value = b.unit_value;
    input.underlying_price = positions_.underlying_mark(b);
    auto need = input.is_short() && b.underlying ? need_of_sold_option(order, input)
                                                 : margin_.of_opening(input);
    if (!need) return std::nullopt;
    return std::max(*need, Decimal{}) + order.fees;
}

Decimal OrderNeeds::position_after(const LiveOrder& order) const
{
    const ReservedSide& side = reservations_.side(order.instrument, Side::sell);
    return positions_[order.instrument].position.quantity -
           side.if_put(order.id, order.quantity, {}, order.group).quantity;
}

OptionCover OrderNeeds::cover_after(const LiveOrder& order) const
{
    auto sold = [&](InstrumentId id) { return reservations_.side(id, Side::sell).sums().quantity; };
    return positions_.cover_if(order.instrument, position_after(order), sold);
}

std::optional<Decimal> OrderNeeds::need_of_sold_option(const LiveOrder& order,
                                                       MarginInput input) const
{
    OptionCover cover = cover_after(order);
    Decimal short_after = std::max(-position_after(order), Decimal{});
    Decimal uncovered = std::max(short_after - cover.covered - cover.spread, Decimal{});
    Decimal alone = std::min(order.quantity, uncovered);
    Decimal paired = std::min(order.quantity - alone, cover.spread);
    Decimal covered = order.quantity - alone - paired;
    std::optional<Decimal> sum = Decimal{};
    auto add = [&](Decimal contracts, auto rule) {
        if (contracts.sign() <= 0) return;
        input.quantity = -contracts;
        sum = plus(sum, rule());
    };
    add(alone, [&] { return margin_.of_opening(input); });
    add(paired, [&] {
        return margin_.of_opening_spread(input, cover.spread_risk * paired / cover.spread);
    });
    add(covered, [&] { return margin_.of_opening_covered(input); });
    return sum;
}

bool OrderNeeds::may_short(const LiveOrder& order) const
{
    const Contract& contract = positions_[order.instrument].contract;
    if (!margin_.allows_short(contract)) return false;
    return margin_.allows_uncovered(contract) ||
           -position_after(order) <= cover_after(order).covered;
}

}  // namespace trademind::paper
