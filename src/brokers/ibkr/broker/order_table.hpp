// All orders known, and how TWS's ways to name them lead to them.
#pragma once

#include "brokers/ibkr/broker/order_machine.hpp"
#include "domain/order_number.hpp"

#include <trademind/completion.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace trademind::ibkr_broker {

/// An order, the calls that wait for it, and its place in a reconciliation.
struct OrderRecord {
    template <class... Args>
    explicit OrderRecord(Args&&... args) : machine{std::forward<Args>(args)...}
    {}

    OrderMachine machine;
    std::vector<Completion<OrderReport>> place, modify, cancel;
    Subscription settle_timer, change_timer;
    bool listed = false;        ///< in one of the lists of the reconciliation under way
    bool was_open = false;      ///< before the break
    bool outlived = false;      ///< the socket that it was sent by is gone
    bool awaits_lists = false;  ///< first heard of in lists that have not ended: told whole then
    bool gone = false;          ///< of another client, and no longer among TWS's open orders
    std::uint64_t tag = 0, change_tag = 0;  ///< of the frames that it and its change left by
    int ids_taken = 0;                      ///< that TWS said were used already (103)
    std::optional<Duration> over_since;     ///< uptime at which it was first seen to be over
    bool asked_about = false;  ///< the lists were asked for, because nothing said what it is
    /// Somebody still waits for the answer to place, to a cancel, to a modify.
    bool awaits_place() const { return anyone(place); }
    bool awaits_cancel() const { return anyone(cancel); }
    bool awaits_modify() const { return anyone(modify); }

    /// Ended, and no call waits for an answer.
    bool is_over() const
    {
        return (gone || is_done(machine.report().status)) && place.empty() && modify.empty() &&
               cancel.empty() && !awaits_lists;
    }

    OrderId id() const { return machine.report().id; }

private:
    static bool anyone(const std::vector<Completion<OrderReport>>& calls)
    {
        return std::ranges::any_of(calls, [](const auto& call) { return !call.abandoned(); });
    }
};

/// Orders by client and order id, by permanent id, and by the caller's own id.
class OrderTable {
public:
    explicit OrderTable(int client_id) : client_id_{client_id} {}

    /// TWS took another client id than the one asked for. Before any order.
    void set_client_id(int id) { client_id_ = id; }
    /// A new order of this client.
    OrderRecord& add(OrderId, OrderRequest&&, TimePoint now);
    /// The order that a message is about, made when it is not known. The permanent id decides: the
    /// same order id exists once for each client, and orders entered by hand have none.
    OrderRecord& of(int client_id, std::int64_t order_id, PermanentId, TimePoint now);
    /// An order entered by hand has become one of this client, under an order id.
    OrderRecord* bind(PermanentId, OrderId, TimePoint now);
    /// An own order is sent again under another id.
    void renumber(OrderRecord& order, OrderId id)
    {
        by_id_.insert_or_assign(OrderNumber{client_id_, to_number(id)}, &order);
    }
    /// Remembers what has been learnt of its names.
    void index(OrderRecord&);

    /// An order of this client, else the only one of that id.
    OrderRecord* find(OrderId);
    OrderRecord* find_own(std::int64_t order_id);
    OrderRecord* find(PermanentId);
    OrderRecord* find_client_order_id(const std::string&);
    /// An order of that id of that client.
    bool knows(int client_id, std::int64_t order_id) const
    {
        return by_id_.contains(OrderNumber{client_id, order_id});
    }
    bool is_foreign(const OrderRecord& order) const
    {
        return order.machine.report().client_id != client_id_;
    }

    /// Forgets what has been over for longer than TWS's lists have it: looks through all orders,
    /// once a minute at most.
    void drop_ended(Duration uptime);

    std::size_t size() const { return all_.size(); }
    template <class Use> void each(Use use)
    {
        for (auto& order : all_) use(*order);
    }
    template <class Use> void each(Use use) const
    {
        for (const auto& order : all_) use(static_cast<const OrderRecord&>(*order));
    }
    /// With terms, oldest first.
    std::vector<OrderReport> reports(OrderFilter) const;

private:
    int client_id_;
    Duration looked_at_{};  // uptime of the latest drop_ended
    std::vector<std::unique_ptr<OrderRecord>> all_;
    std::unordered_map<OrderNumber, OrderRecord*, OrderNumberHash> by_id_;
    std::unordered_map<std::int64_t, OrderRecord*> by_permanent_id_;
    std::unordered_map<std::string, OrderRecord*> by_client_order_id_;
};

}  // namespace trademind::ibkr_broker
