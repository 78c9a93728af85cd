// Without Asio of one's own: a Runtime runs the library on a thread, and futures wait for answers.
#include <trademind/execution/factory.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/use_future.hpp>

#include <iostream>

using namespace std::chrono_literals;
using namespace trademind;
using namespace trademind::literals;

int main()
try {
    Runtime runtime;
    Config config;
    config.log.level = "warning";
    auto [broker, market] =
        make_paper_market(config, paper_options(config), runtime.get_executor()).value();
    broker->connect(asio::use_future).get().value();  // value() throws where it failed
    market->push(stock("AAPL"),
                 paper::MarketChange{}.with_bid(189.05_d, 500).with_ask(189.10_d, 300));

    auto order = buy(stock("AAPL"), 10_d);
    broker->place_order(order, within(2s, asio::use_future)).get().value();
    for (const auto& position : broker->get_positions(asio::use_future).get().value())
        std::cout << position.quantity << ' ' << position.contract.describe() << " at "
                  << position.known_average_cost().value() << '\n';
    broker->disconnect(asio::use_future).get().value();
} catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
