// Goes on where an earlier run of the account ended.
#pragma once

#include "brokers/paper/engine/order_routing.hpp"

#include <vector>

namespace trademind::paper {

class Resumption {
public:
    Resumption(EngineState& state, TradingSessions& sessions, OrderGroups& groups,
               OrderRouting& routing, OrderLifecycle& lifecycle, Matching& matching)
        : state_{state},
          sessions_{sessions},
          groups_{groups},
          routing_{routing},
          lifecycle_{lifecycle},
          matching_{matching}
    {}

    /// Files the orders of the store where they waited.
    void resume(TimePoint at);
    /// Ends those that were on their way to the market, or out of it: when time begins.
    void end_lost_orders();

private:
    void resume(Order& order);

    EngineState& state_;
    TradingSessions& sessions_;
    OrderGroups& groups_;
    OrderRouting& routing_;
    OrderLifecycle& lifecycle_;
    Matching& matching_;
    std::vector<Order*> lost_;
};

}  // namespace trademind::paper
