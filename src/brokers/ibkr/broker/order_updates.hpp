// From what a piece of news did to an order to events and answers.
#pragma once

#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/order_table.hpp"

#include <functional>

namespace trademind::ibkr_broker {

/// Applies effects: tells observers, answers calls, gives an order that needs it a moment.
class OrderUpdates {
public:
    OrderUpdates(Desk& desk, OrderTable& table) : desk_{desk}, table_{table} {}

    /// Called when TWS's lists are wanted.
    void on_doubt(std::function<void()> ask) { ask_ = std::move(ask); }
    /// Called when a row of a list cannot be used.
    void on_unread(std::function<void(ibkr::UnreadSubject)> lost) { lost_ = std::move(lost); }
    void unread(ibkr::UnreadSubject subject) const
    {
        if (lost_) lost_(subject);
    }
    void doubt() const
    {
        if (ask_) ask_();
    }
    void apply(OrderRecord&, Effects);
    /// The order that a message is about, made when it is not known.
    OrderRecord& heard_of(int client_id, std::int64_t order_id, PermanentId);
    void tell(const OrderRecord&);
    void answer(Completion<OrderReport>&, const OrderRecord&);
    void answer_place(Completion<OrderReport>&, const OrderRecord&);
    /// The lists are asked for, once, where nothing says what it is.
    void look_up(OrderRecord&);
    /// A reconciliation is under way: the lists come row by row, and only together say how an order
    /// stands.
    void set_listing(bool listing) { listing_ = listing; }
    bool listing() const { return listing_; }
    /// Grows with each change of any order.
    unsigned changes() const { return changes_; }
    void count_change() { ++changes_; }

private:
    void give_inactive_time(OrderRecord&);
    void give_unexplained_time(OrderRecord&);

    Desk& desk_;
    OrderTable& table_;
    Life life_;
    std::function<void()> ask_;
    std::function<void(ibkr::UnreadSubject)> lost_;
    unsigned changes_ = 0;
    bool listing_ = false;
};

}  // namespace trademind::ibkr_broker
