// What became of orders without an answer.
#include "brokers/ibkr/broker/order_fate.hpp"

#include <algorithm>

namespace trademind::ibkr_broker {

void OrderFates::find(OrderInquiry order, Completion<FateReport> done)
{
    if (auto usable = desk_.usable(); !usable) return done(usable.error());
    auto due = order.sent_at;
    // what was on its way may still arrive
    if (!order.acknowledged) due += desk_.options.acknowledge_timeout;
    if (lists_ && lists_->listed_at >= due) return done(judge(order));
    questions_.push_back({std::move(order), due, std::move(done)});
    ask_when_due();
}

void OrderFates::ask_when_due()
{
    timer_.reset();
    if (questions_.empty()) return;
    auto first = std::ranges::min_element(questions_, {}, &Question::due)->due;
    if (auto wait = first - desk_.now(); wait > Duration{})
        timer_ = desk_.clock.after(wait, desk_.strand, life_.guard([this] { ask_when_due(); }));
    else if (ask_)
        ask_();
}

void OrderFates::lists_came(const ListCoverage& lists)
{
    lists_ = lists;
    auto waiting = std::exchange(questions_, {});
    for (auto& question : waiting) {
        if (question.done.abandoned()) continue;
        if (lists.listed_at >= question.due)
            question.done(judge(question.order));
        else
            questions_.push_back(std::move(question));
    }
    ask_when_due();
}

void OrderFates::connection_lost()
{
    lists_.reset();
    timer_.reset();
    for (auto& question : std::exchange(questions_, {}))
        question.done(Error{Errc::connection_lost,
                            "the connection broke before TWS's lists of orders had come"});
}

Result<FateReport> OrderFates::judge(const OrderInquiry& order) const
{
    auto* known = table_.find(order.permanent_id);
    if (!known) known = table_.find_client_order_id(order.client_order_id);
    if (!known || !known->machine.has_terms()) return fate_of_unlisted(order, *lists_);
    const auto& report = known->machine.report();
    bool acknowledged = known->machine.acknowledged() || order.acknowledged;
    if (!acknowledged && report.status == OrderStatus::rejected) {
        FateReport never{OrderFate::not_received, "it never reached TWS"};
        never.report = report;
        return never;
    }
    if (report.status != OrderStatus::unknown && acknowledged) return FateReport{report};
    // TWS may hold it in a dialog: while the socket stands no list proves that it did not arrive
    if (!acknowledged && known->machine.sent_here() && !known->outlived)
        return Error{Errc::timed_out, "TWS has the order and has not answered"};
    auto inquiry = order;
    inquiry.acknowledged = acknowledged;
    return fate_of_unlisted(inquiry, *lists_);
}

}  // namespace trademind::ibkr_broker
