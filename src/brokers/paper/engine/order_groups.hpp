// Orders that depend on each other: OCA groups and brackets.
#pragma once

#include "brokers/paper/engine/engine_state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace trademind::paper {

/// A fill or an end comes in; what it means for others goes out: orders shrink, end, or wake.
class OrderGroups {
public:
    OrderGroups(EngineState& state, OrderActions& actions) : state_{state}, actions_{actions} {}

    void join(Order& order);
    void leave(Order& order);
    std::vector<Order*> children_of(OrderId parent) const;
    /// How much of its quantity a new child may work; of other orders all of it.
    Decimal active_part(const Order& order);
    /// The same of an order whose quantity has been modified, and of which `active` was.
    Decimal active_after(const Order& order, Decimal quantity_before, Decimal active);
    /// What the order asks of the account, as one of its group.
    AccountBooks::Claim claim_of(const Order& order);

    /// The order, which left `leaves_before` open, has filled.
    void filled(Order& order, Decimal quantity, Decimal leaves_before);
    void ended(Order& order);
    /// Its client has cancelled the order: all others of its OCA group go with it.
    void cancelled_by_client(const Order& order);
    /// The refusal of a new member of an OCA group that has filled already.
    std::optional<Error> find_fault(const OrderRequest& request) const;
    /// Takes note of what the order has filled of its OCA group.
    void remember(const Order& order);
    /// Children of a parent that will fill no more work for what it has filled.
    void leave_children(Order& parent, std::string_view reason);
    /// Sends the children that were woken to the market: when the event that woke them is over.
    void route_woken()
    {
        if (!woken_.empty()) route_all_woken();
    }

private:
    void route_all_woken();
    /// By the number the ledger counts the orders once: only one of them fills.
    struct OcaGroup {
        std::uint64_t number = 0;
        std::vector<Order*> orders;
    };

    /// The other members of the order's OCA group.
    std::vector<Order*> others_of(const Order& order) const;
    void reduce_group(Order& filled, Decimal quantity, Decimal leaves_before);
    void shrink(Order& order, Decimal by, std::string_view reason);
    void grow_children(Order& parent, Decimal quantity);

    EngineState& state_;
    OrderActions& actions_;
    std::unordered_map<std::string, OcaGroup> oca_groups_;
    std::uint64_t oca_count_ = 0;
    std::unordered_set<std::string> filled_oca_groups_;
    std::unordered_map<OrderId, std::vector<Order*>> children_;
    std::vector<Order*> woken_;
};

}  // namespace trademind::paper
