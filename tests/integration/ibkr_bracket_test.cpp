// Brackets and rare attributes over a real socket.
#include "integration/ibkr_world.hpp"

#include <trademind/bracket.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

namespace trademind::test {
namespace {

using namespace trademind::literals;

class IbkrBracket : public testing::TestWithParam<int> {
protected:
    IbkrWorld world{GetParam()};
    void SetUp() override { ASSERT_TRUE(world.connect()); }
    Result<std::vector<OrderReport>> place(Bracket orders)
    {
        return world.wait<std::vector<OrderReport>>(
            [&](auto done) { world.broker->place_bracket(orders, std::move(done)); });
    }
};

TEST_P(IbkrBracket, arrives_as_one)
{
    auto orders = bracket(buy(stock("AAPL"), 10_d).limit(100_d), 110_d, 95_d);
    ASSERT_TRUE(orders);
    auto reports = place(*orders);
    ASSERT_TRUE(reports) << reports.error().describe();
    ASSERT_EQ(reports->size(), 3U);
    auto sent = world.tws.received_of<ibkr::PlaceOrderRequest>();
    ASSERT_EQ(sent.size(), 3U);
    EXPECT_FALSE(sent[0].order.transmit);
    EXPECT_FALSE(sent[1].order.transmit);
    EXPECT_TRUE(sent[2].order.transmit);
    EXPECT_EQ(sent[1].order.parent_id, sent[0].order_id);
    EXPECT_EQ(sent[2].order.parent_id, sent[0].order_id);
    EXPECT_EQ(sent[1].order.action, "SELL");
    EXPECT_EQ(sent[2].order.order_type, "STP");
}

TEST_P(IbkrBracket, refused_exit_takes_the_entry_back)
{
    auto orders = bracket(buy(stock("AAPL"), 10_d).limit(100_d), 110_d, 95_d);
    ASSERT_TRUE(orders);
    int count = 0;
    auto refuse = [&](MockSession& session, const ibkr::PlaceOrderRequest& order) {
        if (++count < 3) return;  // held: TWS says nothing
        ibkr::ErrorMessage error;
        error.id = order.order_id;
        error.error_code = 201;
        error.error_message = "Order rejected - reason:no";
        session.send(error);
    };
    for (int i = 0; i < 3; ++i) world.tws.once<ibkr::PlaceOrderRequest>(refuse);
    world.tws.on<ibkr::CancelOrderRequest>(
        [](MockSession& session, const ibkr::CancelOrderRequest& order) {
            ibkr::OrderStatus status;
            status.order_id = order.order_id;
            status.status = "Cancelled";
            status.client_id = 1;
            status.filled = status.remaining = Decimal{};
            status.perm_id = order.order_id;
            session.send(status);
        });
    auto reports = place(*orders);
    ASSERT_FALSE(reports);
    EXPECT_EQ(reports.error(), Errc::rejected);
    EXPECT_EQ(world.order(OrderId{1}).status, OrderStatus::cancelled);
}

TEST_P(IbkrBracket, parent_and_id_that_cannot_be_are_refused_here_by_name)
{
    auto order = buy(stock("AAPL"), 1_d).limit(1_d);
    auto child = world.place(OrderRequest{order}.child_of(OrderId{77}));
    ASSERT_FALSE(child);
    EXPECT_NE(child.error().message.find("parent_id 77"), std::string::npos)
        << child.error().message;
    for (const auto& id : {std::string{"a\nb"}, std::string{"a\0b", 3}, std::string(5000, 'x')}) {
        auto placed = world.place(OrderRequest{order}.with_client_order_id(id));
        ASSERT_FALSE(placed);
        EXPECT_EQ(placed.error(), Errc::invalid_order);
        EXPECT_NE(placed.error().message.find("client_order_id"), std::string::npos);
    }
    EXPECT_EQ(world.tws.count<ibkr::PlaceOrderRequest>(), 0U);
}

TEST_P(IbkrBracket, rare_attributes_reach_tws)
{
    OrderAttributes more;
    more.hidden = true;
    more.conditions = {OrderCondition::price(265598, "SMART", true, 200_d)};
    more.algorithm = Algorithm{"Adaptive", {{"adaptivePriority", "Normal"}}};
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 1_d).limit(1_d).with(more)));
    auto sent = world.tws.received_of<ibkr::PlaceOrderRequest>();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_TRUE(sent[0].order.hidden);
    EXPECT_EQ(sent[0].order.algo_strategy, "Adaptive");
    ASSERT_EQ(sent[0].order.conditions.size(), 1U);
    EXPECT_EQ(sent[0].order.conditions[0].price, 200.0);
}

TEST_P(IbkrBracket, field_that_the_server_does_not_know_is_refused_here)
{
    OrderAttributes more;
    more.include_overnight = true;
    auto report = world.place(buy(stock("AAPL"), 1_d).limit(1_d).with(more));
    if (GetParam() >= 189) {
        EXPECT_TRUE(report) << report.error().describe();
        return;
    }
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error(), Errc::not_supported);
    EXPECT_NE(report.error().message.find("189"), std::string::npos) << report.error().message;
    EXPECT_EQ(world.tws.count<ibkr::PlaceOrderRequest>(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Servers, IbkrBracket, testing::Values(176, 200, 225),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace trademind::test
