// Whose order it is: the names of an order at the gateway, and how they travel through a broker.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace trademind::gateway {

/// TWS knows an order by the client that placed it and the number that the client gave it.
struct OrderKey {
    int client_id{};
    int order_id{};
    auto operator<=>(const OrderKey&) const = default;
};

/// The client order id under which a broker gets the order: it names the owner, so that the names
/// outlive the gateway wherever the broker's orders do. `reference` is the client's orderRef, which
/// may repeat; one that a client order id cannot carry is left out.
std::string tag_of(const OrderKey& key, std::string_view reference);

/// What a tag says.
struct OrderTag {
    OrderKey key;
    std::string reference;
};
/// Nothing for an order that was not placed through a gateway.
std::optional<OrderTag> parse_tag(std::string_view client_order_id);

}  // namespace trademind::gateway
