// The way of an order to the broker and back.
#include "execution/router/order_gate.hpp"

#include "base/log.hpp"
#include "domain/broker_door.hpp"
#include "execution/orders/outcome.hpp"
#include "execution/risk/chain.hpp"

#include <trademind/order_validation.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace trademind {
namespace {

bool is_abandoned(const TrackedOrder& order)
{
    return std::ranges::all_of(order.waiting, &Completion<OrderReport>::abandoned);
}

/// As it was asked for, and the contract as the broker has found it: it is looked up once.
OrderRequest with_known_contract(const TrackedOrder& tracked)
{
    OrderRequest order = tracked.placed;
    if (!tracked.instrument->details) return order;
    const Contract& known = tracked.instrument->contract;
    order.contract.id = known.id;
    if (order.contract.exchange.empty()) order.contract.exchange = known.exchange;
    return order;
}

}  // namespace

OrderGate::OrderGate(ExecutionContext& context, KillSwitch& kill_switch, Readiness& readiness,
                     OrderTracker& orders, Reconciliation& reconciliation, bool market_time)
    : context_{context},
      kill_switch_{kill_switch},
      readiness_{readiness},
      orders_{orders},
      reconciliation_{reconciliation},
      id_prefix_{"tm-"}
{
    if (market_time) return;
    // unique from run to run even where no journal remembers
    auto since = std::chrono::floor<std::chrono::milliseconds>(
        context_.inner->clock()->now().time_since_epoch());
    id_prefix_ += fmt::format("{:x}-", since.count());
}

std::string OrderGate::next_client_order_id()
{
    std::string id;
    do id = id_prefix_ + std::to_string(next_number_++);
    while (context_.state.orders.find(id));
    return id;
}

void OrderGate::place(OrderRequest order, Completion<OrderReport> done)
{
    if (auto fault = fault_of_client_order_id(order.client_order_id)) {
        order.client_order_id.clear();  // it is not fit to be written down
        return refuse({RiskReason::invalid_order, std::move(*fault)}, order, done);
    }
    context_.drop_ended_orders();
    if (order.client_order_id.empty())
        order.client_order_id = next_client_order_id();
    else if (auto known = context_.own_order(order.client_order_id); !known)
        return refuse({RiskReason::journal,
                       "The journal cannot be asked for this id: " + known.error().message},
                      order, done);
    // the parent may have ended long ago
    if (order.parent_id) static_cast<void>(context_.order_of(*order.parent_id));
    admit(std::move(order), std::move(done), false);
}

void OrderGate::admit(OrderRequest order, Completion<OrderReport> done, bool asked)
{
    auto id = order.client_order_id;
    if (auto* known = context_.state.orders.find_own(id)) {
        if (known->stage != TrackedOrder::Stage::not_received)
            return answer_again(*known, std::move(order), std::move(done), asked);
        context_.state.forget(*known);
    }
    done.on_cancel(context_.guarded([this, id] { give_up(id); }));
    TrackedOrder fresh;
    fresh.client_order_id = id;
    fresh.placed = std::move(order);
    fresh.waiting.push_back(std::move(done));
    auto& tracked = context_.state.orders.add(std::move(fresh));
    readiness_.prepare(tracked.placed.contract, [this, id] { submit(id); });
}

void OrderGate::give_up(const std::string& client_order_id)
{
    auto* order = context_.state.orders.find_own(client_order_id);
    if (!order || order->stage != TrackedOrder::Stage::sent || !is_abandoned(*order)) return;
    // what has not left the machine never will; anything else is an order whose outcome is unknown
    if (auto call = order->call.lock()) call->cancel();
}

void OrderGate::answer_again(TrackedOrder& known, OrderRequest order, Completion<OrderReport> done,
                             bool asked)
{
    const auto& id = known.client_order_id;
    if (!known.same_terms(order))
        return refuse(
            {RiskReason::duplicate_id, "client order id " + id + " was used for another order"},
            order, done);
    switch (known.stage) {
    case TrackedOrder::Stage::preparing:
    case TrackedOrder::Stage::sent: known.waiting.push_back(std::move(done)); return;
    default: break;
    }
    if (known.is_in_doubt() && context_.state.connected && !asked)
        return wait_for_fate(known, std::move(order), std::move(done));
    if (known.is_in_doubt() || known.stage == TrackedOrder::Stage::unknown)
        return refuse(
            {RiskReason::unknown_outcome,
             "order " + id + " may be live: it is not placed again until that is settled"},
            order, done);
    log::info("order {} is known already: nothing placed", id);
    if (known.report.status == OrderStatus::rejected && known.report.error)
        return done(*known.report.error);
    if (!known.from_journal) return answer_known(std::move(done), id);
    OrderReport report = known.report;
    report.order = order;
    done(std::move(report));
}

void OrderGate::wait_for_fate(const TrackedOrder& known, OrderRequest order,
                              Completion<OrderReport> done)
{
    // its caller has had no answer yet: the broker's may come in time
    auto waits = std::make_shared<std::pair<OrderRequest, Completion<OrderReport>>>(
        std::move(order), std::move(done));
    const auto& config = context_.state.config;
    reconciliation_.find_fate(
        known, config.request_timeout + config.risk.quote_wait,
        [this, waits] { admit(std::move(waits->first), std::move(waits->second), true); });
}

void OrderGate::reserve(TrackedOrder& order, const risk::Case& c)
{
    order.request = order.placed;
    order.instrument = context_.state.book.find(order.placed.contract);
    order.unit_value = c.unit_value;
    order.opening = c.opening;
    if (order.placed.is_by_cash()) order.cash_units = c.leaves;
    order.sent_at = c.now.time;
    context_.state.book.changed(order);
    context_.state.conduct.passed({order.instrument, order.placed}, context_.state.config.risk,
                                  c.now);
}

void OrderGate::submit(const std::string& client_order_id)
{
    auto* found = context_.state.orders.find_own(client_order_id);
    if (!found) return;
    TrackedOrder& tracked = *found;
    const OrderRequest& order = tracked.placed;
    auto at = context_.now();
    if (is_abandoned(tracked)) {
        // its caller was told that it timed out: an order that goes out later is one too many
        log::warning("order {} not sent: nobody waits for it any more", client_order_id);
        context_.record(context_.journal.note("verdict", "not sent: nobody waited for it any more",
                                              at.time, client_order_id));
        return context_.state.forget(tracked);
    }
    context_.state.trading = kill_switch_.state();
    risk::Case c{context_.state, order, context_.state.book.find(order.contract), nullptr, at};
    if (auto verdict = risk::judge(c); !verdict) return refuse(tracked, verdict);
    ++context_.counted.checks_passed;

    reserve(tracked, c);
    if (auto written = context_.journal.intend(order, at.time); !written) {
        context_.record(written);
        return refuse(tracked, {RiskReason::journal,
                                "The journal cannot be written: " + written.error().message});
    }
    if (!kill_switch_.lets_pass(c.opening)) {
        context_.record(context_.journal.set_state(client_order_id, journal::OrderState::refuted,
                                                   "not sent: the kill switch came first",
                                                   at.time));
        return refuse(tracked, {RiskReason::halted, "Trading is halted by the kill switch"});
    }
    tracked.stage = TrackedOrder::Stage::sent;
    tracked.unanswered_since = at.uptime;
    ++context_.counted.orders_sent;
    auto answered = context_.guarded(
        [this, client_order_id](Result<OrderReport> r) { placed(client_order_id, std::move(r)); });
    tracked.call = detail::BrokerDoor::place(context_.inner, with_known_contract(tracked),
                                             KillSwitch::leaves_until(c.opening), answered);
    log::info("order {} sent: {}", client_order_id, order.describe());
}

void OrderGate::refuse(TrackedOrder& order, const RiskVerdict& verdict)
{
    auto request = std::move(order.placed);
    auto waiting = std::move(order.waiting);
    context_.state.forget(order);
    count_refusal(verdict, request);
    for (auto& done : waiting) done(verdict.error());
}

template <class T>
void OrderGate::refuse(const RiskVerdict& verdict, const OrderRequest& order, Completion<T>& done)
{
    count_refusal(verdict, order);
    done(verdict.error());
}

void OrderGate::count_refusal(const RiskVerdict& verdict, const OrderRequest& order)
{
    ++context_.counted.refusals[static_cast<std::size_t>(verdict.reason)];
    log::warning("order {} refused, {}: {} ({})", order.client_order_id, to_string(verdict.reason),
                 verdict.message, order.describe());
    if (!context_.state.journal_failure)
        context_.record(context_.journal.note(
            "verdict",
            fmt::format("{}: {}: {}", to_string(verdict.reason), verdict.message, order.describe()),
            context_.now().time, order.client_order_id));
    context_.report(&ExecutionObserver::on_refusal, order, verdict);
    if (context_.state.conduct.refused(verdict.reason, context_.state.config.risk, context_.now()))
        kill_switch_.lower(
            TradingState::halted, "risk",
            fmt::format("too many refusals of one reason: {}", to_string(verdict.reason)));
}

void OrderGate::placed(const std::string& client_order_id, Result<OrderReport> result)
{
    auto* found = context_.state.orders.find_own(client_order_id);
    if (!found) return;
    if (result) {
        context_.state.orders.set_client_id(result->client_id);
        take_answer(*result, 0);
    }
    TrackedOrder& order = *found;
    if (order.stage == TrackedOrder::Stage::sent)
        return take_refusal(order, result
                                       ? Error{Errc::internal, "the broker did not name the order"}
                                       : result.error());
    // the broker has spoken of it, by this answer or by an event before
    if (!result && order.stage == TrackedOrder::Stage::working)
        log::warning("order {}: {}, but the broker has it", client_order_id,
                     context_.redact(result.error().describe()));
    bool refused = order.report.status == OrderStatus::rejected;
    for (auto& done : std::exchange(order.waiting, {}))
        if (refused && !result)
            done(result);
        else
            answer_known(std::move(done), client_order_id);
}

void OrderGate::take_refusal(TrackedOrder& order, const Error& error)
{
    const auto& id = order.client_order_id;
    auto time = context_.now().time;
    if (!proves_refusal(error)) {
        order.stage = TrackedOrder::Stage::unknown;
        log::error("order {} may be live: {}", id, context_.redact(error.describe()));
        context_.record(
            context_.journal.set_state(id, journal::OrderState::unknown, error.describe(), time));
        reconciliation_.ask_fate(order);
    } else {
        order.report.order = order.placed;
        order.report.status = OrderStatus::rejected;
        order.report.error = error;
        order.stage = TrackedOrder::Stage::done;
        context_.state.book.changed(order);
        ++context_.counted.orders_rejected;
        context_.record(context_.journal.report(id, order.report, time));
        if (proves_not_received(error)) {
            order.stage = TrackedOrder::Stage::not_received;
            context_.record(context_.journal.set_state(id, journal::OrderState::refuted,
                                                       error.describe(), time));
        }
        // the broker's, not ours: the link being down is no burst of bad orders
        if (is_reject(error)) orders_.count_reject(id, error.describe());
    }
    for (auto& done : std::exchange(order.waiting, {})) done(error);
}

void OrderGate::answer_known(Completion<OrderReport> done, const std::string& client_order_id)
{
    const auto& orders = context_.state.orders;
    auto* known = orders.find_own(client_order_id);
    if (!known) return done(Error{Errc::unknown_order, client_order_id});
    auto refresh = context_.guarded(
        [&orders, client_order_id, told = known->reports](Result<OrderReport>& answer) {
            auto* newest = orders.find_own(client_order_id);
            if (!newest || newest->reports == told || !answer) return;
            const auto& now = newest->report;
            if (now.status == OrderStatus::rejected && now.error && now.filled.is_zero())
                answer = *now.error;
            else
                answer = now;
        });
    done(known->report, std::move(refresh));
}

void OrderGate::check(OrderRequest order, Completion<RiskVerdict> done)
{
    auto shared = std::make_shared<std::pair<OrderRequest, Completion<RiskVerdict>>>(
        std::move(order), std::move(done));
    readiness_.prepare(shared->first.contract, [this, shared] {
        auto& state = context_.state;
        state.trading = kill_switch_.state();
        risk::Case c{state, shared->first, state.book.find(shared->first.contract), nullptr,
                     context_.now()};
        shared->second(risk::judge(c));
    });
}

}  // namespace trademind
