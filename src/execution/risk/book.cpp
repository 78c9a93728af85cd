// Finding, adding and updating what the account holds and has working.
#include "execution/risk/book.hpp"

#include <functional>
#include <stdexcept>

namespace trademind::risk {
namespace {

std::size_t hash_of(std::string_view symbol)
{
    return std::hash<std::string_view>{}(symbol);
}

}  // namespace

bool Instrument::is(const Contract& other) const
{
    return contract.same_instrument(other) || std::ranges::any_of(aliases, [&](const Contract& a) {
               return a.same_instrument(other);
           });
}

Decimal Instrument::unit_value(const Contract* written) const
{
    const Contract* known = &contract;
    if (!known->multiplier && details) known = &details->contract;
    if (!known->multiplier && written) known = written;
    return known->unit_value(Decimal{details ? details->price_magnifier : 1});
}

Instrument* Book::find(const Contract& contract)
{
    if (contract.id) {
        auto known = by_contract_id_.find(contract.id);
        if (known != by_contract_id_.end()) return known->second;
    }
    auto [from, to] = by_symbol_.equal_range(hash_of(contract.symbol));
    for (auto i = from; i != to; ++i)
        if (i->second->is(contract)) return i->second;
    return nullptr;
}

Instrument& Book::add(const Contract& contract, const Contract* alias)
{
    Instrument* found = find(contract);
    if (!found) {
        instruments_.push_back(std::make_unique<Instrument>(contract));
        found = instruments_.back().get();
        by_symbol_.emplace(hash_of(contract.symbol), found);
        if (contract.id) by_contract_id_.emplace(contract.id, found);
    }
    if (!alias || found->is(*alias)) return *found;
    found->aliases.push_back(*alias);
    if (alias->symbol != contract.symbol) by_symbol_.emplace(hash_of(alias->symbol), found);
    if (alias->id) by_contract_id_.emplace(alias->id, found);
    return *found;
}

std::optional<Decimal> Book::exchange_rate(std::string_view currency) const
{
    if (currency == currency_) return Decimal{1};
    auto rate = rates_.find(currency);
    return rate == rates_.end() ? std::nullopt : std::optional{rate->second};
}

void Book::set_exchange_rate(const std::string& currency, std::optional<Decimal> rate)
{
    if (rate && rate->sign() > 0)
        rates_[currency] = *rate;
    else
        rates_.erase(currency);
    for (auto& instrument : instruments_)
        if (instrument->contract.currency == currency) refresh(*instrument);
}

BookedOrder& Book::add_order(BookedOrder order)
{
    orders_.push_back(std::make_unique<BookedOrder>(std::move(order)));
    BookedOrder& added = *orders_.back();
    if (!added.client_order_id.empty()) by_client_id_[added.client_order_id] = &added;
    if (added.id) by_id_[to_number(*added.id)] = &added;
    changed(added);
    return added;
}

BookedOrder* Book::find_order(OrderId id)
{
    auto found = by_id_.find(to_number(id));
    return found == by_id_.end() ? nullptr : found->second;
}
BookedOrder* Book::find_order(std::string_view client_order_id)
{
    auto found = by_client_id_.find(client_order_id);
    return found == by_client_id_.end() ? nullptr : found->second;
}

void Book::set_id(BookedOrder& order, OrderId id)
{
    if (order.id == id) return;
    forget_id(order);
    order.id = id;
    // another program's order may have the same number: the own one is meant
    auto [place, fresh] = by_id_.try_emplace(to_number(id), &order);
    if (!fresh && (order.own || !place->second->own)) place->second = &order;
}

void Book::forget_id(const BookedOrder& order)
{
    if (!order.id) return;
    auto found = by_id_.find(to_number(*order.id));
    if (found != by_id_.end() && found->second == &order) by_id_.erase(found);
}

void Book::erase(BookedOrder& order)
{
    order.counts = false;
    changed(order);
    forget_id(order);
    if (auto named = by_client_id_.find(order.client_order_id);
        named != by_client_id_.end() && named->second == &order)
        by_client_id_.erase(named);
    std::erase_if(orders_, [&](const auto& owned) { return owned.get() == &order; });
}

Decimal Book::reservation(const BookedOrder& order)
{
    if (!order.unit_value) return {};
    return checked_multiply(std::min(order.leaves(), order.opening), *order.unit_value)
        .value_or(Decimal{});
}

void Book::changed(BookedOrder& order)
{
    bool works = order.counts && order.leaves().sign() > 0;
    Decimal reserved = works ? reservation(order) : Decimal{};
    totals_.reserved += reserved - order.booked_reservation;
    order.booked_reservation = reserved;
    totals_.working += (works ? 1 : 0) - (order.booked_working ? 1 : 0);
    if (order.instrument && works != order.booked_working) {
        auto& working = order.instrument->working;
        if (works)
            working.push_back(&order);
        else
            std::erase(working, &order);
    }
    order.booked_working = works;
    if (!order.instrument) return;
    refresh(*order.instrument);
    for (const auto& leg : order.instrument->legs) refresh(*leg.instrument);
}

void Book::set_details(Instrument& i, ContractDetails details)
{
    i.details = std::move(details);
    refresh(i);
}

void Book::set_legs(Instrument& combo, std::vector<Leg> legs)
{
    combo.legs = std::move(legs);
    for (const auto& leg : combo.legs) {
        leg.instrument->combos.push_back(&combo);
        refresh(*leg.instrument);
    }
}

void Book::set_position(Instrument& i, Decimal quantity, std::optional<Decimal> price, Duration now)
{
    i.reported = quantity;
    if (price) i.reported_price = price;
    if (i.position == i.reported)
        i.differs_since = {};
    else if (i.differs_since == Duration{})
        i.differs_since = now;
    refresh(i);
}

void Book::fill(Instrument& i, Side side, Decimal quantity, Duration now)
{
    i.position += side == Side::buy ? quantity : -quantity;
    if (i.position == i.reported)
        i.differs_since = {};
    else if (i.differs_since == Duration{})
        i.differs_since = now;
    refresh(i);
}

void Book::set_quote(Instrument& i, const Quote& quote, Duration now)
{
    i.quote = quote;
    i.quote_at = now;
    // exposure only depends on the quote where something is held
    if (!i.position.is_zero() || !i.reported.is_zero()) refresh(i);
}

}  // namespace trademind::risk
