// The client over a connection: who gets a message, and which lane a command leaves by.
#include "unit/ibkr/core_fixture.hpp"

namespace trademind::ibkr::core_test {
namespace {

TEST_F(ClientCoreTest, ErrorsOfNobodyReachTheListener)
{
    session();
    error(-1, 2104);
    error(12, 201);
    error(RequestIds::highest - 500, 200);
    EXPECT_THAT(listener.heard, ElementsAre("session", "error 2104", "error 201"))
        << "a request's late error is nobody's business";
}

TEST_F(ClientCoreTest, AFrameThatCannotBeReadIsToldAndSkipped)
{
    session();
    core->on_frame(std::string_view{"9\0x\0", 4}, server);
    ASSERT_EQ(listener.heard.size(), 2u);
    core->on_frame(std::string_view{"999\0001\0", 6}, server);
    EXPECT_EQ(listener.heard.size(), 3u);
    EXPECT_THAT(listener.heard.back(), testing::HasSubstr("999"));
    error(-1, 2104);
    EXPECT_EQ(listener.heard.back(), "error 2104") << "the session lives";
}

TEST_F(ClientCoreTest, OneReadingServesTheConnectionTheRequestAndTheBroker)
{
    NextValidId next;
    next.order_id = 7;
    tell(next);
    EXPECT_THAT(wire.noted, ElementsAre("next id")) << "before there is a session";
    session();
    listener.heard.clear();
    OrderStatus status;
    status.order_id = 12;
    tell(status);
    error(-1, 2104);
    follow_quotes();
    tick(last<MarketDataRequest>().request_id);
    core->on_frame(std::string_view{"9\0x\0", 4}, server);
    EXPECT_THAT(wire.noted, ElementsAre("next id", "error", "fault"));
    EXPECT_THAT(events, ElementsAre("tick"));
    ASSERT_EQ(listener.heard.size(), 3u);
    EXPECT_EQ(listener.heard[0], "status of 12");
    EXPECT_EQ(listener.heard[1], "error 2104");
}

TEST_F(ClientCoreTest, ACommandThatCannotBeWrittenIsNotQueued)
{
    session(false, Version{176});
    PlaceOrderRequest order;
    order.order.customer_account = "needs server 183";
    EXPECT_EQ(core->command(order).error(), Errc::not_supported);
    EXPECT_THAT(wire.frames, IsEmpty());
}

TEST_F(ClientCoreTest, CancelsGoFirstThenOrders)
{
    session();
    (void)core->command(CancelOrderRequest{});
    (void)core->command(GlobalCancelRequest{});
    (void)core->command(PlaceOrderRequest{});
    (void)core->command(IdsRequest{});
    EXPECT_THAT(wire.priorities, ElementsAre(SendPriority::urgent, SendPriority::urgent,
                                             SendPriority::orders, SendPriority::rest));
    EXPECT_EQ(core->would_wait(Request::cancel_order), 0s);
    EXPECT_EQ(core->would_wait(Request::place_order), 1s);
    EXPECT_EQ(core->would_wait(Request::market_data), 2s);
}

}  // namespace
}  // namespace trademind::ibkr::core_test
