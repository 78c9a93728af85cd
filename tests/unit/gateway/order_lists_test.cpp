// Lists of orders and executions.
#include "gateway/order_lists.hpp"

#include "unit/gateway/gateway_clients.hpp"

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class GatewayLists : public GatewayClients {};

TEST_P(GatewayLists, knows_its_orders_again_after_a_restart)
{
    auto trader = client(7);
    ASSERT_TRUE(trader);
    auto order = GatewayWorld::order(40, 10_d, 50.0);
    order.order.order_ref = "kept";
    trader->send(order);
    ASSERT_TRUE(trader->next<ibkr::OrderStatus>());
    trader.reset();
    world.gateway.reset();
    GatewayOptions options;
    options.port = 0;
    world.gateway = make_gateway(world.paper, options).value();
    world.gateway->start([](const Result<>&) {});
    ASSERT_TRUE(run_until(world.io, [&] { return world.gateway->port() != 0; }));
    auto again = client(7);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->all<ibkr::NextValidId>()[0].order_id, 41);
    again->send(ibkr::OpenOrdersRequest{});
    ASSERT_TRUE(again->next<ibkr::OpenOrdersEnd>());
    ASSERT_EQ(again->count<ibkr::OpenOrder>(), 1U);
    EXPECT_EQ(again->all<ibkr::OpenOrder>()[0].order.order_ref, "kept");
    ibkr::CancelOrderRequest cancel;
    cancel.order_id = 40;
    again->send(cancel);
    world.run();
    EXPECT_EQ(last_status(*again, 40), "Cancelled");
}

TEST_P(GatewayLists, of_executions_pass_their_filter)
{
    auto trader = client(3);
    ASSERT_TRUE(trader);
    trader->send(GatewayWorld::order(1, 10_d));
    auto sale = GatewayWorld::order(2, 4_d);
    sale.order.action = "SELL";
    trader->send(sale);
    world.run();
    int id = 50;
    auto count = [&](auto change) {
        ibkr::ExecutionRequest request;
        request.request_id = ++id;
        change(request.filter);
        trader->send(request);
        EXPECT_TRUE(trader->next<ibkr::ExecutionDetailsEnd>());
        int rows = 0;
        for (const auto& row : trader->all<ibkr::ExecutionDetails>()) rows += row.request_id == id;
        return rows;
    };
    EXPECT_EQ(count([](auto&) {}), 2);
    EXPECT_EQ(count([](auto& f) { f.side = "SELL"; }), 1);
    EXPECT_EQ(count([](auto& f) { f.side = "BUY"; }), 1);
    EXPECT_EQ(count([](auto& f) { f.symbol = "AAPL"; }), 2);
    EXPECT_EQ(count([](auto& f) { f.symbol = "MSFT"; }), 0);
    EXPECT_EQ(count([](auto& f) { f.client_id = 3; }), 2);
    EXPECT_EQ(count([](auto& f) { f.client_id = 4; }), 0);
    EXPECT_EQ(count([](auto& f) { f.time = "20990101-00:00:00"; }), 0);
    EXPECT_EQ(count([](auto& f) { f.account = "DU1234567"; }), 2);
}

TEST_P(GatewayLists, of_completed_orders_say_how_they_ended)
{
    auto trader = client(3);
    ASSERT_TRUE(trader);
    trader->send(GatewayWorld::order(1, 10_d));
    trader->send(GatewayWorld::order(2, 10_d, 50.0));
    world.run();
    ibkr::CancelOrderRequest cancel;
    cancel.order_id = 2;
    trader->send(cancel);
    world.run();
    trader->send(ibkr::CompletedOrdersRequest{});
    ASSERT_TRUE(trader->next<ibkr::CompletedOrdersEnd>());
    auto rows = trader->all<ibkr::CompletedOrder>();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].order_state.status, "Filled");
    EXPECT_EQ(rows[0].order_state.completed_status, "Filled Size: 10");
    EXPECT_EQ(rows[1].order_state.status, "Cancelled");
    EXPECT_FALSE(rows[1].order_state.completed_time.empty());
}

INSTANTIATE_TEST_SUITE_P(Versions, GatewayLists, client_versions(), version_name);

}  // namespace
}  // namespace trademind::test
