// What a link tells the floor above.
#pragma once

#include "brokers/ibkr/session/connectivity.hpp"
#include "brokers/ibkr/session/writer.hpp"

#include <trademind/brokers/ibkr/messages/version.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::ibkr::session {

/// Where a connection stands. Errors name the stage in which they happened.
enum class Stage {
    idle,       ///< not started, stopped, or given up
    resolve,    ///< host name to addresses
    connect,    ///< TCP
    handshake,  ///< greeting sent, server's version awaited
    start,      ///< startApi sent, accounts and next order id awaited
    ready,
    closing,  ///< the socket is being closed
    waiting,  ///< for the next try
};
std::string_view to_string(Stage stage);

/// What is known when a session is ready, and not before: all of it.
struct SessionInfo {
    Version server{};
    std::string connection_time;  ///< the server's own words, with its own zone name
    std::vector<std::string> accounts;
    int next_order_id = 0;
    int client_id = 0;  ///< the one that TWS took
    int sessions = 0;   ///< 1 for the first session since start, 2 after the first reconnect ...
};

/// The end of a session, or of an attempt at one.
struct Loss {
    Error why;                         ///< empty code: stop() was called
    Stage stage{};                     ///< where it happened; ready: a running session was lost
    bool planned = false;              ///< within a window in which this is expected
    std::string window;                ///< that window's name
    Duration silent{};                 ///< nothing had come for so long: it may be dead since
    int attempt = 0;                   ///< failures in a row that count
    std::optional<Duration> retry_in;  ///< nothing: the link is over until it is started again
    /// Messages that did not leave this process whole, by the sender's tags: TWS cannot have acted
    /// on them. Any other message without an answer may have been acted on.
    std::vector<Tag> not_sent;
};

/// Hears a link, on its strand, in the order of the wire. Must return soon and must not throw; may
/// call the link.
class LinkObserver {
public:
    virtual ~LinkObserver() = default;
    /// One message from the server, from the end of the handshake on: also before the session is
    /// ready (farm messages, open orders). `payload` dies with the call.
    virtual void on_frame(std::string_view payload, Version server) = 0;
    /// After the last on_frame of what one read of the socket brought, and before the next read: a
    /// group of messages that arrived together is complete. Comes after the rest of a frame that
    /// the read has cut, at most eight reads later, and before the end of a session.
    virtual void on_read_end() {}
    /// The session is usable: version, accounts and next order id are known.
    virtual void on_ready(const SessionInfo& session) = 0;
    /// A session or an attempt ended. Comes once for each attempt; nothing is sent again.
    virtual void on_lost(const Loss& loss) = 0;
    /// The next attempt reached a stage.
    virtual void on_stage(Stage) {}
    /// After on_frame of the message that says it.
    virtual void on_connectivity(const ConnectivityChange&) {}
};

}  // namespace trademind::ibkr::session
