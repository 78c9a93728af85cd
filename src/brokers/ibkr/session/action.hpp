// What a link is told, and what it answers: the whole language between the machine and the sockets.
#pragma once

#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace trademind::ibkr::session {

/// Both clocks.
struct Moment {
    Duration uptime{};  ///< never steps
    /// Needed only where a session may end: with a failure or a timer, after a close. Elsewhere the
    /// last that was told counts.
    std::optional<TimePoint> utc{};
};

/// What happened.
struct Event {
    enum class Kind {
        proceed,  ///< the last action is done, or something was queued: what next?
        start,
        stop,
        finish,    ///< stop once what waits has left
        resolved,  ///< `count` addresses
        connected,
        received,  ///< `count` bytes, in the space of Link::read_space
        sent,      ///< all of Link::write_bytes
        resolve_failed,
        connect_failed,
        read_failed,   ///< also end of file
        write_failed,  ///< after `count` bytes
        timer,
    };
    Kind kind = Kind::proceed;
    Moment at{};
    std::size_t count = 0;
    error_code why{};
};

/// What to do. One at a time: do it, then ask for the next with Event::Kind::proceed, until idle.
struct Action {
    enum class Kind {
        idle,          ///< nothing more until the next event
        resolve,       ///< find the addresses of the host
        connect,       ///< to address number `count`
        write,         ///< Link::write_bytes, whole
        read,          ///< some bytes into Link::read_space
        wait,          ///< a timer event after `wait`; replaces the timer before
        stage,         ///< tell ConnectionEvents: Link::stage
        deliver,       ///< tell ConnectionEvents: `frame`
        connectivity,  ///< tell ConnectionEvents: Link::change
        ready,         ///< tell ConnectionEvents: Link::session
        half_close,    ///< says goodbye: nothing more is written, the other end closes
        close,         ///< the socket; what is under way on it then fails
        retry,         ///< tell ConnectionEvents: Link::loss; the next attempt begins after `wait`
        closed,        ///< tell ConnectionEvents: Link::loss; nothing follows until start
    };
    Kind kind = Kind::idle;
    Duration wait{};
    std::size_t count = 0;
    std::string_view frame{};

    bool operator==(const Action&) const = default;
    bool calls_events() const
    {
        return kind == Kind::stage || kind == Kind::deliver || kind == Kind::connectivity ||
               kind == Kind::ready || kind == Kind::retry || kind == Kind::closed;
    }
};

}  // namespace trademind::ibkr::session
