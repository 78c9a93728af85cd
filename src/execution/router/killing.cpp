// The kill: the state first, then the latch, then the cancels, until the broker says nothing works.
#include "base/log.hpp"
#include "execution/kill_switch/kill_file.hpp"
#include "execution/kill_switch/kill_signal.hpp"
#include "execution/kill_switch/names.hpp"
#include "execution/risk/adoption.hpp"
#include "execution/router/core.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind {

KillLatch ExecutionRouter::Core::latch() const
{
    std::lock_guard gate{gate_};
    return latch_;
}

unsigned ExecutionRouter::Core::lower(TradingState level, std::string_view who,
                                      std::string_view reason)
{
    std::lock_guard gate{gate_};
    ++kills_asked_;
    if (level <= trading_.load()) return kills_asked_;
    trading_.store(level, std::memory_order_release);
    latch_ = {level, std::string{who}, std::string{reason}, inner_->clock()->now()};
    lowered_at_ = inner_->clock()->uptime();
    // in the gate: whatever was handed over before is in front of this in the broker's turns
    router_.calls()->turns()->post(guarded([this] { lowered(); }));
    return kills_asked_;
}

void ExecutionRouter::Core::lowered()
{
    auto taken = latch();
    if (taken.state == TradingState::active) return;  // resumed since
    state_.trading = taken.state;
    ++tally_.trips;
    log::error("trading is {} by {}: {}", to_string(taken.state), taken.who, taken.reason);
    // the file and the journal: either alone holds the latch through a restart
    if (const auto& file = state_.config.kill_switch.file; !file.empty()) {
        if (auto written = kill::write_kill_file(file, taken); !written)
            log::error("kill file: {}", written.error().message);
    }
    if (auto written = journal_.latch(taken); !written && !state_.journal_failure) {
        state_.journal_failure = written.error().message;
        log::error("the latch is not in the journal: {}", written.error().message);
    }
    start_cancelling();
    judge_alerts();
}

bool ExecutionRouter::Core::is_target(const TrackedOrder& order) const
{
    if (!order.counts() || order.flattens) return false;
    bool ours = order.own || state_.config.kill_switch.cancel_scope == CancelScope::account;
    if (trading_state() == TradingState::reducing) return ours && order.opening.sign() > 0;
    return ours;
}

void ExecutionRouter::Core::start_cancelling()
{
    bool fell = trading_state() > kill_.level;
    if (kill_.running && !kill_.unconfirmed && !fell) {
        // the cancels are under way; who asks now waits no longer than the first one did
        if (kill_.timed_out) arm_kill_timeout();
        return;
    }
    auto waiting = std::move(kill_.waiting);
    auto outstanding = kill_.outstanding;
    kill_ = Kill{};
    kill_.waiting = std::move(waiting);
    kill_.outstanding = outstanding;
    kill_.running = true;
    kill_.level = trading_state();
    {
        std::lock_guard gate{gate_};
        kill_.started =
            std::exchange(lowered_at_, std::nullopt).value_or(inner_->clock()->uptime());
        kill_.request = kills_asked_;
    }
    kill_.last_cancel = kill_.started;
    // what closed when it was let through may open by now
    if (kill_.level == TradingState::reducing && state_.reconciled)
        risk::judge_working(state_.book);
    arm_kill_timeout();
    if (options_.global_cancel && state_.connected && trading_state() >= TradingState::halted &&
        state_.config.kill_switch.cancel_scope == CancelScope::account)
        detail::call_program(options_.global_cancel);
    cancel_round();
}

void ExecutionRouter::Core::arm_kill_timeout()
{
    kill_.timed_out = false;
    auto needed = state_.connected ? cancel_time(targets().size()) : Duration{};
    kill_.timeout = after(state_.config.kill_switch.cancel_timeout + needed, [this] {
        kill_.timed_out = true;
        finish_kill_round();
    });
}

std::vector<TrackedOrder*> ExecutionRouter::Core::targets() const
{
    std::vector<TrackedOrder*> found;
    for (const auto& order : state_.orders.all())
        if (is_target(*order)) found.push_back(order.get());
    return found;
}

Duration ExecutionRouter::Core::cancel_time(std::size_t cancels) const
{
    Duration needed{};
    if (options_.cancel_time) detail::call_program([&] { needed = options_.cancel_time(cancels); });
    return needed;
}

void ExecutionRouter::Core::cancel_round()
{
    kill_.unconfirmed = !state_.connected;
    kill_.asked = false;
    if (kill_.unconfirmed) {
        log::error("the link is down: working orders live on, they are cancelled when it is back");
        return;
    }
    // by value: cancelling may change the list
    auto all = targets();
    auto needed = cancel_time(all.size());
    for (auto* order : all)
        if (order->id)
            cancel_one(*order, needed);
        else
            stop_one(*order);
    if (all.empty()) return verify_cancelled();
    // a look before the last cancel has left proves nothing
    kill_.retry =
        after(state_.config.kill_switch.cancel_retry + needed, [this] { verify_cancelled(); });
}

void ExecutionRouter::Core::cancel_one(TrackedOrder& order, Duration needed)
{
    if (!order.id) return;
    ++kill_.cancels;
    ++tally_.cancels;
    ++kill_.outstanding;
    order.cancelling = true;
    kill_.last_cancel = inner_->clock()->uptime();
    auto answered = guarded(
        [this, id = *order.id, before = reports_of(*order.id)](Result<OrderReport> cancelled) {
            --kill_.outstanding;
            if (auto* known = state_.orders.find(id)) known->cancelling = false;
            if (cancelled)
                take_answer(*cancelled, before);
            else
                log::warning("cancel of order {}: {}", to_string(id),
                             shown(cancelled.error().describe()));
            if (kill_.outstanding == 0 && kill_.running) verify_cancelled();
        });
    inner_->cancel_order(*order.id,
                         Within{state_.config.request_timeout + needed, std::move(answered)});
}

void ExecutionRouter::Core::stop_one(const TrackedOrder& order)
{
    // by value: the end of the call may end the order
    if (auto stop = order.stop) stop->emit(asio::cancellation_type::all);
}

void ExecutionRouter::Core::verify_cancelled()
{
    if (!kill_.running) return;
    kill_.retry.reset();
    if (!state_.connected) {
        kill_.unconfirmed = true;
        return;
    }
    inner_->get_orders(
        OrderFilter::open, guarded([this](Result<std::vector<OrderReport>> open) {
            if (!kill_.running) return;
            if (!open) {
                kill_.unconfirmed = true;
                log::error("cannot tell what still works: {}", open.error().describe());
                kill_.retry =
                    after(state_.config.kill_switch.cancel_retry, [this] { verify_cancelled(); });
                return;
            }
            kill_.unconfirmed = false;
            kill_.asked = true;
            kill_.still_working.clear();
            for (const auto& report : *open) {
                auto* order = state_.orders.find(report);
                bool target = order && order->instrument
                                  ? is_target(*order)
                                  : state_.config.kill_switch.cancel_scope == CancelScope::account;
                if (target) kill_.still_working.push_back(report.id);
            }
            // sent, but the broker has not spoken of them yet: they may be live
            auto all = targets();
            kill_.in_flight = static_cast<int>(
                std::ranges::count_if(all, [](const auto* order) { return !order->id; }));
            kill_.proven = kill_.still_working.empty() && kill_.in_flight == 0;
            if (kill_.proven) return finish_kill_round();
            // an answer at once would spin; the next look is after the retry time
            kill_.retry = after(state_.config.kill_switch.cancel_retry, [this] { cancel_round(); });
        }));
}

void ExecutionRouter::Core::finish_kill_round()
{
    kill_.timeout.reset();
    if (kill_.proven) {
        kill_.running = false;
        kill_.retry.reset();
        if (trading_state() == TradingState::flattening && !kill_.flattened) flatten();
    }
    auto report = kill_report();
    auto text = fmt::format("{} cancels, {} still working{}{}", report.cancels_sent,
                            report.still_working.size(),
                            report.in_flight ? fmt::format(", {} in flight", report.in_flight) : "",
                            report.unconfirmed ? ", not confirmed" : "");
    if (report.complete())
        log::info("kill done: {}", text);
    else
        log::error("kill incomplete, attempts go on: {}", text);
    if (!state_.journal_failure)
        journal(
            journal_.note(report.complete() ? "kill_done" : "kill_incomplete", text, now().time));
    for (auto& done : std::exchange(kill_.waiting, {})) done(report);
}

KillReport ExecutionRouter::Core::kill_report() const
{
    KillReport report;
    report.latch = latch();
    report.cancels_sent = kill_.cancels;
    report.still_working = kill_.still_working;
    report.in_flight = kill_.in_flight;
    report.unconfirmed = kill_.unconfirmed || !kill_.asked;
    report.to_last_cancel = kill_.last_cancel - kill_.started;
    report.elapsed = inner_->clock()->uptime() - kill_.started;
    report.flattening_orders = kill_.flattening_orders;
    return report;
}

void ExecutionRouter::Core::report_kill(unsigned request, Completion<KillReport> done)
{
    // a broker that answers at once may have let it end before anybody could wait for it
    if (!kill_.running && kill_.proven && kill_.request >= request) return done(kill_report());
    kill_.waiting.push_back(std::move(done));
    start_cancelling();
}

void ExecutionRouter::Core::raise(const std::string& who, const std::string& reason,
                                  Completion<> done)
{
    if (is_blank(who) || is_blank(reason))
        return done(Error{Errc::invalid_argument, "to resume trading needs a name and a reason"});
    if (state_.journal_failure)
        return done(Error{Errc::input_output, "the journal cannot be written: start anew"});
    unsigned asked = 0;
    {
        std::lock_guard gate{gate_};
        asked = kills_asked_;
    }
    KillLatch risen{TradingState::active, who, reason, now().time};
    if (auto written = journal_.latch(risen); !written) {
        journal(written);
        return done(written.error());
    }
    // the file after the journal: if it stays, so does the kill
    if (auto removed = kill::remove_kill_file(state_.config.kill_switch.file); !removed)
        return done(removed.error());
    bool killed = false;
    {
        std::lock_guard gate{gate_};
        killed = kills_asked_ != asked;
        if (!killed) {
            latch_ = risen;
            trading_.store(TradingState::active, std::memory_order_release);
        }
    }
    if (killed) {
        // the latest word is a kill: what was lifted comes back
        lowered();
        return done(Error{Errc::trading_halted, "a kill came while trading was to resume"});
    }
    state_.trading = TradingState::active;
    kill_.running = false;
    kill_.retry.reset();
    kill_.timeout.reset();
    log::warning("trading is active again by {}: {}", who, reason);
    done(Result<>{});
}

void ExecutionRouter::Core::look_for_kills(const KillSwitchConfig& config)
{
    std::unique_lock lock{watcher_mutex_};
    while (!watcher_ends_) {
        lock.unlock();
        if (auto seen = kill::kill_signals_seen(); config.on_signal && seen != signals_taken_) {
            signals_taken_ = seen;
            lower(TradingState::halted, "signal", "SIGUSR1");
        }
        // only news: a file that is there already must not keep a person from resuming
        if (auto file = read_kill_file(config.file); file && file->state > trading_state())
            lower(file->state, file->who, file->reason);
        lock.lock();
        watcher_wakes_.wait_for(lock, config.poll_interval, [this] { return watcher_ends_; });
    }
}

void ExecutionRouter::Core::mark_reviewed(std::string_view who)
{
    router_.calls()->turns()->post(guarded([this, who = std::string{who}] {
        state_.conduct.executions = 0;
        journal(journal_.note("review", "executions reviewed by " + who, now().time));
    }));
}

}  // namespace trademind
