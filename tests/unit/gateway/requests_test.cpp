// Every request is answered, and none ends the session.
#include "gateway/request_handler.hpp"

#include "unit/gateway/gateway_world.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace trademind::test {
namespace {

using namespace trademind::literals;

template <class... Ms> struct EachOf {
    /// Sends each message as it is made; those that the version does not know are left out.
    static int send_all(WireClient& client)
    {
        int sent = 0;
        auto send = [&]<class M>(std::type_identity<M>) {
            if constexpr (!std::is_same_v<M, ibkr::StartApiRequest>) {
                M message;
                if constexpr (requires { message.request_id; }) message.request_id = 5000 + sent;
                if constexpr (requires { message.order_id; }) message.order_id = 5000 + sent;
                std::string frame;
                if (wire::encode(frame, message, client.version())) return;
                client.send_bytes(frame);
                ++sent;
            }
        };
        (send(std::type_identity<Ms>{}), ...);
        return sent;
    }
};

TEST(GatewayRequests, empty_as_they_are_end_no_session)
{
    for (int version : {176, 200, 213, 225}) {
        GatewayWorld world;
        auto client = world.client(1, version);
        ASSERT_TRUE(client);
        EXPECT_GT(ibkr::AllRequests<EachOf>::send_all(*client), 70);
        world.run();
        EXPECT_FALSE(client->ended()) << version;
        client->send(ibkr::CurrentTimeRequest{});
        EXPECT_TRUE(client->next<ibkr::CurrentTime>()) << version;
    }
}

TEST(GatewayRequests, that_cannot_be_read_are_answered_and_counted)
{
    GatewayWorld world;
    auto client = world.client(1);
    ASSERT_TRUE(client);
    for (std::string_view payload :
         {std::string_view{"9\0x\0", 4}, std::string_view{"999\0001\0", 6},
          std::string_view{"notanumber\0", 11}, std::string_view{"1\00011\0", 5},
          std::string_view{"3\0007\0abc\0", 8}, std::string_view{"\0", 1}}) {
        client->send_payload(payload);
        world.run();
        EXPECT_EQ(client->error_of(client->all<ibkr::ErrorMessage>().back().about()), 320);
        EXPECT_FALSE(client->ended());
    }
    EXPECT_EQ(world.gateway->counts().unreadable, 6U);
}

TEST(GatewayRequests, that_nothing_serves_are_refused_by_name)
{
    GatewayWorld world;
    auto client = world.client(1);
    ASSERT_TRUE(client);
    ibkr::FundamentalDataRequest request;
    request.request_id = 9;
    request.contract.symbol = "AAPL";
    client->send(request);
    world.run();
    EXPECT_EQ(client->error_of(9), 321);
    EXPECT_EQ(world.gateway->counts().unsupported, 1U);
}

}  // namespace
}  // namespace trademind::test
