// A user's program: places an order on the paper broker.
#include <trademind/execution/factory.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/use_future.hpp>

#include <iostream>

using namespace trademind;
using namespace trademind::literals;

int main()
{
    Runtime runtime;
    Config config;
    auto [broker, market] =
        make_paper_market(config, paper_options(config), runtime.get_executor()).value();
    broker->connect(asio::use_future).get().value();
    market->push(stock("AAPL"),
                 paper::MarketChange{}.with_bid(189.05_d, 500).with_ask(189.10_d, 300));
    auto order = buy(stock("AAPL"), 10_d).limit(189.10_d);
    auto placed = broker->place_order(order, asio::use_future).get().value();
    auto positions = broker->get_positions(asio::use_future).get().value();
    std::cout << order.describe() << ": order " << to_number(placed.id) << '\n';
    return positions.size() == 1 && positions[0].quantity == 10_d ? 0 : 1;
}
