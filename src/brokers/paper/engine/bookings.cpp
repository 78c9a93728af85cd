// Positions that change without a market.
#include "brokers/paper/engine/bookings.hpp"

#include "brokers/paper/ledger/proportion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace trademind::paper {

Decimal intrinsic_value(const Contract& option, Decimal price)
{
    Decimal strike = option.strike.value_or(Decimal{});
    bool call = option.right != OptionRight::put;
    return std::max(call ? price - strike : strike - price, Decimal{});
}

void Bookings::cancel_orders(InstrumentId instrument, std::string_view reason)
{
    std::vector<Order*> live;
    state_.orders.for_each_live([&](Order& order) {
        if (order.instrument == instrument) live.push_back(&order);
    });
    for (Order* order : live) lifecycle_.cancel(*order, reason);
}

bool Bookings::end(InstrumentId instrument, std::string_view reason)
{
    if (!state_.expired.insert(instrument).second) return false;
    cancel_orders(instrument, reason);
    return true;
}

Decimal Bookings::intrinsic_value(InstrumentId option) const
{
    auto underlying = state_.instruments().underlying_of(option);
    auto price = underlying ? state_.listings[*underlying].market.mark() : std::nullopt;
    if (!price && underlying) price = state_.account.report(*underlying).market_price;
    // nothing tells what it stands on: its own mark is the best that is known
    if (!price) return state_.account.report(option).market_price.value_or(Decimal{});
    return paper::intrinsic_value(state_.instruments().contract(option), *price);
}

bool Bookings::delivers_shares(InstrumentId option) const
{
    auto underlying = state_.instruments().underlying_of(option);
    return underlying && state_.instruments().contract(*underlying).type == SecurityType::stock;
}

void Bookings::exercise(std::string_view prefix, InstrumentId option, Decimal quantity,
                        Decimal value)
{
    if (!delivers_shares(option)) return book(prefix, option, -quantity, value);
    // copied: booking what it stands on may list another instrument
    Contract contract = state_.instruments().contract(option);
    InstrumentId underlying = *state_.instruments().underlying_of(option);
    Decimal premium = premium_of(option, quantity);
    book(prefix, option, -quantity, Decimal{}, -premium);
    Decimal shares = quantity * state_.instruments()[option].unit_value();
    book(prefix, underlying, contract.right == OptionRight::put ? -shares : shares,
         contract.strike.value_or(Decimal{}), premium);
}

Decimal Bookings::premium_of(InstrumentId option, Decimal quantity) const
{
    const auto& instruments = state_.instruments();
    const Contract& shares = instruments.contract(*instruments.underlying_of(option));
    if (shares.currency != instruments.contract(option).currency) return {};
    const PositionCost& held = state_.account.ledger().position(option);
    return held.quantity.is_zero() ? Decimal{} : proportion(held.cost, quantity, held.quantity);
}

void Bookings::book(std::string_view prefix, InstrumentId instrument, Decimal quantity,
                    Decimal price, Decimal carried_cost)
{
    const Contract& contract = state_.instruments().contract(instrument);
    OrderRequest request{quantity.sign() > 0 ? Side::buy : Side::sell, contract, quantity.abs()};
    Order& order = state_.orders.create();
    request.client_order_id = fmt::format("{}-{}", prefix, to_number(order.id));
    order.instrument = instrument;
    order.set_terms(request, contract);
    order.is_exercise = true;
    order.submitted_at = order.updated_at = state_.now();
    order.active_quantity = order.quantity;
    order.priority = state_.orders.next_priority();
    state_.orders.remember_client_order(order);
    lifecycle_.fill(order, order.quantity, price, Liquidity::removed, carried_cost);
}

}  // namespace trademind::paper
