// Closing what is held after a kill.
#pragma once

#include "execution/kill_switch/execution_context.hpp"

namespace trademind {

/// Closes positions by marketable limits, capped in size. On the strand.
class Flattening {
public:
    Flattening(ExecutionContext& context, OrderAnswers& answers)
        : context_{context}, answers_{answers}
    {}

    /// Orders for all that is held. False: broker and fills differ about a position, so that some
    /// of it may have to be closed later.
    bool flatten();
    int orders_sent() const { return orders_sent_; }
    /// A kill begins.
    void reset() { orders_sent_ = 0; }

private:
    void flatten_one(risk::Instrument&);
    void send(OrderRequest, risk::Instrument&);

    ExecutionContext& context_;
    OrderAnswers& answers_;
    int orders_sent_ = 0;
};

}  // namespace trademind
