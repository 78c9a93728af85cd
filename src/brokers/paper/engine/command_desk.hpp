// Commands: what place, modify and cancel do, at once or when their latency is over.
#pragma once

#include "brokers/paper/engine/admission.hpp"
#include "brokers/paper/engine/order_routing.hpp"
#include "brokers/paper/matching/bar_matching.hpp"

#include <cstdint>
#include <optional>

namespace trademind::paper {

/// The answers go to the outbox.
class CommandDesk {
public:
    CommandDesk(EngineState& state, const Admission& admission, OrderGroups& groups,
                OrderRouting& routing, OrderLifecycle& lifecycle, const BarMatching& bars)
        : state_{state},
          admission_{admission},
          groups_{groups},
          routing_{routing},
          lifecycle_{lifecycle},
          bars_{bars}
    {}

    void place(OrderRequest request, CallId call);
    void modify(OrderId id, OrderRequest request, CallId call);
    void cancel(OrderId id, CallId call);

private:
    /// Answers with the order as it is now.
    void answer(CallId call, const Order& order);
    Result<Order*> admit(const OrderRequest& request);
    void warn_of_ignored_hours(const Order& order);
    void send(Order& order, CallId call);
    /// Sends all others of the family whose last order, `member`, is transmitted.
    void transmit_family(Order& member);
    void transmit_with_children(Order& order, const Order& member);
    void arrive(Order& order, CallId call);
    void arrive_modify(Order& order, OrderRequest request, CallId call);
    void arrive_cancel(Order& order, CallId call);
    /// Nothing: done. An error: the account cannot carry it, and the order works on as it was.
    std::optional<Error> change_terms(Order& order, const OrderRequest& request);

    EngineState& state_;
    const Admission& admission_;
    OrderGroups& groups_;
    OrderRouting& routing_;
    OrderLifecycle& lifecycle_;
    const BarMatching& bars_;
    std::uint64_t commands_ = 0;  ///< counted for the latency model
};

}  // namespace trademind::paper
