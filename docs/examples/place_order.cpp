// Places one order: on paper here, and unchanged on IBKR. Risk checks stand in front of both.
#include <trademind/execution/factory.hpp>
#include <trademind/run_to_end.hpp>

#include <iostream>

using namespace trademind;
using namespace trademind::literals;

asio::awaitable<void> trade(Broker& broker)
{
    (co_await broker.connect()).value();  // throws where it failed
    auto order = buy(stock("AAPL"), 10_d).limit(189.10_d);
    auto report = (co_await broker.place_order(order)).value();
    std::cout << report.order.describe() << ": " << to_string(report.status) << '\n';
    auto account = co_await broker.get_account();
    std::cout << "cash: " << account.value().cash_balance.value() << '\n';
}

int main()
try {
    asio::io_context io;
    RunToEnd run{io};
    Config config;  // or load_config("config/ibkr_config.yaml"), and make_broker
    auto [router, market] =
        make_paper_market(config, paper_options(config), io.get_executor()).value();
    market->push(stock("AAPL"),
                 paper::MarketChange{}.with_bid(189.05_d, 500).with_ask(189.10_d, 300));
    asio::co_spawn(io, trade(*router), run.handler());
    run();  // throws what trade threw
} catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
