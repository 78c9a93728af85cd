// Runs a link over a real socket: does what the machine says, and tells it what happened.
#pragma once

#include "brokers/ibkr/session/link.hpp"
#include "brokers/ibkr/transport/read_group.hpp"
#include "brokers/ibkr/transport/recorder.hpp"
#include "brokers/ibkr/transport/socket.hpp"

#include <memory>
#include <utility>

namespace trademind::ibkr::transport {

/// A connection to TWS that keeps itself up. One read, one write (of all that waits) and one timer
/// are under way at most.
///
/// Owned by shared_ptr: operations under way keep it alive until they have ended. Its owner calls
/// detach() before it goes.
class Driver final : public session::Connection, public std::enable_shared_from_this<Driver> {
public:
    Driver(std::shared_ptr<trademind::detail::Turns> turns, std::shared_ptr<Clock> clock,
           session::LinkOptions options);

    Result<> start(session::ConnectionEvents& events) override;
    /// Closes the socket; on_lost without an error follows, once, when it is closed. Nothing is
    /// flushed: Disconnect::not_sent tells what had not left.
    void stop() { ask(Asked::stop); }
    void finish() override { ask(Asked::finish); }
    void detach() override;
    bool withdraw(session::Tag tag) override { return link_.withdraw(tag); }
    void set_gate(session::FrameGate gate) override { link_.set_gate(std::move(gate)); }
    Duration delay(session::SendPriority priority) const override
    {
        return link_.delay(priority, clock_->uptime());
    }
    void note(const ManagedAccounts& message) override { link_.note(message); }
    void note(const NextValidId& message) override { link_.note(message); }
    void note(const ErrorMessage& message) override { link_.note(message); }
    void note(const wire::Fault& fault) override { link_.note(fault); }

    session::Stage stage() const { return link_.stage(); }
    /// Whole while stage() is ready.
    const session::SessionInfo& session() const { return link_.session(); }

private:
    /// What is asked for while resume is on the stack waits for its next round.
    enum class Asked { start, stop, finish, none };

    Result<std::string*> begin_frame(session::SendPriority priority) override
    {
        return link_.begin_frame(priority);
    }
    void end_frame(session::SendPriority, session::Tag) override;
    void ask(Asked);
    static session::Event::Kind kind_of(Asked);
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
    void log_loss() const;
    void warn_when_readable(std::size_t address);

    std::shared_ptr<trademind::detail::Turns> turns_;
    std::shared_ptr<Clock> clock_;
    session::Link link_;
    Socket socket_;
    Subscription timer_;
    session::ConnectionEvents* events_ = nullptr;
    std::shared_ptr<Recorder> recorder_;
    session::PendingSet<Asked> asked_;
    ReadGroup group_;
    bool running_ = false;                        // resume is on the stack
    bool read_waits_ = false, read_due_ = false;  // for what the turn leads to
    bool warned_ = false;
};

}  // namespace trademind::ibkr::transport
