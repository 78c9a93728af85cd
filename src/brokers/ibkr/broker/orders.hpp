// Placing, changing and cancelling orders, and what TWS tells of them.
#pragma once

#include "brokers/ibkr/broker/contracts.hpp"
#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/order_table.hpp"
#include "brokers/ibkr/broker/previews.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/reconcile.hpp>

#include <functional>
#include <vector>

namespace trademind::ibkr_broker {

/// All orders of the broker. Everything on the strand.
class Orders {
public:
    Orders(Desk& desk, Contracts& contracts)
        : desk_{desk}, contracts_{contracts}, table_{desk.options.client_id}, previews_{desk}
    {}

    void place(OrderRequest, Completion<OrderReport>);
    void modify(OrderId, OrderRequest, Completion<OrderReport>);
    void cancel(OrderId, Completion<OrderReport>);
    void preview(OrderRequest, Completion<OrderPreview>);
    std::vector<OrderReport> reports(OrderFilter filter) const { return table_.reports(filter); }
    std::vector<Execution> executions() const;

    // What TWS tells.
    void on(const ibkr::OpenOrder&);
    void on(const ibkr::OrderStatus&);
    void on(const ibkr::ExecutionDetails&);
    void on(const ibkr::CommissionAndFeesReport&);
    void on(const ibkr::CompletedOrder&);
    void on(const ibkr::OrderBound&);
    /// True when the message was about an order.
    bool on_error(const ibkr::ErrorMessage&);

    /// TWS took this client id. Before any order.
    void set_client_id(int id) { table_.set_client_id(id); }
    void connection_lost(const ibkr::SessionLoss&);
    /// Orders are refused until the state after a break is known.
    void set_open_for_orders(bool open) { open_for_orders_ = open; }
    /// Called when an order gets no answer: the lists are to be asked for.
    void on_doubt(std::function<void()> ask) { ask_ = std::move(ask); }

    // A reconciliation: what comes between is entered in the report.
    void begin_reconcile();
    /// `open_complete`: the list of open orders came; `all_complete`: all lists did.
    void end_reconcile(bool open_complete, bool all_complete, ReconcileReport&);

private:
    void send_new(OrderRequest, Completion<OrderReport>);
    Result<void> ready_for(const OrderRequest&) const;
    Result<void> transmit(OrderId, const OrderRequest&, std::uint64_t tag);
    void withdraw(OrderId);
    void apply(TrackedOrder&, Effects);
    void wait_for_acknowledgement(TrackedOrder&);
    void give_inactive_time(TrackedOrder&);
    bool refuse_read_only(const Error&);

    Desk& desk_;
    Contracts& contracts_;
    Life life_;
    OrderTable table_;
    Executions executions_;
    Previews previews_;
    std::function<void()> ask_;
    bool open_for_orders_ = false;
    bool reconciling_ = false;
    std::vector<Execution> found_;
};

/// What makes no sense in an order whatever the broker; Errc::invalid_order names the field.
Result<void> check(const OrderRequest&);

}  // namespace trademind::ibkr_broker
