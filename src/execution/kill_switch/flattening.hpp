// Closing what is held after a kill.
#pragma once

#include "execution/kill_switch/execution_context.hpp"

#include <string>
#include <vector>

namespace trademind {

/// Closes positions by marketable limits, capped in size. On the strand.
class Flattening {
public:
    Flattening(ExecutionContext& context, OrderAnswers& answers)
        : context_{context}, answers_{answers}
    {}

    /// Orders for all that is held and that no order under way closes. False: broker and fills
    /// differ about a position, so that some of it may have to be closed later.
    bool flatten();
    /// When to look again: after growing waits while something is held.
    Duration wait();
    /// Reports what an earlier look has not closed, with the broker's reason.
    void report_held();
    std::vector<std::string> still_held() const;
    int orders_sent() const { return orders_sent_; }
    /// A kill begins.
    void reset()
    {
        orders_sent_ = 0;
        wait_ = {};
    }

private:
    void flatten_one(risk::Instrument&);
    void send(OrderRequest, risk::Instrument&);
    const TrackedOrder* last_order(const risk::Instrument&) const;

    ExecutionContext& context_;
    OrderAnswers& answers_;
    int orders_sent_ = 0;
    Duration wait_{};
};

}  // namespace trademind
