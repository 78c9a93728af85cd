// The client: requests down, answers up, over whatever link it is given.
#include "brokers/ibkr/client/core.hpp"

#include <trademind/brokers/ibkr/client.hpp>

#include <algorithm>
#include <utility>

namespace trademind::ibkr {

namespace {

/// Another session of the same user has the market data.
constexpr int competing_session = 10197;

}  // namespace

session::SendPriority priority_of(Request request)
{
    using session::SendPriority;
    switch (request) {
    case Request::cancel_order:
    case Request::global_cancel: return SendPriority::urgent;
    case Request::place_order:
    case Request::exercise_options: return SendPriority::orders;
    default: return SendPriority::rest;
    }
}

ClientCore::ClientCore(std::shared_ptr<trademind::detail::Calls> calls,
                       std::shared_ptr<session::Connection> connection, SilenceOptions silence)
    : Engine{std::move(calls)},
      context_use_{this->calls()->strand().get_inner_executor()},
      connection_{std::move(connection)},
      routes_{[this](const detail::Prepared& request, RouteId number) {
                  return send_frame(request, number);
              },
              request_ids_, after(), [this] { return this->clock()->uptime(); }},
      stream_watch_{silence, routes_, after()},
      restores_{clock(), after(), [this](auto server) { on_server(server); }}
{}

std::shared_ptr<ClientCore> ClientCore::create(std::shared_ptr<trademind::detail::Calls> calls,
                                               std::shared_ptr<session::Connection> connection,
                                               SilenceOptions silence)
{
    // the last to hold it may be any thread: it ends on its strand
    auto end_on_strand = [strand = calls->strand()](ClientCore* core) {
        asio::post(strand, [owned = std::unique_ptr<ClientCore>{core}] {});
    };
    return {new ClientCore{std::move(calls), std::move(connection), silence}, end_on_strand};
}

ClientCore::~ClientCore()
{
    set_events(nullptr, nullptr);
    calls()->keep_running(false);
    routes_.close(Error{Errc::cancelled, "the client ended"});
    connection_->detach();
}

CallAfter ClientCore::after()
{
    return [this](Duration wait, std::function<void()> call) {
        return clock()->after(wait, strand(), [weak = weak_from_this(), call] {
            if (auto alive = weak.lock()) call();
        });
    };
}

Result<> ClientCore::send_frame(const detail::Prepared& request, RouteId number)
{
    return connection_->send_frame(request.frame, priority_of(request.request), number);
}

RouteId ClientCore::add(detail::Prepared request, std::unique_ptr<detail::Route> route,
                        Duration deadline, Routes::Owner owner)
{
    // A request is written by the caller; the session may have changed since.
    if (!has_session())
        request.fault = {Errc::not_connected, "no session with TWS"};
    else if (!request.fault.code && request.server != server())
        request = request.rewrite(request, request.id, server());
    // Ids come round again in the end, and a stream may have kept its own since.
    while (!request.fault.code && request.key == Key::request_id && routes_.uses(request.id))
        request = request.rewrite(request, next_id(), server());
    return routes_.add(std::move(request), std::move(route), deadline, owner);
}

Result<void> ClientCore::send(const detail::Prepared& request)
{
    if (request.fault.code) return request.fault;
    if (!has_session()) return Error{Errc::not_connected, "no session with TWS"};
    if (request.server == server()) return send_frame(request, session::no_tag);
    auto again = request.rewrite(request, request.id, server());
    if (again.fault.code) return again.fault;
    return send_frame(again, session::no_tag);
}

Duration ClientCore::would_wait(const detail::Prepared& request) const
{
    return std::max(would_wait(request.request), routes_.history_wait(request));
}

void ClientCore::connect(Completion<> done)
{
    if (has_session()) return done(Result<void>{});
    waiting_.connecting.push_back(std::move(done));
    open();
}

void ClientCore::open()
{
    if (has_session() || link() == LinkState::connecting || link() == LinkState::lost) return;
    link_ = LinkState::connecting;
    if (auto started = connection_->start(*this); !started) {
        session::Disconnect refused;
        refused.why = started.error();
        on_lost(refused);
    }
}

void ClientCore::disconnect(Completion<> done)
{
    if (link() == LinkState::disconnected) return done(Result<void>{});
    waiting_.disconnecting.push_back(std::move(done));
    close();
}

void ClientCore::set_gate(session::FrameGate lets_pass)
{
    connection_->set_gate([this, weak = weak_from_this(), lets_pass](session::Tag tag) {
        if (lets_pass(tag)) return true;
        if (auto alive = weak.lock()) stopped(tag);
        return false;
    });
}

void ClientCore::stopped(session::Tag tag)
{
    stopped_.push_back(tag);
    if (stopped_.size() > 1) return;
    // the writer is at work
    calls()->turns()->post([this, weak = weak_from_this()] {
        if (auto alive = weak.lock()) report_stopped();
    });
}

void ClientCore::report_stopped()
{
    for (auto tag : std::exchange(stopped_, {})) {
        routes_.not_sent(tag, Error{Errc::trading_halted, "not sent: trading was halted"});
        if (events_) events_->on_stopped(tag);
    }
}

void ClientCore::on_stage(session::Stage stage)
{
    if (stage != session::Stage::connect) return;
    if (link() != LinkState::lost) link_ = LinkState::connecting;
    if (events_) events_->on_connecting();
}

void ClientCore::on_read_end()
{
    if (auto alive = weak_from_this().lock()) routes_.on_read_end();
}

void ClientCore::on_ready(const session::SessionInfo& session)
{
    auto alive = weak_from_this().lock();
    if (!alive) return;
    order_ids_.next_valid(session.next_order_id);
    accounts_ = session.accounts;
    server_.store(session.server, std::memory_order_release);
    link_ = restores_.is_lost() ? LinkState::lost
            : session.again()   ? LinkState::restored_without_data
                                : LinkState::ready;
    calls()->keep_running(true);
    if (events_) events_->on_session(session);
    routes_.restore(Routes::Lost::with_the_socket, session.server);
    for (auto& done : std::exchange(waiting_.connecting, {})) done(Result<void>{});
}

void ClientCore::on_lost(const session::Disconnect& loss)
{
    auto alive = weak_from_this().lock();
    if (!alive) return;
    // of these the outcome is known, whatever became of the others
    report_stopped();
    server_.store(Version{}, std::memory_order_release);
    restores_.reset();
    calls()->keep_running(false);
    stream_watch_.reset();
    bool asked_for = !loss.why.code;
    auto why = asked_for ? Error{Errc::cancelled, "disconnected"} : loss.why;
    link_ = loss.retry_in ? LinkState::lost : LinkState::disconnected;
    for (auto tag : loss.not_sent) routes_.not_sent(tag, Error{Errc::not_connected, why.message});
    if (loss.was_ready)
        routes_.connection_lost(asked_for ? why : Error{Errc::connection_lost, why.message});
    if (events_) events_->on_loss(loss);
    if (loss.retry_in) return;
    for (auto& done : std::exchange(waiting_.connecting, {})) done(why);
    for (auto& done : std::exchange(waiting_.disconnecting, {})) done(Result<void>{});
    routes_.close(why);
}

void ClientCore::on_connectivity(const session::ConnectivityChange& change)
{
    using Kind = session::ConnectivityChange::Kind;
    auto alive = weak_from_this().lock();
    if (!alive) return;
    if (change.kind == Kind::server && change.changed) restores_.on_server(change.server);
    if (change.kind != Kind::farm) return;
    if (events_) events_->on_farm(change.farm);
    if (change.recovered) stream_watch_.on_farm_recovered(change.farm.kind);
}

void ClientCore::on_server(session::ServerConnectivity server_state)
{
    using session::ServerConnectivity;
    // Before the session is ready nothing can have been lost: it begins with this.
    if (!has_session()) return;
    bool without_data = server_state == ServerConnectivity::restored_without_data;
    link_ = restores_.is_lost() ? LinkState::lost
            : without_data      ? LinkState::restored_without_data
                                : LinkState::restored;
    if (events_) events_->on_server(server_state);
    stream_watch_.on_server(server_state);
    if (without_data) routes_.restore(Routes::Lost::all, server());
}

std::shared_ptr<trademind::detail::Operation<void>> Client::linking(
    void (detail::Engine::*verb)(Completion<>), Duration deadline) const
{
    return trademind::detail::make_operation<void>(
        engine_->calls(), engine_, deadline,
        [engine = engine_, verb](Completion<> done) { (*engine.*verb)(std::move(done)); });
}

void ClientCore::on_error(const ErrorMessage& message)
{
    if (message.error_code == competing_session) stream_watch_.on_withheld(message.about());
    auto error = make_tws_error(message.error_code, std::string{message.error_message});
    if (routes_.deliver_error(message.about(), message.error_code, error)) return;
    if (events_) events_->on_error(message);
}

}  // namespace trademind::ibkr
