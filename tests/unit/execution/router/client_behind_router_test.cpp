// What a program that knows the factory alone reaches of IBKR: everything but unguarded orders.
#include "unit/execution/risk/worlds.hpp"

#include <trademind/brokers/ibkr/depth_book.hpp>
#include <trademind/brokers/ibkr/messages/requests.hpp>
#include <trademind/brokers/unsafe_ibkr.hpp>
#include <trademind/execution/factory.hpp>

#include <boost/asio/io_context.hpp>

namespace trademind::test {
namespace {

using namespace literals;

class ClientBehindRouter : public testing::Test {
protected:
    ClientBehindRouter()
    {
        config.type = BrokerType::ibkr;
        config.kill_switch.on_signal = false;
        lift_limits(config.risk);
        world = std::make_unique<MockWorld>(config);
        router = ExecutionRouter::make(world->broker(), config).value();
    }
    void TearDown() override
    {
        following.reset();
        router.reset();
        world->run();
    }
    void connect()
    {
        ASSERT_TRUE(world->answer<Result<>>([&](auto t) { router->connect(std::move(t)); }));
    }

    Config config;
    std::unique_ptr<MockWorld> world;
    std::shared_ptr<ExecutionRouter> router;
    Subscription following;
};

TEST_F(ClientBehindRouter, gives_requests_and_states_before_and_after_connect)
{
    EXPECT_TRUE(ibkr_client(*router));
    auto before = ibkr_status(*router);
    ASSERT_TRUE(before);
    EXPECT_EQ(before->server_version, 0);
    connect();
    auto status = ibkr_status(*router);
    ASSERT_TRUE(status);
    EXPECT_EQ(status->link, LinkState::ready);
    EXPECT_EQ(status->server_version, 200);
    EXPECT_FALSE(status->farms.empty());
    // a strategy has a Broker&
    const Broker& broker = *router;
    EXPECT_TRUE(ibkr_status(broker));
}

TEST_F(ClientBehindRouter, a_contract_is_asked_for_once_and_the_order_names_what_was_found)
{
    connect();
    world->quote(Decimal{100}, Decimal{101});
    ASSERT_TRUE(world->answer<Result<OrderReport>>([&](auto t) {
        router->place_order(buy(stock("AAPL"), 1).limit(Decimal{99}), std::move(t));
    }));
    EXPECT_EQ(world->tws().count<ibkr::ContractDataRequest>(), 1U);
    auto sent = world->tws().received_of<ibkr::PlaceOrderRequest>();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].contract.con_id, 265598);
}

TEST_F(ClientBehindRouter, asks_and_follows)
{
    connect();
    auto client = ibkr_client(*router).value();
    world->tws().on<ibkr::HeadTimestampRequest>([](MockSession& session, const auto& request) {
        ibkr::HeadTimestamp answer;
        answer.request_id = request.request_id;
        answer.head_timestamp = "20000103-14:30:00";
        session.send(answer);
    });
    auto head = world->answer<Result<ibkr::AnswerOf<ibkr::HeadTimestampRequest>>>(
        [&](auto t) { client.ask(ibkr::HeadTimestampRequest{}, std::move(t)); });
    ASSERT_TRUE(head) << head.error().describe();
    EXPECT_EQ((*head)->head_timestamp, "20000103-14:30:00");

    int books = 0;
    following = ibkr::follow_depth(client, ibkr::MarketDepthRequest{},
                                   {[&](const ibkr::DepthBook&) { ++books; }, {}});
    world->run();
    auto asked = world->tws().received_of<ibkr::MarketDepthRequest>();
    ASSERT_EQ(asked.size(), 1U);
    ibkr::MarketDepth row;
    row.request_id = asked[0].request_id;
    row.row.price = 100.0;
    row.row.size = 1_d;
    world->tws().send(row);
    world->run();
    EXPECT_EQ(books, 1);
    EXPECT_EQ(client.would_wait<ibkr::HistogramDataRequest>(), Duration{});
}

TEST_F(ClientBehindRouter, the_unsafe_client_is_of_the_raw_broker_alone)
{
    EXPECT_TRUE(unsafe_ibkr_client(*world->broker()));
    auto refused = unsafe_ibkr_client(*router);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::not_supported);
    EXPECT_NE(refused.error().message.find("guarded"), std::string::npos);
}

TEST(ClientOfPaper, is_refused_with_the_key_to_set)
{
    boost::asio::io_context io;
    Config config{BrokerType::paper};
    auto paper = make_paper_market(config, paper_options(config), io.get_executor()).value();
    auto client = ibkr_client(*paper.router);
    ASSERT_FALSE(client);
    EXPECT_EQ(client.error(), Errc::not_supported);
    EXPECT_NE(client.error().message.find("broker.type"), std::string::npos);
    EXPECT_FALSE(ibkr_status(*paper.router));
}

}  // namespace
}  // namespace trademind::test
