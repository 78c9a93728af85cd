// What live orders tie up, followed through fills.
#include "brokers/paper/ledger/reservations.hpp"

#include "brokers/paper/ledger/proportion.hpp"

#include <algorithm>

namespace trademind::paper {

void Reservations::define(InstrumentId instrument, CurrencyIndex buys, CurrencyIndex sells)
{
    if (instrument >= instruments_.size()) instruments_.resize(instrument + std::size_t{1});
    instruments_[instrument].funding = {buys, sells};
    by_currency_.resize(std::max({by_currency_.size(), buys + 1, sells + 1}));
}

void Reservations::put(const LiveOrder& order, Decimal need)
{
    instruments_[order.instrument].live[side_index(order.side)].put(order.id, order.quantity, need,
                                                                    order.group);
    orders_.insert_or_assign(order.id, Reservation{order, order.quantity, need});
}

std::optional<InstrumentId> Reservations::remove(OrderId id)
{
    auto it = orders_.find(id);
    if (it == orders_.end()) return std::nullopt;
    InstrumentId instrument = it->second.order.instrument;
    instruments_[instrument].live[side_index(it->second.order.side)].remove(id);
    orders_.erase(it);
    return instrument;
}

std::optional<InstrumentId> Reservations::shrink(OrderId id, Decimal filled)
{
    auto it = orders_.find(id);
    if (it == orders_.end()) return std::nullopt;
    Reservation& r = it->second;
    if (filled >= r.order.quantity) return remove(id);
    r.order.quantity -= filled;
    // from the original each time, so that a thousand partial fills do not drift
    Decimal need = proportion(r.original_need, r.order.quantity, r.original_quantity);
    instruments_[r.order.instrument].live[side_index(r.order.side)].put(id, r.order.quantity, need,
                                                                        r.order.group);
    return r.order.instrument;
}

void Reservations::update(InstrumentId instrument, const ReservedSide::Closable& by_buys,
                          const ReservedSide::Closable& by_sells)
{
    InstrumentOrders& orders = instruments_[instrument];
    update(orders, Side::buy, by_buys);
    update(orders, Side::sell, by_sells);
}

void Reservations::update(InstrumentOrders& orders, Side side,
                          const ReservedSide::Closable& position)
{
    std::size_t s = side_index(side);
    Decimal now = orders.live[s].sums().reserved(position);
    by_currency_[orders.funding[s]] += now - orders.reserved[s];
    orders.reserved[s] = now;
}

std::optional<LiveOrder> Reservations::find(OrderId id) const
{
    auto it = orders_.find(id);
    return it == orders_.end() ? std::nullopt : std::optional{it->second.order};
}

std::vector<LiveOrder> Reservations::all() const
{
    std::vector<LiveOrder> orders;
    orders.reserve(orders_.size());
    for (const auto& [id, r] : orders_) orders.push_back(r.order);
    std::ranges::sort(orders, {}, &LiveOrder::id);
    return orders;
}

}  // namespace trademind::paper
