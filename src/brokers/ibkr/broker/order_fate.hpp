// What became of orders without an answer: asked for, and answered once TWS's lists have come.
#pragma once

#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/order_table.hpp"

#include <trademind/completion.hpp>
#include <trademind/order_fate.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace trademind::ibkr_broker {

/// The inquiries that wait, each until its order had acknowledge_timeout to arrive and lists have
/// come that were asked for after that. On the strand.
class OrderFates {
public:
    OrderFates(Desk& desk, OrderTable& table) : desk_{desk}, table_{table} {}

    /// Called when lists are wanted; lists_came follows, or connection_lost.
    void on_doubt(std::function<void()> ask) { ask_ = std::move(ask); }
    void find(OrderInquiry, Completion<FateReport>);
    /// A round of lists has ended: answers all that it can.
    void lists_came(const ListCoverage&);
    /// What was not answered is asked for again by who wants to know.
    void connection_lost();

private:
    struct Question {
        OrderInquiry order;
        TimePoint due;
        Completion<FateReport> done;
    };
    Result<FateReport> judge(const OrderInquiry&) const;
    void ask_when_due();

    Desk& desk_;
    OrderTable& table_;
    Life life_;
    std::function<void()> ask_;
    std::optional<ListCoverage> lists_;  // the latest of this connection
    std::vector<Question> questions_;
    Subscription timer_;
};

}  // namespace trademind::ibkr_broker
