// The way of an order: known already? prepared, judged, reserved, written down, handed over.
#include "base/log.hpp"
#include "execution/journal/terms.hpp"
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
    while (entries_.contains(id));
    return id;
}

void ExecutionRouter::Core::place(OrderRequest order, Completion<OrderReport> done)
{
    if (order.client_order_id.empty()) order.client_order_id = next_client_order_id();
    auto id = order.client_order_id;
    auto terms = journal::terms_of(order);
    auto [found, fresh] = entries_.try_emplace(id);
    Entry& entry = found->second;
    if (!fresh && entry.phase != Entry::Phase::refuted)
        return answer_again(entry, order, terms, std::move(done));
    entry = Entry{};
    done.on_cancel(guarded([this, id] { give_up(id); }));
    entry.terms = std::move(terms);
    entry.order = std::move(order);
    entry.waiting.push_back(std::move(done));
    prepare(entry.order.contract, [this, id] { submit(id); });
}

void ExecutionRouter::Core::give_up(const std::string& client_order_id)
{
    auto found = entries_.find(client_order_id);
    if (found == entries_.end() || found->second.phase != Entry::Phase::sent) return;
    if (!std::ranges::all_of(found->second.waiting, &Completion<OrderReport>::abandoned)) return;
    // what has not left the machine never will; anything else is an order whose outcome is unknown
    if (auto stop = found->second.stop) stop->emit(asio::cancellation_type::all);
}

void ExecutionRouter::Core::answer_again(Entry& entry, const OrderRequest& order,
                                         const std::string& terms, Completion<OrderReport> done)
{
    if (terms != entry.terms) {
        RiskVerdict verdict{RiskReason::duplicate_id, "client order id " + order.client_order_id +
                                                          " was used for another order"};
        count_refusal(verdict, order);
        return done(verdict.error());
    }
    switch (entry.phase) {
    case Entry::Phase::preparing:
    case Entry::Phase::sent: entry.waiting.push_back(std::move(done)); return;
    case Entry::Phase::unknown: {
        RiskVerdict verdict{RiskReason::unknown_outcome,
                            "order " + order.client_order_id +
                                " may be live: it is not placed again until that is settled"};
        count_refusal(verdict, order);
        return done(verdict.error());
    }
    default: break;
    }
    log::info("order {} is known already: nothing placed", order.client_order_id);
    if (entry.report.status == OrderStatus::rejected && entry.report.error)
        return done(*entry.report.error);
    if (!entry.of_earlier_run) return answer_known(std::move(done), order.client_order_id);
    OrderReport report = entry.report;
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

risk::BookedOrder& ExecutionRouter::Core::reserve(const risk::Case& c, const OrderRequest& order)
{
    risk::BookedOrder booked;
    booked.client_order_id = order.client_order_id;
    booked.request = order;
    booked.instrument = state_.book.find(order.contract);
    booked.unit_value = c.unit_value;
    booked.opening = c.opening;
    return state_.book.add_order(std::move(booked));
}

void ExecutionRouter::Core::submit(const std::string& client_order_id)
{
    auto found = entries_.find(client_order_id);
    if (found == entries_.end()) return;
    Entry& entry = found->second;
    const OrderRequest& order = entry.order;
    auto at = now();
    if (std::ranges::all_of(entry.waiting, &Completion<OrderReport>::abandoned)) {
        // its caller was told that it timed out: an order that goes out later is one too many
        log::warning("order {} not sent: nobody waits for it any more", client_order_id);
        journal(journal_.note("verdict", "not sent: nobody waited for it any more", at.time,
                              client_order_id));
        entries_.erase(found);
        return;
    }
    auto* instrument = state_.book.find(order.contract);
    state_.trading = trading_state();
    risk::Case c{state_, order, instrument, nullptr, at};
    if (auto verdict = risk::judge(c); !verdict) return refuse(client_order_id, verdict);
    ++tally_.passed;

    auto& booked = reserve(c, order);
    state_.conduct.passed({instrument, order}, state_.config.risk, at);
    entry.intended_at = at.time;
    if (auto written = journal_.intend(order, at.time); !written) {
        state_.book.erase(booked);
        journal(written);
        return refuse(client_order_id, {RiskReason::journal, "The journal cannot be written: " +
                                                                 written.error().message});
    }
    bool left = false;
    {
        std::lock_guard gate{gate_};
        left = may_leave(c.opening);
        if (left) {
            entry.stop = std::make_shared<asio::cancellation_signal>();
            inner_->place_order(order, asio::bind_cancellation_slot(
                                           entry.stop->slot(),
                                           guarded([this, client_order_id](Result<OrderReport> r) {
                                               placed(client_order_id, std::move(r));
                                           })));
        }
    }
    if (!left) {
        journal(journal_.set_state(client_order_id, journal::OrderState::refuted,
                                   "not sent: the kill switch came first", at.time));
        state_.book.erase(booked);
        return refuse(client_order_id,
                      {RiskReason::halted, "Trading is halted by the kill switch"});
    }
    entry.phase = Entry::Phase::sent;
    ++tally_.sent;
    pending_[client_order_id] = at.uptime;
    log::info("order {} sent: {}", client_order_id, order.describe());
}

void ExecutionRouter::Core::refuse(const std::string& client_order_id, const RiskVerdict& verdict)
{
    auto found = entries_.find(client_order_id);
    if (found == entries_.end()) return;
    Entry entry = std::move(found->second);
    entries_.erase(found);
    count_refusal(verdict, entry.order);
    answer(entry, verdict.error());
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
    auto found = entries_.find(client_order_id);
    if (found == entries_.end()) return;
    if (result) take_answer(*result, 0);
    Entry& entry = found->second;
    entry.stop.reset();
    if (entry.phase != Entry::Phase::sent) {
        // the broker has spoken of it, by this answer or by an event before
        if (!result && entry.phase == Entry::Phase::known)
            log::warning("order {}: {}, but the broker has it", client_order_id,
                         shown(result.error().describe()));
        bool refused = entry.report.status == OrderStatus::rejected;
        if (refused && !result) return answer(entry, result);
        for (auto& done : std::exchange(entry.waiting, {}))
            answer_known(std::move(done), client_order_id);
        return;
    }
    auto* booked = state_.book.find_order(client_order_id);
    const Error error =
        result ? Error{Errc::internal, "the broker did not name the order"} : result.error();
    if (!router::proves_refusal(error)) {
        entry.phase = Entry::Phase::unknown;
        if (booked) booked->status = OrderStatus::unknown;
        log::error("order {} may be live: {}", client_order_id, shown(error.describe()));
        journal(journal_.set_state(client_order_id, journal::OrderState::unknown, error.describe(),
                                   now().time));
        settle_later();
        return answer(entry, error);
    }
    entry.phase = Entry::Phase::done;
    entry.report.order = entry.order;
    entry.report.status = OrderStatus::rejected;
    entry.report.error = error;
    ++tally_.rejected;
    if (booked) {
        booked->status = OrderStatus::rejected;
        booked->counts = false;
        state_.book.changed(*booked);
    }
    journal(journal_.report(client_order_id, entry.report, now().time));
    // the broker's, not ours: the link being down is no burst of bad orders
    if (error != Errc::not_connected) count_reject(client_order_id, error.describe());
    answer(entry, error);
}

void ExecutionRouter::Core::answer(Entry& entry, const Result<OrderReport>& result)
{
    for (auto& done : std::exchange(entry.waiting, {})) done(result);
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
