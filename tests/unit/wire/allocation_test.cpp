// The hot paths of the wire allocate nothing.
#include "brokers/ibkr/wire/dispatch.hpp"
#include "support/allocation_count.hpp"

#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/brokers/ibkr/messages/market_depth.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/ticks.hpp>

#include <gtest/gtest.h>

namespace trademind::ibkr::wire {
namespace {

/// The last value of each kind, as a quote board would keep it.
struct Board {
    double price = 0;
    Decimal size;
    void on(const TickPrice& m) { price = m.price.value_or(0), size = m.size.value_or(Decimal{}); }
    void on(const TickSize& m) { size = m.size.value_or(Decimal{}); }
    void on(const TickString& m) { price = static_cast<double>(m.value.size()); }
    void on(const TickGeneric& m) { price = m.value.value_or(0); }
    void on(const TickOptionComputation& m) { price = m.delta.value_or(0); }
    void on(const OrderStatus& m) { size = m.filled.value_or(Decimal{}); }
    void on(const MarketDepth& m) { size = m.row.size.value_or(Decimal{}); }
    void on(const MarketDepthL2& m) { size = m.row.size.value_or(Decimal{}); }
    void on(const TickByTick& m) { price = m.last ? m.last->price.value_or(0) : 0; }
};
using Hot = Dispatcher<TickPrice, TickSize, TickString, TickGeneric, TickOptionComputation,
                       OrderStatus, MarketDepth, MarketDepthL2, TickByTick>;

template <class M> void expect_no_allocation(const M& message)
{
    for (int version : {200, 218}) {
        std::string frame;
        ASSERT_FALSE(encode(frame, message, Version{version}));
        Board board;
        Counters counters;
        auto before = test::allocations_so_far();
        auto fault =
            Hot::dispatch(std::string_view{frame}.substr(4), Version{version}, board, counters);
        EXPECT_EQ(test::allocations_so_far(), before) << M::info.name << " read at " << version;
        EXPECT_FALSE(fault);
        EXPECT_EQ(counters.messages, 1U);

        frame.clear();
        before = test::allocations_so_far();
        fault = encode(frame, message, Version{version});
        EXPECT_EQ(test::allocations_so_far(), before) << M::info.name << " written at " << version;
        EXPECT_FALSE(fault);
    }
}

TEST(Allocation, NoneForTicks)
{
    TickPrice price;
    price.price = 189.1;
    price.size = Decimal{300};
    expect_no_allocation(price);
    TickSize size;
    size.size = Decimal{300};
    expect_no_allocation(size);
    TickString text;
    text.value = "189.10;300;1776191801000;123456;189.05;true;and more than fits a short string";
    expect_no_allocation(text);
    TickGeneric generic;
    generic.value = 0.25;
    expect_no_allocation(generic);
    TickOptionComputation greeks;
    greeks.delta = 0.5;
    expect_no_allocation(greeks);
}

TEST(Allocation, NoneForOrderStatus)
{
    OrderStatus status;
    status.order_id = 12;
    status.status = "Submitted";
    status.filled = Decimal{100};
    status.remaining = Decimal{200};
    status.average_fill_price = 189.1;
    status.perm_id = 1234567890123;
    expect_no_allocation(status);
}

TEST(Allocation, NoneForDepth)
{
    MarketDepth depth;
    depth.row.price = 189.1;
    depth.row.size = Decimal{300};
    expect_no_allocation(depth);
    MarketDepthL2 second;
    second.row.price = 189.1;
    second.row.size = Decimal{300};
    second.row.market_maker = "NSDQ";
    expect_no_allocation(second);
}

TEST(Allocation, NoneForTickByTick)
{
    TickByTick tick;
    tick.tick_type = TickByTick::Type::all_last;
    tick.last.emplace();
    tick.last->price = 189.1;
    tick.last->size = Decimal{300};
    tick.last->exchange = "ARCA";
    expect_no_allocation(tick);
    TickByTick quote;
    quote.tick_type = TickByTick::Type::bid_ask;
    quote.bid_ask.emplace();
    expect_no_allocation(quote);
}

TEST(Allocation, NoneForWritingALimitOrder)
{
    PlaceOrderRequest request;
    request.order_id = 3;
    request.contract.symbol = "AAPL";
    request.contract.sec_type = "STK";
    request.contract.exchange = "SMART";
    request.contract.currency = "USD";
    request.order.action = "BUY";
    request.order.total_quantity = Decimal{10};
    request.order.order_type = "LMT";
    request.order.limit_price = 189.1;
    request.order.time_in_force = "DAY";
    std::string buffer;
    buffer.reserve(4096);
    for (int version : {200, 218}) {
        buffer.clear();
        auto before = test::allocations_so_far();
        auto fault = encode(buffer, request, Version{version});
        EXPECT_EQ(test::allocations_so_far(), before) << version;
        EXPECT_FALSE(fault);
    }
}

}  // namespace
}  // namespace trademind::ibkr::wire
