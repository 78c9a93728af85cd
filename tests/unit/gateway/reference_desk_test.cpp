// What does not change while the market moves.
#include "gateway/reference_desk.hpp"

#include "unit/gateway/gateway_clients.hpp"

namespace trademind::test {
namespace {

class GatewayReference : public GatewayClients {
protected:
    std::unique_ptr<WireClient> trader = client(1);
};

TEST_P(GatewayReference, finds_one_contract_by_its_symbol_and_by_its_number)
{
    ibkr::ContractDataRequest request;
    request.request_id = 11;
    request.contract.symbol = "AAPL";
    request.contract.sec_type = "STK";
    request.contract.exchange = "SMART";
    request.contract.currency = "USD";
    trader->send(request);
    ASSERT_TRUE(trader->next<ibkr::ContractDataEnd>());
    ASSERT_EQ(trader->count<ibkr::ContractData>(), 1U);
    EXPECT_EQ(trader->all<ibkr::ContractData>()[0].contract.con_id, 265598);
    EXPECT_EQ(trader->all<ibkr::ContractData>()[0].contract.primary_exchange, "NASDAQ");
    ibkr::ContractDataRequest by_number;
    by_number.request_id = 12;
    by_number.contract.con_id = 265598;
    trader->send(by_number);
    ASSERT_TRUE(trader->next<ibkr::ContractDataEnd>());
    EXPECT_EQ(trader->all<ibkr::ContractData>()[1].contract.symbol, "AAPL");
    request.request_id = 13;
    request.contract.symbol = "NOSUCH";
    trader->send(request);
    world.run();
    EXPECT_EQ(trader->error_of(13), 200);
}

TEST_P(GatewayReference, answers_searches_and_rules)
{
    ibkr::MatchingSymbolsRequest search;
    search.request_id = 14;
    search.pattern = "aap";
    trader->send(search);
    ASSERT_TRUE(trader->next<ibkr::SymbolSamples>());
    ASSERT_EQ(trader->all<ibkr::SymbolSamples>()[0].descriptions.size(), 1U);
    ibkr::MarketRuleRequest rule;
    rule.market_rule_id = 26;
    trader->send(rule);
    ASSERT_TRUE(trader->next<ibkr::MarketRule>());
    EXPECT_EQ(trader->all<ibkr::MarketRule>()[0].price_increments[0].increment, 0.01);
    rule.market_rule_id = 4711;
    trader->send(rule);
    world.run();
    EXPECT_EQ(trader->error_of(-1), 321);
}

TEST_P(GatewayReference, ends_lists_that_are_empty)
{
    ibkr::OptionParametersRequest chain;
    chain.request_id = 44;
    chain.underlying_symbol = "AAPL";
    trader->send(chain);
    EXPECT_TRUE(trader->next<ibkr::OptionParametersEnd>());
    ibkr::HistoricalNewsRequest news;
    news.request_id = 45;
    trader->send(news);
    EXPECT_TRUE(trader->next<ibkr::HistoricalNewsEnd>());
    trader->send(ibkr::NewsProvidersRequest{});
    EXPECT_TRUE(trader->next<ibkr::NewsProviders>());
}

TEST_P(GatewayReference, tells_the_brokers_time)
{
    trader->send(ibkr::CurrentTimeRequest{});
    ASSERT_TRUE(trader->next<ibkr::CurrentTime>());
    auto seconds = std::chrono::floor<std::chrono::seconds>(world.clock->now());
    EXPECT_EQ(trader->all<ibkr::CurrentTime>()[0].current_time, seconds.time_since_epoch().count());
}

INSTANTIATE_TEST_SUITE_P(Versions, GatewayReference, client_versions(), version_name);

}  // namespace
}  // namespace trademind::test
