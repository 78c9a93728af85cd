// The kill switch: the state first, then the cancels, then the latch, until nothing works.
#pragma once

#include "execution/kill_switch/execution_context.hpp"
#include "execution/kill_switch/flattening.hpp"
#include "execution/kill_switch/latch_keeper.hpp"

#include <trademind/detail/send_gate.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trademind {

/// Holds the trading state, and cancels what works when it falls.
///
/// On the strand, except lower, lets_pass, state and latch: those from any thread.
class KillSwitch {
public:
    /// `background`: where latches are written; see LatchKeeper.
    KillSwitch(ExecutionContext& context, OrderAnswers& answers, asio::any_io_executor background);
    ~KillSwitch();
    /// Called where a flatten finds broker and fills at odds about a position.
    void on_difference(std::function<void()> call) { on_difference_ = std::move(call); }

    TradingState state() const { return gate_->state(); }
    KillLatch latch() const;
    /// As the last run left it. Before anything is placed.
    void restore(KillLatch latch);
    /// The number of this request: what report waits for.
    unsigned lower(TradingState level, std::string_view who, std::string_view reason);
    /// The lowest state in which an order with that opening part may leave.
    static TradingState leaves_until(Decimal opening)
    {
        return opening.is_zero() ? TradingState::reducing : TradingState::active;
    }
    /// Asked before an order is handed over. Once lower() has returned none passes, here or at the
    /// broker's last place before the socket.
    bool lets_pass(Decimal opening) const { return gate_->lets_pass(leaves_until(opening)); }
    /// What a trigger found: noted, and trading is lowered as far as `action` says.
    void trip(KillAction action, std::string_view kind, const std::string& what);

    void report(unsigned request, Completion<KillReport> done);
    void raise(const std::string& who, const std::string& reason, Completion<> done);
    /// Cancels what works, where trading is lowered: after a fall and after each connect.
    void start_cancelling();
    /// An order was reported that works: one that was on its way when the kill came is cancelled.
    void order_reported(TrackedOrder& order);

    bool running() const { return round_.running; }
    /// Nothing works that was to be cancelled; where positions are closed, nothing is held.
    bool is_complete() const { return !round_.running && !is_flattening(); }
    bool is_late() const { return round_.timed_out; }
    int may_work() const
    {
        return static_cast<int>(round_.still_working.size()) + round_.in_flight;
    }

private:
    /// One kill, from the fall to the proof.
    class Round {
    public:
        bool running = false;
        TradingState level = TradingState::active;  ///< that its targets were chosen for
        unsigned request = 0;                       ///< the last that it answers
        Duration started{}, last_cancel{};
        int cancels = 0, outstanding = 0;
        bool unconfirmed = false;  ///< the link is down, or the broker does not say what works
        bool asked = false;        ///< the broker has listed what works since the cancels
        bool proven = false;       ///< and nothing does
        bool timed_out = false, flattened = false;
        bool closing = false;  ///< all that is held was to be closed at the last look
        bool ended = false;    ///< and is reported once the latch is kept
        bool settled = false;  ///< a complete report has been made
        int in_flight = 0;
        std::vector<OrderId> still_working;
        Subscription retry, timeout;
        std::vector<Completion<KillReport>> waiting;
    };

    void lowered();
    /// Positions are being closed, and something is held.
    bool is_flattening() const
    {
        return state() == TradingState::flattening && !flattening_.still_held().empty();
    }
    void answer_waiting(const KillReport&);
    void keep_latch();
    void latch_kept();
    void raised(const KillLatch& risen, unsigned asked, const Result<>& removed,
                Completion<>& done);
    void arm_timeout();
    bool is_target(const TrackedOrder&) const;
    std::vector<TrackedOrder*> targets() const;
    Duration cancel_time(std::size_t cancels) const;
    void cancel_round();
    void cancel_one(TrackedOrder&, Duration needed);
    void verify_cancelled();
    void judge_open(const std::vector<OrderReport>& open);
    void finish_round();
    void end_round();
    void flatten();
    void look_at_held();
    KillReport kill_report() const;

    ExecutionContext& context_;
    OrderAnswers& answers_;
    Flattening flattening_;
    LatchKeeper keeper_;
    mutable std::mutex mutex_;  // of the latch and what lower() notes
    std::shared_ptr<detail::SendGate> gate_;
    KillLatch latch_;
    std::optional<Duration> lowered_at_;  // uptime of the call whose cancels are still to come
    unsigned kills_asked_ = 0;            // with or without effect: a resume must not undo one
    Round round_;
    bool keeping_ = false;       // the latch is still to be written
    bool keeper_asked_ = false;  // and is under way
    std::function<void()> on_difference_;
};

}  // namespace trademind
