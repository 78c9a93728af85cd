// One strategy, two brokers: the same class trades on paper, and on the TWS of a configuration.
//
//   two_brokers                              on paper alone
//   two_brokers config/ibkr_config.yaml      on paper, then on IBKR
#include <trademind/execution/factory.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <exception>
#include <iostream>

using namespace std::chrono_literals;
using namespace trademind;
using namespace trademind::literals;

/// Buys ten shares at the first quote, sells them when they have filled, and is done when those
/// have. Knows no broker but the interface. Lives on the broker's strand: no lock.
class RoundTrip : public BrokerObserver {
public:
    RoundTrip(Broker& broker, std::function<void(bool good)> done)
        : broker_{broker},
          done_{std::move(done)},
          events_{broker.observe(*this)},
          time_limit_{broker.get_executor(), 20s}
    {
        quotes_ = broker.watch(
            contract_, [this](const Quote& quote) { on_quote(quote); },
            [this](const Error& error) { fail(error); });
        time_limit_.async_wait([this](boost::system::error_code failed) {
            if (!failed) fail(Error{Errc::timed_out, "no round trip in twenty seconds"});
        });
    }

    void on_execution(const Execution& e) override
    {
        std::cout << to_string(e.side) << ' ' << e.quantity << ' ' << e.contract.symbol << " at "
                  << e.price << '\n';
        held_ += e.side == Side::buy ? e.quantity : -e.quantity;
        if (held_ == 10_d) sell_ = true;  // at the next quote
        if (held_.is_zero()) finish(true);
    }

private:
    void on_quote(const Quote& quote)
    {
        if (!quote.bid || !quote.ask || done_with_ == 2) return;
        if (done_with_ == 0)
            place(buy(contract_, 10_d).limit((*quote.ask * 1.01_d).round(2)));
        else if (sell_)
            place(sell(contract_, 10_d).limit((*quote.bid * 0.99_d).round(2)));
    }
    void place(OrderRequest order)
    {
        ++done_with_;
        sell_ = false;
        broker_.place_order(std::move(order), [this](Result<OrderReport> placed) {
            if (!placed) return fail(placed.error());
            std::cout << placed->order.describe() << '\n';
        });
    }
    void fail(const Error& error)
    {
        std::cerr << error.describe() << '\n';
        finish(false);
    }
    void finish(bool good)
    {
        quotes_.reset();
        time_limit_.cancel();
        if (auto done = std::exchange(done_, nullptr)) done(good);
    }

    Broker& broker_;
    std::function<void(bool)> done_;
    Contract contract_ = stock("AAPL");
    Decimal held_;
    int done_with_ = 0;  // orders sent: the purchase, then the sale
    bool sell_ = false;
    Subscription events_, quotes_;
    asio::steady_timer time_limit_;
};

/// Connects, makes one round trip, disconnects. `begin` is called when the strategy watches.
bool run(asio::io_context& io, Broker& broker, const std::function<void()>& begin)
{
    bool good = false;
    std::optional<RoundTrip> strategy;
    auto leave = [&](bool well) {
        good = well;
        broker.disconnect([&](Result<>) { io.stop(); });
    };
    broker.connect([&](Result<> up) {
        if (!up) return std::cerr << up.error().describe() << '\n', io.stop();
        strategy.emplace(broker, leave);
        begin();
    });
    io.run();
    io.restart();
    return good;
}

bool on_paper()
{
    std::cout << "==== paper broker\n";
    asio::io_context io;
    Config config{BrokerType::paper};
    config.log.level = "warning";
    auto options = paper_options(config);
    options.tape = std::make_shared<const paper::Tape>(paper::generate_tape());
    options.tape_start = paper::TapeStart::manual;
    auto made = make_paper_market(config, std::move(options), io.get_executor()).value();
    return run(io, *made.router, [market = made.market] { market->play([](Result<>) {}); });
}

bool on_ibkr(const char* file)
{
    std::cout << "==== IBKR broker\n";
    asio::io_context io;
    Config config = load_config(file).value();
    auto router = make_broker(config, io.get_executor()).value();
    return run(io, *router, [] {});
}

int main(int count, char** arguments)
try {
    bool good = on_paper() && (count < 2 || on_ibkr(arguments[1]));
    return good ? 0 : 1;
} catch (const std::exception& failed) {
    std::cerr << failed.what() << '\n';
    return 1;
}
