// A connection to TWS as the floor above sees it: what it can be told, and what it tells.
#pragma once

#include "brokers/ibkr/session/connectivity.hpp"
#include "brokers/ibkr/session/writer.hpp"
#include "brokers/ibkr/wire/encode.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>
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

    bool again() const { return sessions > 1; }
};

/// The end of a session, or of an attempt at one.
struct Disconnect {
    Error why;                         ///< empty code: stop() was called
    Stage stage{};                     ///< where it happened
    bool was_ready = false;            ///< a session that on_ready has told of was lost
    bool planned = false;              ///< within a window in which this is expected
    std::string window;                ///< that window's name
    Duration silent{};                 ///< nothing had come for so long: it may be dead since
    int attempt = 0;                   ///< failures in a row that count
    std::optional<Duration> retry_in;  ///< nothing: the link is over until it is started again
    /// Messages that did not leave this process whole, by the sender's tags: TWS cannot have acted
    /// on them. Any other message without an answer may have been acted on.
    std::vector<Tag> not_sent;
};

/// Hears a connection, on its strand, in the order of the wire. Must return soon and must not
/// throw; may call the connection.
class ConnectionEvents {
public:
    virtual ~ConnectionEvents() = default;
    /// One message from the server, from the end of the handshake on: also before the session is
    /// ready (farm messages, open orders). `payload` dies with the call. Who reads it hands those
    /// messages that concern the connection itself to Connection::note, before anything else.
    virtual void on_frame(std::string_view payload, Version server) = 0;
    /// After the last on_frame of what one read of the socket brought, and before the next read: a
    /// group of messages that arrived together is complete. Comes after the rest of a frame that
    /// the read has cut, at most eight reads later, and before the end of a session.
    virtual void on_read_end() {}
    /// The session is usable: version, accounts and next order id are known.
    virtual void on_ready(const SessionInfo& session) = 0;
    /// A session or an attempt ended. Comes once for each attempt; nothing is sent again.
    virtual void on_lost(const Disconnect& loss) = 0;
    /// The next attempt reached a stage.
    virtual void on_stage(Stage) {}
    /// After on_frame of the message that says it.
    virtual void on_connectivity(const ConnectivityChange&) {}
};

/// All members are to be called on the strand. Never blocks.
class Connection {
public:
    virtual ~Connection() = default;

    /// Begins to connect, and keeps connected; the events tell the rest. Refused with
    /// invalid_argument for options that make no sense, with not_supported when it is started
    /// already. `events` must live until detach().
    virtual Result<> start(ConnectionEvents& events) = 0;
    /// Stops after what waits has left, or Timeouts::finish has passed. Nothing more is taken;
    /// on_lost without an error follows, once.
    virtual void finish() = 0;
    /// Stops at once and without a word: no event comes any more.
    virtual void detach() = 0;

    /// Writes a message to the end of its lane; it leaves as soon as pacing and the lanes before it
    /// allow. `tag` names it in Disconnect::not_sent and withdraw. On an error nothing is queued:
    /// not_connected while there is no session, pacing when the lane is full, else what is wrong
    /// with the message.
    template <class M>
    Result<> send(const M& message, Version server, SendPriority priority, Tag tag = no_tag)
    {
        auto lane = begin_frame(priority);
        if (!lane) return lane.error();
        if (auto fault = wire::encode(**lane, message, server)) return wire::unsendable(fault);
        end_frame(priority, tag);
        return {};
    }
    /// The same for a message that is written already, length prefix included.
    Result<> send_frame(std::string_view frame, SendPriority priority, Tag tag = no_tag)
    {
        auto lane = begin_frame(priority);
        if (!lane) return lane.error();
        (*lane)->append(frame);
        end_frame(priority, tag);
        return {};
    }
    /// Takes back a message that has not been handed to the socket: true when it will never be
    /// sent. False: it may have been.
    virtual bool withdraw(Tag tag) = 0;
    /// Who is asked before a message leaves the lane of orders, at the last place before the
    /// socket. One that may not leave is dropped.
    virtual void set_gate(FrameGate gate) = 0;
    /// How long a message sent now would wait for pacing.
    virtual Duration delay(SendPriority priority) const = 0;

    // What a frame says of the connection itself.
    virtual void note(const ManagedAccounts&) = 0;
    virtual void note(const NextValidId&) = 0;
    virtual void note(const ErrorMessage&) = 0;
    /// It could not be read.
    virtual void note(const wire::Fault&) = 0;

protected:
    /// The bytes of the lane, to append one frame to.
    virtual Result<std::string*> begin_frame(SendPriority) = 0;
    /// The frame is whole.
    virtual void end_frame(SendPriority, Tag) = 0;
};

}  // namespace trademind::ibkr::session
