// What TWS tells of orders, as news to them.
#pragma once

#include "brokers/ibkr/broker/executions.hpp"
#include "brokers/ibkr/broker/order_reconciliation.hpp"
#include "brokers/ibkr/broker/order_updates.hpp"
#include "brokers/ibkr/broker/previews.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>

#include <string_view>
#include <vector>

namespace trademind::ibkr_broker {

/// Reads the messages, finds the order that each is about, and keeps all executions.
class OrderMessages final : public ibkr::OrderEvents {
public:
    OrderMessages(Desk& desk, OrderTable& table, OrderUpdates& updates,
                  OrderReconciliation& reconciliation, Previews& previews)
        : desk_{desk},
          table_{table},
          updates_{updates},
          reconciliation_{reconciliation},
          previews_{previews}
    {}

    void on(const ibkr::OpenOrder&) override;
    void on(const ibkr::OrderStatus&) override;
    void on(const ibkr::ExecutionDetails&) override;
    void on(const ibkr::CommissionAndFeesReport&) override;
    void on(const ibkr::CompletedOrder&) override;
    void on(const ibkr::OrderBound&) override;
    /// Oldest first.
    std::vector<Execution> executions() const;

private:
    /// False, with a notice: it names no order, or there are too many.
    bool may_be_known(std::string_view kind, int client_id, std::int64_t order_id, PermanentId);
    /// The same of an execution; those of orders sent by this client always are.
    bool may_be_known(const Execution&);
    void report_unread(std::string_view kind, std::int64_t number, const OrderRequest&,
                       std::optional<OrderId>);

    Desk& desk_;
    OrderTable& table_;
    OrderUpdates& updates_;
    OrderReconciliation& reconciliation_;
    Previews& previews_;
    Executions executions_;
};

}  // namespace trademind::ibkr_broker
