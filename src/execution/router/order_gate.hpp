// The way of an order from the caller to the broker, and of the answer back.
#pragma once

#include "execution/readiness/readiness.hpp"
#include "execution/reconciliation/reconciliation.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace trademind {

/// Lets an order through: known already? prepared, judged, reserved, journalled, handed over. On
/// the strand.
class OrderGate final : public OrderAnswers {
public:
    /// `market_time`: runs repeat, and with them the client order ids that are given.
    OrderGate(ExecutionContext& context, KillSwitch& kill_switch, Readiness& readiness,
              OrderTracker& orders, Reconciliation& reconciliation, bool market_time);

    /// The journal has that number among its names that were made up.
    void count_behind(std::int64_t highest) { next_number_ = highest + 1; }
    void place(OrderRequest, Completion<OrderReport>);
    void modify(OrderId, OrderRequest, Completion<OrderReport>);
    void cancel(OrderId, Completion<OrderReport>);
    /// What would become of the order: nothing is reserved, counted or sent.
    void check(OrderRequest, Completion<RiskVerdict>);

    void take_answer(const OrderReport& report, unsigned reports_before) override
    {
        orders_.take_answer(report, reports_before);
    }
    void placed(const std::string& client_order_id, Result<OrderReport>) override;
    std::string next_client_order_id() override;

private:
    class Change;

    /// `asked`: the broker was asked for the fate of the order that has this name.
    void admit(OrderRequest, Completion<OrderReport>, bool asked);
    void answer_again(TrackedOrder&, OrderRequest, Completion<OrderReport>, bool asked);
    void wait_for_fate(const TrackedOrder&, OrderRequest, Completion<OrderReport>);
    void give_up(const std::string& client_order_id);
    void submit(const std::string& client_order_id);
    void reserve(TrackedOrder&, const risk::Case&);
    void refuse(TrackedOrder&, const RiskVerdict&);
    template <class T> void refuse(const RiskVerdict&, const OrderRequest&, Completion<T>& done);
    void count_refusal(const RiskVerdict&, const OrderRequest&);
    void take_refusal(TrackedOrder&, const Error&);
    void answer_known(Completion<OrderReport>, const std::string& client_order_id);
    std::string attributes_lost(const OrderRequest&) const;
    void submit_change(const std::shared_ptr<Change>&);
    unsigned reports_of(OrderId) const;

    ExecutionContext& context_;
    KillSwitch& kill_switch_;
    Readiness& readiness_;
    OrderTracker& orders_;
    Reconciliation& reconciliation_;
    std::string id_prefix_;
    std::int64_t next_number_ = 1;
};

}  // namespace trademind
