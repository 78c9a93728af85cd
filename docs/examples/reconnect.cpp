// Survives a lost link: stops trading while it is down, and looks again at what it holds when it is
// back. Until Ctrl-C.
//
//   reconnect config/ibkr_config.yaml
#include <trademind/execution/factory.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <exception>
#include <iostream>

using namespace trademind;

class Strategy : public BrokerObserver {
public:
    explicit Strategy(Broker& broker) : broker_{broker}, listening_{broker.observe(*this)} {}

    void on_link(LinkState link) override
    {
        std::cout << "link: " << to_string(link) << std::endl;
        bool came_back = lost_ && is_usable(link);
        trading_ = is_usable(link) && !came_back;
        lost_ = lost_ ? !came_back : link == LinkState::lost;
        if (came_back) look_again();
    }

private:
    void look_again()  // orders at the exchange lived on meanwhile
    {
        broker_.get_positions([this](Result<std::vector<Position>> positions) {
            if (!positions) return void(std::cerr << positions.error().describe() << '\n');
            for (const Position& p : *positions)
                std::cout << "holds " << p.quantity << ' ' << p.contract.symbol << '\n';
            trading_ = true;
            std::cout << "trading again" << std::endl;
        });
    }

    Broker& broker_;
    bool trading_ = false, lost_ = false;
    Subscription listening_;
};

int main(int count, char** arguments)
try {
    if (count < 2) return std::cerr << "usage: reconnect CONFIG\n", 2;
    asio::io_context io;
    Config config = load_config(arguments[1]).value();
    auto router = make_broker(config, io.get_executor()).value();
    Strategy strategy{*router};
    int status = 0;
    asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&](boost::system::error_code failed, int) {
        if (!failed) router->disconnect([&](Result<>) { io.stop(); });
    });
    router->connect([&](Result<> up) {
        if (up) return;
        std::cerr << up.error().describe() << '\n';
        status = 1;
        io.stop();
    });
    io.run();
    return status;
} catch (const std::exception& failed) {
    std::cerr << failed.what() << '\n';
    return 1;
}
