// Quotes, depth and ticks of clients.
#include "gateway/quote_desk.hpp"

#include "unit/gateway/gateway_clients.hpp"

#include <map>
#include <utility>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class GatewayQuotes : public GatewayClients {};

TEST_P(GatewayQuotes, streams_quotes_until_they_are_cancelled)
{
    auto trader = client(1);
    ASSERT_TRUE(trader);
    ibkr::MarketDataRequest request;
    request.request_id = 21;
    request.contract.symbol = "AAPL";
    request.contract.sec_type = "STK";
    trader->send(request);
    world.run();
    world.quote(100.5_d, 101.5_d);
    auto ticks = trader->all<ibkr::TickPrice>();
    ASSERT_GE(ticks.size(), 3U);
    EXPECT_EQ(trader->all<ibkr::MarketDataType>()[0].market_data_type, 1);
    auto price_of = [&](int type) {
        double price = 0;
        for (const auto& tick : trader->all<ibkr::TickPrice>())
            if (tick.tick_type == type) price = tick.price.value_or(0);
        return price;
    };
    EXPECT_EQ(price_of(1), 100.5);
    EXPECT_EQ(price_of(2), 101.5);
    EXPECT_EQ(price_of(4), 100.5);
    trader->send(request);
    world.run();
    EXPECT_EQ(trader->error_of(21), 322) << "a number in use";
    ibkr::CancelMarketData cancel;
    cancel.request_id = 21;
    trader->send(cancel);
    world.run();
    trader->forget();
    world.quote(102_d, 103_d);
    EXPECT_EQ(trader->count<ibkr::TickPrice>(), 0U);
}

TEST_P(GatewayQuotes, tells_delayed_data_under_its_own_numbers)
{
    auto trader = client(1);
    ASSERT_TRUE(trader);
    ibkr::MarketDataTypeRequest type;
    type.market_data_type = 3;
    trader->send(type);
    ibkr::MarketDataRequest request;
    request.request_id = 21;
    request.contract.symbol = "AAPL";
    request.contract.sec_type = "STK";
    request.snapshot = true;
    trader->send(request);
    ASSERT_TRUE(trader->next<ibkr::TickSnapshotEnd>());
    EXPECT_EQ(trader->all<ibkr::MarketDataType>()[0].market_data_type, 3);
    for (const auto& tick : trader->all<ibkr::TickPrice>()) EXPECT_GE(tick.tick_type, 66);
}

TEST_P(GatewayQuotes, have_a_book_that_is_sorted_and_not_crossed)
{
    auto trader = client(1);
    ASSERT_TRUE(trader);
    ibkr::MarketDepthRequest request;
    request.request_id = 43;
    request.contract.symbol = "AAPL";
    request.contract.sec_type = "STK";
    request.number_of_rows = 3;
    request.is_smart_depth = true;
    trader->send(request);
    world.run();
    world.quote(100.5_d, 101.5_d);
    std::map<std::pair<int, int>, double> book;
    for (const auto& level : trader->all<ibkr::MarketDepthL2>()) {
        EXPECT_TRUE(level.row.is_smart_depth);
        book[{level.row.side, level.row.position}] = level.row.price.value_or(0);
    }
    ASSERT_EQ(book.size(), 6U);
    EXPECT_EQ((book[{1, 0}]), 100.5);
    EXPECT_EQ((book[{0, 0}]), 101.5);
    EXPECT_GT((book[{1, 0}]), (book[{1, 1}]));
    EXPECT_LT((book[{0, 0}]), (book[{0, 1}]));
    ibkr::CancelMarketDepth cancel;
    cancel.request_id = 43;
    trader->send(cancel);
    world.run();
    trader->forget();
    world.quote(102_d, 103_d);
    EXPECT_EQ(trader->count<ibkr::MarketDepthL2>(), 0U);
}

TEST_P(GatewayQuotes, are_told_tick_by_tick)
{
    auto trader = client(1);
    ASSERT_TRUE(trader);
    int id = 41;
    for (std::string_view kind : {"Last", "BidAsk", "MidPoint"}) {
        ibkr::TickByTickRequest request;
        request.request_id = id++;
        request.contract.symbol = "AAPL";
        request.contract.sec_type = "STK";
        request.tick_type = kind;
        trader->send(request);
    }
    world.run();
    trader->forget();
    world.quote(100.5_d, 101.5_d);
    std::map<int, ibkr::TickByTick> told;
    for (const auto& tick : trader->all<ibkr::TickByTick>()) told[tick.request_id] = tick;
    ASSERT_EQ(told.size(), 3U);
    EXPECT_EQ(told[41].last->price, 100.5);
    EXPECT_EQ(told[42].bid_ask->bid_price, 100.5);
    EXPECT_EQ(told[42].bid_ask->ask_price, 101.5);
    EXPECT_EQ(told[43].midpoint->price, 101.0);
}

TEST_P(GatewayQuotes, of_unknown_contracts_are_refused)
{
    auto trader = client(1);
    ASSERT_TRUE(trader);
    ibkr::MarketDataRequest request;
    request.request_id = 21;
    request.contract.symbol = "NOSUCH";
    request.contract.sec_type = "STK";
    trader->send(request);
    world.run();
    EXPECT_EQ(trader->error_of(21), 200);
}

INSTANTIATE_TEST_SUITE_P(Versions, GatewayQuotes, client_versions(), version_name);

}  // namespace
}  // namespace trademind::test
