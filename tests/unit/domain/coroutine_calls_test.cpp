// The calls of a broker with temporaries inside co_await, as programs write them.
#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

using namespace std::chrono_literals;
using namespace trademind;
using namespace trademind::literals;
using namespace trademind::test;

namespace {

const std::string name = "A SYMBOL TOO LONG FOR SHORT STRINGS";

asio::awaitable<void> place_and_change(Broker& broker)
{
    auto placed = co_await broker.place_order(buy(stock(name), 10_d).limit(189.10_d));
    EXPECT_EQ(placed.value().order.contract.symbol, name);
    auto modified = co_await broker.modify_order(placed->id, buy(stock(name), 20_d).limit(190_d));
    EXPECT_EQ(modified.value().order.quantity, 20_d);
    auto previewed = co_await broker.preview_order(sell(stock(name), 1_d).good_till(name));
    EXPECT_TRUE(previewed.has_value());
    auto cancelled = co_await broker.cancel_order(placed->id, within(5s));
    EXPECT_EQ(cancelled.value().status, OrderStatus::cancelled);
}

asio::awaitable<void> ask_the_market(Broker& broker)
{
    EXPECT_TRUE((co_await broker.subscribe(stock(name).on("LSE").in("GBP"))).has_value());
    auto quote = co_await broker.get_quote(stock(name), within(1s));
    EXPECT_EQ(quote.error(), Errc::not_subscribed);
    EXPECT_EQ(quote.error().message, name);
    auto bars = co_await broker.get_historical_data(
        HistoryRequest{stock(name)}.over("2 D").in_bars_of("1 hour"));
    EXPECT_TRUE(bars.value().empty());
    auto found = co_await broker.find_contracts(option(name, "20261218", 5000_d, OptionRight::put));
    EXPECT_EQ(found.value().at(0).contract.symbol, name);
    EXPECT_TRUE((co_await broker.unsubscribe(stock(name))).has_value());
}

void run(asio::awaitable<void> (*program)(Broker&))
{
    asio::io_context io;
    auto broker = FakeBroker::make(io.get_executor(), std::make_shared<ManualClock>());
    broker->details.emplace_back(stock(name));
    auto done = asio::co_spawn(io, program(*broker), asio::use_future);
    io.run();
    done.get();
}

}  // namespace

TEST(CoroutineCalls, TakeOrdersAsTemporaries)
{
    run(place_and_change);
}

TEST(CoroutineCalls, TakeContractsAndRequestsAsTemporaries)
{
    run(ask_the_market);
}
