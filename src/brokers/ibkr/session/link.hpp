// One connection to TWS, from the first attempt to the last, as a machine without sockets or clock.
#pragma once

#include "brokers/ibkr/session/action.hpp"
#include "brokers/ibkr/session/address_list.hpp"
#include "brokers/ibkr/session/deadlines.hpp"
#include "brokers/ibkr/session/handshake.hpp"
#include "brokers/ibkr/session/heartbeat.hpp"
#include "brokers/ibkr/session/pending_set.hpp"
#include "brokers/ibkr/session/reader.hpp"
#include "brokers/ibkr/session/reconnect.hpp"
#include "brokers/ibkr/session/socket_use.hpp"
#include "brokers/ibkr/session/writer.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <optional>
#include <span>
#include <utility>

namespace trademind::ibkr::session {

/// Told what happened, it says what to do next: see Event and Action. It connects, agrees on a
/// version, starts the session, cuts frames, paces and orders what is sent, listens for silence,
/// and tries again after a loss. It repeats no message: who sent it decides that.
class Link {
public:
    explicit Link(LinkOptions options);
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    Action resume(const Event& event);

    /// Where the next frame of that lane, length prefix included, is to be appended. Refused with
    /// not_connected before the session is ready and after it is lost, with pacing when the lane is
    /// full. Ask resume what to do after end_frame().
    Result<std::string*> begin_frame(SendPriority lane);
    void end_frame(SendPriority lane, Tag tag) { writer_.end_frame(lane, tag); }
    void set_gate(FrameGate gate) { writer_.set_gate(std::move(gate)); }
    /// Takes back what has not left: true when it will never be sent.
    bool withdraw(Tag tag) { return writer_.withdraw(tag); }
    /// How long a message given now would wait for pacing.
    Duration delay(SendPriority lane, Duration now) const { return writer_.delay(lane, now); }
    bool has_waiting() const { return writer_.has_waiting(); }

    // what the frame that is being delivered says of the link itself: see Connection::note
    void note(const ManagedAccounts&);
    void note(const NextValidId&);
    void note(const ErrorMessage&);
    void note(const wire::Fault&);

    /// The last read ended inside a frame: the rest of what was sent with it is still to come.
    bool inside_frame() const { return reader_.partial() > 0; }

    // what an action speaks of
    const std::string& host() const { return options_.host; }
    std::uint16_t port() const { return options_.port; }
    std::span<char> read_space() { return reader_.prepare(); }
    std::string_view write_bytes() const { return socket_.bytes(); }
    Stage stage() const { return stage_; }
    const SessionInfo& session() const { return handshake_.session(); }
    const ConnectivityChange& change() const { return connectivity_.change(); }
    const Disconnect& loss() const { return loss_; }

    const Connectivity& connectivity() const { return connectivity_; }
    const LinkOptions& options() const { return options_; }

private:
    struct Failure {
        Error why;
        Setback setback = Setback::passing;
    };

    /// What is done before the link goes on with its stage.
    enum class Pending {
        close,         ///< the socket
        connectivity,  ///< to be told, before the failure that it may bring
        failure,       ///< ends the attempt or the session
        ready,         ///< to be told
        stage,         ///< to be told
        step,          ///< what the stage begins with
        report,        ///< the end is to be told
        none,
    };

    void enter(Stage stage);
    void begin();
    void resolved(std::size_t addresses);
    void connected();
    void connect_failed(const error_code& why);
    void stop();
    void finish();
    void fail(Failure failure);
    /// The same when next() comes to it: what the frame at hand says is told before.
    void fail_soon(Failure failure);
    void finish_closing();
    void expired();
    void stage_timed_out();
    void listen_for_silence();

    Action next();
    std::optional<Action> go_on();
    std::optional<Action> exchange();
    std::optional<Action> incoming();
    void greeted(std::string_view payload);
    void client_id_refused(const ErrorMessage&);
    void become_ready_if_complete();
    Action timer();

    Error failed_at(Errc condition, std::string_view what) const;

    LinkOptions options_;
    Handshake handshake_;
    Reader reader_;
    Writer writer_;
    Heartbeat heartbeat_;
    Reconnect reconnect_;
    Connectivity connectivity_;
    AddressList addresses_;
    SocketUse socket_;
    Deadlines deadlines_;
    PendingSet<Pending> pending_;
    Stage stage_ = Stage::idle;
    Moment now_;
    Failure failure_;  // the last one, or the one that is pending
    Disconnect loss_;
};

}  // namespace trademind::ibkr::session
