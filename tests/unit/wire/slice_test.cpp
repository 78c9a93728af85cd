// First frames through the wire: layouts by hand, gates, dispatch.
#include "brokers/ibkr/wire/dispatch.hpp"
#include "unit/wire/fields.hpp"

#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>

#include <gtest/gtest.h>

namespace trademind::ibkr::wire {
namespace {

using namespace std::string_literals;

template <class M> struct Keep {
    std::string last;
    void on(const M& m) { last = to_json(m); }
};

template <class M> std::string frame_of(const M& m, int version)
{
    std::string frame;
    auto fault = encode(frame, m, Version{version});
    EXPECT_FALSE(fault) << fault.describe();
    return frame;
}

TEST(MarketDataRequest, HasTheTextLayoutOfServer200)
{
    MarketDataRequest m;
    m.request_id = 7;
    m.contract.symbol = "AAPL";
    m.contract.sec_type = "STK";
    m.contract.exchange = "SMART";
    m.contract.currency = "USD";
    m.generic_tick_list = "233";
    m.snapshot = true;
    auto body = fields({"1",     "11", "7",   "0", "AAPL", "STK", "",    "",  "",  "",
                        "SMART", "",   "USD", "",  "",     "0",   "233", "1", "0", ""});
    EXPECT_EQ(frame_of(m, 200), "\0\0\0"s + static_cast<char>(body.size()) + body);
}

TEST(CancelOrderRequest, LayoutFollowsTheServer)
{
    CancelOrderRequest m;
    m.order_id = 4;
    m.order_cancel.manual_order_cancel_time = "T";
    EXPECT_EQ(frame_of(m, 186).substr(4), fields({"4", "1", "4", "T"}));
    EXPECT_EQ(frame_of(m, 188).substr(4), fields({"4", "1", "4", "T", "", "", "2147483647"}));
    EXPECT_EQ(frame_of(m, 190).substr(4), fields({"4", "1", "4", "T"}));
    m.order_cancel.ext_operator = "op";
    EXPECT_EQ(frame_of(m, 192).substr(4), fields({"4", "4", "T", "op", "2147483647"}));
    EXPECT_EQ(frame_of(m, 202).substr(4), "\0\0\0\x04"s + fields({"4", "T", "op", "2147483647"}));
    EXPECT_EQ(frame_of(m, 203).substr(4, 4), "\0\0\0\xCC"s);
}

TEST(CancelOrderRequest, AnOlderServerIsToldByName)
{
    CancelOrderRequest m;
    m.order_id = 4;
    m.order_cancel.ext_operator = "op";
    std::string out = "kept";
    auto fault = encode(out, m, Version{191});
    EXPECT_EQ(fault.kind, Fault::Kind::needs_server);
    EXPECT_EQ(fault.describe(),
              "CancelOrderRequest: extOperator needs server 192, connected to 191");
    EXPECT_EQ(out, "kept");
}

TEST(OrderStatus, ServerAndClientAgreeInBothEncodings)
{
    OrderStatus m;
    m.order_id = 12;
    m.status = "Filled";
    m.filled = Decimal{100};
    m.remaining = Decimal{};
    m.average_fill_price = 189.1;
    m.perm_id = 1234567890123;
    m.last_fill_price = 189.1;
    for (int version : {176, 200, 202, 203, 225}) {
        auto frame = frame_of(m, version);
        Keep<OrderStatus> seen;
        Counters counters;
        auto fault = Dispatcher<TickPrice, OrderStatus>::dispatch(std::string_view{frame}.substr(4),
                                                                  Version{version}, seen, counters);
        EXPECT_FALSE(fault) << fault.describe();
        EXPECT_EQ(seen.last, to_json(m)) << version;
    }
}

TEST(Dispatcher, CountsWhatItDoesNotKnow)
{
    struct Nothing {
    } nothing;
    Counters counters;
    using Messages = Dispatcher<TickPrice>;
    EXPECT_FALSE(Messages::dispatch(fields({"1", "broken"}), Version{200}, nothing, counters));
    EXPECT_FALSE(Messages::dispatch(fields({"77", "new"}), Version{200}, nothing, counters));
    EXPECT_TRUE(Messages::dispatch("", Version{200}, nothing, counters));
    EXPECT_TRUE(Messages::dispatch("\0\0"s, Version{201}, nothing, counters));
    EXPECT_EQ(counters.ignored, 1U);
    EXPECT_EQ(counters.unknown_ids, 1U);
    EXPECT_EQ(counters.last_unknown_id, 77);
    EXPECT_EQ(counters.faults, 2U);
}

TEST(PlaceOrderRequest, ReadsBackWhatItWrote)
{
    PlaceOrderRequest m;
    m.order_id = 3;
    m.contract.symbol = "AAPL";
    m.contract.sec_type = "STK";
    m.contract.exchange = "SMART";
    m.contract.currency = "USD";
    m.order.action = "BUY";
    m.order.total_quantity = Decimal{10};
    m.order.order_type = "LMT";
    m.order.limit_price = 189.1;
    m.order.time_in_force = "DAY";
    for (int version : {176, 187, 200, 201, 203, 218, 225}) {
        auto frame = frame_of(m, version);
        Keep<PlaceOrderRequest> seen;
        Counters counters;
        auto fault = Dispatcher<PlaceOrderRequest>::dispatch(std::string_view{frame}.substr(4),
                                                             Version{version}, seen, counters);
        EXPECT_FALSE(fault) << fault.describe();
        EXPECT_EQ(seen.last, to_json(m)) << version;
        EXPECT_EQ(counters.surplus.trailing_fields, 0U);
    }
}

}  // namespace
}  // namespace trademind::ibkr::wire
