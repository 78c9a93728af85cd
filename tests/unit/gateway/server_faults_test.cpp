// Trouble on demand: what clients hear, and that orders and money behind it stay as they are.
#include "unit/gateway/gateway_clients.hpp"

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class GatewayTrouble : public GatewayClients {
protected:
    std::unique_ptr<WireClient> trader = client(1);
    void inject(GatewayFault fault)
    {
        world.gateway->inject(fault);
        world.run();
    }
    void follow(int id)
    {
        ibkr::MarketDataRequest request;
        request.request_id = id;
        request.contract.symbol = "AAPL";
        request.contract.sec_type = "STK";
        trader->send(request);
        world.run();
        trader->forget();
    }
    Decimal held()
    {
        std::optional<Decimal> quantity;
        world.paper->get_positions([&](Result<std::vector<Position>> all) {
            quantity = all->empty() ? Decimal{} : all->front().quantity;
        });
        run_until(world.io, [&] { return quantity.has_value(); });
        return *quantity;
    }
};

TEST_P(GatewayTrouble, stops_quotes_while_the_upstream_is_lost)
{
    follow(21);
    inject(GatewayFault::lose_upstream);
    EXPECT_EQ(trader->error_of(-1), 1100);
    world.quote(120_d, 121_d);
    EXPECT_EQ(trader->count<ibkr::TickPrice>(), 0U);
    inject(GatewayFault::restore_upstream);
    EXPECT_EQ(trader->error_of(-1), 1102);
    EXPECT_GT(trader->count<ibkr::TickPrice>(), 0U) << "what was missed is told at once";
}

TEST_P(GatewayTrouble, forgets_streams_where_data_were_lost)
{
    follow(21);
    inject(GatewayFault::lose_upstream);
    inject(GatewayFault::restore_upstream_without_data);
    EXPECT_EQ(trader->error_of(-1), 1101);
    world.quote(120_d, 121_d);
    EXPECT_EQ(trader->count<ibkr::TickPrice>(), 0U);
    follow(21);
    world.quote(122_d, 123_d);
    EXPECT_GT(trader->count<ibkr::TickPrice>(), 0U) << "the number is free again";
}

TEST_P(GatewayTrouble, breaks_a_farm)
{
    follow(21);
    inject(GatewayFault::break_farm);
    EXPECT_EQ(trader->error_of(-1), 2103);
    world.quote(120_d, 121_d);
    EXPECT_EQ(trader->count<ibkr::TickPrice>(), 0U);
    inject(GatewayFault::restore_farm);
    EXPECT_EQ(trader->error_of(-1), 2104);
    EXPECT_GT(trader->count<ibkr::TickPrice>(), 0U);
}

TEST_P(GatewayTrouble, drops_and_cuts_connections_but_no_orders)
{
    trader->send(GatewayWorld::order(1, 10_d, 50.0));
    ASSERT_TRUE(trader->next<ibkr::OrderStatus>());
    inject(GatewayFault::drop_connections);
    EXPECT_TRUE(trader->ended());
    auto again = client(1);
    ASSERT_TRUE(again);
    inject(GatewayFault::cut_frame);
    again->send(ibkr::OpenOrdersRequest{});
    EXPECT_TRUE(run_until(world.io, [&] { return again->ended(); }));
    EXPECT_EQ(again->count<ibkr::OpenOrdersEnd>(), 0U);
    auto last = client(1);
    ASSERT_TRUE(last);
    last->send(ibkr::OpenOrdersRequest{});
    ASSERT_TRUE(last->next<ibkr::OpenOrdersEnd>());
    EXPECT_EQ(last->count<ibkr::OpenOrder>(), 1U);
}

TEST_P(GatewayTrouble, falls_silent_with_its_sockets_open)
{
    inject(GatewayFault::fall_silent);
    trader->send(ibkr::CurrentTimeRequest{});
    world.run();
    EXPECT_EQ(trader->count<ibkr::CurrentTime>(), 0U);
    EXPECT_FALSE(trader->ended());
    inject(GatewayFault::speak_again);
    EXPECT_EQ(trader->count<ibkr::CurrentTime>(), 1U);
}

TEST_P(GatewayTrouble, refuses_connections_for_a_while_and_keeps_its_port)
{
    auto port = world.gateway->port();
    inject(GatewayFault::refuse_connections);
    EXPECT_TRUE(trader->ended());
    EXPECT_THROW((WireClient{world.io, port}), std::exception);
    inject(GatewayFault::accept_connections);
    EXPECT_EQ(world.gateway->port(), port);
    EXPECT_TRUE(client(1));
}

TEST_P(GatewayTrouble, loses_an_acknowledgement_but_not_the_order)
{
    inject(GatewayFault::lose_acknowledgement);
    trader->send(GatewayWorld::order(1, 10_d, 50.0));
    trader->send(GatewayWorld::order(2, 10_d, 51.0));
    world.run();
    EXPECT_EQ(last_status(*trader, 1), "");
    EXPECT_EQ(last_status(*trader, 2), "Submitted") << "one alone";
    trader->send(ibkr::OpenOrdersRequest{});
    ASSERT_TRUE(trader->next<ibkr::OpenOrdersEnd>());
    EXPECT_EQ(last_status(*trader, 1), "Submitted") << "the list has it";
}

TEST_P(GatewayTrouble, tells_executions_twice_and_as_corrections)
{
    inject(GatewayFault::double_execution);
    trader->send(GatewayWorld::order(1, 10_d));
    world.run();
    auto fills = trader->all<ibkr::ExecutionDetails>();
    ASSERT_EQ(fills.size(), 2U);
    EXPECT_EQ(fills[0].execution.exec_id, fills[1].execution.exec_id);
    trader->forget();
    inject(GatewayFault::correct_execution);
    trader->send(GatewayWorld::order(2, 10_d));
    world.run();
    fills = trader->all<ibkr::ExecutionDetails>();
    ASSERT_EQ(fills.size(), 2U);
    auto before_dot = [](std::string_view id) { return id.substr(0, id.rfind('.')); };
    EXPECT_NE(fills[0].execution.exec_id, fills[1].execution.exec_id);
    EXPECT_EQ(before_dot(fills[0].execution.exec_id), before_dot(fills[1].execution.exec_id));
    EXPECT_EQ(fills[0].execution.shares, fills[1].execution.shares);
    EXPECT_EQ(held(), 20_d) << "what is held is what was bought";
}

TEST_P(GatewayTrouble, tells_a_commission_before_its_execution)
{
    inject(GatewayFault::commission_first);
    trader->send(GatewayWorld::order(1, 10_d));
    ASSERT_TRUE(trader->next<ibkr::CommissionAndFeesReport>());
    world.run();
    ASSERT_EQ(trader->count<ibkr::ExecutionDetails>(), 1U);
    EXPECT_EQ(trader->all<ibkr::CommissionAndFeesReport>()[0].exec_id,
              trader->all<ibkr::ExecutionDetails>()[0].execution.exec_id);
}

TEST_P(GatewayTrouble, rolls_ids_back_and_knows_a_number_that_was_used)
{
    trader->send(GatewayWorld::order(9, 10_d));
    world.run();
    trader.reset();
    inject(GatewayFault::roll_back_ids);
    auto again = client(1);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->all<ibkr::NextValidId>()[0].order_id, 1);
    again->send(GatewayWorld::order(9, 10_d));
    world.run();
    EXPECT_EQ(again->error_of(9), 104) << "that order is filled";
    EXPECT_EQ(held(), 10_d);
}

INSTANTIATE_TEST_SUITE_P(Versions, GatewayTrouble, client_versions(), version_name);

TEST(GatewayScript, is_played_from_the_moment_of_listening)
{
    GatewayOptions options;
    options.faults = {{3s, GatewayFault::lose_upstream}, {5s, GatewayFault::restore_upstream}};
    GatewayWorld world{options};
    auto client = world.client(1);
    ASSERT_TRUE(client);
    world.advance(1s);
    EXPECT_EQ(client->error_of(-1), 2158);
    world.advance(2s);
    EXPECT_EQ(client->error_of(-1), 1100);
    world.advance(2s);
    EXPECT_EQ(client->error_of(-1), 1102);
}

}  // namespace
}  // namespace trademind::test
