// A first order on IBKR: connects to the TWS or IB Gateway of a configuration, buys one share a
// little above the ask, waits for the fill and leaves. What has not filled in time is cancelled.
//
//   ibkr_order config/ibkr_config.yaml [SYMBOL]
#include <trademind/execution/factory.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <iostream>
#include <map>
#include <stdexcept>

using namespace std::chrono_literals;
using namespace trademind;
using namespace trademind::literals;

asio::awaitable<void> pause(Duration time)
{
    asio::steady_timer timer{co_await asio::this_coro::executor, time};
    co_await timer.async_wait(asio::use_awaitable);
}

/// What the broker last reported of each order. Lives on the broker's strand, as the coroutines
/// below do: no lock.
class Orders : public BrokerObserver {
public:
    explicit Orders(Broker& broker) : listening_{broker.observe(*this)} {}

    void on_order(const OrderReport& report) override { last_[report.id] = report; }

    /// The report that ends the order, or the last one when the time is over.
    asio::awaitable<OrderReport> end_of(OrderReport placed, Duration longest)
    {
        last_.try_emplace(placed.id, placed);
        for (Duration waited{}; !is_done(last_[placed.id].status) && waited < longest;
             waited += 20ms)
            co_await pause(20ms);
        co_return last_[placed.id];
    }

private:
    std::map<OrderId, OrderReport> last_;
    Subscription listening_;
};

/// The ask, as soon as there is one.
asio::awaitable<Decimal> ask_of(Broker& broker, const Contract& contract)
{
    (co_await broker.subscribe(contract)).value();
    for (int i = 0; i < 100; ++i) {
        auto quote = co_await broker.get_quote(contract);
        if (quote && quote->ask) co_return *quote->ask;
        co_await pause(100ms);
    }
    throw std::runtime_error{"no ask of " + contract.describe() + " within ten seconds"};
}

asio::awaitable<void> trade(Broker& broker, Contract contract)
{
    Orders orders{broker};
    (co_await broker.connect()).value();  // throws where it failed
    Decimal limit = (co_await ask_of(broker, contract) * 1.01_d).round(2);
    auto placed = (co_await broker.place_order(buy(contract, 1_d).limit(limit))).value();
    auto report = co_await orders.end_of(placed, 10s);
    if (!is_done(report.status)) {
        std::cout << "not filled, cancelled\n";
        (co_await broker.cancel_order(placed.id)).value();
        report = co_await orders.end_of(placed, 10s);
    }
    std::cout << report.order.describe() << ": " << to_string(report.status);
    if (report.average_fill_price) std::cout << " at " << *report.average_fill_price;
    std::cout << '\n';
    (co_await broker.disconnect()).value();
}

int main(int count, char** arguments)
try {
    if (count < 2) return std::cerr << "usage: ibkr_order CONFIG [SYMBOL]\n", 2;
    Runtime runtime;
    Config config = load_config(arguments[1]).value();
    auto router = make_broker(config, runtime.get_executor()).value();
    auto trading = trade(*router, stock(count > 2 ? arguments[2] : "AAPL"));
    asio::co_spawn(router->get_executor(), std::move(trading), asio::use_future).get();
} catch (const std::exception& failed) {
    std::cerr << failed.what() << '\n';
    return 1;
}
