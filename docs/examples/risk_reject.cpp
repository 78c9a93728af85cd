// An order over a limit never reaches the broker; the error says which limit and by how much.
#include <trademind/execution/factory.hpp>
#include <trademind/run_to_end.hpp>

#include <iostream>

using namespace trademind;
using namespace trademind::literals;

asio::awaitable<void> trade(Broker& broker)
{
    (co_await broker.connect()).value();
    for (Decimal quantity : {100_d, 500_d, 2'000_d}) {
        auto report = co_await broker.place_order(buy(stock("AAPL"), quantity).limit(189.10_d));
        std::cout << quantity << ": ";
        if (report)
            std::cout << to_string(report->status) << '\n';
        else if (report.error() == Errc::order_size_limit ||
                 report.error() == Errc::order_value_limit)
            std::cout << "refused here: " << report.error().message << '\n';
        else if (report.error() == Errc::rejected)
            std::cout << "refused by the broker: " << report.error().message << '\n';
        else
            std::cout << report.error().describe() << '\n';
    }
}

int main()
try {
    asio::io_context io;
    Config config;
    config.risk.max_order_size = 1'000_d;
    config.risk.max_order_value = 50'000_d;
    auto made = make_paper_market(config, paper_options(config), io.get_executor()).value();
    made.market->push(stock("AAPL"),
                      paper::MarketChange{}.with_bid(189.05_d, 5'000).with_ask(189.10_d, 5'000));
    run_to_end(io, trade(*made.router));
} catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
