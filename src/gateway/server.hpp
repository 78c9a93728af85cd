// Listens, and brings requests and events to the desks.
#pragma once

#include "gateway/client.hpp"
#include "gateway/order_desk.hpp"
#include "gateway/order_lists.hpp"
#include "gateway/reference_desk.hpp"

#include <trademind/gateway.hpp>

#include <map>
#include <memory>
#include <vector>

namespace trademind::gateway {

class Server final : public Gateway,
                     public SessionHost,
                     public BrokerObserver,
                     public std::enable_shared_from_this<Server> {
public:
    Server(std::shared_ptr<Broker> broker, GatewayOptions options);
    ~Server() override;

    void start(std::function<void(Result<>)> done) override;
    void stop() override;
    void inject(GatewayFault fault) override;
    std::uint16_t port() const override { return port_; }
    GatewayCounts counts() const override;

private:
    friend struct RequestHandler;
    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Strand>;

    Result<> listen();
    void play_faults();
    void set_upstream(bool away, int code);
    void accept();
    void accepted(Session::Socket socket);
    bool may_connect(const boost::asio::ip::address& from) const;
    void begin(Client&, const ibkr::StartApiRequest&);
    bool keeps_pace(Client&);
    void send_link(int code, std::string_view text);

    // SessionHost
    std::optional<Version> choose(const wire::ClientHello&) override;
    std::string connection_time() override;
    void on_frame(Session&, std::string_view payload) override;
    void on_drained(Session&) override;
    void on_closed(Session&, std::string_view why) override;
    Clock& clock() override { return *floor_.broker->clock(); }
    std::shared_ptr<ibkr::transport::Recorder> recorder_for(const Session&) override;
    // BrokerObserver
    void on_order(const OrderReport& report) override { orders_.on_order(report); }
    void on_execution(const Execution& execution) override { lists_.on_execution(execution); }
    void on_commission(const Commission& c) override { lists_.on_commission(c); }
    void on_position(const trademind::Position&) override;
    void on_link(LinkState) override;
    void on_notice(const Notice&) override;

    GatewayOptions options_;
    std::vector<std::shared_ptr<Session>> sessions_;
    Floor floor_;
    OrderBook book_;
    OrderDesk orders_;
    OrderLists lists_;
    Catalogue catalogue_;
    ReferenceDesk reference_;
    BarStore store_;
    std::map<const Session*, Client> clients_;
    std::unique_ptr<Acceptor> acceptor_;
    std::uint16_t port_ = 0;
    GatewayCounts counts_;
    std::vector<Subscription> steps_;
    Subscription observing_;
};

}  // namespace trademind::gateway
