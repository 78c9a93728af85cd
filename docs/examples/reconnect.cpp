// Survives a lost link: stops trading while it is down, and looks again at what it holds when it is
// back.
#include "mock/mock_desk.hpp"

#include <trademind/brokers/ibkr.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

using namespace std::chrono_literals;
using namespace trademind;

class Strategy : public BrokerObserver {
public:
    Strategy(Broker& broker, std::function<void()> recovered)
        : broker_{broker}, recovered_{std::move(recovered)}, listening_{broker.observe(*this)}
    {}
    bool is_trading() const { return trading_; }

    void on_link(LinkState link) override
    {
        std::cout << "link: " << to_string(link) << '\n';
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
            recovered_();
        });
    }

    Broker& broker_;
    std::function<void()> recovered_;
    bool trading_ = false, lost_ = false;
    Subscription listening_;
};

int main()
{
    asio::io_context io;
    test::MockTws tws{io.get_executor()};  // instead of a real one: here it can be cut off
    test::MockDesk desk{tws};
    desk.add_stock("AAPL");
    desk.position("AAPL", 100, 189);

    IbkrOptions options;
    options.port = tws.port();
    options.reconnect_delay = 50ms;
    auto broker = make_ibkr_broker(io.get_executor(), options);
    Strategy strategy{*broker, [&] { io.stop(); }};
    broker->connect([&](Result<> up) {
        if (!up) return std::cerr << up.error().describe() << '\n', io.stop();
        tws.drop_all();
    });
    io.run();
    std::cout << (strategy.is_trading() ? "trading again\n" : "not trading\n");
}
