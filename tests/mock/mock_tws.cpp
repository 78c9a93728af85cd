// The listener, and what a TWS does by itself.
#include "mock/mock_tws.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <algorithm>

namespace trademind::test {

namespace asio = boost::asio;
using asio::ip::tcp;

MockTws::MockTws(asio::any_io_executor executor, std::shared_ptr<Clock> clock, std::uint16_t port)
    : executor_{std::move(executor)}, clock_{std::move(clock)}, acceptor_{executor_}, port_{port}
{
    on<ibkr::CurrentTimeRequest>([this](Session& session, const ibkr::CurrentTimeRequest&) {
        ibkr::CurrentTime answer;
        answer.current_time =
            std::chrono::floor<std::chrono::seconds>(clock_->now()).time_since_epoch().count();
        session.send(answer);
    });
    on<ibkr::IdsRequest>([this](Session& session, const ibkr::IdsRequest&) {
        ibkr::NextValidId answer;
        answer.order_id = next_order_id_;
        session.send(answer);
    });
    on<ibkr::ManagedAccountsRequest>([this](Session& session, const ibkr::ManagedAccountsRequest&) {
        ibkr::ManagedAccounts answer;
        answer.accounts_list = accounts_;
        session.send(answer);
    });
    listen();
}

MockTws::~MockTws()
{
    *alive_ = false;
    for (auto& session : sessions_) {
        session->tws_ = nullptr;
        session->close();
    }
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

void MockTws::listen()
{
    tcp::endpoint endpoint{asio::ip::make_address(host_), port_};
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address{true});
    acceptor_.bind(endpoint);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
    accept();
}

void MockTws::stop_listening()
{
    acceptor_.close();
}

void MockTws::accept()
{
    acceptor_.async_accept(
        [this, alive = alive_](boost::system::error_code ec, tcp::socket socket) {
            if (!*alive || ec == asio::error::operation_aborted || !acceptor_.is_open()) return;
            if (!ec) {
                ++connections_;
                if (!hang_up_) {
                    sessions_.push_back(
                        std::make_shared<Session>(*this, std::move(socket), connections_));
                    sessions_.back()->start();
                }
            }
            accept();
        });
}

MockTws& MockTws::speak(int version)
{
    newest_ = version;
    insisted_ = 0;
    return *this;
}
MockTws& MockTws::insist(int version)
{
    insisted_ = version;
    return *this;
}
MockTws& MockTws::accounts(std::string list)
{
    accounts_ = std::move(list);
    return *this;
}
MockTws& MockTws::next_order_id(int id)
{
    next_order_id_ = id;
    return *this;
}
MockTws& MockTws::refuse_client_id(int id)
{
    refused_ids_.insert(id);
    return *this;
}
MockTws& MockTws::accept_client_id(int id)
{
    refused_ids_.erase(id);
    return *this;
}
MockTws& MockTws::hang_up(bool on)
{
    hang_up_ = on;
    return *this;
}
MockTws& MockTws::close_after(std::optional<std::size_t> bytes)
{
    close_after_ = bytes;
    return *this;
}
MockTws& MockTws::mute(bool on)
{
    mute_ = on;
    return *this;
}
MockTws& MockTws::mute_start(bool on)
{
    mute_start_ = on;
    return *this;
}
MockTws& MockTws::on_every(std::function<void(Session&, const ReceivedRequest&)> handler)
{
    every_ = std::move(handler);
    return *this;
}
MockTws& MockTws::on_other(std::function<void(Session&, const ReceivedRequest&)> handler)
{
    other_ = std::move(handler);
    return *this;
}
MockTws& MockTws::on_started(std::function<void(Session&)> handler)
{
    started_ = std::move(handler);
    return *this;
}
MockTws& MockTws::on_closed(std::function<void(Session&)> handler)
{
    closed_ = std::move(handler);
    return *this;
}

int MockTws::choose(int oldest, int newest) const
{
    if (insisted_ != 0) return insisted_;
    // a server older than all that is offered names its own version
    return std::min(newest, newest_) < oldest ? newest_ : std::min(newest, newest_);
}

std::vector<std::string> MockTws::unmet() const
{
    std::vector<std::string> names;
    for (const auto& [id, queue] : once_)
        for (const auto& expected : queue) names.push_back(expected.name);
    return names;
}

bool MockTws::has_session() const
{
    return std::ranges::any_of(sessions_, [](const auto& s) { return s->open() && s->started(); });
}

MockSession& MockTws::session()
{
    for (auto at = sessions_.rbegin(); at != sessions_.rend(); ++at)
        if ((*at)->open() && (*at)->started()) return **at;
    throw std::logic_error{"MockTws: no client is connected"};
}

MockSession* MockTws::find_session(int client_id)
{
    for (auto& session : sessions_)
        if (session->open() && session->client_id() == client_id) return session.get();
    return nullptr;
}

MockSession* MockTws::find_session_number(int number)
{
    for (auto& session : sessions_)
        if (session->open() && session->number() == number) return session.get();
    return nullptr;
}

void MockTws::send_error(int id, int code, std::string_view text)
{
    ibkr::ErrorMessage error;
    error.id = id;
    error.error_code = code;
    error.error_message = text;
    error.error_time =
        std::chrono::floor<std::chrono::milliseconds>(clock_->now()).time_since_epoch().count();
    send(error);
}

void MockTws::drop_all()
{
    // each takes itself out of the list
    for (auto sessions = sessions_; auto& session : sessions) session->close();
}

void MockTws::handle(Session& session, ReceivedRequest request)
{
    const auto& kept = received_.emplace_back(std::move(request));
    if (every_) {
        if (!session.started()) session.client_id_ = 0;
        return every_(session, kept);
    }
    if (kept.id == id_of<ibkr::StartApiRequest>()) return start_api(session, kept);
    if (auto waiting = once_.find(kept.id); waiting != once_.end() && !waiting->second.empty()) {
        auto handler = std::move(waiting->second.front().handler);
        waiting->second.pop_front();
        return handler(session, kept);
    }
    if (auto known = handlers_.find(kept.id); known != handlers_.end())
        return known->second(session, kept);
    if (other_) other_(session, kept);
}

void MockTws::start_api(Session& session, const ReceivedRequest& request)
{
    auto start = decode<ibkr::StartApiRequest>(request);
    session.client_id_ = start.client_id;
    auto error = [&](int code, std::string_view text) {
        session.send_error(ibkr::ErrorMessage::no_request, code, text);
    };
    if (refused_ids_.contains(start.client_id)) {
        error(326,
              "Unable to connect as the client id is already in use. Retry with a unique "
              "client id.");
        return session.drop();
    }
    if (mute_start_) return;
    if (auto waiting = once_.find(request.id); waiting != once_.end() && !waiting->second.empty()) {
        auto handler = std::move(waiting->second.front().handler);
        waiting->second.pop_front();
        return handler(session, request);
    }
    ibkr::ManagedAccounts accounts;
    accounts.accounts_list = accounts_;
    session.send(accounts);
    ibkr::NextValidId next;
    next.order_id = next_order_id_;
    session.send(next);
    error(2104, "Market data farm connection is OK:usfarm");
    error(2106, "HMDS data farm connection is OK:ushmds");
    error(2158, "Sec-def data farm connection is OK:secdefnj");
    if (started_) started_(session);
}

}  // namespace trademind::test
