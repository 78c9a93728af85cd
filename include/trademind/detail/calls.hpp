// What the open calls of one strand share: its turns, and one timer for all their deadlines.
#pragma once

#include <trademind/detail/context_use.hpp>
#include <trademind/detail/turns.hpp>
#include <trademind/time.hpp>

#include <map>
#include <memory>
#include <optional>

namespace trademind::detail {

/// One timer serves the deadlines of all calls: a call that is answered in time, as nearly all are,
/// costs no timer of its own.
///
/// On the strand, except strand(), turns() and clock(). Owned by shared_ptr: each call under way
/// keeps it.
class Calls final : public std::enable_shared_from_this<Calls> {
    struct Line;

public:
    /// Something with a deadline. Its place in the line is in itself, so that leaving costs
    /// nothing.
    class Waiter {
    public:
        Waiter() = default;
        Waiter(const Waiter&) = delete;
        Waiter& operator=(const Waiter&) = delete;

    protected:
        ~Waiter() = default;

    private:
        friend class Calls;
        /// Called once, out of the line already.
        virtual void expire() = 0;

        Waiter *before_ = nullptr, *after_ = nullptr;
        Line* line_ = nullptr;  // nullptr: has no deadline
        Duration due_{};
    };

    Calls(Strand strand, std::shared_ptr<Clock> clock);

    const Strand& strand() const { return turns_->strand(); }
    const std::shared_ptr<Turns>& turns() const { return turns_; }
    const std::shared_ptr<Clock>& clock() const { return clock_; }

    /// `waiter` expires after `wait` unless it leaves before. It must leave before it ends.
    void add(Waiter& waiter, Duration wait);
    void remove(Waiter& waiter);
    /// A call is under way, and with it the program's executor at work; and is so no more.
    void open();
    void close();
    /// Without calls the timer is stopped and the executor let go; not so while something else
    /// keeps that at work (a socket), because stopping and starting costs more.
    void keep_running(bool keep);
    /// The context has ended: what expires now was not late.
    bool has_ended() const { return ended_; }
    /// Lengths of wait that are remembered.
    std::size_t lengths() const { return lines_.size(); }

private:
    /// Waiters of one length of wait: due in the order in which they came.
    struct Line {
        Waiter *first = nullptr, *last = nullptr;
    };

    void arm(Duration due);
    void expire();
    void rest_if_idle();
    void context_ends();
    void end();

    std::shared_ptr<Turns> turns_;
    std::shared_ptr<Clock> clock_;
    std::map<Duration, Line> lines_;
    std::size_t waiting_ = 0;
    Subscription timer_;
    Duration timer_due_{};
    std::size_t open_ = 0;
    std::optional<Strand> work_;
    bool keep_running_ = false, expiring_ = false, ended_ = false;
    ContextMember context_end_;  // last: told while the rest is whole
};

}  // namespace trademind::detail
