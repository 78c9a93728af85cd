// Names of orders.
#include "gateway/order_book.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace trademind::gateway {

ClientOrder& OrderBook::add(const OrderKey& key, std::string_view reference)
{
    auto& order = orders_[key];
    if (!order) order = std::make_unique<ClientOrder>(key, std::string{reference});
    auto& highest = highest_[key.client_id];
    highest = std::max(highest, key.order_id);
    return *order;
}

ClientOrder* OrderBook::find(const OrderKey& key)
{
    auto at = orders_.find(key);
    return at == orders_.end() ? nullptr : at->second.get();
}

ClientOrder* OrderBook::find(OrderId id)
{
    auto at = by_id_.find(id);
    return at == by_id_.end() ? nullptr : at->second;
}

void OrderBook::erase(const OrderKey& key)
{
    auto at = orders_.find(key);
    if (at == orders_.end()) return;
    if (at->second->report) by_id_.erase(at->second->report->id);
    orders_.erase(at);
}

ClientOrder& OrderBook::take(const OrderReport& report)
{
    forget_ended(report.updated_at);
    if (auto tag = parse_tag(report.order.client_order_id)) return take_own(*tag, report);
    auto& order = foreign_[report.permanent_id];
    if (!order) order = std::make_unique<ClientOrder>(OrderKey{}, report.order.client_order_id);
    order->report = report;
    if (to_number(report.id) != 0) by_id_[report.id] = order.get();
    return *order;
}

ClientOrder& OrderBook::take_own(const OrderTag& tag, const OrderReport& report)
{
    auto& order = add(tag.key, tag.reference);
    order.report = report;
    by_id_[report.id] = &order;
    for (auto& call : std::exchange(order.waiting, {})) call();
    return order;
}

int OrderBook::next_order_id(int client_id) const
{
    auto highest = highest_.find(client_id);
    return highest == highest_.end() ? 1 : highest->second + 1;
}

void OrderBook::forget_ended(TimePoint now)
{
    constexpr auto each = std::chrono::hours{1};
    constexpr auto kept = std::chrono::hours{24};
    if (now < forgotten_at_ + each) return;
    forgotten_at_ = now;
    auto drop = [&](auto& orders) {
        std::erase_if(orders, [&](const auto& entry) {
            const auto& report = entry.second->report;
            if (!report || !is_done(report->status) || report->updated_at > now - kept)
                return false;
            by_id_.erase(report->id);
            return true;
        });
    };
    drop(orders_);
    drop(foreign_);
}

}  // namespace trademind::gateway
