// The client: requests down, answers up, over whatever connection it is given.
#pragma once

#include "brokers/ibkr/client/ids.hpp"
#include "brokers/ibkr/client/restores.hpp"
#include "brokers/ibkr/client/routes.hpp"
#include "brokers/ibkr/client/stream_watch.hpp"
#include "brokers/ibkr/session/connection.hpp"
#include "brokers/ibkr/wire/dispatch.hpp"

#include <trademind/brokers/ibkr/client/engine.hpp>
#include <trademind/detail/context_use.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace trademind::ibkr {

struct CommissionAndFeesReport;
struct CompletedOrder;
struct ExecutionDetails;
struct OpenOrder;
struct OrderBound;
struct OrderStatus;

/// Hears what TWS tells of orders. On the strand.
class OrderEvents {
public:
    virtual ~OrderEvents() = default;
    virtual void on(const OpenOrder&) {}
    virtual void on(const OrderStatus&) {}
    virtual void on(const OrderBound&) {}
    virtual void on(const CompletedOrder&) {}
    virtual void on(const ExecutionDetails&) {}  ///< also those that were asked for
    virtual void on(const CommissionAndFeesReport&) {}
};

/// What a message that cannot be read may have told of: the list that it is a row of is not whole.
enum class UnreadSubject : unsigned char {
    other,
    anything,  ///< its id cannot be read
    open_order,
    completed_order,
    execution,
    commission,
    position,
};

/// Hears what answers no request besides: errors, the session. On the strand.
class ClientEvents {
public:
    virtual ~ClientEvents() = default;
    /// ERR_MSG that belongs to no request.
    virtual void on_error(const ErrorMessage&) {}
    virtual void on_session(const session::SessionInfo&) {}
    virtual void on_loss(const session::Disconnect&) {}
    /// Lost, or restored with or without data; while there is a session.
    virtual void on_server(session::ServerConnectivity) {}
    virtual void on_farm(const session::DataFarm&) {}
    virtual void on_connecting() {}
    /// A message was dropped by the gate before it left: TWS never sees it.
    virtual void on_stopped(session::Tag) {}
    /// A frame could not be read, or has an id that this library does not know.
    virtual void on_unreadable(const Error&, UnreadSubject) {}
};

/// Who goes first: cancels, then orders, then the rest.
session::SendPriority priority_of(Request);

/// Implements Engine over a connection. Everything on the strand.
class ClientCore final : public detail::Engine, public session::ConnectionEvents {
public:
    static std::shared_ptr<ClientCore> create(std::shared_ptr<trademind::detail::Calls>,
                                              std::shared_ptr<session::Connection>,
                                              SilenceOptions = {});
    ~ClientCore() override;

    /// One of each at most; the broker's. Must outlive the core or be taken away.
    void set_events(ClientEvents* events, OrderEvents* orders)
    {
        events_ = events;
        order_events_ = orders;
    }

    // Engine
    Version server() const override { return server_.load(std::memory_order_acquire); }
    LinkState link() const override { return link_.load(std::memory_order_acquire); }
    int next_id() override { return request_ids_.next(); }
    void connect(Completion<>) override;
    void disconnect(Completion<>) override;
    detail::RouteId add(detail::Prepared request, std::unique_ptr<detail::Route> route,
                        Duration deadline) override
    {
        return add(std::move(request), std::move(route), deadline, Routes::Owner::client);
    }
    void cancel(detail::RouteId number) override { routes_.cancel(number); }
    Result<void> send(const detail::Prepared&) override;
    /// What it drops is reported by ClientEvents::on_stopped, in a turn of its own.
    void set_gate(session::FrameGate lets_pass);
    /// Takes back what has not left: true when it will never be sent.
    bool withdraw(session::Tag tag)
    {
        return std::erase(stopped_, tag) > 0 || connection_->withdraw(tag);
    }
    Duration would_wait(Request request) const override
    {
        return connection_->delay(priority_of(request));
    }
    Duration would_wait(const detail::Prepared&) const override;

    // For floor 4.
    const std::vector<std::string>& accounts() const { return accounts_; }
    /// Begins to connect unless that is under way; the events tell the rest.
    void open();
    /// What was sent before leaves first, within a deadline.
    void close() { connection_->finish(); }
    /// Asks; `on_item` hears the messages that it accepts, `on_end` how it ended.
    template <class R, class OnItem, class OnEnd>
    RouteId ask(const R& request, Duration deadline, OnItem on_item, OnEnd on_end)
    {
        return start<true>(request, deadline, std::move(on_item), std::move(on_end),
                           detail::NoNews{});
    }
    /// How long a request of the past would wait for its turn.
    template <class R> Duration history_wait(const R& request) const
    {
        return routes_.history_wait(detail::prepare(request, 0, server()));
    }
    /// Follows a stream until it is cancelled or ends. `on_news` is called when all messages that
    /// arrived together have been passed on (detail::ReadEnd), when the stream stayed silent and
    /// was asked for again (detail::AskedAgain), and with what TWS says of it that does not end it
    /// (Error).
    template <class R, class OnItem, class OnEnd, class OnNews = detail::NoNews>
    RouteId follow(const R& request, OnItem on_item, OnEnd on_end, OnNews on_news = {})
    {
        return start<false>(request, Duration{}, std::move(on_item), std::move(on_end),
                            std::move(on_news));
    }
    /// A command that has no answer of its own, written to the lane that it leaves by. `tag` is
    /// named when the session ends and it has not left.
    template <class R> Result<void> command(const R& request, session::Tag tag = session::no_tag)
    {
        if (!has_session()) return Error{Errc::not_connected, "no session with TWS"};
        return connection_->send(request, server(), priority_of(R::info.id), tag);
    }
    /// Cancels what was asked by ask() and follow(): their owner ends, the connection does not.
    void cancel_own() { routes_.cancel(Routes::Owner::broker); }
    OrderIds& order_ids() { return order_ids_; }
    bool has_session() const { return server() != Version{}; }
    /// Market data lines that this client takes, also of the broker's users; from any thread.
    std::size_t lines() const { return routes_.lines(); }

    // ConnectionEvents
    void on_frame(std::string_view payload, Version server) override;
    void on_read_end() override;
    void on_ready(const session::SessionInfo&) override;
    void on_lost(const session::Disconnect&) override;
    void on_stage(session::Stage) override;
    void on_connectivity(const session::ConnectivityChange&) override;

private:
    ClientCore(std::shared_ptr<trademind::detail::Calls>, std::shared_ptr<session::Connection>,
               SilenceOptions);

    template <bool UntilImage, class R, class OnItem, class OnEnd, class OnNews>
    RouteId start(const R& request, Duration deadline, OnItem on_item, OnEnd on_end, OnNews on_news)
    {
        using Handler = detail::CallbackRoute<R, UntilImage, OnItem, OnEnd, OnNews>;
        return add(
            detail::prepare(request, R::key == Key::request_id ? next_id() : -1, server()),
            std::make_unique<Handler>(std::move(on_item), std::move(on_end), std::move(on_news)),
            deadline, Routes::Owner::broker);
    }
    RouteId add(detail::Prepared, std::unique_ptr<detail::Route>, Duration deadline, Routes::Owner);
    struct Receiver;
    friend struct Receiver;
    void on_error(const ErrorMessage&);
    void on_server(session::ServerConnectivity);
    Result<> send_frame(const detail::Prepared&, RouteId);
    CallAfter after();
    void stopped(session::Tag);
    void report_stopped();

    trademind::detail::ContextUse context_use_;
    std::shared_ptr<session::Connection> connection_;
    RequestIds request_ids_;
    OrderIds order_ids_;
    Routes routes_;
    StreamWatch stream_watch_;
    Restores restores_;
    ClientEvents* events_ = nullptr;
    OrderEvents* order_events_ = nullptr;
    std::atomic<Version> server_{Version{}};
    std::atomic<LinkState> link_{LinkState::disconnected};
    std::vector<std::string> accounts_;
    std::vector<session::Tag> stopped_;  // by the gate, still to be reported
    struct {
        std::vector<Completion<>> connecting, disconnecting;
    } waiting_;
    wire::Counters counters_;
};

}  // namespace trademind::ibkr
