// One asynchronous operation, whatever its answer: the part that is compiled once.
#pragma once

#include <trademind/detail/calls.hpp>
#include <trademind/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace trademind::detail {

/// Deadline of operations whose implementation bounds each of its waits.
inline constexpr Duration no_deadline = Duration::max();

/// A future that is asked for where waiting for it never ends: throws a logic_error when `throws`,
/// else logs an error, once a process.
void check_future(const Calls& calls, bool throws);

/// Completed exactly once: by the implementation, the caller's cancellation, the deadline or the
/// end of the broker.
class OperationBase : public std::enable_shared_from_this<OperationBase>, private Calls::Waiter {
public:
    virtual ~OperationBase();

    /// Any thread.
    bool done() const { return done_.load(std::memory_order_acquire); }
    /// On the strand: `hook` runs if the caller or the deadline gives up before the answer, so that
    /// the implementation can drop its part.
    void set_cancel_hook(std::function<void()> hook) { hook_ = std::move(hook); }

    /// On the strand: given up by its caller, at the end of the turn.
    void cancel();

    const Calls& calls() const { return *calls_; }

protected:
    /// `owner` runs the operation; it is not kept alive until the operation begins, and then only
    /// until run() has returned: a broker can end while operations are open.
    OperationBase(std::shared_ptr<Calls> calls, std::weak_ptr<void> owner, Duration deadline);

    /// In the caller's context: only there may its cancellation slot be touched. `executor` runs
    /// the caller's handler; nothing: the strand does. The operation is deferred to the strand;
    /// without its owner it completes with Errc::cancelled.
    void begin_on(std::optional<asio::any_io_executor> executor, asio::cancellation_slot slot);

    /// The same at once and without a handler: answer() is called where the answer is made. On the
    /// strand, by who keeps the owner.
    void begin_here();

    /// Returns true exactly once; the caller that receives true completes the operation.
    bool claim() { return !done_.exchange(true, std::memory_order_acq_rel); }
    /// Posts the answer to the caller, and leaves the broker. On the strand, or where the broker
    /// ends.
    void settle();
    /// Have refresh() called before the answer leaves the strand. Before settle().
    void refresh_first() { refreshes_ = true; }

private:
    void expire() final;
    void abandon(Errc why, const char* message);
    void start();
    void leave();
    void deliver();
    void refuse();
    void post_answer();

    /// Starts the work. On the strand.
    virtual void run() = 0;
    /// Destroys what run() worked with.
    virtual void release() = 0;
    /// Sets an error as the answer.
    virtual void fail(Error why) = 0;
    /// Brings the answer up to date: at the end of the turn that brought it, on the strand.
    virtual void refresh() = 0;
    /// Calls the caller's handler with the answer.
    virtual void answer() = 0;

    std::shared_ptr<Calls> calls_;  // until it is done
    std::weak_ptr<void> owner_;
    std::shared_ptr<void> held_;                     // the owner, from begin to the end of run
    std::optional<asio::any_io_executor> executor_;  // of the handler, where it is not the strand
    std::function<void()> hook_;
    Duration deadline_;
    bool open_ = false, answers_on_strand_ = true, answers_here_ = false, refreshes_ = false;
    std::atomic<bool> done_{false};
};

}  // namespace trademind::detail
