// Connections: greetings, versions, client ids, and clients that do not behave.
#include "gateway/session.hpp"

#include "brokers/ibkr/transport/recording.hpp"
#include "unit/gateway/gateway_world.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include <unistd.h>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

TEST(GatewaySession, speaks_every_version_that_the_library_knows)
{
    GatewayWorld world;
    for (int version = 176; version <= 225; ++version) {
        auto client = world.client(version, version);
        ASSERT_TRUE(client) << version;
        EXPECT_EQ(number(client->version()), version);
        auto order = GatewayWorld::order(1, 10_d, 50.0);
        client->send(order);
        ASSERT_TRUE(client->next<ibkr::OrderStatus>()) << version;
        EXPECT_EQ(client->all<ibkr::OrderStatus>().back().status, "Submitted") << version;
        client->send(ibkr::OpenOrdersRequest{});
        ASSERT_TRUE(client->next<ibkr::OpenOrdersEnd>()) << version;
        EXPECT_EQ(client->all<ibkr::OpenOrder>().back().order.limit_price, 50.0) << version;
    }
}

TEST(GatewaySession, says_nothing_between_greeting_and_start)
{
    GatewayWorld world;
    WireClient client{world.io, world.gateway->port()};
    std::string hello;
    wire::write_client_hello(hello, {176, 200, {}});
    client.send_bytes(hello);
    world.run();
    world.advance(10s);
    EXPECT_EQ(client.count<ibkr::ErrorMessage>(), 0U);
    EXPECT_EQ(client.count<ibkr::NextValidId>(), 0U);
    EXPECT_FALSE(client.ended());
}

TEST(GatewaySession, takes_connect_options_and_a_greeting_in_pieces)
{
    GatewayWorld world;
    WireClient client{world.io, world.gateway->port()};
    std::string hello;
    wire::write_client_hello(hello, {176, 200, "+PACEAPI"});
    for (char byte : hello) {
        client.send_bytes({&byte, 1});
        world.run();
    }
    ibkr::StartApiRequest start;
    start.client_id = 4;
    EXPECT_EQ(number(client.version()), 200);
    client.send(start);
    EXPECT_TRUE(client.next<ibkr::NextValidId>());
    EXPECT_EQ(client.all<ibkr::ManagedAccounts>().front().accounts_list, "DU1234567");
    world.run();
    EXPECT_EQ(client.count<ibkr::ErrorMessage>(), 3U) << "three farms";
}

TEST(GatewaySession, refuses_a_number_in_use_and_lets_the_first_live)
{
    GatewayWorld world;
    for (int version : {180, 200, 225}) {
        auto first = world.client(version, version);
        ASSERT_TRUE(first);
        WireClient second{world.io, world.gateway->port()};
        EXPECT_FALSE(second.start(version, version));
        EXPECT_EQ(second.error_of(ibkr::ErrorMessage::no_request), 326);
        EXPECT_EQ(second.count<ibkr::NextValidId>(), 0U);
        first->send(ibkr::CurrentTimeRequest{});
        EXPECT_TRUE(first->next<ibkr::CurrentTime>());
    }
}

TEST(GatewaySession, closes_what_is_no_client)
{
    GatewayWorld world;
    for (std::string_view bytes :
         {std::string_view{"GET / HTTP/1.1\r\n\r\n"}, std::string_view{"API\0\0\0\0\0", 8},
          std::string_view{"API\0\xFF\xFF\xFF\xFF", 8}, std::string_view{"API\0\0\0\0\3xyz", 11},
          std::string_view{"API\0\0\0\0\x09v100..175", 17},
          std::string_view{"API\0\0\0\0\x09v300..400", 17}}) {
        WireClient client{world.io, world.gateway->port()};
        client.send_bytes(bytes);
        EXPECT_TRUE(run_until(world.io, [&] { return client.ended(); })) << bytes;
    }
    world.run();
    EXPECT_EQ(world.gateway->counts().sessions, 0U);
    EXPECT_TRUE(world.client(1)) << "others are served";
}

TEST(GatewaySession, ends_with_a_client_that_does_not_read)
{
    GatewayOptions options;
    options.most_waiting = std::size_t{1} << 20;
    GatewayWorld world{options};
    auto deaf = world.client(1);
    ASSERT_TRUE(deaf);
    deaf->stop_reading();
    for (int n = 0; n < 60'000 && world.gateway->counts().slow == 0; ++n) {
        deaf->send(ibkr::ScannerParametersRequest{});
        if (n % 500 == 0) world.run();
    }
    world.run();
    EXPECT_EQ(world.gateway->counts().slow, 1U);
    EXPECT_TRUE(world.client(2));
}

TEST(GatewaySession, keeps_TWSs_pace_where_it_is_asked_to)
{
    GatewayOptions options;
    options.messages_per_second = 50;
    GatewayWorld world{options};
    auto client = world.client(1);
    ASSERT_TRUE(client);
    auto send_many = [&](int count) {
        for (int n = 0; n < count; ++n) client->send(ibkr::CurrentTimeRequest{});
        world.run();
    };
    world.advance(1s);
    send_many(50);
    EXPECT_EQ(client->error_of(-1), 2158) << "the last words are of the farms";
    for (int n = 0; n < 3; ++n) {
        world.advance(1s);
        send_many(60);
        EXPECT_EQ(client->error_of(-1), 100);
        EXPECT_FALSE(client->ended());
    }
    world.advance(1s);
    send_many(60);
    EXPECT_TRUE(run_until(world.io, [&] { return client->ended(); }));
}

TEST(GatewaySession, is_written_down_as_the_client_sees_it)
{
    for (int version : {200, 225}) {
        auto folder =
            std::filesystem::path{testing::TempDir()} /
            ("gateway-record-" + std::to_string(version) + "-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder);
        GatewayOptions options;
        options.session_log = folder;
        GatewayWorld world{options};
        auto client = world.client(7, version);
        ASSERT_TRUE(client);
        client->send(ibkr::CurrentTimeRequest{});
        ASSERT_TRUE(client->next<ibkr::CurrentTime>());
        client.reset();
        world.run();
        auto recording =
            ibkr::transport::read_recording((folder / "session-1.txt").string()).value();
        std::filesystem::remove_all(folder);
        ASSERT_EQ(recording.size(), 1U);
        EXPECT_EQ(recording[0].server_version, version);
        std::size_t sent = 0, received = 0;
        for (const auto& frame : recording[0].frames) ++(frame.from_client ? sent : received);
        EXPECT_EQ(sent, 2U) << "start and one request";
        EXPECT_GE(received, 6U) << "accounts, next id, three farms, the time";
    }
}

TEST(GatewaySession, is_refused_beyond_the_number_of_sessions)
{
    GatewayOptions options;
    options.most_sessions = 2;
    GatewayWorld world{options};
    auto one = world.client(1), two = world.client(2);
    ASSERT_TRUE(one && two);
    EXPECT_FALSE(world.client(3));
    one.reset();
    world.run();
    EXPECT_TRUE(world.client(3));
    EXPECT_EQ(world.gateway->counts().refused, 1U);
}

}  // namespace
}  // namespace trademind::test
