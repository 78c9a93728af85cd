// The trading state: how it falls, what keeps it, and how it rises again.
#include "execution/kill_switch/kill_switch.hpp"

#include "base/log.hpp"
#include "domain/broker_door.hpp"
#include "execution/kill_switch/names.hpp"

#include <boost/asio/post.hpp>

namespace trademind {

KillSwitch::KillSwitch(ExecutionContext& context, OrderAnswers& answers,
                       asio::any_io_executor background)
    : context_{context},
      answers_{answers},
      flattening_{context, answers},
      keeper_{context, std::move(background)},
      gate_{detail::BrokerDoor::gate_of(*context.inner)}
{
    // an earlier router may have left it closed: what waited before it is dropped even so
    gate_->set(TradingState::active);
}

KillSwitch::~KillSwitch()
{
    // the program ends before the strand came to it
    if (keeping_ && !keeper_asked_ && state() != TradingState::active) keeper_.keep_now(latch());
}

KillLatch KillSwitch::latch() const
{
    std::lock_guard lock{mutex_};
    return latch_;
}

void KillSwitch::restore(KillLatch latch)
{
    latch_ = std::move(latch);
    gate_->set(latch_.state);
    context_.state.trading = latch_.state;
}

unsigned KillSwitch::lower(TradingState level, std::string_view who, std::string_view reason)
{
    std::lock_guard lock{mutex_};
    ++kills_asked_;
    if (level <= state()) return kills_asked_;
    gate_->set(level);
    latch_ = {level, std::string{who}, std::string{reason}, context_.inner->clock()->now()};
    lowered_at_ = context_.inner->clock()->uptime();
    // an order that passed before is handed over in the turn under way, which is in front of this
    context_.turns->post(context_.guarded([this] { lowered(); }));
    return kills_asked_;
}

void KillSwitch::trip(KillAction action, std::string_view kind, const std::string& what)
{
    auto level = level_of(action);
    if (level == TradingState::active)
        log::warning("{}: {}", kind, what);
    else
        log::error("{}: {}", kind, what);
    context_.record(context_.journal.note(kind, what, context_.now().time));
    if (level != TradingState::active) lower(level, "risk", what);
}

void KillSwitch::lowered()
{
    auto fallen = state();
    if (fallen == TradingState::active) return;  // resumed since
    context_.state.trading = fallen;
    ++context_.counted.kill_trips;
    keeping_ = true;
    keeper_asked_ = false;
    start_cancelling();
    // records follow: the cancels leave with the turn under way
    asio::post(context_.inner->get_executor(),
               context_.guarded([this] { context_.turns->take([this] { keep_latch(); }); }));
}

void KillSwitch::keep_latch()
{
    if (!keeping_ || std::exchange(keeper_asked_, true)) return;
    auto taken = latch();
    if (taken.state == TradingState::active) return latch_kept();
    log::error("trading is {} by {}: {}", to_string(taken.state), taken.who, taken.reason);
    // the file and the journal: either alone holds the latch through a restart
    keeper_.keep(taken, [this] { latch_kept(); });
    context_.report(&ExecutionObserver::on_trading_state, taken);
}

void KillSwitch::latch_kept()
{
    keeping_ = false;
    if (std::exchange(round_.ended, false)) end_round();
}

void KillSwitch::raise(const std::string& who, const std::string& reason, Completion<> done)
{
    if (is_blank(who) || is_blank(reason))
        return done(Error{Errc::invalid_argument, "to resume trading needs a name and a reason"});
    if (context_.state.journal_failure)
        return done(Error{Errc::input_output, "the journal cannot be written: start anew"});
    unsigned asked = 0;
    {
        std::lock_guard lock{mutex_};
        asked = kills_asked_;
    }
    KillLatch risen{TradingState::active, who, reason, context_.now().time};
    if (auto written = context_.journal.latch(risen); !written) {
        context_.record(written);
        return done(written.error());
    }
    // the file after the journal: if it stays, so does the kill
    auto shared = std::make_shared<Completion<>>(std::move(done));
    keeper_.remove_file([this, risen, asked, shared](const Result<>& removed) {
        raised(risen, asked, removed, *shared);
    });
}

void KillSwitch::raised(const KillLatch& risen, unsigned asked, const Result<>& removed,
                        Completion<>& done)
{
    if (!removed) return done(removed.error());
    auto cut_short = kill_report();
    bool killed = false;
    {
        std::lock_guard lock{mutex_};
        killed = kills_asked_ != asked;
        if (!killed) {
            latch_ = risen;
            gate_->set(TradingState::active);
        }
    }
    if (killed) {
        // the latest word is a kill: what was lifted comes back
        lowered();
        return done(Error{Errc::trading_halted, "a kill came while trading was to resume"});
    }
    context_.state.trading = TradingState::active;
    round_.running = false;
    round_.retry.reset();
    round_.timeout.reset();
    log::warning("trading is active again by {}: {}", risen.who, risen.reason);
    context_.report(&ExecutionObserver::on_trading_state, risen);
    // who waits for the kill hears what it had come to
    cut_short.unconfirmed = cut_short.unconfirmed || !round_.proven;
    answer_waiting(cut_short);
    done(Result<>{});
}

}  // namespace trademind
