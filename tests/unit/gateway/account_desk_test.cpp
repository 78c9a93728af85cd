// Accounts, positions and profit as clients ask for them.
#include "gateway/account_desk.hpp"

#include "unit/gateway/gateway_clients.hpp"

#include <set>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class GatewayAccounts : public GatewayClients {
protected:
    std::unique_ptr<WireClient> trader = client(1);
};

TEST_P(GatewayAccounts, are_downloaded_with_positions_and_renewed)
{
    trader->send(GatewayWorld::order(1, 10_d));
    world.run();
    ibkr::AccountDataRequest request;
    request.subscribe = true;
    request.account = "DU1234567";
    trader->send(request);
    ASSERT_TRUE(trader->next<ibkr::AccountDataEnd>());
    ASSERT_EQ(trader->count<ibkr::PortfolioValue>(), 1U);
    EXPECT_EQ(trader->all<ibkr::PortfolioValue>()[0].position, 10_d);
    EXPECT_GT(trader->all<ibkr::PortfolioValue>()[0].market_value, 0.0);
    EXPECT_EQ(trader->count<ibkr::AccountUpdateTime>(), 1U);
    world.advance(3min);
    EXPECT_EQ(trader->count<ibkr::AccountDataEnd>(), 2U);
    request.subscribe = false;
    trader->send(request);
    world.run();
    world.advance(10min);
    EXPECT_EQ(trader->count<ibkr::AccountDataEnd>(), 2U);
}

TEST_P(GatewayAccounts, are_summed_up_by_the_tags_that_were_asked_for)
{
    ibkr::AccountSummaryRequest request;
    request.request_id = 56;
    request.group = "All";
    request.tags = "NetLiquidation, BuyingPower";
    trader->send(request);
    ASSERT_TRUE(trader->next<ibkr::AccountSummaryEnd>());
    std::set<std::string> tags;
    for (const auto& row : trader->all<ibkr::AccountSummary>()) tags.emplace(row.tag);
    EXPECT_EQ(tags, (std::set<std::string>{"NetLiquidation", "BuyingPower"}));
    for (int id : {57, 58}) {
        request.request_id = id;
        trader->send(request);
    }
    world.run();
    EXPECT_EQ(trader->error_of(58), 322) << "two at a time";
}

TEST_P(GatewayAccounts, tell_positions_as_they_change)
{
    trader->send(ibkr::PositionsRequest{});
    ASSERT_TRUE(trader->next<ibkr::PositionEnd>());
    EXPECT_EQ(trader->count<ibkr::Position>(), 0U);
    trader->send(GatewayWorld::order(1, 10_d));
    ASSERT_TRUE(trader->next<ibkr::Position>());
    EXPECT_EQ(trader->all<ibkr::Position>().back().position, 10_d);
    trader->send(ibkr::CancelPositions{});
    world.run();
    trader->forget();
    trader->send(GatewayWorld::order(2, 10_d));
    world.run();
    EXPECT_EQ(trader->count<ibkr::Position>(), 0U);
}

TEST_P(GatewayAccounts, tell_profit_once_a_second)
{
    trader->send(GatewayWorld::order(1, 10_d));
    world.run();
    ibkr::PnLRequest all;
    all.request_id = 57;
    all.account = "DU1234567";
    trader->send(all);
    ibkr::PnLSingleRequest single;
    single.request_id = 58;
    single.account = "DU1234567";
    single.con_id = 265598;
    trader->send(single);
    world.run();
    world.advance(1s);
    world.advance(1s);
    EXPECT_EQ(trader->count<ibkr::PnL>(), 3U);
    ASSERT_EQ(trader->count<ibkr::PnLSingle>(), 3U);
    EXPECT_EQ(trader->all<ibkr::PnLSingle>()[0].position, 10_d);
    ibkr::CancelPnL cancel;
    cancel.request_id = 57;
    trader->send(cancel);
    world.run();
    world.advance(1s);
    EXPECT_EQ(trader->count<ibkr::PnL>(), 3U);
}

TEST_P(GatewayAccounts, of_others_are_refused)
{
    ibkr::PnLRequest request;
    request.request_id = 57;
    request.account = "DU7654321";
    trader->send(request);
    world.run();
    EXPECT_EQ(trader->error_of(57), 321);
}

INSTANTIATE_TEST_SUITE_P(Versions, GatewayAccounts, client_versions(), version_name);

}  // namespace
}  // namespace trademind::test
