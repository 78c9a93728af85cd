// What-if orders: asked under an id of their own, never tracked as orders.
#pragma once

#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/translation/order_news.hpp"

#include <trademind/brokers/ibkr/messages/open_order.hpp>

#include <unordered_map>

namespace trademind::ibkr_broker {

/// Previews under way.
class Previews {
public:
    explicit Previews(Desk& desk) : desk_{desk} {}

    void ask(const OrderRequest&, const std::string& account, Completion<OrderPreview>);
    /// True when the message answered a preview.
    bool on(const ibkr::OpenOrder&);
    bool on_error(int order_id, const ErrorNews&);
    /// TWS may tell the status of a what-if order: it is none. Orders of other clients may have the
    /// same id.
    bool knows(int client_id, std::int64_t order_id) const
    {
        return client_id == desk_.options.client_id && asked_.contains(order_id);
    }
    void fail_all(const Error& why);
    /// False: no preview has that id.
    bool fail(std::int64_t order_id, const Error& why);

private:
    Desk& desk_;
    Life life_;
    struct Waiting {
        std::optional<Completion<OrderPreview>> done;  // empty: answered or given up
    };
    std::unordered_map<std::int64_t, Waiting> asked_;
};

}  // namespace trademind::ibkr_broker
