// What a program has by the ordinary headers places no order past the guard.
#include <trademind/brokers/ibkr/messages/requests.hpp>
#include <trademind/execution/factory.hpp>
#include <trademind/execution/router.hpp>
#include <trademind/trademind.hpp>

using namespace trademind;

void orders(ExecutionRouter& router, PaperMarket& paper, const asio::any_io_executor& executor)
{
    auto client = ibkr_client(router).value();
    (void)executor;
#if CASE == 0
    (void)client.send(ibkr::SetServerLogLevelRequest{});
    client.ask(ibkr::CurrentTimeRequest{}, [](auto) {});
    paper.market->push(Quote{stock("AAPL")});
    router.place_order(buy(stock("AAPL"), 1), [](Result<OrderReport>) {});
#elif CASE == 1   // says: make_ibkr_broker
    make_ibkr_broker(executor, {});
#elif CASE == 2   // says: make_paper_broker
    make_paper_broker(executor);
#elif CASE == 3   // says: make_unsafe_ibkr_broker
    make_unsafe_ibkr_broker(executor, {});
#elif CASE == 4   // says: make_unsafe_paper_broker
    make_unsafe_paper_broker(executor);
#elif CASE == 5   // says: make_unsafe_raw_broker
    make_unsafe_raw_broker(Config{}, executor);
#elif CASE == 6   // says: unsafe_ibkr_client
    unsafe_ibkr_client(router);
#elif CASE == 7   // says: place_order
    paper.market->place_order(buy(stock("AAPL"), 1), [](Result<OrderReport>) {});
#elif CASE == 8   // says: no matching constructor|Passkey
    PaperBroker{{}, executor, system_clock(), paper::Options{}};
#elif CASE == 9   // says: reads_only
    (void)client.send(ibkr::PlaceOrderRequest{});
#elif CASE == 10  // says: reads_only
    client.ask(ibkr::PlaceOrderRequest{}, [](auto) {});
#elif CASE == 11  // says: reads_only
    (void)client.send(ibkr::GlobalCancelRequest{});
#elif CASE == 12  // says: client
    ibkr::Client all = client;
#elif CASE == 13  // says: const
    router.innermost().place_order(buy(stock("AAPL"), 1), [](Result<OrderReport>) {});
#elif CASE == 14  // says: Askable
    client.ask(ibkr::TickByTickRequest{}, [](auto) {});
#endif
}
