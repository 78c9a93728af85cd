// What a kill cancels, and the proof that nothing works any more.
#include "base/log.hpp"
#include "execution/kill_switch/kill_switch.hpp"
#include "execution/risk/adoption.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind {

bool KillSwitch::is_target(const TrackedOrder& order) const
{
    if ((!order.counts() && !order.is_in_doubt()) || order.flattens) return false;
    bool ours = order.own || context_.state.config.kill_switch.cancel_scope == CancelScope::account;
    if (state() == TradingState::reducing)
        return ours && (order.opening.sign() > 0 || !order.counts() || order.is_in_doubt());
    return ours;
}

void KillSwitch::start_cancelling()
{
    bool fell = state() > round_.level;
    if (round_.running && !round_.unconfirmed && !fell) {
        // the cancels are under way; who asks now waits no longer than the first one did
        if (round_.timed_out) arm_timeout();
        return;
    }
    auto waiting = std::move(round_.waiting);
    auto outstanding = round_.outstanding;
    round_ = Round{};
    flattening_.reset();
    round_.waiting = std::move(waiting);
    round_.outstanding = outstanding;
    round_.running = true;
    round_.level = state();
    {
        std::lock_guard lock{mutex_};
        round_.started =
            std::exchange(lowered_at_, std::nullopt).value_or(context_.inner->clock()->uptime());
        round_.request = kills_asked_;
    }
    round_.last_cancel = round_.started;
    // what closed when it was let through may open by now
    auto& risk = context_.state;
    if (round_.level == TradingState::reducing && risk.reconciled) risk::judge_working(risk.book);
    arm_timeout();
    if (context_.services && risk.connected && state() >= TradingState::halted &&
        risk.config.kill_switch.cancel_scope == CancelScope::account)
        detail::call_program([&] { context_.services->cancel_all(); });
    cancel_round();
}

void KillSwitch::arm_timeout()
{
    round_.timed_out = false;
    auto needed = context_.state.connected ? cancel_time(targets().size()) : Duration{};
    round_.timeout =
        context_.after(context_.state.config.kill_switch.cancel_timeout + needed, [this] {
            round_.timed_out = true;
            finish_round();
        });
}

std::vector<TrackedOrder*> KillSwitch::targets() const
{
    std::vector<TrackedOrder*> found;
    for (const auto& order : context_.state.orders.all())
        if (is_target(*order)) found.push_back(order.get());
    return found;
}

Duration KillSwitch::cancel_time(std::size_t cancels) const
{
    Duration needed{};
    if (context_.services)
        detail::call_program([&] { needed = context_.services->cancel_time(cancels); });
    return needed;
}

void KillSwitch::cancel_round()
{
    round_.unconfirmed = !context_.state.connected;
    round_.asked = false;
    if (round_.unconfirmed) {
        log::error(
            "the link is down: working orders live on, they are cancelled "
            "when it is back");
        return;
    }
    // by value: cancelling may change the list
    auto all = targets();
    auto needed = cancel_time(all.size());
    for (auto* order : all) {
        if (order->id)
            cancel_one(*order, needed);
        else if (auto call = order->call.lock())
            call->cancel();
    }
    if (all.empty()) return verify_cancelled();
    // a look before the last cancel has left proves nothing
    round_.retry = context_.after(context_.state.config.kill_switch.cancel_retry + needed,
                                  [this] { verify_cancelled(); });
}

void KillSwitch::order_reported(TrackedOrder& order)
{
    if (state() < TradingState::halted || !is_target(order) || !context_.state.connected) return;
    if (order.report.status == OrderStatus::pending_cancel || order.cancelling) return;
    cancel_one(order, cancel_time(1));
}

void KillSwitch::cancel_one(TrackedOrder& order, Duration needed)
{
    if (!order.id) return;
    ++round_.cancels;
    ++context_.counted.kill_cancels;
    ++round_.outstanding;
    order.cancelling = true;
    round_.last_cancel = context_.inner->clock()->uptime();
    auto answered = context_.guarded([this, id = *order.id, before = order.own ? order.reports : 0](
                                         Result<OrderReport> cancelled) {
        --round_.outstanding;
        if (auto* known = context_.state.orders.find(id)) known->cancelling = false;
        if (cancelled)
            answers_.take_answer(*cancelled, before);
        else
            log::warning("cancel of order {}: {}", to_string(id),
                         context_.redact(cancelled.error().describe()));
        if (round_.outstanding == 0 && round_.running) verify_cancelled();
    });
    context_.inner->cancel_order(
        *order.id, Within{context_.state.config.request_timeout + needed, std::move(answered)});
}

void KillSwitch::verify_cancelled()
{
    if (!round_.running) return;
    round_.retry.reset();
    if (!context_.state.connected) {
        round_.unconfirmed = true;
        return;
    }
    context_.inner->get_orders(
        OrderFilter::open, context_.guarded([this](Result<std::vector<OrderReport>> open) {
            if (!round_.running) return;
            if (open) return judge_open(*open);
            round_.unconfirmed = true;
            log::error("cannot tell what still works: {}", open.error().describe());
            round_.retry = context_.after(context_.state.config.kill_switch.cancel_retry,
                                          [this] { verify_cancelled(); });
        }));
}

void KillSwitch::judge_open(const std::vector<OrderReport>& open)
{
    round_.unconfirmed = false;
    round_.asked = true;
    round_.still_working.clear();
    const auto& config = context_.state.config.kill_switch;
    for (const auto& report : open) {
        const auto* order = context_.state.orders.find(report);
        bool target = order && order->instrument ? is_target(*order)
                                                 : config.cancel_scope == CancelScope::account &&
                                                       context_.state.counts(report.order.account);
        if (target) round_.still_working.push_back(report.id);
    }
    // sent, but the broker has not spoken of them yet: they may be live
    auto all = targets();
    round_.in_flight = static_cast<int>(std::ranges::count_if(
        all, [](const auto* order) { return !order->id || order->is_in_doubt(); }));
    round_.proven = round_.still_working.empty() && round_.in_flight == 0;
    if (round_.proven) return finish_round();
    // an answer at once would spin; the next look is after the retry time
    round_.retry = context_.after(config.cancel_retry, [this] { cancel_round(); });
}

void KillSwitch::finish_round()
{
    round_.timeout.reset();
    if (round_.proven && round_.running) {
        round_.running = false;
        round_.retry.reset();
        if (state() == TradingState::flattening && !round_.flattened) flatten();
    }
    // only the broker's word that nothing is held ends it before its time
    if (round_.proven && is_flattening() && !round_.timed_out) return arm_timeout();
    round_.ended = true;
    // who waits for the kill may end the program: not before the latch is kept
    if (!keeping_) end_round();
}

void KillSwitch::answer_waiting(const KillReport& report)
{
    for (auto& done : std::exchange(round_.waiting, {})) done(report);
}

void KillSwitch::end_round()
{
    round_.ended = false;
    auto report = kill_report();
    auto text = fmt::format("{} cancels, {} still working{}{}", report.cancels_sent,
                            report.still_working.size(),
                            report.in_flight ? fmt::format(", {} in flight", report.in_flight) : "",
                            report.unconfirmed ? ", not confirmed" : "");
    for (const auto& held : report.still_held) text += "; held: " + held;
    if (report.complete())
        log::info("kill done: {}", text);
    else
        log::error("kill incomplete, attempts go on: {}", text);
    if (!context_.state.journal_failure)
        context_.record(context_.journal.note(report.complete() ? "kill_done" : "kill_incomplete",
                                              text, context_.now().time));
    round_.settled = report.complete();
    context_.report(&ExecutionObserver::on_kill, report);
    answer_waiting(report);
}

void KillSwitch::flatten()
{
    // only what is held proves it: orders may be refused, stay unanswered or fill in part
    if (std::exchange(round_.closing, false)) flattening_.report_held();
    auto wait = context_.state.config.kill_switch.cancel_retry;
    // lists under way tell what is held; after a break a round of its own begins with them
    if (!context_.reconciling) {
        round_.flattened = true;
        round_.closing = flattening_.flatten();
        if (round_.closing)
            wait = flattening_.wait();
        else if (on_difference_)
            on_difference_();  // which decides between the two
    }
    round_.retry = context_.after(wait, [this] { look_at_held(); });
}

void KillSwitch::look_at_held()
{
    if (state() != TradingState::flattening || !context_.state.connected) return;
    flatten();
    if (round_.proven && !round_.settled && !is_flattening()) finish_round();
}

KillReport KillSwitch::kill_report() const
{
    KillReport report;
    report.latch = latch();
    report.cancels_sent = round_.cancels;
    report.still_working = round_.still_working;
    report.in_flight = round_.in_flight;
    report.unconfirmed = round_.unconfirmed || !round_.asked;
    report.to_last_cancel = round_.last_cancel - round_.started;
    report.elapsed = context_.inner->clock()->uptime() - round_.started;
    report.flattening_orders = flattening_.orders_sent();
    if (state() == TradingState::flattening) report.still_held = flattening_.still_held();
    return report;
}

void KillSwitch::report(unsigned request, Completion<KillReport> done)
{
    // a broker that answers at once may have let it end before anybody could wait for it
    bool proven = !round_.running && round_.proven && round_.request >= request;
    if (proven && !is_flattening() && !keeping_) return done(kill_report());
    round_.waiting.push_back(std::move(done));
    if (!proven)
        start_cancelling();
    else if (!round_.timeout && is_flattening())
        arm_timeout();
}

}  // namespace trademind
