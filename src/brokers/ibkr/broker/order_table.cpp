// All orders known, and how TWS's ways to name them lead to them.
#include "brokers/ibkr/broker/order_table.hpp"

#include <unordered_set>

namespace trademind::ibkr_broker {
namespace {

/// TWS lists the orders of its own day.
constexpr Duration listed_for = std::chrono::hours{25};

/// TWS's order ids can start again at 1 ("Reset API order ID sequence"): an earlier order of the
/// same day may have had the same one.
bool is_another(const OrderRecord& known, PermanentId permanent_id)
{
    auto its = known.machine.report().permanent_id;
    return !known.machine.sent_here() && its != PermanentId{} && permanent_id != PermanentId{} &&
           its != permanent_id;
}

}  // namespace

OrderRecord& OrderTable::add(OrderId id, OrderRequest&& request, TimePoint now)
{
    auto& order =
        *all_.emplace_back(std::make_unique<OrderRecord>(id, std::move(request), client_id_, now));
    // A refused order may be tried again under the same name: the name means the newest.
    const auto& name = order.machine.report().order.client_order_id;
    if (!name.empty()) by_client_order_id_.insert_or_assign(name, &order);
    // so does the id
    by_id_.insert_or_assign(OrderNumber{client_id_, to_number(id)}, &order);
    index(order);
    return order;
}

OrderRecord& OrderTable::of(int client_id, std::int64_t order_id, PermanentId permanent_id,
                            TimePoint now)
{
    if (auto* known = find(permanent_id)) {
        if (to_number(known->id()) == 0 && order_id != 0)
            (void)bind(permanent_id, OrderId{order_id}, now);
        return *known;
    }
    if (order_id > 0)
        if (auto at = by_id_.find({client_id, order_id});
            at != by_id_.end() && !is_another(*at->second, permanent_id))
            return *at->second;
    auto& order =
        *all_.emplace_back(std::make_unique<OrderRecord>(OrderId{order_id}, client_id, now));
    // The id means the newest order of it.
    if (order_id > 0) by_id_.insert_or_assign(OrderNumber{client_id, order_id}, &order);
    if (permanent_id != PermanentId{}) by_permanent_id_.emplace(to_number(permanent_id), &order);
    return order;
}

OrderRecord* OrderTable::bind(PermanentId permanent_id, OrderId id, TimePoint now)
{
    auto* order = find(permanent_id);
    if (!order || !order->machine.bind(id, now)) return nullptr;
    index(*order);
    return order;
}

void OrderTable::index(OrderRecord& order)
{
    const auto& report = order.machine.report();
    // Orders that were entered by hand and then bound may have ids below zero.
    if (to_number(report.id) != 0)
        by_id_.try_emplace(OrderNumber{report.client_id, to_number(report.id)}, &order);
    if (report.permanent_id != PermanentId{})
        by_permanent_id_.try_emplace(to_number(report.permanent_id), &order);
    if (!report.order.client_order_id.empty())
        by_client_order_id_.try_emplace(report.order.client_order_id, &order);
}

OrderRecord* OrderTable::find_own(std::int64_t order_id)
{
    auto at = by_id_.find({client_id_, order_id});
    return at == by_id_.end() ? nullptr : at->second;
}

OrderRecord* OrderTable::find(OrderId id)
{
    if (auto* own = find_own(to_number(id))) return own;
    OrderRecord* found = nullptr;
    for (auto& order : all_) {
        if (order->id() != id) continue;
        if (found) return nullptr;
        found = order.get();
    }
    return found;
}

OrderRecord* OrderTable::find(PermanentId id)
{
    if (id == PermanentId{}) return nullptr;
    auto at = by_permanent_id_.find(to_number(id));
    return at == by_permanent_id_.end() ? nullptr : at->second;
}

OrderRecord* OrderTable::find_client_order_id(const std::string& id)
{
    auto at = by_client_order_id_.find(id);
    return at == by_client_order_id_.end() ? nullptr : at->second;
}

void OrderTable::drop_ended(Duration uptime)
{
    if (uptime - looked_at_ < std::chrono::minutes{1}) return;
    looked_at_ = uptime;
    std::unordered_set<const OrderRecord*> dropped;
    for (const auto& order : all_) {
        if (!order->is_over())
            order->over_since.reset();
        else if (!order->over_since)
            order->over_since = uptime;
        else if (uptime - *order->over_since >= listed_for)
            dropped.insert(order.get());
    }
    if (dropped.empty()) return;
    auto is_dropped = [&](const auto& entry) { return dropped.contains(entry.second); };
    std::erase_if(by_id_, is_dropped);
    std::erase_if(by_permanent_id_, is_dropped);
    std::erase_if(by_client_order_id_, is_dropped);
    std::erase_if(all_, [&](const auto& order) { return dropped.contains(order.get()); });
}

std::vector<OrderReport> OrderTable::reports(OrderFilter filter) const
{
    std::vector<OrderReport> out;
    for (const auto& order : all_)
        if (order->machine.has_terms() && matches(filter, order->machine.report().status) &&
            !(order->gone && is_open(order->machine.report().status)))
            out.push_back(order->machine.report());
    return out;
}

}  // namespace trademind::ibkr_broker
