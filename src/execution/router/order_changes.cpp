// Changing and cancelling orders that work.
#include "base/log.hpp"
#include "domain/broker_door.hpp"
#include "execution/journal/terms.hpp"
#include "execution/orders/outcome.hpp"
#include "execution/risk/chain.hpp"
#include "execution/router/order_gate.hpp"

#include <algorithm>

namespace trademind {

/// A change on its way. Until the broker answers, the larger of both terms counts.
class OrderGate::Change {
public:
    Change(OrderId id, OrderRequest wanted, Completion<OrderReport> done)
        : id{id}, wanted{std::move(wanted)}, done{std::move(done)}
    {}

    void count_larger(TrackedOrder& order, const risk::Case& c)
    {
        before_ = order.request;
        value_before_ = order.unit_value;
        opening_before_ = order.opening;
        cash_units_before_ = order.cash_units;
        value = c.unit_value;
        grows_ = wanted.quantity > order.request.quantity || c.opening.sign() > 0;
        if (!grows_) return;
        order.asked_quantity = wanted.quantity;
        order.request = wanted;
        // it may still fill on its old terms
        bool dearer = value && value_before_ && *value_before_ > *value;
        if (!dearer) order.unit_value = value;
        order.opening = std::max(order.opening, c.opening);
        order.cash_units = std::max(order.cash_units, c.leaves + order.report.filled);
    }
    /// False: nothing was changed.
    bool restore(TrackedOrder& order) const
    {
        if (!grows_) return false;
        order.asked_quantity.reset();
        order.request = before_;
        order.unit_value = value_before_;
        order.opening = opening_before_;
        order.cash_units = cash_units_before_;
        return true;
    }

    const OrderId id;
    const OrderRequest wanted;
    Completion<OrderReport> done;
    std::optional<Decimal> value;

private:
    OrderRequest before_;
    std::optional<Decimal> value_before_;
    Decimal opening_before_, cash_units_before_;
    bool grows_ = false;
};

std::string OrderGate::attributes_lost(const OrderRequest& wanted) const
{
    const auto* order = context_.state.orders.find_own(wanted.client_order_id);
    // TWS does not tell all of them: an order that a program reads from it may be without. What
    // this run placed its caller knows
    if (!order || !order->placed_before || order->changed_before) return {};
    return journal::attributes_left_out(order->journalled_terms, wanted);
}

unsigned OrderGate::reports_of(OrderId id) const
{
    auto* order = context_.state.orders.find(id);
    return order && order->own ? order->reports : 0;
}

void OrderGate::modify(OrderId id, OrderRequest order, Completion<OrderReport> done)
{
    auto* known = context_.order_of(id);
    if (!known || !known->own)
        return done(Error{Errc::unknown_order, "no order " + to_string(id) + " of this program"});
    // an end that an earlier run has seen has no terms, but it is one
    if (known->is_in_doubt())
        return done(Error{Errc::unknown_order,
                          "the outcome of order " + to_string(id) + " is not known yet"});
    if (!known->counts())
        return done(Error{Errc::not_modifiable, "order " + to_string(id) + " is done"});
    order.client_order_id = known->client_order_id;
    if (auto lost = attributes_lost(order); !lost.empty())
        return refuse({RiskReason::invalid_order,
                       "it would lose what an earlier run placed it with: " + lost +
                           ". Name that again, or cancel it and place another"},
                      order, done);
    auto contract = order.contract;
    auto change = std::make_shared<Change>(id, std::move(order), std::move(done));
    readiness_.prepare(contract, [this, change] { submit_change(change); });
}

void OrderGate::submit_change(const std::shared_ptr<Change>& change)
{
    auto id = change->id;
    const OrderRequest& wanted = change->wanted;
    auto* target = context_.state.orders.find(id);
    if (!target || !target->counts())
        return change->done(Error{Errc::not_modifiable, "order " + to_string(id) + " is done"});
    if (change->done.abandoned()) return;  // its caller was told that it timed out
    auto at = context_.now();
    context_.state.trading = kill_switch_.state();
    risk::Case c{context_.state, wanted, context_.state.book.find(wanted.contract), target, at};
    if (auto verdict = risk::judge(c); !verdict) return refuse(verdict, wanted, change->done);
    auto written = context_.journal.note_now("modify", wanted.describe(), at.time,
                                             target->client_order_id, to_number(id));
    if (!written) {
        context_.record(written);
        return change->done(RiskVerdict{RiskReason::journal, written.error().message}.error());
    }
    change->count_larger(*target, c);
    context_.state.book.changed(*target);
    context_.state.conduct.modified(context_.state.config.risk, at);
    auto answered = [this, change, before = reports_of(change->id)](Result<OrderReport> r) {
        auto* changed = context_.state.orders.find(change->id);
        if (changed && r) {
            changed->unit_value = change->value;
            changed->asked_quantity.reset();
            context_.state.book.changed(*changed);
        }
        // in doubt the larger terms keep counting
        if (changed && !r && proves_refusal(r.error()) && change->restore(*changed))
            context_.state.book.changed(*changed);
        if (!r) return change->done(std::move(r));
        take_answer(*r, before);
        answer_known(std::move(change->done), change->wanted.client_order_id);
    };
    if (!kill_switch_.lets_pass(c.opening)) {
        if (change->restore(*target)) context_.state.book.changed(*target);
        return refuse({RiskReason::halted, "Trading is halted by the kill switch"}, wanted,
                      change->done);
    }
    ++context_.counted.modifies_sent;
    log::info("order {} ({}) modified: {}", target->client_order_id, to_string(id),
              wanted.describe());
    detail::BrokerDoor::modify(context_.inner, id, OrderRequest{wanted},
                               KillSwitch::leaves_until(c.opening),
                               context_.guarded(std::move(answered)));
}

void OrderGate::cancel(OrderId id, Completion<OrderReport> done)
{
    auto* order = context_.state.orders.find(id);
    auto name = order ? order->client_order_id : std::string{};
    log::info("order {} ({}) cancel", name, to_string(id));
    if (!context_.state.journal_failure)
        context_.record(
            context_.journal.note("cancel", "asked for", context_.now().time, name, to_number(id)));
    auto shared = std::make_shared<Completion<OrderReport>>(std::move(done));
    detail::BrokerDoor::cancel(
        context_.inner, id,
        context_.guarded([this, id, shared, before = reports_of(id)](Result<OrderReport> r) {
            if (!r) return (*shared)(std::move(r));
            take_answer(*r, before);
            auto* known = context_.state.orders.find(id);
            if (known && known->own)
                return answer_known(std::move(*shared), known->client_order_id);
            (*shared)(std::move(r));
        }));
}

}  // namespace trademind
