// The client: requests down, answers up, over whatever link it is given.
#pragma once

#include "brokers/ibkr/client/ids.hpp"
#include "brokers/ibkr/client/port.hpp"
#include "brokers/ibkr/client/routes.hpp"
#include "brokers/ibkr/client/unsendable.hpp"
#include "brokers/ibkr/wire/dispatch.hpp"
#include "brokers/ibkr/wire/encode.hpp"

#include <trademind/brokers/ibkr/client/engine.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>
#include <trademind/detail/context_use.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace trademind::ibkr {

/// Hears what answers no request: orders, executions, account data, errors, the link.
class ClientListener {
public:
    virtual ~ClientListener() = default;
    /// Messages without a request id, and all executions.
    virtual void on_message(const detail::Incoming&) {}
    /// ERR_MSG that belongs to no request.
    virtual void on_error(const ErrorMessage&) {}
    virtual void on_session(const Session&) {}
    virtual void on_loss(const SessionLoss&) {}
    virtual void on_server(ServerNews) {}
    virtual void on_farm(const FarmNews&) {}
    virtual void on_connecting() {}
    /// A frame could not be read, or has an id that this library does not know.
    /// `about_order`: an order, or an execution, is not as it is known.
    virtual void on_unreadable(const Error&, bool /*about_order*/) {}
};

/// How long a data stream may stay silent after a break before it is asked for again; zero: for
/// ever. Source: what TWS and IB Gateway have been seen to do.
struct SilenceOptions {
    Duration after_restore = std::chrono::seconds{30};  ///< after 1102
    Duration after_farm = std::chrono::seconds{60};     ///< after the farm is ok again
    /// After 10197, and again each time until something comes: another session has the data, and
    /// nobody tells when that ends.
    Duration while_withheld = std::chrono::seconds{60};
};

/// Who goes first: cancels, then orders, then the rest.
Priority priority_of(Request);

/// Implements Engine over a Port. Everything on the strand.
class ClientCore final : public detail::Engine {
public:
    /// Called once, with the core that the port reports to.
    using MakePort = std::function<std::unique_ptr<Port>(ClientCore&)>;
    static std::shared_ptr<ClientCore> create(std::shared_ptr<trademind::detail::Calls>,
                                              const MakePort&, SilenceOptions = {});
    ~ClientCore() override;

    /// One at most; the broker. Must outlive the core or be taken away.
    void set_listener(ClientListener* listener) { listener_ = listener; }

    // Engine
    Version server() const override { return server_.load(std::memory_order_acquire); }
    LinkState link() const override { return link_.load(std::memory_order_acquire); }
    int next_id() override { return request_ids_.next(); }
    void connect(Completion<>) override;
    void disconnect(Completion<>) override;
    const std::vector<std::string>& accounts() const override { return accounts_; }
    detail::RouteId add(detail::Prepared request, std::unique_ptr<detail::Route> route,
                        Duration deadline) override
    {
        return add(std::move(request), std::move(route), deadline, Routes::Owner::client);
    }
    void cancel(detail::RouteId number) override { routes_.cancel(number); }
    Result<void> send(const detail::Prepared& request) override { return send(request, 0); }
    Result<void> send(const detail::Prepared&, std::uint64_t tag);
    /// Takes back what has not left: true when it will never be sent.
    bool withdraw(std::uint64_t tag) { return port_->withdraw(tag); }
    Duration would_wait(Request) const override;
    Duration would_wait(const detail::Prepared&) const override;

    // For floor 4.
    /// Begins to connect unless that is under way; the listener hears the rest.
    void open();
    /// What was sent before leaves first, within a deadline.
    void close();
    /// Asks; `on_item` hears the messages that it accepts, `on_end` how it ended.
    template <class R, class OnItem, class OnEnd>
    RouteId ask(const R& request, Duration deadline, OnItem on_item, OnEnd on_end)
    {
        return start<true>(request, deadline, std::move(on_item), std::move(on_end));
    }
    /// How long a request of the past would wait for its turn.
    template <class R> Duration history_wait(const R& request) const
    {
        return routes_.history_wait(detail::prepare(request, 0, server()));
    }
    /// Follows a stream until it is cancelled or ends.
    template <class R, class OnItem, class OnEnd>
    RouteId follow(const R& request, OnItem on_item, OnEnd on_end)
    {
        return start<false>(request, Duration{}, std::move(on_item), std::move(on_end));
    }
    /// The same; `on_news` is called when all messages that arrived together have been passed on
    /// (detail::ReadEnd), when the stream stayed silent and was asked for again
    /// (detail::AskedAgain), and with what TWS says of it that does not end it (Error).
    template <class R, class OnItem, class OnEnd, class OnNews>
    RouteId follow(const R& request, OnItem on_item, OnEnd on_end, OnNews on_news)
    {
        using Handler = detail::CallbackRoute<R, false, OnItem, OnEnd, OnNews>;
        return add(
            detail::prepare(request, R::key == Key::request_id ? next_id() : -1, server()),
            std::make_unique<Handler>(std::move(on_item), std::move(on_end), std::move(on_news)),
            Duration{}, Routes::Owner::broker);
    }
    /// A command that has no answer of its own. `tag` is named when the session ends and it has not
    /// left.
    template <class R> Result<void> command(const R& request, std::uint64_t tag = 0)
    {
        if (!has_session()) return Error{Errc::not_connected, "no session with TWS"};
        frame_.clear();
        if (auto fault = wire::encode(frame_, request, server())) return unsendable(fault);
        return port_->send(frame_, priority_of(R::info.id), tag);
    }
    /// Cancels what was asked by ask() and follow(): their owner ends, the connection does not.
    void cancel_own() { routes_.cancel(Routes::Owner::broker); }
    OrderIds& order_ids() { return order_ids_; }
    bool has_session() const { return server() != Version{}; }
    /// Market data lines that this client takes, also of the broker's users; from any thread.
    std::size_t lines() const { return routes_.lines(); }

    // What the port reports.
    void on_frame(std::string_view payload, Version server);
    /// The frames that arrived together have been given: their streams hear of it.
    void on_read_end() { routes_.on_read_end(); }
    void on_session(const Session&);
    void on_loss(const SessionLoss&);
    void on_server(ServerNews);
    void on_connecting();
    void on_farm(const FarmNews& news)
    {
        if (listener_) listener_->on_farm(news);
    }
    void on_farm_recovered(DataFarm);

private:
    ClientCore(std::shared_ptr<trademind::detail::Calls>, SilenceOptions);

    template <bool UntilImage, class R, class OnItem, class OnEnd>
    RouteId start(const R& request, Duration deadline, OnItem on_item, OnEnd on_end)
    {
        using Handler = detail::CallbackRoute<R, UntilImage, OnItem, OnEnd>;
        return add(detail::prepare(request, R::key == Key::request_id ? next_id() : -1, server()),
                   std::make_unique<Handler>(std::move(on_item), std::move(on_end)), deadline,
                   Routes::Owner::broker);
    }
    RouteId add(detail::Prepared, std::unique_ptr<detail::Route>, Duration deadline, Routes::Owner);
    struct Receiver;
    friend struct Receiver;
    void dispatch(std::string_view payload, Version server);
    void on_error(const ErrorMessage&);
    Result<> send_frame(const detail::Prepared&, RouteId);
    Subscription listen_for_silence(std::optional<DataFarm>, Duration patience);
    void withheld(int request_id);
    void retry_withheld();

    trademind::detail::ContextUse context_use_;
    SilenceOptions silence_;
    std::unique_ptr<Port> port_;
    Routes routes_;
    RequestIds request_ids_;
    OrderIds order_ids_;
    ClientListener* listener_ = nullptr;
    std::atomic<Version> server_{Version{}};
    std::atomic<LinkState> link_{LinkState::disconnected};
    bool server_lost_ = false;  // TWS has said so on this socket
    std::vector<std::string> accounts_;
    std::vector<Completion<>> connecting_, disconnecting_;
    std::string_view payload_;
    std::string frame_;  // of the command that is being written
    wire::Counters counters_;
    Subscription after_restore_, after_market_data_, after_history_, retry_withheld_;
    std::vector<StreamMark> withheld_;  // by a competing session
    bool waits_to_retry_ = false;
};

}  // namespace trademind::ibkr
