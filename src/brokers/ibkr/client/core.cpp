// The client: requests down, answers up, over whatever link it is given.
#include "brokers/ibkr/client/core.hpp"

#include <algorithm>
#include <utility>

namespace trademind::ibkr {

namespace {

/// How long an abandoned request without an id keeps the next of its kind waiting.
constexpr Duration marker_patience = std::chrono::seconds{10};

/// Another session of the same user has the market data.
constexpr int competing_session = 10197;

}  // namespace

Priority priority_of(Request request)
{
    switch (request) {
    case Request::cancel_order:
    case Request::global_cancel: return Priority::urgent;
    case Request::place_order:
    case Request::exercise_options: return Priority::orders;
    default: return Priority::rest;
    }
}

ClientCore::ClientCore(std::shared_ptr<trademind::detail::Calls> calls, SilenceOptions silence)
    : Engine{std::move(calls)},
      context_use_{this->calls()->strand().get_inner_executor()},
      silence_{silence},
      routes_{[this](const detail::Prepared& request, RouteId number) {
                  return send_frame(request, number);
              },
              [this](std::function<void()> forget) {
                  return this->clock()->after(marker_patience, this->strand(),
                                              [weak = weak_from_this(), forget] {
                                                  if (weak.lock()) forget();
                                              });
              }}
{
    routes_.pace_history([this] { return this->clock()->uptime(); },
                         [this](Duration wait, std::function<void()> call) {
                             return this->clock()->after(wait, this->strand(),
                                                         [weak = weak_from_this(), call] {
                                                             if (weak.lock()) call();
                                                         });
                         });
}

std::shared_ptr<ClientCore> ClientCore::create(std::shared_ptr<trademind::detail::Calls> calls,
                                               const MakePort& make_port, SilenceOptions silence)
{
    // the last to hold it may be any thread: it ends on its strand
    auto end_on_strand = [strand = calls->strand()](ClientCore* core) {
        asio::post(strand, [owned = std::unique_ptr<ClientCore>{core}] {});
    };
    std::shared_ptr<ClientCore> core{new ClientCore{std::move(calls), silence}, end_on_strand};
    core->port_ = make_port(*core);
    return core;
}

ClientCore::~ClientCore()
{
    listener_ = nullptr;
    calls()->keep_running(false);
    routes_.close(Error{Errc::cancelled, "the client ended"});
}

Result<> ClientCore::send_frame(const detail::Prepared& request, RouteId number)
{
    return port_->send(request.frame, priority_of(request.request), number);
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
    Subscription timer;
    auto number = std::make_shared<RouteId>(0);
    if (deadline > Duration{})
        timer = clock()->after(deadline, strand(), [weak = weak_from_this(), number] {
            if (auto self = std::static_pointer_cast<ClientCore>(weak.lock()))
                self->routes_.fail(*number, Error{Errc::timed_out, "TWS did not answer in time"});
        });
    *number = routes_.add(std::move(request), std::move(route), std::move(timer), owner);
    return *number;
}

Result<void> ClientCore::send(const detail::Prepared& request, std::uint64_t tag)
{
    if (request.fault.code) return request.fault;
    if (!has_session()) return Error{Errc::not_connected, "no session with TWS"};
    if (request.server != server()) {
        auto again = request.rewrite(request, request.id, server());
        if (again.fault.code) return again.fault;
        return port_->send(again.frame, priority_of(again.request), tag);
    }
    return port_->send(request.frame, priority_of(request.request), tag);
}

Duration ClientCore::would_wait(Request request) const
{
    return port_->delay(priority_of(request));
}

Duration ClientCore::would_wait(const detail::Prepared& request) const
{
    return std::max(would_wait(request.request), routes_.history_wait(request));
}

void ClientCore::connect(Completion<> done)
{
    if (has_session()) return done(Result<void>{});
    connecting_.push_back(std::move(done));
    open();
}

void ClientCore::open()
{
    if (has_session() || link() == LinkState::connecting || link() == LinkState::lost) return;
    on_connecting();
    port_->start();
}

void ClientCore::close()
{
    if (link() != LinkState::disconnected) port_->finish();
}

void ClientCore::disconnect(Completion<> done)
{
    if (link() == LinkState::disconnected) return done(Result<void>{});
    disconnecting_.push_back(std::move(done));
    close();
}

void ClientCore::on_connecting()
{
    if (link() != LinkState::lost) link_ = LinkState::connecting;
    if (listener_) listener_->on_connecting();
}

void ClientCore::on_session(const Session& session)
{
    order_ids_.next_valid(session.next_order_id);
    accounts_ = session.accounts;
    server_.store(session.server, std::memory_order_release);
    link_ = server_lost_    ? LinkState::lost
            : session.again ? LinkState::restored_without_data
                            : LinkState::ready;
    calls()->keep_running(true);
    if (listener_) listener_->on_session(session);
    routes_.restore(Routes::Lost::with_the_socket, session.server, request_ids_);
    for (auto& done : std::exchange(connecting_, {})) done(Result<void>{});
}

void ClientCore::on_loss(const SessionLoss& loss)
{
    server_.store(Version{}, std::memory_order_release);
    server_lost_ = false;
    calls()->keep_running(false);
    after_restore_.reset();
    after_market_data_.reset();
    after_history_.reset();
    retry_withheld_.reset();
    withheld_.clear();
    waits_to_retry_ = false;
    bool asked_for = !loss.why.code;
    auto why = asked_for ? Error{Errc::cancelled, "disconnected"} : loss.why;
    link_ = loss.retry_in ? LinkState::lost : LinkState::disconnected;
    for (auto tag : loss.not_sent) routes_.not_sent(tag, Error{Errc::not_connected, why.message});
    if (loss.was_ready)
        routes_.connection_lost(asked_for ? why : Error{Errc::connection_lost, why.message});
    if (listener_) listener_->on_loss(loss);
    if (!loss.retry_in) {
        for (auto& done : std::exchange(connecting_, {})) done(why);
        for (auto& done : std::exchange(disconnecting_, {})) done(Result<void>{});
        routes_.close(why);
    }
}

void ClientCore::on_server(ServerNews news)
{
    server_lost_ = news == ServerNews::lost;
    // Before the session is ready nothing can have been lost: it begins with this.
    if (!has_session()) return;
    switch (news) {
    case ServerNews::lost: link_ = LinkState::lost; break;
    case ServerNews::restored: link_ = LinkState::restored; break;
    case ServerNews::restored_without_data: link_ = LinkState::restored_without_data; break;
    }
    if (listener_) listener_->on_server(news);
    after_restore_ = news == ServerNews::restored
                         ? listen_for_silence(std::nullopt, silence_.after_restore)
                         : Subscription{};
    if (news == ServerNews::restored_without_data)
        routes_.restore(Routes::Lost::all, server(), request_ids_);
}

void ClientCore::on_farm_recovered(DataFarm farm)
{
    auto& timer = farm == DataFarm::market_data ? after_market_data_ : after_history_;
    timer = listen_for_silence(farm, silence_.after_farm);
}

Subscription ClientCore::listen_for_silence(std::optional<DataFarm> farm, Duration patience)
{
    if (patience <= Duration{}) return {};
    return clock()->after(
        patience, strand(), [weak = weak_from_this(), marks = routes_.marks(farm)] {
            auto self = std::static_pointer_cast<ClientCore>(weak.lock());
            if (self && self->has_session())
                self->routes_.ask_again_where_silent(marks, self->server(), self->request_ids_);
        });
}

void ClientCore::withheld(int request_id)
{
    auto mark = routes_.mark(request_id);
    if (!mark || silence_.while_withheld <= Duration{}) return;
    std::erase_if(withheld_, [&](const StreamMark& known) { return known.number == mark->number; });
    withheld_.push_back(*mark);
    // TWS says it of each line, and may repeat it: one wait for all.
    if (!waits_to_retry_) retry_withheld();
}

void ClientCore::retry_withheld()
{
    waits_to_retry_ = true;
    retry_withheld_ = clock()->after(silence_.while_withheld, strand(), [weak = weak_from_this()] {
        auto self = std::static_pointer_cast<ClientCore>(weak.lock());
        if (!self) return;
        self->waits_to_retry_ = false;
        auto silent = self->routes_.silent(std::exchange(self->withheld_, {}));
        self->routes_.ask_again_where_silent(silent, self->server(), self->request_ids_);
        self->withheld_ = self->routes_.silent(std::move(silent));
        if (!self->withheld_.empty() && !self->waits_to_retry_) self->retry_withheld();
    });
}

void ClientCore::on_error(const ErrorMessage& message)
{
    if (message.error_code == competing_session) withheld(message.about());
    auto error = make_tws_error(message.error_code, std::string{message.error_message});
    if (routes_.deliver_error(message.about(), message.error_code, error)) return;
    if (listener_) listener_->on_error(message);
}

}  // namespace trademind::ibkr
