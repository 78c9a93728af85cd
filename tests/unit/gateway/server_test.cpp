// What concerns all clients, and the options of a gateway.
#include "gateway/server.hpp"

#include "unit/gateway/gateway_clients.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using testing::HasSubstr;

class GatewayServer : public GatewayClients {};

TEST_P(GatewayServer, passes_on_what_becomes_of_the_broker)
{
    auto trader = client(7);
    ASSERT_TRUE(trader);
    world.paper->disconnect([](const Result<>&) {});
    world.run();
    EXPECT_EQ(trader->error_of(-1), 1100);
}

INSTANTIATE_TEST_SUITE_P(Versions, GatewayServer, client_versions(), version_name);

TEST(GatewayOptionsOfServer, are_judged_by_name)
{
    GatewayWorld world;
    auto fault = [&](auto change) {
        GatewayOptions options;
        change(options);
        auto made = make_gateway(world.paper, options);
        return made ? std::string{} : made.error().message;
    };
    EXPECT_THAT(fault([](auto& o) { o.host = "localhost"; }), HasSubstr("numeric"));
    EXPECT_THAT(fault([](auto& o) { o.host = "0.0.0.0"; }), HasSubstr("allowed addresses"));
    EXPECT_THAT(fault([](auto& o) { o.allowed_addresses = {"x"}; }), HasSubstr("'x'"));
    EXPECT_THAT(fault([](auto& o) { o.most_sessions = 0; }), HasSubstr("most_sessions"));
    EXPECT_THAT(fault([](auto& o) { o.newest_version = 300; }), HasSubstr("newest_version"));
    EXPECT_THAT(fault([](auto& o) { o.messages_per_second = 0; }),
                HasSubstr("messages_per_second"));
    EXPECT_EQ(fault([](auto&) {}), "");
}

TEST(GatewayOptionsOfServer, make_it_read_only)
{
    GatewayOptions options;
    options.read_only = true;
    GatewayWorld world{options};
    auto client = world.client(1);
    ASSERT_TRUE(client);
    client->send(GatewayWorld::order(1, Decimal{10}));
    world.run();
    EXPECT_EQ(client->error_of(1), 321);
    EXPECT_THAT(std::string{client->all<ibkr::ErrorMessage>().back().error_message},
                HasSubstr("Read-Only"));
}

TEST(GatewayOptionsOfServer, let_a_master_hear_all_orders)
{
    GatewayOptions options;
    options.master_client_id = 99;
    GatewayWorld world{options};
    auto master = world.client(99), trader = world.client(1), other = world.client(2);
    ASSERT_TRUE(master && trader && other);
    trader->send(GatewayWorld::order(1, Decimal{10}));
    ASSERT_TRUE(trader->next<ibkr::CommissionAndFeesReport>());
    world.run();
    EXPECT_EQ(master->count<ibkr::ExecutionDetails>(), 1U);
    EXPECT_EQ(master->all<ibkr::OrderStatus>().back().client_id, 1);
    EXPECT_EQ(other->count<ibkr::OrderStatus>(), 0U);
}

TEST(GatewayOptionsOfServer, a_port_in_use_is_an_error)
{
    GatewayWorld world;
    GatewayOptions options;
    options.port = world.gateway->port();
    auto second = make_gateway(world.paper, options).value();
    std::optional<Result<>> outcome;
    second->start([&](Result<> result) { outcome = std::move(result); });
    ASSERT_TRUE(run_until(world.io, [&] { return outcome.has_value(); }));
    ASSERT_FALSE(*outcome);
    EXPECT_EQ(outcome->error(), Errc::input_output);
}

}  // namespace
}  // namespace trademind::test
