// Orders of clients, from the request to the last word about them.
#include "gateway/order_desk.hpp"

#include "unit/gateway/gateway_clients.hpp"

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class GatewayOrders : public GatewayClients {};

TEST_P(GatewayOrders, tells_a_fill_as_TWS_does)
{
    auto trader = client(7);
    ASSERT_TRUE(trader);
    auto order = GatewayWorld::order(1, 10_d);
    order.order.order_ref = "my ref";
    trader->send(order);
    ASSERT_TRUE(trader->next<ibkr::CommissionAndFeesReport>());
    EXPECT_EQ(last_status(*trader, 1), "Filled");
    auto open = trader->all<ibkr::OpenOrder>().front();
    EXPECT_EQ(open.order.order_ref, "my ref");
    EXPECT_EQ(open.order.client_id, 7);
    auto fills = trader->all<ibkr::ExecutionDetails>();
    ASSERT_EQ(fills.size(), 1U);
    EXPECT_EQ(fills[0].request_id, -1);
    EXPECT_EQ(fills[0].execution.order_id, 1);
    EXPECT_EQ(fills[0].execution.shares, 10_d);
    EXPECT_EQ(fills[0].execution.perm_id, open.order.perm_id);
    EXPECT_EQ(fills[0].execution.order_ref, "my ref");
    EXPECT_EQ(trader->all<ibkr::CommissionAndFeesReport>()[0].exec_id, fills[0].execution.exec_id);
}

TEST_P(GatewayOrders, lets_two_clients_use_the_same_numbers_and_references)
{
    auto one = client(1), two = client(2);
    ASSERT_TRUE(one && two);
    for (auto* trader : {one.get(), two.get()})
        for (int n : {1, 2}) {
            auto order = GatewayWorld::order(n, 10_d, 50.0 + n);
            order.order.order_ref = "same";
            trader->send(order);
            ASSERT_TRUE(trader->next<ibkr::OrderStatus>());
        }
    ibkr::CancelOrderRequest cancel;
    cancel.order_id = 1;
    one->send(cancel);
    world.run();
    EXPECT_EQ(last_status(*one, 1), "Cancelled");
    EXPECT_EQ(one->error_of(1), 202);
    EXPECT_EQ(last_status(*two, 1), "Submitted") << "another client's order of that number";
    EXPECT_EQ(last_status(*one, 2), "Submitted");
    two->forget();
    two->send(ibkr::AllOpenOrdersRequest{});
    ASSERT_TRUE(two->next<ibkr::OpenOrdersEnd>());
    EXPECT_EQ(two->count<ibkr::OpenOrder>(), 3U);
    two->forget();
    two->send(ibkr::OpenOrdersRequest{});
    ASSERT_TRUE(two->next<ibkr::OpenOrdersEnd>());
    EXPECT_EQ(two->count<ibkr::OpenOrder>(), 2U);
}

TEST_P(GatewayOrders, modifies_by_the_same_number)
{
    auto trader = client(1);
    ASSERT_TRUE(trader);
    trader->send(GatewayWorld::order(4, 10_d, 50.0));
    trader->send(GatewayWorld::order(4, 10_d, 51.0));
    world.run();
    EXPECT_EQ(trader->all<ibkr::OpenOrder>().back().order.limit_price, 51.0);
    auto told = trader->count<ibkr::OrderStatus>();
    trader->send(GatewayWorld::order(4, 10_d, 51.0));
    world.run();
    EXPECT_GT(trader->count<ibkr::OrderStatus>(), told) << "acknowledged though nothing changed";
    trader->send(GatewayWorld::order(4, 10_d, 200.0));
    world.run();
    EXPECT_EQ(last_status(*trader, 4), "Filled");
    trader->send(GatewayWorld::order(4, 10_d, 50.0));
    world.run();
    EXPECT_EQ(trader->error_of(4), 104);
    EXPECT_EQ(world.paper->is_connected(), true);
}

TEST_P(GatewayOrders, refuses_with_TWSs_codes)
{
    auto trader = client(1);
    ASSERT_TRUE(trader);
    auto code_of = [&](const ibkr::PlaceOrderRequest& request) {
        trader->send(request);
        world.run();
        return trader->error_of(request.order_id);
    };
    auto bad = GatewayWorld::order(1, 10_d);
    bad.order.order_type = "FOO";
    EXPECT_EQ(code_of(bad), 387);
    EXPECT_EQ(code_of(GatewayWorld::order(2, 0_d)), 434);
    bad = GatewayWorld::order(3, 10_d);
    bad.order.action = "SWAP";
    EXPECT_EQ(code_of(bad), 321);
    bad = GatewayWorld::order(4, 10_d);
    bad.order.account = "DU7654321";
    EXPECT_EQ(code_of(bad), 321);
    bad = GatewayWorld::order(5, 10_d);
    bad.contract.symbol = "NOSUCH";
    EXPECT_EQ(code_of(bad), 200);
    EXPECT_EQ(code_of(GatewayWorld::order(6, 5'000'000_d, 101.0)), 201);
    bad = GatewayWorld::order(7, 10_d, 50.0);
    bad.order.parent_id = 999;
    EXPECT_EQ(code_of(bad), 135);
    ibkr::CancelOrderRequest cancel;
    cancel.order_id = 8;
    trader->send(cancel);
    world.run();
    EXPECT_EQ(trader->error_of(8), 10147);
    trader->forget();
    trader->send(ibkr::OpenOrdersRequest{});
    ASSERT_TRUE(trader->next<ibkr::OpenOrdersEnd>());
    EXPECT_EQ(trader->count<ibkr::OpenOrder>(), 0U) << "none of them works";
}

TEST_P(GatewayOrders, holds_a_bracket_until_its_last_order)
{
    auto trader = client(1);
    ASSERT_TRUE(trader);
    auto parent = GatewayWorld::order(1, 10_d, 50.0);
    parent.order.transmit = false;
    auto profit = GatewayWorld::order(2, 10_d, 200.0);
    profit.order.action = "SELL";
    profit.order.parent_id = 1;
    profit.order.transmit = false;
    auto stop = profit;
    stop.order_id = 3;
    stop.order.order_type = "STP";
    stop.order.limit_price.reset();
    stop.order.aux_price = 40.0;
    stop.order.transmit = true;
    trader->send(parent);
    trader->send(profit);
    world.run();
    EXPECT_EQ(trader->count<ibkr::OrderStatus>(), 0U);
    trader->send(stop);
    world.run();
    EXPECT_EQ(last_status(*trader, 1), "Submitted");
    EXPECT_EQ(last_status(*trader, 2), "PreSubmitted");
    EXPECT_EQ(last_status(*trader, 3), "PreSubmitted");
    world.quote(49_d, 49.5_d);
    EXPECT_EQ(last_status(*trader, 1), "Filled");
    EXPECT_EQ(last_status(*trader, 2), "Submitted");
    world.quote(201_d, 202_d);
    EXPECT_EQ(last_status(*trader, 2), "Filled");
    EXPECT_EQ(last_status(*trader, 3), "Cancelled");
}

TEST_P(GatewayOrders, previews_without_placing)
{
    auto trader = client(1);
    ASSERT_TRUE(trader);
    auto order = GatewayWorld::order(1, 10_d, 100.0);
    order.order.what_if = true;
    trader->send(order);
    ASSERT_TRUE(trader->next<ibkr::OpenOrder>());
    auto state = trader->all<ibkr::OpenOrder>()[0].order_state;
    EXPECT_GT(state.init_margin_after.value_or(0), 0.0);
    EXPECT_GT(state.commission_and_fees.value_or(0), 0.0);
    trader->forget();
    trader->send(ibkr::OpenOrdersRequest{});
    ASSERT_TRUE(trader->next<ibkr::OpenOrdersEnd>());
    EXPECT_EQ(trader->count<ibkr::OpenOrder>(), 0U);
}

TEST_P(GatewayOrders, are_cancelled_all_at_once_by_anyone)
{
    auto one = client(1), two = client(2);
    ASSERT_TRUE(one && two);
    for (int id = 1; id <= 20; ++id) one->send(GatewayWorld::order(id, 1_d, 50.0));
    world.run();
    two->send(ibkr::GlobalCancelRequest{});
    world.run();
    for (int id = 1; id <= 20; ++id) EXPECT_EQ(last_status(*one, id), "Cancelled") << id;
}

TEST_P(GatewayOrders, get_numbers_that_never_go_back)
{
    auto one = client(1);
    ASSERT_TRUE(one);
    one->send(GatewayWorld::order(17, 1_d, 50.0));
    one->send(ibkr::IdsRequest{});
    ASSERT_TRUE(one->next<ibkr::NextValidId>());
    EXPECT_EQ(one->all<ibkr::NextValidId>().back().order_id, 18);
    EXPECT_EQ(client(2)->all<ibkr::NextValidId>().back().order_id, 1) << "each client has its own";
}

TEST_P(GatewayOrders, may_be_changed_and_cancelled_before_they_are_acknowledged)
{
    auto one = client(1);
    ASSERT_TRUE(one);
    ibkr::CancelOrderRequest cancel;
    cancel.order_id = 1;
    one->send(GatewayWorld::order(1, 10_d, 50.0));
    one->send(GatewayWorld::order(1, 20_d, 51.0));
    one->send(cancel);
    world.run();
    EXPECT_EQ(last_status(*one, 1), "Cancelled");
    EXPECT_EQ(one->all<ibkr::OpenOrder>().back().order.total_quantity, 20_d);
}

INSTANTIATE_TEST_SUITE_P(Versions, GatewayOrders, client_versions(), version_name);

}  // namespace
}  // namespace trademind::test
