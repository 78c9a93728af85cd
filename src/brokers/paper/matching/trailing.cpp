// Trailing stops in groups of one high-water mark.
#include "brokers/paper/matching/trailing.hpp"

#include <algorithm>

namespace trademind::paper {
namespace {

/// The mark of orders that have not seen a price.
constexpr Decimal unseen = Decimal::min();

bool by_rate(const Order& order)
{
    return order.rare->trailing_rate.has_value();
}
Decimal offset(const Order& order)
{
    return by_rate(order) ? *order.rare->trailing_rate : *order.rare->trailing_amount;
}

}  // namespace

Decimal Trailing::stop_at(const Order& order, Decimal high) const
{
    Decimal distance = by_rate(order) ? high.abs() * offset(order) / Decimal{100} : offset(order);
    // never closer to the market than asked
    Decimal stop = high - distance;
    return stop.round_to(ticks_.at(stop), Rounding::down);
}

std::optional<Decimal> Trailing::tightest(const Group& group) const
{
    if (group.high == unseen || group.size() == 0) return std::nullopt;
    std::optional<Decimal> best;
    for (const PriceIndex* index : {&group.amounts, &group.rates}) {
        if (index->empty()) continue;
        Decimal stop = stop_at(*index->best().order, group.high);
        if (!best || stop > *best) best = stop;
    }
    return best;
}

void Trailing::unrank(Group& group)
{
    auto known = ranked_.find(&group);
    if (known == ranked_.end()) return;
    ranking_.erase(known->second);
    ranked_.erase(known);
}

void Trailing::rank(Group& group)
{
    auto stop = tightest(group);
    auto known = ranked_.find(&group);
    if (known == ranked_.end()) {
        if (stop) ranked_.emplace(&group, ranking_.emplace(*stop, &group));
        return;
    }
    if (stop && known->second->first == *stop) return;
    // the node moves to its new place without an allocation
    auto node = ranking_.extract(known->second);
    if (!stop) {
        ranked_.erase(known);
        return;
    }
    node.key() = *stop;
    known->second = ranking_.insert(std::move(node));
}

void Trailing::put(Group& group, Order& order)
{
    (by_rate(order) ? group.rates : group.amounts).add(offset(order), order);
    where_[&order] = &group;
}

void Trailing::add(Order& order, std::optional<Decimal> reference)
{
    Decimal high = unseen;
    if (order.stop_price) {
        // the mark at which the stop would stand where it starts
        Decimal stop = signed_price(*order.stop_price);
        if (by_rate(order)) {
            Decimal part = offset(order) / Decimal{100};
            Decimal left = side_ == Side::sell ? Decimal{1} - part : Decimal{1} + part;
            high = checked_divide(stop, left, Rounding::up).value_or(stop);
        } else {
            high = stop + offset(order);
        }
    }
    if (reference) high = std::max(high, signed_price(*reference));
    auto [place, is_new] = groups_.try_emplace(high);
    if (is_new) place->second = std::make_unique<Group>(high);
    put(*place->second, order);
    rank(*place->second);
}

void Trailing::remove(Order& order)
{
    auto known = where_.find(&order);
    if (known == where_.end()) return;
    Group& group = *known->second;
    (by_rate(order) ? group.rates : group.amounts).remove(offset(order), order);
    where_.erase(known);
    if (group.size() > 0) return rank(group);
    unrank(group);
    groups_.erase(group.high);
}

void Trailing::merge(Group& into, Group& from)
{
    for (const PriceIndex* index : {&from.amounts, &from.rates})
        for (const auto& entry : *index) put(into, *entry.order);
}

void Trailing::update(Decimal price, std::vector<Order*>& fired)
{
    Decimal now = signed_price(price);
    if (!groups_.empty() && groups_.begin()->first < now) {
        auto mover = groups_.extract(groups_.begin());
        auto absorb = [&](std::unique_ptr<Group>& other) {
            if (mover.mapped()->size() < other->size()) std::swap(mover.mapped(), other);
            merge(*mover.mapped(), *other);
            unrank(*other);
        };
        while (!groups_.empty() && groups_.begin()->first <= now) {
            absorb(groups_.begin()->second);
            groups_.erase(groups_.begin());
        }
        mover.key() = now;
        mover.mapped()->high = now;
        rank(*mover.mapped());
        groups_.insert(std::move(mover));
    }
    for (const auto& [tightest, group] : ranking_) {
        if (now > tightest) break;
        auto take = [&, high = group->high](const PriceIndex& index) {
            for (const auto& entry : index) {
                if (now > stop_at(*entry.order, high)) break;
                fired.push_back(entry.order);
            }
        };
        take(group->amounts);
        take(group->rates);
    }
}

std::optional<Decimal> Trailing::stop_of(const Order& order) const
{
    auto known = where_.find(&order);
    if (known == where_.end() || known->second->high == unseen) return order.stop_price;
    return signed_price(stop_at(order, known->second->high));
}

void Trailing::collect_all(std::vector<Order*>& orders) const
{
    for (const auto& [high, group] : groups_)
        for (const PriceIndex* index : {&group->amounts, &group->rates})
            for (const auto& entry : *index) orders.push_back(entry.order);
}

}  // namespace trademind::paper
