// The way of an order: known already? prepared, judged, reserved, written down, handed over.
#include "base/log.hpp"
#include "execution/risk/chain.hpp"
#include "execution/router/core.hpp"
#include "execution/router/outcome.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace trademind {

std::string ExecutionRouter::Core::next_client_order_id()
{
    std::string id;
    do id = id_prefix_ + std::to_string(next_number_++);
    while (state_.orders.find(id));
    return id;
}

void ExecutionRouter::Core::place(OrderRequest order, Completion<OrderReport> done)
{
    if (order.client_order_id.empty()) order.client_order_id = next_client_order_id();
    auto id = order.client_order_id;
    if (auto* known = state_.orders.find_own(id)) {
        if (known->stage != TrackedOrder::Stage::not_received)
            return answer_again(*known, order, std::move(done));
        state_.forget(*known);
    }
    done.on_cancel(guarded([this, id] { give_up(id); }));
    TrackedOrder fresh;
    fresh.client_order_id = id;
    fresh.placed = std::move(order);
    fresh.waiting.push_back(std::move(done));
    auto& tracked = state_.orders.add(std::move(fresh));
    prepare(tracked.placed.contract, [this, id] { submit(id); });
}

void ExecutionRouter::Core::give_up(const std::string& client_order_id)
{
    auto* order = state_.orders.find_own(client_order_id);
    if (!order || order->stage != TrackedOrder::Stage::sent) return;
    if (!std::ranges::all_of(order->waiting, &Completion<OrderReport>::abandoned)) return;
    // what has not left the machine never will; anything else is an order whose outcome is unknown
    if (auto stop = order->stop) stop->emit(asio::cancellation_type::all);
}

void ExecutionRouter::Core::answer_again(TrackedOrder& known, const OrderRequest& order,
                                         Completion<OrderReport> done)
{
    if (!known.same_terms(order)) {
        RiskVerdict verdict{RiskReason::duplicate_id, "client order id " + order.client_order_id +
                                                          " was used for another order"};
        count_refusal(verdict, order);
        return done(verdict.error());
    }
    switch (known.stage) {
    case TrackedOrder::Stage::preparing:
    case TrackedOrder::Stage::sent: known.waiting.push_back(std::move(done)); return;
    case TrackedOrder::Stage::unknown: {
        RiskVerdict verdict{RiskReason::unknown_outcome,
                            "order " + order.client_order_id +
                                " may be live: it is not placed again until that is settled"};
        count_refusal(verdict, order);
        return done(verdict.error());
    }
    default: break;
    }
    log::info("order {} is known already: nothing placed", order.client_order_id);
    if (known.report.status == OrderStatus::rejected && known.report.error)
        return done(*known.report.error);
    if (!known.from_journal) return answer_known(std::move(done), order.client_order_id);
    OrderReport report = known.report;
    report.order = order;
    done(std::move(report));
}

bool ExecutionRouter::Core::may_leave(Decimal opening) const
{
    switch (trading_.load(std::memory_order_acquire)) {
    case TradingState::active: return true;
    case TradingState::reducing: return opening.is_zero();
    case TradingState::halted:
    case TradingState::flattening: break;
    }
    return false;
}

void ExecutionRouter::Core::reserve(TrackedOrder& order, const risk::Case& c)
{
    order.request = order.placed;
    order.instrument = state_.book.find(order.placed.contract);
    order.unit_value = c.unit_value;
    order.opening = c.opening;
    state_.book.changed(order);
}

void ExecutionRouter::Core::uncount(TrackedOrder& order, TrackedOrder::Stage stage)
{
    order.stage = stage;
    state_.book.changed(order);
}

void ExecutionRouter::Core::submit(const std::string& client_order_id)
{
    auto* found = state_.orders.find_own(client_order_id);
    if (!found) return;
    TrackedOrder& tracked = *found;
    const OrderRequest& order = tracked.placed;
    auto at = now();
    if (std::ranges::all_of(tracked.waiting, &Completion<OrderReport>::abandoned)) {
        // its caller was told that it timed out: an order that goes out later is one too many
        log::warning("order {} not sent: nobody waits for it any more", client_order_id);
        journal(journal_.note("verdict", "not sent: nobody waited for it any more", at.time,
                              client_order_id));
        state_.forget(tracked);
        return;
    }
    auto* instrument = state_.book.find(order.contract);
    state_.trading = trading_state();
    risk::Case c{state_, order, instrument, nullptr, at};
    if (auto verdict = risk::judge(c); !verdict) return refuse(client_order_id, verdict);
    ++tally_.passed;

    reserve(tracked, c);
    state_.conduct.passed({instrument, order}, state_.config.risk, at);
    tracked.sent_at = at.time;
    if (auto written = journal_.intend(order, at.time); !written) {
        journal(written);
        return refuse(client_order_id, {RiskReason::journal, "The journal cannot be written: " +
                                                                 written.error().message});
    }
    bool left = false;
    {
        std::lock_guard gate{gate_};
        left = may_leave(c.opening);
        if (left) {
            tracked.stop = std::make_shared<asio::cancellation_signal>();
            inner_->place_order(order, asio::bind_cancellation_slot(
                                           tracked.stop->slot(),
                                           guarded([this, client_order_id](Result<OrderReport> r) {
                                               placed(client_order_id, std::move(r));
                                           })));
        }
    }
    if (!left) {
        journal(journal_.set_state(client_order_id, journal::OrderState::refuted,
                                   "not sent: the kill switch came first", at.time));
        return refuse(client_order_id,
                      {RiskReason::halted, "Trading is halted by the kill switch"});
    }
    tracked.stage = TrackedOrder::Stage::sent;
    tracked.unanswered_since = at.uptime;
    ++tally_.sent;
    log::info("order {} sent: {}", client_order_id, order.describe());
}

void ExecutionRouter::Core::refuse(const std::string& client_order_id, const RiskVerdict& verdict)
{
    auto* found = state_.orders.find_own(client_order_id);
    if (!found) return;
    auto order = std::move(found->placed);
    auto waiting = std::move(found->waiting);
    state_.forget(*found);
    count_refusal(verdict, order);
    for (auto& done : waiting) done(verdict.error());
}

void ExecutionRouter::Core::count_refusal(const RiskVerdict& verdict, const OrderRequest& order)
{
    refusals_[static_cast<std::size_t>(verdict.reason)].fetch_add(1, std::memory_order_relaxed);
    log::warning("order {} refused, {}: {} ({})", order.client_order_id, to_string(verdict.reason),
                 verdict.message, order.describe());
    if (!state_.journal_failure)
        journal(journal_.note(
            "verdict",
            fmt::format("{}: {}: {}", to_string(verdict.reason), verdict.message, order.describe()),
            now().time, order.client_order_id));
    recent_refusals_[static_cast<std::size_t>(verdict.reason)].add(now().uptime);
    if (state_.conduct.refused(verdict.reason, state_.config.risk, now()))
        lower(TradingState::halted, "risk",
              fmt::format("too many refusals of one reason: {}", to_string(verdict.reason)));
}

void ExecutionRouter::Core::placed(const std::string& client_order_id, Result<OrderReport> result)
{
    auto* found = state_.orders.find_own(client_order_id);
    if (!found) return;
    if (result) {
        state_.orders.set_client_id(result->client_id);
        take_answer(*result, 0);
    }
    TrackedOrder& order = *found;
    order.stop.reset();
    if (order.stage != TrackedOrder::Stage::sent) {
        // the broker has spoken of it, by this answer or by an event before
        if (!result && order.stage == TrackedOrder::Stage::working)
            log::warning("order {}: {}, but the broker has it", client_order_id,
                         shown(result.error().describe()));
        bool refused = order.report.status == OrderStatus::rejected;
        if (refused && !result) return answer(order, result);
        for (auto& done : std::exchange(order.waiting, {}))
            answer_known(std::move(done), client_order_id);
        return;
    }
    const Error error =
        result ? Error{Errc::internal, "the broker did not name the order"} : result.error();
    if (!router::proves_refusal(error)) {
        order.stage = TrackedOrder::Stage::unknown;
        log::error("order {} may be live: {}", client_order_id, shown(error.describe()));
        journal(journal_.set_state(client_order_id, journal::OrderState::unknown, error.describe(),
                                   now().time));
        ask_fate(order);
        return answer(order, error);
    }
    order.report.order = order.placed;
    order.report.status = OrderStatus::rejected;
    order.report.error = error;
    ++tally_.rejected;
    uncount(order, TrackedOrder::Stage::done);
    journal(journal_.report(client_order_id, order.report, now().time));
    // the broker's, not ours: the link being down is no burst of bad orders
    if (error != Errc::not_connected) count_reject(client_order_id, error.describe());
    answer(order, error);
}

void ExecutionRouter::Core::answer(TrackedOrder& order, const Result<OrderReport>& result)
{
    for (auto& done : std::exchange(order.waiting, {})) done(result);
}

void ExecutionRouter::Core::check(OrderRequest order, Completion<RiskVerdict> done)
{
    auto shared = std::make_shared<std::pair<OrderRequest, Completion<RiskVerdict>>>(
        std::move(order), std::move(done));
    prepare(shared->first.contract, [this, shared] {
        state_.trading = trading_state();
        risk::Case c{state_, shared->first, state_.book.find(shared->first.contract), nullptr,
                     now()};
        shared->second(risk::judge(c));
    });
}

void ExecutionRouter::Core::place_all(std::vector<OrderRequest> orders,
                                      Completion<std::vector<Result<OrderReport>>> done)
{
    struct Batch {
        std::vector<Result<OrderReport>> results;
        std::size_t open;
        Completion<std::vector<Result<OrderReport>>> done;
        std::vector<asio::cancellation_signal> stops;
    };
    if (orders.empty()) return done(std::vector<Result<OrderReport>>{});
    auto batch = std::make_shared<Batch>(Batch{
        std::vector<Result<OrderReport>>(orders.size(), Error{Errc::cancelled}), orders.size(),
        std::move(done), std::vector<asio::cancellation_signal>(orders.size())});
    // who gives the batch up gives up each of its orders
    batch->done.on_cancel([weak = std::weak_ptr{batch}] {
        if (auto alive = weak.lock())
            for (auto& stop : alive->stops) stop.emit(asio::cancellation_type::all);
    });
    for (std::size_t i = 0; i < orders.size(); ++i)
        router_.place_order(std::move(orders[i]),
                            asio::bind_cancellation_slot(
                                batch->stops[i].slot(), [batch, i](Result<OrderReport> result) {
                                    batch->results[i] = std::move(result);
                                    if (--batch->open == 0) batch->done(std::move(batch->results));
                                }));
}

}  // namespace trademind
