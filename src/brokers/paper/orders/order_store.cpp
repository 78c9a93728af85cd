// All orders of the account.
#include "brokers/paper/orders/order_store.hpp"

namespace trademind::paper {

void OrderStore::enlist(Order& order)
{
    order.live_before = last_live_;
    (last_live_ ? last_live_->live_after : first_live_) = &order;
    last_live_ = &order;
}

Order& OrderStore::append()
{
    auto id = next_id();
    Order& order = all_.emplace_back();
    order.id = id;
    return order;
}

Order& OrderStore::create()
{
    Order& order = append();
    // paper ids never leave this account: the order id serves as the permanent one
    order.permanent_id = PermanentId{to_number(order.id)};
    enlist(order);
    return order;
}

Order& OrderStore::restore(OrderId id)
{
    while (next_id() < id) all_.emplace_back();
    return create();
}

Order* OrderStore::find(OrderId id)
{
    auto index = to_number(id) - first_id;
    if (index < 0 || index >= static_cast<std::int64_t>(all_.size())) return nullptr;
    Order& order = all_[static_cast<std::size_t>(index)];
    return to_number(order.id) == 0 ? nullptr : &order;
}

Order* OrderStore::find_client_order(std::string_view client_order_id)
{
    auto known = by_client_order_id_.find(std::string{client_order_id});
    return known == by_client_order_id_.end() ? nullptr : find(known->second);
}

void OrderStore::remember_client_order(const Order& order)
{
    if (order.rare && !order.rare->client_order_id.empty())
        by_client_order_id_.emplace(order.rare->client_order_id, order.id);
}

void OrderStore::add_commission(Order& order, Decimal amount, const std::string& currency)
{
    if (!order.commission_currency)
        order.commission_currency = &*currencies_.insert(currency).first;
    if (*order.commission_currency == currency) order.commission += amount;
}

void OrderStore::retire(Order& order)
{
    if (!order.live_before && !order.live_after && first_live_ != &order) return;
    (order.live_before ? order.live_before->live_after : first_live_) = order.live_after;
    (order.live_after ? order.live_after->live_before : last_live_) = order.live_before;
    order.live_before = order.live_after = nullptr;
}

}  // namespace trademind::paper
