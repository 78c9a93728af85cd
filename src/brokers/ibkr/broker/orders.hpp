// Placing, changing and cancelling orders, and what TWS tells of them.
#pragma once

#include "brokers/ibkr/broker/contracts.hpp"
#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/order_fate.hpp"
#include "brokers/ibkr/broker/order_table.hpp"
#include "brokers/ibkr/broker/previews.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/order_fate.hpp>
#include <trademind/order_validation.hpp>
#include <trademind/reconcile.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace trademind::ibkr_broker {

/// A change of a position by a fill.
struct PositionMove {
    std::string account;
    Contract contract;
    Decimal change;
};

/// Frames on their way are named by their order, apart from the names that routes use.
std::uint64_t tag_of(OrderId);
/// The same of a change of the order.
std::uint64_t change_tag_of(OrderId);

/// All orders of the broker. Everything on the strand.
class Orders {
public:
    Orders(Desk& desk, Contracts& contracts)
        : desk_{desk},
          contracts_{contracts},
          table_{desk.options.client_id},
          fates_{desk, table_},
          previews_{desk}
    {}

    /// `is_judged`: its form was found sound by rules_for().
    void place(OrderRequest&&, bool is_judged, Completion<OrderReport>);
    void modify(OrderId, OrderRequest, bool is_judged, Completion<OrderReport>);
    void cancel(OrderId, Completion<OrderReport>);
    void preview(OrderRequest, Completion<OrderPreview>);
    ValidationRules rules_for(const Contract&) const;
    std::vector<OrderReport> reports(OrderFilter filter) const { return table_.reports(filter); }
    /// Grows with each change of any order.
    unsigned changes() const { return changes_; }
    OrderFates& fates() { return fates_; }
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
    void connection_lost(const ibkr::session::Disconnect&);
    /// Orders are refused until the state after a break is known.
    void set_open_for_orders(bool open) { open_for_orders_ = open; }
    /// Called when an order gets no answer: the lists are to be asked for.
    void on_doubt(const std::function<void()>& ask)
    {
        ask_ = ask;
        fates_.on_doubt(ask);
    }

    /// A break begins: fills and ends of orders from here on are what its reconciliation finds.
    void interrupted();
    // A reconciliation: what comes between is entered in the report.
    void begin_reconcile();
    /// `judges`: all lists came after a break, so that what none of them names is judged.
    void end_reconcile(const ListCoverage&, bool judges, ReconcileReport&);
    // The open orders of all clients are asked for outside a reconciliation.
    bool has_open_foreign() const;
    void begin_refresh();
    /// Orders of other clients that are no longer among them are open no more. True: there are
    /// some, and how they ended is not known.
    bool end_refresh(bool complete);
    /// What the fills that were found did to positions; empties itself.
    std::vector<PositionMove> take_moves() { return std::exchange(moves_, {}); }

private:
    void send_new(OrderRequest&&, Completion<OrderReport>);
    Result<void> ready() const;
    Result<void> validate(const OrderRequest&, bool is_judged = false) const;
    /// The same of one that is to be sent: its parent is there, too.
    Result<void> validate_new(const OrderRequest&, bool is_judged = false);
    Result<std::string_view> account_for(const OrderRequest&) const;
    Result<void> transmit(OrderId, const OrderRequest&, std::uint64_t tag);
    void withdraw(OrderId);
    void withdraw_change(OrderId, const Error& why);
    void wait_for_change(OrderRecord&);
    void look_for_change(OrderRecord&, unsigned modify);
    void apply(OrderRecord&, Effects);
    OrderRecord& heard_of(int client_id, std::int64_t order_id, PermanentId);
    void tell(const OrderRecord&);
    void answer(Completion<OrderReport>&, const OrderRecord&);
    void answer_place(Completion<OrderReport>&, const OrderRecord&);
    void look_up(OrderRecord&);
    void report_unread(std::string_view kind, std::int64_t number, const OrderRequest&,
                       std::optional<OrderId>);
    void collect(const Execution&, const Executions::Added&);
    bool awaits_acknowledgement(OrderId);
    void wait_for_acknowledgement(OrderId);
    void arm_acknowledge_timer();
    void give_up_waiting();
    void give_inactive_time(OrderRecord&);
    void give_unexplained_time(OrderRecord&);
    bool refuse_read_only(const Error&);
    bool try_another_id(OrderRecord&, const ErrorNews&);
    void send_again(OrderRecord&, const ErrorNews&);

    Desk& desk_;
    Contracts& contracts_;
    Life life_;
    OrderTable table_;
    OrderFates fates_;
    Executions executions_;
    Previews previews_;
    std::function<void()> ask_;
    struct Unacknowledged {
        Duration due;
        OrderId id;
    };
    std::deque<Unacknowledged> unacknowledged_;  // as sent
    Subscription acknowledge_timer_;
    Duration acknowledge_timer_due_{};
    unsigned changes_ = 0;
    bool open_for_orders_ = false;
    bool collecting_ = false;  // from the break, or the start of a reconciliation, to its end
    bool listing_ = false;     // a reconciliation is under way
    std::vector<Execution> found_;
    std::vector<PositionMove> moves_;
};

}  // namespace trademind::ibkr_broker
