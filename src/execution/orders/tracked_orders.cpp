// All orders of the account that are known.
#include "execution/orders/tracked_orders.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace trademind {
namespace {

bool may_be_same(PermanentId a, PermanentId b)
{
    return a == b || a == PermanentId{} || b == PermanentId{};
}

template <class Map> auto* value_in(const Map& map, const auto& key)
{
    auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
}

/// TWS's count of order ids can begin again: the number alone does not make the same order.
bool is_like(const TrackedOrder& order, const OrderReport& report)
{
    const auto& name = report.order.client_order_id;
    if (!name.empty() && !order.client_order_id.empty() && name != order.client_order_id)
        return false;
    if (order.request.quantity.is_zero() || report.order.quantity.is_zero()) return true;
    return order.request.side == report.order.side &&
           order.request.contract.same_instrument(report.order.contract);
}

}  // namespace

TrackedOrder& TrackedOrders::add(TrackedOrder order)
{
    all_.push_back(std::make_unique<TrackedOrder>(std::move(order)));
    TrackedOrder& added = *all_.back();
    if (!added.client_order_id.empty()) {
        auto [place, fresh] = by_name_.try_emplace(added.client_order_id, &added);
        if (!fresh && added.own) place->second = &added;
    }
    if (auto id = std::exchange(added.id, std::nullopt)) set_id(added, *id);
    if (added.permanent_id != PermanentId{})
        by_permanent_id_.try_emplace(to_number(added.permanent_id), &added);
    return added;
}

TrackedOrder* TrackedOrders::find(std::string_view client_order_id) const
{
    return value_in(by_name_, client_order_id);
}

TrackedOrder* TrackedOrders::find_own(std::string_view client_order_id) const
{
    auto* found = find(client_order_id);
    return found && found->own ? found : nullptr;
}

TrackedOrder* TrackedOrders::find(OrderId id) const
{
    return value_in(by_id_, to_number(id));
}

bool TrackedOrders::is_of_another_client(const TrackedOrder& own, const OrderReport& report) const
{
    if (report.client_id == OrderReport::no_client_id) return false;
    auto client = own.client_id;
    if (!client && !own.placed_before) client = client_id_;
    return client && *client != OrderReport::no_client_id && *client != report.client_id;
}

TrackedOrder* TrackedOrders::find(const OrderReport& report) const
{
    if (report.permanent_id != PermanentId{})
        if (auto* same = value_in(by_permanent_id_, to_number(report.permanent_id))) {
            // the name may have come later than the order
            if (!same->own && same->client_order_id.empty())
                if (auto* own = find_own(report.order.client_order_id);
                    own && may_be_same(own->permanent_id, report.permanent_id) &&
                    !is_of_another_client(*own, report))
                    return own;
            return same;
        }
    if (const auto& name = report.order.client_order_id; !name.empty())
        if (auto* named = find(name); named &&
                                      may_be_same(named->permanent_id, report.permanent_id) &&
                                      !is_of_another_client(*named, report))
            return named;
    if (to_number(report.id) == 0) return nullptr;
    auto* numbered =
        value_in(by_client_and_id_, OrderNumber{report.client_id, to_number(report.id)});
    if (!numbered) {
        // of an earlier run the journal has the number alone
        auto* own = find(report.id);
        if (own && own->own && !own->client_id) numbered = own;
    }
    bool same = numbered && may_be_same(numbered->permanent_id, report.permanent_id) &&
                is_like(*numbered, report);
    return same ? numbered : nullptr;
}

TrackedOrder* TrackedOrders::find_nameless(const OrderReport& report, const TrackedOrder& own) const
{
    TrackedOrder* other = nullptr;
    if (report.permanent_id != PermanentId{})
        other = value_in(by_permanent_id_, to_number(report.permanent_id));
    if (!other && to_number(report.id) != 0)
        other = value_in(by_client_and_id_, OrderNumber{report.client_id, to_number(report.id)});
    bool same = other && other != &own && !other->own && other->client_order_id.empty() &&
                may_be_same(other->permanent_id, report.permanent_id);
    return same ? other : nullptr;
}

void TrackedOrders::take_names(TrackedOrder& order, const OrderReport& report)
{
    if (report.permanent_id != PermanentId{})
        by_permanent_id_.insert_or_assign(to_number(report.permanent_id), &order);
    if (to_number(report.id) == 0 || (!order.own && order.id)) return;
    if (order.client_id != report.client_id) {
        forget_id(order);
        order.id.reset();
        order.client_id = report.client_id;
    }
    set_id(order, report.id);
}

void TrackedOrders::set_id(TrackedOrder& order, OrderId id)
{
    if (order.id == id) return;
    forget_id(order);
    order.id = id;
    if (order.client_id)
        by_client_and_id_.insert_or_assign(OrderNumber{*order.client_id, to_number(id)}, &order);
    // another program's order may have the same number: the own one is meant
    auto [place, fresh] = by_id_.try_emplace(to_number(id), &order);
    // nor does one that has ended take the number of one that works
    bool is_past = order.from_journal && order.is_over();
    if (!fresh && !is_past && (order.own || !place->second->own)) place->second = &order;
}

void TrackedOrders::forget_id(const TrackedOrder& order)
{
    if (!order.id) return;
    auto forget = [&](auto& map, const auto& key) {
        auto found = map.find(key);
        if (found != map.end() && found->second == &order) map.erase(found);
    };
    forget(by_id_, to_number(*order.id));
    if (order.client_id)
        forget(by_client_and_id_, OrderNumber{*order.client_id, to_number(*order.id)});
}

void TrackedOrders::forget_names(const TrackedOrder& order)
{
    forget_id(order);
    if (auto named = by_name_.find(order.client_order_id);
        named != by_name_.end() && named->second == &order)
        by_name_.erase(named);
    if (auto same = by_permanent_id_.find(to_number(order.permanent_id));
        same != by_permanent_id_.end() && same->second == &order)
        by_permanent_id_.erase(same);
}

void TrackedOrders::erase(TrackedOrder& order)
{
    forget_names(order);
    // the latest is erased most often
    auto at = std::find_if(all_.rbegin(), all_.rend(),
                           [&](const auto& owned) { return owned.get() == &order; });
    if (at != all_.rend()) all_.erase(std::next(at).base());
}

bool TrackedOrders::drop_ended(Duration uptime, Duration own_stay, Duration foreign_stay)
{
    if (uptime - looked_at_ < std::chrono::minutes{1}) return false;
    looked_at_ = uptime;
    auto dropped = std::erase_if(all_, [&](const auto& order) {
        if (!order->is_over()) {
            order->over_since.reset();
            return false;
        }
        if (!order->over_since) order->over_since = uptime;
        if (uptime - *order->over_since < (order->own ? own_stay : foreign_stay)) return false;
        forget_names(*order);
        return true;
    });
    return dropped > 0;
}

std::vector<TrackedOrder*> TrackedOrders::in_doubt() const
{
    std::vector<TrackedOrder*> found;
    for (const auto& order : all_)
        if (order->is_in_doubt()) found.push_back(order.get());
    return found;
}

}  // namespace trademind
