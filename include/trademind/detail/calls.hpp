// What the open calls of one strand share: the strand, and one timer for all their deadlines.
#pragma once

#include <trademind/time.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/strand.hpp>

#include <map>
#include <memory>

namespace trademind {

namespace asio = boost::asio;
/// Where a broker and all it owns live.
using Strand = asio::strand<asio::any_io_executor>;

namespace detail {

/// One timer serves the deadlines of all calls: a call that is answered in time, as nearly all are,
/// costs no timer of its own.
///
/// On the strand, except strand() and later(). Owned by shared_ptr: each call under way keeps it.
class Calls : public std::enable_shared_from_this<Calls> {
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

    const Strand& strand() const { return strand_; }
    /// The strand in the form that never runs a function at once.
    const Strand& later() const { return later_; }

    /// `waiter` expires after `wait` unless it leaves before. It must leave before it ends.
    void add(Waiter& waiter, Duration wait);
    void remove(Waiter& waiter);
    /// Without calls the timer is stopped, since it keeps the program's executor at work; not so
    /// while something else does (a socket), because stopping and starting it costs more.
    void keep_timer(bool keep);
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

    Strand strand_, later_;
    std::shared_ptr<Clock> clock_;
    std::map<Duration, Line> lines_;
    std::size_t waiting_ = 0;
    Subscription timer_;
    Duration timer_due_{};
    bool keep_timer_ = false, expiring_ = false;
};

}  // namespace detail
}  // namespace trademind
