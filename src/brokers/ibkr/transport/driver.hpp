// Runs a link over a real socket: does what the machine says, and tells it what happened.
#pragma once

#include "brokers/ibkr/session/link.hpp"
#include "brokers/ibkr/transport/socket.hpp"

#include <memory>

namespace trademind::ibkr::transport {

/// Sees what goes through a driver: recordings.
class FrameTap {
public:
    virtual ~FrameTap() = default;
    /// A session begins: the handshake is done, startApi comes next.
    virtual void on_version(Version server) = 0;
    virtual void on_received(std::string_view payload) = 0;
    /// Whole frames with their length prefixes, as handed to the socket.
    virtual void on_sent(std::string_view frames) = 0;
    virtual void on_end() = 0;
};

/// A connection to TWS that keeps itself up. One read, one write (of all that waits) and one timer
/// are under way at most.
///
/// All members are to be called on the strand, and the observer is called there. Never blocks.
/// Owned by shared_ptr: operations under way keep it alive until they have ended. Its owner calls
/// detach() before it goes.
class Driver : public std::enable_shared_from_this<Driver> {
public:
    Driver(std::shared_ptr<trademind::detail::Turns> turns, std::shared_ptr<Clock> clock,
           session::LinkOptions options);

    /// Begins to connect; the observer hears the rest. Refused with invalid_argument for options
    /// that make no sense, with not_supported unless stage() is idle. `observer` must live until
    /// detach().
    Result<void> start(session::LinkObserver& observer);
    /// Closes the socket; on_lost without an error follows, once, when it is closed. Nothing is
    /// flushed: Loss::not_sent tells what had not left.
    void stop();
    /// The same, after what waits has left, or Timeouts::finish has passed. Nothing more is taken.
    void finish();
    /// Stops without a word: the observer is not called any more.
    void detach();

    /// Sends a frame, length prefix included, as soon as pacing and the lanes before it allow.
    /// `tag` names it in Loss::not_sent and withdraw. Refused with not_connected while stage() is
    /// not ready, with pacing when the lane is full: then nothing was queued.
    Result<void> send(std::string_view frame, session::Lane lane,
                      session::Tag tag = session::no_tag);
    /// Takes back a message that has not been handed to the socket: true when it will never be
    /// sent. False: it may have been.
    bool withdraw(session::Tag tag) { return link_.withdraw(tag); }
    /// Takes back everything that waits in a lane (a kill switch empties orders and the rest).
    std::vector<session::Tag> withdraw(session::Lane lane) { return link_.withdraw(lane); }
    /// How long a message sent now would wait for pacing.
    Duration delay(session::Lane lane) const { return link_.delay(lane, clock_->uptime()); }
    std::size_t waiting(session::Lane lane) const { return link_.waiting(lane); }

    session::Stage stage() const { return link_.stage(); }
    /// Whole while stage() is ready.
    const session::SessionInfo& session() const { return link_.session(); }
    const session::Connectivity& connectivity() const { return link_.connectivity(); }
    const session::LinkOptions& options() const { return link_.options(); }
    /// Since the last byte from the server.
    Duration silence() const { return clock_->uptime() - link_.last_heard(); }
    Strand get_executor() const { return turns_->strand(); }
    /// Sees every frame from now on; nullptr for none.
    void set_tap(std::shared_ptr<FrameTap> tap) { tap_ = std::move(tap); }

private:
    /// A turn of the strand begins with this event.
    void turn(session::Event event);
    void end_turn();
    void resume(session::Event event);
    /// What came of it, where that is known at once.
    session::Event perform(const session::Action& action);
    void resolve();
    void connect(std::size_t address);
    void read();
    session::Event write();
    void wait(Duration wait);
    void deliver(std::string_view payload);
    void end_read();
    bool read_goes_on();
    void log_loss() const;
    void warn_when_readable(std::size_t address);

    std::shared_ptr<trademind::detail::Turns> turns_;
    std::shared_ptr<Clock> clock_;
    session::Link link_;
    Socket socket_;
    Subscription timer_;
    session::LinkObserver* observer_ = nullptr;
    std::shared_ptr<FrameTap> tap_;
    bool running_ = false;                            // resume is on the stack
    bool read_waits_ = false, read_due_ = false;      // for what the turn leads to
    bool stop_asked_ = false, finish_asked_ = false;  // from within it
    bool start_asked_ = false;
    bool delivered_ = false;  // frames whose read has not been reported as ended
    int reads_joined_ = 0;    // to the one that brought the first of these frames
    bool warned_ = false;
};

}  // namespace trademind::ibkr::transport
