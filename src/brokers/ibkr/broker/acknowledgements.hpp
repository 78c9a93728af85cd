// Orders that TWS has not spoken of.
#pragma once

#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/order_table.hpp"

#include <deque>
#include <functional>

namespace trademind::ibkr_broker {

/// Each new order has acknowledge_timeout to be acknowledged. One timer serves all: they leave in
/// the order in which they were placed.
class Acknowledgements {
public:
    /// `missing` is called of each order that ran out of time, `doubt` once after them.
    Acknowledgements(Desk& desk, OrderTable& table, std::function<void(OrderRecord&)> missing,
                     std::function<void()> doubt)
        : desk_{desk}, table_{table}, missing_{std::move(missing)}, doubt_{std::move(doubt)}
    {}

    void wait_for(OrderId);
    /// The socket is gone: none will come.
    void clear();

private:
    struct Waiting {
        Duration due;
        OrderId id;
    };
    bool is_missing(OrderId);
    void arm();
    void expire();

    Desk& desk_;
    OrderTable& table_;
    std::function<void(OrderRecord&)> missing_;
    std::function<void()> doubt_;
    Life life_;
    std::deque<Waiting> waiting_;  // as sent
    Subscription timer_;
    Duration timer_due_{};
};

}  // namespace trademind::ibkr_broker
