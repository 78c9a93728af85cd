// From what a piece of news did to an order to events and answers.
#include "brokers/ibkr/broker/order_updates.hpp"

#include <chrono>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

/// How long an order may be Inactive before that alone counts as TWS's answer: the refusing code
/// comes right after it.
constexpr Duration inactive_patience = std::chrono::seconds{1};

}  // namespace

void OrderUpdates::apply(OrderRecord& order, Effects effects)
{
    table_.index(order);
    bool is_news = effects.changed || effects.noted;
    changes_ += is_news;
    if (is_news) tell(order);
    auto settle = [&](std::vector<Completion<OrderReport>>& calls, const Outcome& outcome,
                      auto succeed) {
        if (!outcome) return;
        for (auto& done : std::exchange(calls, {})) {
            if (*outcome)
                (this->*succeed)(done, order);
            else
                done(outcome->error());
        }
    };
    settle(order.place, effects.place, &OrderUpdates::answer_place);
    settle(order.modify, effects.modify, &OrderUpdates::answer);
    settle(order.cancel, effects.cancel, &OrderUpdates::answer);
    if (order.machine.waits_for_place() && order.machine.acknowledged() &&
        order.machine.report().status == OrderStatus::inactive && !order.settle_timer)
        give_inactive_time(order);
    if (order.machine.is_unexplained() && !order.settle_timer) give_unexplained_time(order);
    if (effects.look_up) doubt();
}

void OrderUpdates::tell(const OrderRecord& order)
{
    // without terms there is nothing to show: an order to buy 0 of no symbol is none
    if (order.machine.has_terms() && !order.awaits_lists)
        desk_.events.on_order(order.machine.report());
}

void OrderUpdates::answer(Completion<OrderReport>& done, const OrderRecord& order)
{
    // more of the same read may follow before the caller gets it
    done(order.machine.report(),
         life_.guard([&order, told = order.machine.revision()](Result<OrderReport>& answer) {
             if (answer && order.machine.revision() != told) answer = order.machine.report();
         }));
}

void OrderUpdates::answer_place(Completion<OrderReport>& done, const OrderRecord& order)
{
    done(order.machine.report(),
         life_.guard([&order, told = order.machine.revision()](Result<OrderReport>& answer) {
             if (!answer || order.machine.revision() == told) return;
             const auto& now = order.machine.report();
             if (now.status == OrderStatus::rejected && now.error && now.filled.is_zero())
                 answer = *now.error;
             else
                 answer = now;
         }));
}

OrderRecord& OrderUpdates::heard_of(int client_id, std::int64_t order_id, PermanentId permanent_id)
{
    table_.drop_ended(desk_.clock.uptime());
    auto known = table_.size();
    auto& order = table_.of(client_id, order_id, permanent_id, desk_.now());
    // the lists come row by row, and only together say how it stands
    if (table_.size() > known) order.awaits_lists = listing_;
    order.gone = false;
    return order;
}

void OrderUpdates::look_up(OrderRecord& order)
{
    if (order.machine.has_terms() || listing_ || std::exchange(order.asked_about, true)) return;
    const auto& report = order.machine.report();
    desk_.events.on_notice(Notice{
        Error{Errc::unknown_order, "a status came of order " + to_string(report.id) +
                                       " of client " + std::to_string(report.client_id) +
                                       ", permanent id " +
                                       std::to_string(to_number(report.permanent_id)) +
                                       ", which is not known; the lists of orders are asked for"},
        order.id()});
    doubt();
}

void OrderUpdates::give_inactive_time(OrderRecord& order)
{
    order.settle_timer =
        desk_.clock.after(inactive_patience, desk_.strand, life_.guard([this, &order] {
            if (order.machine.report().status == OrderStatus::inactive)
                apply(order, order.machine.settle(desk_.now()));
        }));
}

void OrderUpdates::give_unexplained_time(OrderRecord& order)
{
    order.settle_timer =
        desk_.clock.after(inactive_patience, desk_.strand, life_.guard([this, &order] {
            auto timer = std::move(order.settle_timer);
            apply(order, order.machine.settle_unexplained(desk_.now()));
        }));
}

}  // namespace trademind::ibkr_broker
