// Changing and cancelling orders that work.
#include "base/log.hpp"
#include "execution/journal/terms.hpp"
#include "execution/risk/chain.hpp"
#include "execution/router/core.hpp"
#include "execution/router/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind {

std::string ExecutionRouter::Core::attributes_lost(const OrderRequest& wanted) const
{
    const auto* order = state_.orders.find_own(wanted.client_order_id);
    // TWS does not tell all of them: an order that a program reads from it may be without. What
    // this run placed its caller knows
    if (!order || !order->placed_before || order->changed_before) return {};
    return journal::attributes_left_out(order->journalled_terms, wanted);
}

void ExecutionRouter::Core::modify(OrderId id, OrderRequest order, Completion<OrderReport> done)
{
    auto* known = state_.orders.find(id);
    if (!known || !known->own || !known->instrument)
        return done(Error{Errc::unknown_order, "no order " + to_string(id) + " of this program"});
    if (!known->counts())
        return done(Error{Errc::not_modifiable, "order " + to_string(id) + " is done"});
    order.client_order_id = known->client_order_id;
    if (auto lost = attributes_lost(order); !lost.empty()) {
        RiskVerdict verdict{RiskReason::invalid_order,
                            "it would lose what an earlier run placed it with: " + lost +
                                ". Name that again, or cancel it and place another"};
        count_refusal(verdict, order);
        return done(verdict.error());
    }
    struct Change {
        OrderRequest order;
        Completion<OrderReport> done;
    };
    auto change = std::make_shared<Change>(Change{std::move(order), std::move(done)});
    prepare(change->order.contract, [this, id, change] {
        auto* target = state_.orders.find(id);
        if (!target || !target->counts())
            return change->done(Error{Errc::not_modifiable, "order " + to_string(id) + " is done"});
        if (change->done.abandoned()) return;  // its caller was told that it timed out
        auto at = now();
        state_.trading = trading_state();
        const OrderRequest& wanted = change->order;
        risk::Case c{state_, wanted, state_.book.find(wanted.contract), target, at};
        if (auto verdict = risk::judge(c); !verdict) {
            count_refusal(verdict, wanted);
            return change->done(verdict.error());
        }
        auto written = journal_.note("modify", wanted.describe(), at.time, target->client_order_id,
                                     to_number(id));
        if (!written) {
            journal(written);
            return change->done(RiskVerdict{RiskReason::journal, written.error().message}.error());
        }
        // until the broker answers, the larger of both terms counts
        struct Terms {
            OrderRequest request;
            std::optional<Decimal> unit_value;
            Decimal opening;
        };
        Terms before{target->request, target->unit_value, target->opening};
        bool grows = wanted.quantity > target->request.quantity || c.opening.sign() > 0;
        if (grows) {
            target->asked_quantity = wanted.quantity;
            target->request = wanted;
            // it may still fill on its old terms
            bool dearer = c.unit_value && before.unit_value && *before.unit_value > *c.unit_value;
            if (!dearer) target->unit_value = c.unit_value;
            target->opening = std::max(target->opening, c.opening);
            state_.book.changed(*target);
        }
        state_.conduct.modified(state_.config.risk, at);
        auto restore = [this, before, grows](TrackedOrder& changed) {
            if (!grows) return;
            changed.asked_quantity.reset();
            changed.request = before.request;
            changed.unit_value = before.unit_value;
            changed.opening = before.opening;
            state_.book.changed(changed);
        };
        auto answered = [this, id, change, restore, unit = c.unit_value,
                         before = reports_of(id)](Result<OrderReport> r) {
            auto* changed = state_.orders.find(id);
            if (changed && r) {
                changed->unit_value = unit;
                changed->asked_quantity.reset();
            }
            // in doubt the larger terms keep counting
            if (changed && !r && router::proves_refusal(r.error())) restore(*changed);
            if (!r) return change->done(std::move(r));
            take_answer(*r, before);
            answer_known(std::move(change->done), change->order.client_order_id);
        };
        bool left = false;
        {
            std::lock_guard gate{gate_};
            left = may_leave(c.opening);
            if (left) inner_->modify_order(id, wanted, guarded(std::move(answered)));
        }
        tally_.modified += left;
        if (left)
            return log::info("order {} ({}) modified: {}", target->client_order_id, to_string(id),
                             wanted.describe());
        restore(*target);
        RiskVerdict verdict{RiskReason::halted, "Trading is halted by the kill switch"};
        count_refusal(verdict, wanted);
        change->done(verdict.error());
    });
}

void ExecutionRouter::Core::cancel(OrderId id, Completion<OrderReport> done)
{
    auto* order = state_.orders.find(id);
    log::info("order {} ({}) cancel", order ? order->client_order_id : "", to_string(id));
    if (!state_.journal_failure)
        journal(journal_.note("cancel", "asked for", now().time,
                              order ? order->client_order_id : "", to_number(id)));
    auto shared = std::make_shared<Completion<OrderReport>>(std::move(done));
    inner_->cancel_order(
        id, guarded([this, id, shared, before = reports_of(id)](Result<OrderReport> result) {
            if (!result) return (*shared)(std::move(result));
            take_answer(*result, before);
            auto* known = state_.orders.find(id);
            if (known && known->own)
                return answer_known(std::move(*shared), known->client_order_id);
            (*shared)(std::move(result));
        }));
}

}  // namespace trademind
