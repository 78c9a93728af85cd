// Placing, changing and cancelling orders.
#pragma once

#include "brokers/ibkr/broker/acknowledgements.hpp"
#include "brokers/ibkr/broker/contracts.hpp"
#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/order_fate.hpp"
#include "brokers/ibkr/broker/order_messages.hpp"
#include "brokers/ibkr/broker/order_tags.hpp"

#include <trademind/order_fate.hpp>
#include <trademind/order_validation.hpp>

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace trademind::ibkr_broker {

/// How an order, or its change, comes from who is in front.
class Handed {
public:
    bool is_judged = false;  ///< its form was found sound by rules_for()
    TradingState leaves_until = TradingState::active;
};

/// All orders of the broker. Everything on the strand.
class Orders {
public:
    Orders(Desk& desk, Contracts& contracts);

    void place(OrderRequest&&, Handed, Completion<OrderReport>);
    void modify(OrderId, OrderRequest, Handed, Completion<OrderReport>);
    void cancel(OrderId, Completion<OrderReport>);
    void preview(OrderRequest, Completion<OrderPreview>);
    ValidationRules rules_for(const Contract&) const;
    std::vector<OrderReport> reports(OrderFilter filter) const { return table_.reports(filter); }
    unsigned changes() const { return updates_.changes(); }
    OrderFates& fates() { return fates_; }
    OrderReconciliation& reconciliation() { return reconciliation_; }
    const OrderReconciliation& reconciliation() const { return reconciliation_; }
    std::vector<Execution> executions() const { return messages_.executions(); }
    /// What TWS tells of them.
    OrderMessages& messages() { return messages_; }
    /// True when the message was about an order.
    bool on_error(const ibkr::ErrorMessage&);

    /// TWS took this client id. Before any order.
    void set_client_id(int id) { table_.set_client_id(id); }
    void connection_lost(const ibkr::session::Disconnect&);
    /// That frame did not leave and never will. False: it is of no order.
    bool not_sent(FrameTag, const Error& why);
    /// Orders are refused until the state after a break is known.
    void set_open_for_orders(bool open) { open_for_orders_ = open; }
    /// Called when an order gets no answer: the lists are to be asked for.
    void on_unread(std::function<void(ibkr::UnreadSubject)> lost)
    {
        updates_.on_unread(std::move(lost));
    }
    void on_doubt(const std::function<void()>& ask)
    {
        updates_.on_doubt(ask);
        fates_.on_doubt(ask);
    }

private:
    void send_new(OrderRequest&&, TradingState leaves_until, Completion<OrderReport>);
    Result<void> ready() const;
    Result<void> validate(const OrderRequest&, bool is_judged = false) const;
    /// The same of one that is to be sent: its parent is there, too.
    Result<void> validate_new(const OrderRequest&, bool is_judged = false);
    Result<std::string_view> account_for(const OrderRequest&) const;
    Result<void> transmit(OrderId, const OrderRequest&, FrameTag tag);
    void withdraw(OrderId);
    void withdraw_change(OrderId, const Error& why);
    void wait_for_change(OrderRecord&);
    void look_for_change(OrderRecord&, unsigned modify);
    bool refuse_read_only(const Error&);
    bool try_another_id(OrderRecord&, const ErrorNews&);
    void send_again(OrderRecord&, const ErrorNews&);

    Desk& desk_;
    Contracts& contracts_;
    Life life_;
    OrderTable table_;
    OrderUpdates updates_;
    OrderFates fates_;
    Previews previews_;
    OrderReconciliation reconciliation_;
    OrderMessages messages_;
    Acknowledgements acknowledgements_;
    bool open_for_orders_ = false;
};

}  // namespace trademind::ibkr_broker
