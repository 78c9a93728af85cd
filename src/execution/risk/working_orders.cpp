// Sums over working orders, by differences.
#include "execution/risk/working_orders.hpp"

#include "execution/risk/worst_case.hpp"

#include <algorithm>
#include <stdexcept>

namespace trademind::risk {
namespace {

/// IBKR routes one order of such a group at a time.
bool blocks(OcaType type)
{
    return type == OcaType::cancel_with_block || type == OcaType::reduce_with_block;
}

/// Nothing where it may trade at any price, or at one beyond what a Decimal holds.
std::optional<Decimal> limit_of(const OrderRequest& order)
{
    try {
        return worst_limit(order);
    } catch (const std::overflow_error&) {
        return std::nullopt;
    }
}

/// Names the group of which one can fill; empty: the order stands alone. `alone`: of its OCA group
/// one works at a time.
std::string group_of_order(const OrderRequest& order, bool alone)
{
    if (!order.oca_group.empty()) return alone ? "oca " + order.oca_group : std::string{};
    return order.parent_id ? "parent " + to_string(*order.parent_id) : std::string{};
}
std::string group_of_order(const OrderRequest& order)
{
    return group_of_order(order, blocks(order.oca_type));
}
std::string group_of_order(const TrackedOrder& order)
{
    return group_of_order(order.request, order.adopted || blocks(order.request.oca_type));
}

std::optional<Decimal> value_of(const TrackedOrder& order)
{
    return order.unit_value ? checked_multiply(order.leaves(), *order.unit_value) : std::nullopt;
}

/// What the entry may yet open.
Decimal still_opens(const TrackedOrder& entry)
{
    return std::min(entry.leaves(), entry.opening);
}

}  // namespace

bool same_group(const OrderRequest& a, const TrackedOrder& b)
{
    auto group = group_of_order(a);
    return !group.empty() && group == group_of_order(b);
}

bool same_group(const TrackedOrder& a, const TrackedOrder& b)
{
    auto group = group_of_order(a);
    return !group.empty() && group == group_of_order(b);
}

void OrderSums::add(Side side, Decimal leaves, std::optional<Decimal> value, int times)
{
    Decimal sign{times};
    if (!value) unvalued += times;
    if (side != Side::sell) {
        buys += sign * leaves;
        if (value) long_value += sign * *value;
    }
    if (side != Side::buy) {
        sells += sign * leaves;
        if (value) short_value -= sign * *value;
    }
}

bool WorkingOrders::Member::operator<(const Member& other) const
{
    const BookedOrder &a = order->booked, &b = other.order->booked;
    return a.leaves != b.leaves ? a.leaves > b.leaves : a.number < b.number;
}

std::string WorkingOrders::group_key(Side side, const std::string& group)
{
    return group + ' ' + std::string{to_string(side)};
}

const WorkingOrders::Group* WorkingOrders::find_group(Side side, const std::string& group) const
{
    if (group.empty()) return nullptr;
    auto found = groups_.find(group_key(side, group));
    return found == groups_.end() ? nullptr : &found->second;
}

WorkingOrders::Share WorkingOrders::share_of(const Group& group, const TrackedOrder* left_out)
{
    Share share;
    auto first = group.members.begin();
    if (first != group.members.end() && first->order == left_out) ++first;
    if (first == group.members.end()) return share;
    share.first = first->order;
    share.leaves = share.first->booked.leaves;
    bool is_left_out = left_out && group.members.contains({left_out});
    int unvalued = group.unvalued - (is_left_out && !left_out->booked.value ? 1 : 0);
    if (unvalued > 0) return share;
    auto largest = group.values.rbegin();
    if (is_left_out && left_out->booked.value == *largest) ++largest;
    share.value = *largest;
    return share;
}

void WorkingOrders::count_group(const Group& group, int times)
{
    auto share = share_of(group, nullptr);
    if (share.first) sums_.shares.add(group.side, share.leaves, share.value, times);
}

void WorkingOrders::count(const TrackedOrder& order, int times)
{
    const auto& b = order.booked;
    if (b.group.empty()) sums_.shares.add(b.side, b.leaves, b.value, times);
    sums_.each.add(b.side, b.leaves, b.value, times);
}

void WorkingOrders::update(TrackedOrder& order)
{
    bool counts = !overflows_;
    auto counted = [&](auto&& work) {
        if (!counts) return;
        try {
            work();
        } catch (const std::overflow_error&) {
            counts = false;
        }
    };
    auto around_group = [&](auto&& work) {
        Group* group = nullptr;
        if (!order.booked.group.empty())
            group = &groups_[group_key(order.booked.side, order.booked.group)];
        if (group) counted([&] { count_group(*group, -1); });
        work(group);
        if (group) counted([&] { count_group(*group, 1); });
    };
    if (order.booked.works) {
        counted([&] { count(order, -1); });
        around_group([&](Group* group) {
            if (!group) return;
            group->members.erase({&order});
            if (const auto& value = order.booked.value)
                group->values.extract(*value);
            else
                --group->unvalued;
        });
        if (!order.booked.group.empty()) {
            auto key = group_key(order.booked.side, order.booked.group);
            if (groups_[key].members.empty()) groups_.erase(key);
        }
        let_go(order);
    }
    if (order.leaves().sign() > 0) {
        take_in(order);
        around_group([&](Group* group) {
            if (!group) return;
            group->side = order.booked.side;
            group->members.insert({&order});
            if (const auto& value = order.booked.value)
                group->values.insert(*value);
            else
                ++group->unvalued;
        });
        counted([&] { count(order, 1); });
    }
    if (counts) return;
    overflows_ = false;
    try {
        sums_ = recount(nullptr);
    } catch (const std::overflow_error&) {
        overflows_ = true;
    }
}

void WorkingOrders::take_in(TrackedOrder& order)
{
    auto& b = order.booked;
    // an order that changed keeps its place
    if (!b.works) {
        b.number = ++begun_;
        b.at = all_.insert(all_.end(), &order);
    }
    b.works = true;
    b.side = order.request.side;
    b.leaves = order.leaves();
    b.value = value_of(order);
    b.too_large = order.unit_value && !b.value;
    too_large_ += b.too_large;
    b.group = group_of_order(order);
    b.worst_limit = limit_of(order.request);
    b.waits_for_trigger = waits_for_trigger(order.request.type);
    by_price_.add(order);
    b.id = order.own ? order.id : std::nullopt;
    if (b.id) own_[*b.id] = &order;
    if (order.request.parent_id) b.exit_at = exits_.insert(exits_.end(), &order);
}

void WorkingOrders::let_go(TrackedOrder& order)
{
    auto& b = order.booked;
    too_large_ -= b.too_large;
    by_price_.remove(order);
    if (b.id) own_.erase(*b.id);
    if (b.exit_at) exits_.erase(*std::exchange(b.exit_at, std::nullopt));
    if (order.leaves().sign() > 0) return;
    b.works = false;
    all_.erase(b.at);
}

WorkingOrders::Both WorkingOrders::recount(const TrackedOrder* left_out) const
{
    Both sums;
    for (const TrackedOrder* order : all_) {
        if (order == left_out) continue;
        const auto& b = order->booked;
        if (b.group.empty()) sums.shares.add(b.side, b.leaves, b.value, 1);
        sums.each.add(b.side, b.leaves, b.value, 1);
    }
    for (const auto& [key, group] : groups_) {
        auto share = share_of(group, left_out);
        if (share.first) sums.shares.add(group.side, share.leaves, share.value, 1);
    }
    return sums;
}

OrderSums WorkingOrders::sums(const TrackedOrder* left_out) const
{
    bool leaves_out = left_out && left_out->booked.works;
    if (too_large_ > (leaves_out && left_out->booked.too_large ? 1 : 0))
        throw std::overflow_error{"the value of an order is too large"};
    if (overflows_) return recount(left_out).shares;
    if (!leaves_out) return sums_.shares;
    auto sums = sums_.shares;
    const auto& b = left_out->booked;
    const Group* group = find_group(b.side, b.group);
    if (!group) {
        sums.add(b.side, b.leaves, b.value, -1);
        return sums;
    }
    auto with = share_of(*group, nullptr), without = share_of(*group, left_out);
    sums.add(b.side, with.leaves, with.value, -1);
    if (without.first) sums.add(b.side, without.leaves, without.value, 1);
    return sums;
}

OrderSums WorkingOrders::each(const TrackedOrder* left_out) const
{
    if (overflows_) return recount(left_out).each;
    auto sums = sums_.each;
    if (!left_out || !left_out->booked.works) return sums;
    const auto& b = left_out->booked;
    sums.add(b.side, b.leaves, b.value, -1);
    return sums;
}

WorkingOrders::Largest WorkingOrders::group_of(const OrderRequest& order,
                                               const TrackedOrder* left_out) const
{
    Largest largest;
    const Group* group = find_group(order.side, group_of_order(order));
    if (!group) return largest;
    auto share = share_of(*group, left_out);
    if (!share.first) return largest;
    largest.leaves = share.leaves;
    if (share.value) {
        largest.value = *share.value;
        return largest;
    }
    // some of it has no value: the largest of the rest
    for (const auto& member : group->members)
        if (member.order != left_out && member.order->booked.value)
            largest.value = std::max(largest.value, *member.order->booked.value);
    return largest;
}

const TrackedOrder* WorkingOrders::parent_of(const OrderRequest& order) const
{
    if (!order.parent_id) return nullptr;
    auto found = own_.find(*order.parent_id);
    if (found == own_.end() || found->second->request.side != opposite(order.side)) return nullptr;
    return found->second;
}

Decimal WorkingOrders::closing_beside(const OrderRequest& order, const TrackedOrder* left_out) const
{
    auto group = group_of_order(order);
    Decimal closing = sums(left_out).of(order.side);
    for (Side side : {order.side, Side::unknown})
        if (const Group* own = find_group(side, group))
            if (auto share = share_of(*own, left_out); share.first) closing -= share.leaves;
    // the exit of another entry closes what that opens, and takes nothing of what is held
    const TrackedOrder* own_parent = parent_of(order);
    for (const TrackedOrder* exit : exits_) {
        const auto& b = exit->booked;
        if (exit == left_out || b.side == opposite(order.side)) continue;
        if (!group.empty() && b.group == group) continue;
        const Group* its = find_group(b.side, b.group);
        if (its && share_of(*its, left_out).first != exit) continue;
        const TrackedOrder* parent = parent_of(exit->request);
        if (parent && parent != own_parent)
            closing -= std::min(still_opens(*parent), exit->leaves() - exit->opening);
    }
    return closing;
}

}  // namespace trademind::risk
