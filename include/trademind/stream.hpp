// Quotes and events for listeners with a pace of their own: on their executor, never in the way of
// the broker.
#pragma once

#include <trademind/broker.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace trademind {

/// What becomes of quotes that come faster than their listener takes them.
class Backlog {
public:
    /// Only the newest waits: the listener always gets the market as it is now. The default.
    static Backlog conflate() { return Backlog{1}; }
    /// Up to `most` quotes wait in order; then the oldest is dropped. `most` > 0.
    static Backlog keep_newest(std::size_t most) { return Backlog{most}; }
    std::size_t most() const { return most_; }

private:
    explicit Backlog(std::size_t most) : most_{most} {}
    std::size_t most_;
};

/// What a stream has passed on, and what it has not.
class StreamCounts {
public:
    StreamCounts() = default;
    bool operator==(const StreamCounts&) const = default;

    std::uint64_t delivered = 0;
    std::uint64_t dropped = 0;     ///< overtaken by newer ones: the listener was too slow for them
    std::size_t waiting = 0;       ///< now
    std::size_t most_waiting = 0;  ///< ever
};

/// Quotes of one contract, handed to a listener on its own executor.
///
/// A slow listener neither holds up the broker nor fills the memory: see Backlog. What it missed is
/// counted. Handlers run one at a time, in order. Ends with its destruction or reset(), from any
/// thread; no handler runs after that has returned, unless it was called from inside one.
class QuoteStream {
public:
    QuoteStream() = default;
    QuoteStream(Broker& broker, Contract contract, asio::any_io_executor executor,
                std::function<void(const Quote&)> on_quote,
                std::function<void(const Error&)> on_error = {},
                Backlog backlog = Backlog::conflate());

    StreamCounts counts() const;
    void reset() { subscription_.reset(); }

private:
    class Mailbox;
    std::shared_ptr<Mailbox> mailbox_;
    Subscription subscription_;
};

/// All events of a broker, handed to an observer on an executor of its own, in order.
///
/// Orders, executions, commissions, link changes, reconciliations and gaps are never dropped,
/// however slow the observer is. Of positions and accounts only the newest of each waits. Of
/// notices at most a thousand wait; further ones are dropped. What was overtaken or dropped is
/// counted. The observer must live until the stream has ended.
class EventStream {
public:
    EventStream() = default;
    EventStream(Broker& broker, BrokerObserver& observer, asio::any_io_executor executor);

    StreamCounts counts() const;
    void reset() { subscription_.reset(); }

    static constexpr std::size_t most_notices = 1000;

private:
    class Queue;
    std::shared_ptr<Queue> queue_;
    Subscription subscription_;
};

}  // namespace trademind
