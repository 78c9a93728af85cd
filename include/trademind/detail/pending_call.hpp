// One asynchronous call under way, whatever its answer: what is compiled once for all of them.
#pragma once

#include <trademind/detail/calls.hpp>
#include <trademind/result.hpp>

#include <boost/asio/cancellation_signal.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

namespace trademind::detail {

/// Of calls whose implementation bounds each of its waits.
inline constexpr Duration no_deadline = Duration::max();

/// Completed once, by whoever is first: the implementation, the caller's cancellation, the deadline
/// or the end of the broker.
class PendingCall : public std::enable_shared_from_this<PendingCall>, private Calls::Waiter {
public:
    virtual ~PendingCall();

    bool done() const { return done_.load(std::memory_order_acquire); }
    /// On the strand: `hook` runs when the caller or the deadline gives up, so that the
    /// implementation can forget it.
    void set_cancel_hook(std::function<void()> hook) { hook_ = std::move(hook); }
    /// Has the call run on the strand, unless it is done by then. In the caller's context: only
    /// there may its cancellation slot be touched.
    void begin(Duration deadline, asio::cancellation_slot slot);
    /// Instead of beginning: there is no broker any more, and its strand may never run again.
    void refuse(Error why);

protected:
    /// `answers_on_strand`: the caller's handler runs where the call does.
    PendingCall(std::shared_ptr<Calls> calls, bool answers_on_strand);

    /// True for the first who asks: the answer is his.
    bool claim() { return !done_.exchange(true, std::memory_order_acq_rel); }
    /// The answer is there: posts it to the caller, and leaves the broker. On the strand, or where
    /// the broker ends.
    void settle();
    bool answers_on_strand() const { return answers_on_strand_; }
    /// Posts answer() to another strand, given in the form that never runs a function at once.
    void post_answer_to(const Strand& strand);

private:
    void expire() final;
    void abandon(Errc why, const char* message);
    void start();
    void leave();

    /// Hands the call to the implementation.
    virtual void run() = 0;
    /// What it was to be run with ends.
    virtual void release() = 0;
    /// The answer is this error.
    virtual void fail(Error why) = 0;
    /// Posts answer() to the executor of the caller's handler, which is not the strand.
    virtual void post_answer() = 0;
    /// Calls the caller's handler with the answer.
    virtual void answer() = 0;

    friend struct Answering;
    std::shared_ptr<Calls> calls_;  // until it is done
    std::function<void()> hook_;
    Duration deadline_{};
    const bool answers_on_strand_;
    bool open_ = false;
    std::atomic<bool> done_{false};
};

/// What is posted to the caller's executor.
struct Answering {
    std::shared_ptr<PendingCall> call;
    void operator()() const { call->answer(); }
};

}  // namespace trademind::detail
