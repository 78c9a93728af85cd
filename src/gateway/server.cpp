// The listener, and what concerns all sessions.
#include "gateway/server.hpp"

#include "base/log.hpp"
#include "gateway/order_messages.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <utility>

namespace trademind {

using gateway::Server;

Result<std::shared_ptr<Gateway>> make_gateway(std::shared_ptr<Broker> broker,
                                              GatewayOptions options)
{
    auto wrong = [](const std::string& what) { return Error{Errc::invalid_argument, what}; };
    error_code ec;
    auto address = asio::ip::make_address(options.host, ec);
    if (ec) return wrong("host: '" + options.host + "' is no numeric address");
    if (!address.is_loopback() && options.allowed_addresses.empty())
        return wrong("host: " + options.host +
                     " can be reached from elsewhere: name the allowed addresses");
    for (const auto& allowed : options.allowed_addresses) {
        asio::ip::make_address(allowed, ec);
        if (ec) return wrong("allowed_addresses: '" + allowed + "' is no numeric address");
    }
    if (options.most_sessions < 1 || options.most_sessions > 1000)
        return wrong("most_sessions is 1 to 1000");
    if (options.most_waiting < (std::size_t{64} << 10) ||
        options.most_waiting > (std::size_t{1} << 30))
        return wrong("most_waiting is 64 KiB to 1 GiB");
    if (options.newest_version < number(ibkr::Version::oldest) ||
        options.newest_version > number(ibkr::Version::newest))
        return wrong("newest_version is 176 to 225");
    if (options.messages_per_second && *options.messages_per_second < 1)
        return wrong("messages_per_second is at least 1");
    return std::make_shared<Server>(std::move(broker), std::move(options));
}

}  // namespace trademind

namespace trademind::gateway {

Server::Server(std::shared_ptr<Broker> broker, GatewayOptions options)
    : options_{std::move(options)},
      floor_{std::move(broker), sessions_},
      orders_{floor_, book_},
      lists_{floor_, book_},
      catalogue_{options_.instruments},
      reference_{floor_, catalogue_},
      store_{floor_.broker}
{
    floor_.master_client_id = options_.master_client_id;
    floor_.read_only = options_.read_only;
}

Server::~Server()
{
    stop();
}

void Server::start(std::function<void(Result<>)> done)
{
    auto self = weak_from_this();
    observing_ = floor_.broker->observe(*this);
    floor_.broker->get_account([self, done](Result<Account> account) {
        auto server = self.lock();
        if (!server) return done(Error{Errc::cancelled, "the gateway has ended"});
        if (!account) return done(account.error());
        server->floor_.account = account->id;
        server->floor_.broker->get_orders(
            OrderFilter::all, [self, done](const Result<std::vector<OrderReport>>& orders) {
                auto held = self.lock();
                if (!held) return done(Error{Errc::cancelled, "the gateway has ended"});
                if (!orders) return done(orders.error());
                for (const auto& report : *orders) held->book_.take(report);
                auto listening = held->listen();
                if (listening) held->play_faults();
                done(std::move(listening));
            });
    });
}

Result<> Server::listen()
{
    asio::ip::tcp::endpoint endpoint{asio::ip::make_address(options_.host), options_.port};
    acceptor_ = std::make_unique<Acceptor>(floor_.broker->get_executor());
    error_code ec;
    acceptor_->open(endpoint.protocol(), ec);
    if (!ec) acceptor_->set_option(asio::socket_base::reuse_address{true}, ec);
    if (!ec) acceptor_->bind(endpoint, ec);
    if (!ec) acceptor_->listen(asio::socket_base::max_listen_connections, ec);
    if (ec) {
        acceptor_.reset();
        return Error{Errc::input_output, "cannot listen on " + options_.host + ':' +
                                             std::to_string(options_.port) + ": " + ec.message()};
    }
    // the port is kept where another one was asked for
    options_.port = port_ = acceptor_->local_endpoint().port();
    accept();
    return {};
}

void Server::accept()
{
    auto self = weak_from_this();
    acceptor_->async_accept(floor_.broker->get_executor(),
                            [self](error_code ec, Session::Socket socket) {
                                auto server = self.lock();
                                if (!server || !server->acceptor_) return;
                                if (!ec) server->accepted(std::move(socket));
                                server->accept();
                            });
}

bool Server::may_connect(const asio::ip::address& from) const
{
    if (from.is_loopback()) return true;
    return std::ranges::any_of(options_.allowed_addresses, [&](const std::string& allowed) {
        return asio::ip::make_address(allowed) == from;
    });
}

void Server::accepted(Session::Socket socket)
{
    ++counts_.accepted;
    error_code ec;
    auto peer = socket.remote_endpoint(ec);
    if (ec || !may_connect(peer.address()) || sessions_.size() >= options_.most_sessions) {
        ++counts_.refused;
        log::warning("gateway: a connection from {} is refused",
                     ec ? std::string{"unknown"} : peer.address().to_string());
        return;
    }
    SessionLimits limits;
    limits.most_waiting = options_.most_waiting;
    auto session = std::make_shared<Session>(weak_from_this(), std::move(socket), limits);
    sessions_.push_back(session);
    clients_.try_emplace(session.get(), session, floor_, store_);
    session->hold(floor_.faults.silent);
    session->start();
}

std::optional<Version> Server::choose(const wire::ClientHello& hello)
{
    int version = std::min(hello.newest, options_.newest_version);
    if (version >= std::max(hello.oldest, number(Version::oldest))) return Version{version};
    ++counts_.refused;
    return std::nullopt;
}

std::string Server::connection_time()
{
    // TWS names its zone
    return zoned_time(floor_.now());
}

std::shared_ptr<ibkr::transport::Recorder> Server::recorder_for(const Session&)
{
    if (options_.session_log.empty()) return nullptr;
    auto file = options_.session_log / ("session-" + std::to_string(counts_.accepted) + ".txt");
    auto recorder = ibkr::transport::Recorder::open(file.string(), floor_.broker->clock());
    if (recorder) return *recorder;
    log::warning("gateway: a session is not recorded: {}", recorder.error().describe());
    return nullptr;
}

void Server::begin(Client& client, const ibkr::StartApiRequest& request)
{
    auto& session = *client.session;
    if (floor_.find_client(request.client_id)) {
        ++counts_.refused;
        floor_.error(session, ibkr::ErrorMessage::no_request, code_client_id_in_use,
                     "Unable to connect as the client id is already in use. Retry with a unique "
                     "client id.");
        return session.finish("client id " + std::to_string(request.client_id) + " is in use");
    }
    session.begin(request.client_id);
    log::info("gateway: client {} from {}, version {}", request.client_id, session.peer(),
              number(session.version()));
    ibkr::ManagedAccounts accounts;
    accounts.accounts_list = floor_.account;
    session.send(accounts);
    ibkr::NextValidId next;
    next.order_id = take(floor_.faults.rolled_back) ? 1 : book_.next_order_id(request.client_id);
    session.send(next);
    auto tell = [&](int code, std::string_view text) {
        floor_.error(session, ibkr::ErrorMessage::no_request, code, text);
    };
    tell(code_farm_ok, "Market data farm connection is OK:usfarm");
    tell(code_history_farm_ok, "HMDS data farm connection is OK:ushmds");
    tell(code_definitions_farm_ok, "Sec-def data farm connection is OK:secdefnj");
    if (!floor_.broker->is_connected())
        tell(1100, "Connectivity between IB and Trader Workstation has been lost.");
}

bool Server::keeps_pace(Client& client)
{
    if (!options_.messages_per_second) return true;
    auto now = floor_.now();
    if (now - client.second_begins >= std::chrono::seconds{1}) {
        client.second_begins = now;
        client.messages_in_second = 0;
    }
    if (++client.messages_in_second <= *options_.messages_per_second) return true;
    // once for each second that has too many
    if (client.messages_in_second != *options_.messages_per_second + 1) return true;
    constexpr int most_violations = 3;
    floor_.error(*client.session, ibkr::ErrorMessage::no_request, code_max_messages,
                 "Max rate of messages per second has been exceeded:" +
                     std::to_string(*options_.messages_per_second));
    if (++client.violations <= most_violations) return true;
    client.session->finish("too many messages a second");
    return false;
}

void Server::on_drained(Session& session)
{
    auto at = clients_.find(&session);
    if (at != clients_.end()) at->second.quotes.drained(session);
}

void Server::on_closed(Session& session, std::string_view why)
{
    log::info("gateway: client {} from {} ends: {}", session.client_id(), session.peer(), why);
    if (why.starts_with("the client does not read")) ++counts_.slow;
    // its desks may be what closes it
    asio::post(floor_.broker->get_executor(),
               [self = weak_from_this(), ended = &session, held = session.shared_from_this()] {
                   auto server = self.lock();
                   if (!server) return;
                   server->clients_.erase(ended);
                   std::erase(server->sessions_, held);
               });
}

void Server::stop()
{
    observing_.reset();
    if (auto acceptor = std::exchange(acceptor_, nullptr)) {
        error_code ignored;
        acceptor->close(ignored);
    }
    for (auto all = sessions_; const auto& session : all) session->close("the gateway stops");
}

GatewayCounts Server::counts() const
{
    auto out = counts_;
    out.sessions = sessions_.size();
    return out;
}

void Server::on_position(const trademind::Position& position)
{
    for (auto& [key, client] : clients_)
        if (client.session->open() && client.session->started()) {
            client.account.on_position(*client.session, position);
            client.account.renew_soon(*client.session);
        }
}

void Server::send_link(int code, std::string_view text)
{
    floor_.for_each_client([&](Session& session) {
        floor_.error(session, ibkr::ErrorMessage::no_request, code, text);
    });
}

void Server::on_link(LinkState state)
{
    switch (state) {
    case LinkState::lost:
    case LinkState::disconnected:
        return send_link(1100, "Connectivity between IB and Trader Workstation has been lost.");
    case LinkState::restored:
        return send_link(1102,
                         "Connectivity between IB and Trader Workstation has been restored "
                         "- data maintained.");
    case LinkState::restored_without_data:
        return send_link(1101,
                         "Connectivity between IB and Trader Workstation has been restored "
                         "- data lost.");
    default: return;
    }
}

void Server::on_notice(const Notice& notice)
{
    // what TWS says of its farms and itself concerns all; of an order, its owner
    if (notice.error.code.category() != tws_category()) return;
    const auto* order = notice.order_id ? book_.find(*notice.order_id) : nullptr;
    if (notice.order_id && !order) return;
    floor_.for_each_client([&](Session& session) {
        if (order && session.client_id() != order->key.client_id) return;
        floor_.error(session, order ? order->key.order_id : ibkr::ErrorMessage::no_request,
                     notice.error.code.value(), notice.error.message);
    });
}

}  // namespace trademind::gateway
