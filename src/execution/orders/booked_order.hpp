// What the sums of the risk book hold of an order: the same is taken out again.
#pragma once

#include <trademind/order.hpp>

#include <cstdint>
#include <list>
#include <optional>
#include <string>

namespace trademind {

class TrackedOrder;

struct BookedOrder {
    Decimal reservation;
    bool works = false;
    Side side = Side::unknown;
    Decimal leaves;
    std::optional<Decimal> worst_limit;  ///< see risk::worst_limit
    bool waits_for_trigger = false;
    std::optional<Decimal> value;  ///< nothing when it could not be valued
    bool too_large = false;        ///< the value is beyond what a Decimal holds
    std::string group;             ///< of which one can fill; empty: it stands alone
    std::optional<OrderId> id;     ///< of an own order, once the broker has named it
    std::uint64_t number = 0;      ///< the order in which they began to work
    std::list<TrackedOrder*>::iterator at{};
    std::optional<std::list<const TrackedOrder*>::iterator> exit_at{};
};

}  // namespace trademind
