// A user's program: places an order on the paper broker.
#include <trademind/brokers/paper.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/use_future.hpp>

#include <iostream>

using namespace trademind;
using namespace trademind::literals;

int main()
{
    Runtime runtime;
    auto broker = make_paper_broker(runtime.get_executor());
    broker->connect(asio::use_future).get().value();
    broker->push(stock("AAPL"),
                 paper::MarketChange{}.with_bid(189.05_d, 500).with_ask(189.10_d, 300));
    auto order = buy(stock("AAPL"), 10_d).limit(189.10_d);
    auto placed = broker->place_order(order, asio::use_future).get().value();
    auto positions = broker->get_positions(asio::use_future).get().value();
    std::cout << order.describe() << ": order " << to_number(placed.id) << '\n';
    return positions.size() == 1 && positions[0].quantity == 10_d ? 0 : 1;
}
