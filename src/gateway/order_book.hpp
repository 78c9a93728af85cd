// The orders that the gateway knows: by the client's number, and by the broker's.
#pragma once

#include "gateway/owner.hpp"

#include <trademind/order_report.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind::gateway {

/// One order of one client.
class ClientOrder {
public:
    ClientOrder(OrderKey key, std::string reference) : key{key}, reference{std::move(reference)} {}

    bool is_known() const { return report.has_value(); }
    bool is_open() const { return report && !is_done(report->status); }

    OrderKey key;
    bool is_hushed = false;             ///< told in lists alone, until one was asked for
    std::string reference;              ///< the client's orderRef
    std::optional<OrderReport> report;  ///< nothing before the broker's first word
    /// What the client asked for while the broker had not said under which number it has the order.
    std::vector<std::function<void()>> waiting;
};

/// Bounded by what works and what a day brings: an order that ended a day before the newest report
/// is forgotten.
class OrderBook {
public:
    /// The order of that key, which is made where there is none.
    ClientOrder& add(const OrderKey& key, std::string_view reference);
    ClientOrder* find(const OrderKey& key);
    ClientOrder* find(OrderId id);
    /// An order that was refused before the broker had it.
    void erase(const OrderKey& key);
    /// The order that the report is of, with the report; an order that no client placed belongs to
    /// client 0 without a number.
    ClientOrder& take(const OrderReport& report);
    /// The next number that this client has not used.
    int next_order_id(int client_id) const;
    /// In the order of keys.
    template <class Use> void for_each(Use use)
    {
        for (auto& [key, order] : orders_) use(*order);
        for (auto& [id, order] : foreign_) use(*order);
    }

private:
    ClientOrder& take_own(const OrderTag& tag, const OrderReport& report);
    void forget_ended(TimePoint now);

    std::map<OrderKey, std::unique_ptr<ClientOrder>> orders_;
    std::map<PermanentId, std::unique_ptr<ClientOrder>> foreign_;
    std::map<OrderId, ClientOrder*> by_id_;
    std::map<int, int> highest_;  ///< by client; stays when the order is forgotten
    TimePoint forgotten_at_{};
};

}  // namespace trademind::gateway
