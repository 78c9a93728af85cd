// Lists of orders and executions that clients ask for.
#pragma once

#include "gateway/floor.hpp"
#include "gateway/order_book.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>

namespace trademind::gateway {

class OrderLists {
public:
    OrderLists(Floor& floor, OrderBook& book) : floor_{floor}, book_{book} {}

    void on(Session&, const ibkr::OpenOrdersRequest&);
    void on(Session&, const ibkr::AllOpenOrdersRequest&);
    void on(Session&, const ibkr::AutoOpenOrdersRequest&);
    void on(Session&, const ibkr::CompletedOrdersRequest&);
    void on(Session&, const ibkr::ExecutionRequest&);

    /// Events of the broker.
    void on_execution(const Execution&);
    void on_commission(const Commission&);

private:
    void send_open(Session&, bool of_all);
    void tell(const Execution&, int owner);
    bool hears_all(const Session&) const;

    Floor& floor_;
    OrderBook& book_;
    std::optional<Execution> held_;      ///< until its commission was told
    std::map<std::string, int> owners_;  ///< of today's executions, by execution id
};

}  // namespace trademind::gateway
