// Orders that depend on each other.
#include "brokers/paper/engine/order_groups.hpp"

#include <algorithm>

namespace trademind::paper {

void OrderGroups::join(Order& order)
{
    if (!order.oca_group().empty()) {
        OcaGroup& group = oca_groups_[order.oca_group()];
        if (group.number == 0) group.number = ++oca_count_;
        group.orders.push_back(&order);
    }
    if (!order.parent()) return;
    auto& siblings = children_[*order.parent()];
    if (std::ranges::find(siblings, &order) != siblings.end()) return;
    siblings.push_back(&order);
    order.active_quantity = active_part(order);
}

Decimal OrderGroups::active_part(const Order& order)
{
    if (!order.parent()) return order.quantity;
    const Order& parent = *state_.orders.find(*order.parent());
    if (parent.status == OrderStatus::filled) return order.quantity;
    if (state_.options.child_activation == ChildActivation::when_complete) return {};
    return std::min(order.quantity, parent.filled);
}

Decimal OrderGroups::active_after(const Order& order, Decimal quantity_before, Decimal active)
{
    if (!order.parent()) return order.quantity;
    // more of it works only where its own quantity was what held it back
    if (order.quantity > quantity_before && active == quantity_before)
        return std::max(active, active_part(order));
    return std::min(order.quantity, active);
}

void OrderGroups::leave(Order& order)
{
    if (order.oca_group().empty()) return;
    auto group = oca_groups_.find(order.oca_group());
    if (group == oca_groups_.end()) return;
    std::erase(group->second.orders, &order);
    if (group->second.orders.empty()) oca_groups_.erase(group);
}

AccountBooks::Claim OrderGroups::claim_of(const Order& order)
{
    std::uint64_t group = 0;
    // numbers of brackets and of OCA groups are kept apart
    if (auto known = oca_groups_.find(order.oca_group()); known != oca_groups_.end())
        group = known->second.number * 2;
    else if (order.parent())
        group = static_cast<std::uint64_t>(to_number(*order.parent())) * 2 + 1;
    return {order, order.workable(), state_.listings.value_price(order), group, state_.now()};
}

void OrderGroups::filled(Order& order, Decimal quantity, Decimal leaves_before)
{
    // a child that has used up what its parent filled waits for more
    if (!order.done() && order.parent() && order.workable().is_zero() &&
        order.place != Place::nowhere && order.place != Place::child) {
        state_.listings.unfile(order);
        state_.listings.file(order, Place::child);
    }
    grow_children(order, quantity);
    reduce_group(order, quantity, leaves_before);
    remember(order);
    if (order.done()) ended(order);
}

void OrderGroups::grow_children(Order& parent, Decimal quantity)
{
    auto family = children_.find(parent.id);
    if (family == children_.end()) return;
    bool complete = parent.leaves().is_zero();
    if (!complete && state_.options.child_activation == ChildActivation::when_complete) return;
    for (Order* child : family->second) {
        if (child->done()) continue;
        child->active_quantity = complete
                                     ? child->quantity
                                     : std::min(child->quantity, child->active_quantity + quantity);
        state_.outbox.touch(child->id);
        if (child->place == Place::child)
            woken_.push_back(child);
        else if (child->place != Place::untransmitted && child->place != Place::nowhere)
            // it works already, for more from now on
            if (auto fault = state_.account.reserve(claim_of(*child)))
                actions_.cancel(*child, fault->message);
    }
}

void OrderGroups::shrink(Order& order, Decimal by, std::string_view reason)
{
    if (by >= order.leaves()) return actions_.cancel(order, reason);
    bool works = order.place != Place::nowhere && order.place != Place::untransmitted &&
                 order.place != Place::child;
    if (works) state_.listings.unfile(order);
    order.quantity -= by;
    order.active_quantity = std::max(order.filled, order.active_quantity - by);
    if (!works) {
        // it is not at the market yet, and smaller when it comes there
        state_.outbox.touch(order.id);
        if (order.place == Place::child) actions_.announce(order);
        return;
    }
    state_.account.shrink(claim_of(order));
    // it keeps its time: only its size went down
    actions_.route_again(order);
}

void OrderGroups::reduce_group(Order& filled, Decimal quantity, Decimal leaves_before)
{
    constexpr std::string_view reason = "another order of its OCA group has filled";
    std::vector<Order*> others = others_of(filled);
    bool cancels = filled.oca_type == OcaType::cancel_with_block;
    if (others.empty() && filled.parent()) {
        // TWS ties the children of one parent that close it: profit taker and stop loss
        for (Order* sibling : children_[*filled.parent()])
            if (sibling != &filled && sibling->side == filled.side &&
                sibling->oca_group().empty() && sibling->instrument == filled.instrument)
                others.push_back(sibling);
    }
    for (Order* other : others) {
        if (other->done()) continue;
        if (cancels || filled.leaves().is_zero()) {
            actions_.cancel(*other, reason);
            continue;
        }
        Decimal step = state_.instruments().size_increment(other->instrument);
        Decimal part = (other->leaves() * quantity / leaves_before).round_to(step, Rounding::up);
        shrink(*other, part, reason);
    }
}

std::vector<Order*> OrderGroups::others_of(const Order& order) const
{
    if (order.oca_group().empty()) return {};
    auto group = oca_groups_.find(order.oca_group());
    if (group == oca_groups_.end()) return {};
    auto others = group->second.orders;
    std::erase(others, &order);
    return others;
}

void OrderGroups::cancelled_by_client(const Order& order)
{
    for (Order* other : others_of(order))
        actions_.cancel(*other, "another order of its OCA group was cancelled");
}

std::optional<Error> OrderGroups::find_fault(const OrderRequest& request) const
{
    if (!filled_oca_groups_.contains(request.oca_group)) return std::nullopt;
    return make_tws_error(201, "Order rejected - reason: OCA group is already filled");
}

void OrderGroups::remember(const Order& order)
{
    // of type 1 any fill ends the group
    bool fills_group = order.status == OrderStatus::filled ||
                       (order.oca_type == OcaType::cancel_with_block && order.filled.sign() > 0);
    if (fills_group && !order.oca_group().empty()) filled_oca_groups_.insert(order.oca_group());
}

void OrderGroups::ended(Order& order)
{
    leave(order);
    if (order.status != OrderStatus::filled)
        leave_children(order, "its parent order was cancelled");
}

void OrderGroups::leave_children(Order& parent, std::string_view reason)
{
    auto family = children_.find(parent.id);
    if (family == children_.end()) return;
    auto children = family->second;
    for (Order* child : children) {
        if (child->done()) continue;
        if (parent.filled.is_zero()) {
            actions_.cancel(*child, reason);
            continue;
        }
        if (child->quantity > parent.filled) {
            // what is active already stays so: only what cannot come any more goes
            Decimal by = child->quantity - parent.filled;
            child->active_quantity += by;
            shrink(*child, by, reason);
        }
        if (child->done() || child->active_quantity >= child->quantity) continue;
        // it waited for a whole that will not come
        child->active_quantity = child->quantity;
        state_.outbox.touch(child->id);
        if (child->place == Place::child) woken_.push_back(child);
    }
}

std::vector<Order*> OrderGroups::children_of(OrderId parent) const
{
    auto family = children_.find(parent);
    return family == children_.end() ? std::vector<Order*>{} : family->second;
}

void OrderGroups::route_all_woken()
{
    // a child that fills may wake others
    for (std::size_t i = 0; i < woken_.size(); ++i)
        if (!woken_[i]->done() && woken_[i]->place == Place::child) actions_.route(*woken_[i]);
    woken_.clear();
}

}  // namespace trademind::paper
