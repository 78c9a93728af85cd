// What the parts of the paper market have done with an order, and what they ask of the account.
#pragma once

#include "brokers/paper/orders/order.hpp"

#include <trademind/brokers/paper/models.hpp>

#include <optional>
#include <string_view>

namespace trademind::paper {

/// Changes of where an order stands. Each is carried out at once, with all that follows from it for
/// other orders: callers look at their orders again afterwards.
class OrderActions {
public:
    /// To where it belongs: a hold, a trigger, an auction, or the market.
    virtual void route(Order& order) = 0;
    /// The same for an order of which only the size has changed: it keeps its turn.
    virtual void route_again(Order& order) = 0;
    virtual void fill(Order& order, Decimal quantity, Decimal price, Liquidity liquidity) = 0;
    /// Ends the order with TWS's notice 202.
    virtual void cancel(Order& order, std::string_view reason) = 0;
    /// Reports the order as it is now.
    virtual void announce(Order& order) = 0;
    /// Reports that it works, if that is new.
    virtual void show_working(Order& order) = 0;
    virtual void notice(Error error, std::optional<OrderId> order = {}) = 0;

protected:
    ~OrderActions() = default;
};

/// What the account holds, and whether it may hold less than nothing.
class Holdings {
public:
    virtual Decimal position(InstrumentId instrument) const = 0;
    virtual bool may_short(const Contract& contract) const = 0;

protected:
    ~Holdings() = default;
};

}  // namespace trademind::paper
