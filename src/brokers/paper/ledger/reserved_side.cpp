// Sums of live orders, of a group as one.
#include "brokers/paper/ledger/reserved_side.hpp"

#include "brokers/paper/ledger/proportion.hpp"

#include <algorithm>

namespace trademind::paper {

Decimal ReservedSide::Sums::opening(const Closable& position) const
{
    return std::max(quantity - position.quantity, Decimal{});
}

Decimal ReservedSide::Sums::needed(const Closable& position) const
{
    Decimal opens = opening(position);
    return opens.is_zero() ? Decimal{} : proportion(need, opens, quantity);
}

Decimal ReservedSide::Sums::reserved(const Closable& position) const
{
    return std::max(needed(position) - position.frees, Decimal{});
}

ReservedSide::Sums ReservedSide::largest(std::uint64_t group, OrderId except) const
{
    Sums found;
    auto members = groups_.find(group);
    if (members == groups_.end()) return found;
    for (OrderId id : members->second) {
        if (id == except) continue;
        const Entry& e = orders_.at(id);
        found.quantity = std::max(found.quantity, e.quantity);
        found.need = std::max(found.need, e.need);
    }
    return found;
}

ReservedSide::Sums ReservedSide::if_removed(OrderId id) const
{
    Sums after = sums_;
    auto it = orders_.find(id);
    if (it == orders_.end()) return after;
    const Entry& e = it->second;
    // of a group only what it has more than its other members goes
    Sums others = e.group ? largest(e.group, id) : Sums{};
    after.quantity -= std::max(e.quantity - others.quantity, Decimal{});
    after.need -= std::max(e.need - others.need, Decimal{});
    return after;
}

ReservedSide::Sums ReservedSide::if_put(OrderId id, Decimal quantity, Decimal need,
                                        std::uint64_t group) const
{
    Sums after = if_removed(id);
    Sums others = group ? largest(group, id) : Sums{};
    after.quantity += std::max(quantity - others.quantity, Decimal{});
    after.need += std::max(need - others.need, Decimal{});
    return after;
}

void ReservedSide::forget(OrderId id)
{
    auto it = orders_.find(id);
    if (it == orders_.end()) return;
    if (std::uint64_t group = it->second.group) {
        std::vector<OrderId>& members = groups_[group];
        std::erase(members, id);
        if (members.empty()) groups_.erase(group);
    }
    orders_.erase(it);
}

void ReservedSide::put(OrderId id, Decimal quantity, Decimal need, std::uint64_t group)
{
    Sums after = if_put(id, quantity, need, group);
    forget(id);
    orders_.emplace(id, Entry{quantity, need, group});
    if (group) groups_[group].push_back(id);
    sums_ = after;
}

void ReservedSide::remove(OrderId id)
{
    Sums after = if_removed(id);
    forget(id);
    sums_ = after;
}

}  // namespace trademind::paper
