// Closing what is held after a kill.
#pragma once

#include "execution/kill_switch/execution_context.hpp"

#include <optional>
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
        since_.reset();
    }

private:
    void flatten_one(risk::Instrument&);
    /// Takes back orders at a price that is no longer the market's: the next look sends others.
    void withdraw_outrun();
    void send(OrderRequest, risk::Instrument&);
    const TrackedOrder* last_order(const risk::Instrument&) const;

    ExecutionContext& context_;
    OrderAnswers& answers_;
    int orders_sent_ = 0;
    Duration wait_{};
    std::optional<Duration> since_;  ///< uptime of the first look at what is held
};

}  // namespace trademind
