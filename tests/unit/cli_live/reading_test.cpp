// Commands that only look: contract, positions, account, portfolio, orders, executions.
#include "base/log.hpp"
#include "unit/cli_live/live_tws.hpp"

#include <trademind/brokers/ibkr/messages/place_order.hpp>

#include <atomic>

namespace trademind::cli::test {
namespace {

using namespace trademind::literals;
using testing::AllOf;
using testing::HasSubstr;

TEST(LiveContract, FindsAndDescribes)
{
    LiveTws live;
    live.desk.find("AAPL")->long_name = "APPLE INC";
    auto outcome = live.run({"contract", "AAPL"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output,
                AllOf(HasSubstr("265598"), HasSubstr("APPLE INC"), HasSubstr("Contract id")));
    auto found = live.json({"contract", "AAPL"});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["contract_id"], 265598);
    EXPECT_EQ(found[0]["security_type"], "STK");
    EXPECT_EQ(found[0]["currency"], "USD");
    EXPECT_EQ(found[0]["minimum_tick"], "0.01");
}

TEST(LiveContract, ByIdAlone)
{
    LiveTws live;
    auto found = live.json({"contract", "whatever", "--contract-id", "272093"});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["symbol"], "MSFT");
}

TEST(LiveContract, UnknownSymbolIsAnError)
{
    LiveTws live;
    auto outcome = live.run({"contract", "NOSUCH"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("NOSUCH: No security definition"));
}

TEST(LivePositions, PrintsWhatIsHeld)
{
    LiveTws live;
    live.desk.find("AAPL")->last = 110_d;
    live.desk.position("AAPL", 300_d, 100_d);
    live.desk.position("MSFT", -20_d, 400_d);
    auto outcome = live.run({"positions"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("AAPL"), HasSubstr("300"), HasSubstr("-20")));
    auto positions = live.json({"positions"});
    ASSERT_EQ(positions.size(), 2U);
    EXPECT_EQ(positions[0]["symbol"], "AAPL");
    EXPECT_EQ(positions[0]["quantity"], "300");
    EXPECT_EQ(positions[0]["average_cost"], "100");
}

TEST(LivePositions, NoneIsSaid)
{
    LiveTws live;
    EXPECT_EQ(live.run({"positions"}).output, "No positions\n");
    EXPECT_EQ(live.json({"positions"}), nlohmann::json::array());
}

TEST(LiveAccount, PrintsItsValues)
{
    LiveTws live;
    live.desk.cash(250'000_d);
    auto outcome = live.run({"account"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("Account DU1234567"), HasSubstr("250,000.00"),
                                      HasSubstr("1,000,000.00")));
    auto account = live.json({"account"});
    EXPECT_EQ(account["id"], "DU1234567");
    EXPECT_EQ(account["cash_balance"], "250000");
    EXPECT_EQ(account["buying_power"], "1000000");
}

TEST(LiveAccount, AnotherAccountThanTheLoginsIsAnError)
{
    LiveTws live;
    auto outcome = live.run({"account", "--account", "DU9999999"});
    EXPECT_NE(outcome.exit, Exit::done);
    EXPECT_THAT(outcome.problem, HasSubstr("DU9999999"));
}

TEST(LivePortfolio, SummaryAndPositionsAddUp)
{
    LiveTws live;
    live.desk.cash(100'000_d);
    live.desk.find("AAPL")->last = 110_d;
    live.desk.position("AAPL", 100_d, 100_d);
    auto portfolio = live.json({"portfolio"});
    EXPECT_EQ(portfolio["cash_balance"], "100000");
    EXPECT_EQ(portfolio["total_value"], "111000");
    EXPECT_EQ(portfolio["open_positions"], 1);
    ASSERT_EQ(portfolio["positions"].size(), 1U);
    EXPECT_EQ(portfolio["positions"][0]["quantity"], "100");
    auto outcome = live.run({"portfolio"});
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("Portfolio summary"), HasSubstr("111,000.00"),
                                      HasSubstr("Contract")));
}

TEST(LiveOrders, ShowsOwnAndForeignOnes)
{
    LiveTws live;
    for (auto symbol : {"AAPL", "MSFT"}) live.desk.quote(symbol, 99_d, 100_d, 100_d);
    EXPECT_EQ(live.run({"orders"}).output, "No orders\n");
    ASSERT_EQ(live.run({"buy", "AAPL", "10", "--limit", "90", "--yes", "--client-id", "5"}).exit,
              Exit::done);
    ASSERT_EQ(live.run({"buy", "MSFT", "3", "--limit", "91", "--yes"}).exit, Exit::done);
    auto orders = live.json({"orders"});
    ASSERT_EQ(orders.size(), 2U);
    std::set<int> clients{orders[0]["client_id"].get<int>(), orders[1]["client_id"].get<int>()};
    EXPECT_EQ(clients, (std::set{1, 5}));
    auto outcome = live.run({"orders", "--show", "all"});
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("BUY 10 AAPL LMT 90"), HasSubstr("Submitted")));
}

TEST(LiveOrders, FiltersByWhatBecameOfThem)
{
    LiveTws live;
    live.desk.quote("AAPL", 99_d, 100_d, 100_d);
    ASSERT_EQ(live.run({"buy", "AAPL", "10", "--limit", "100", "--yes"}).exit, Exit::done);
    ASSERT_EQ(live.run({"buy", "AAPL", "10", "--limit", "97", "--yes"}).exit, Exit::done);
    auto open = live.json({"orders"});
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0]["limit_price"], "97");
    auto filled = live.json({"orders", "--show", "filled"});
    ASSERT_EQ(filled.size(), 1U);
    EXPECT_EQ(filled[0]["status"], "Filled");
    EXPECT_EQ(filled[0]["average_fill_price"], "100");
}

TEST(LiveExecutions, PrintsTheFillsWithTheirCommission)
{
    LiveTws live;
    EXPECT_EQ(live.run({"executions"}).output, "No fills today\n");
    live.change([&] { live.desk.quote("AAPL", 99_d, 100_d, 100_d); });
    ASSERT_EQ(live.run({"buy", "AAPL", "10", "--limit", "100", "--yes"}).exit, Exit::done);
    auto fills = live.json({"executions"});
    ASSERT_EQ(fills.size(), 1U);
    EXPECT_EQ(fills[0]["quantity"], "10");
    EXPECT_EQ(fills[0]["price"], "100");
    EXPECT_EQ(fills[0]["commission"], "1");
    EXPECT_THAT(live.run({"executions"}).output, AllOf(HasSubstr("BUY"), HasSubstr("1.0000")));
}

TEST(LiveReading, needs_no_client_id_of_the_program_that_runs)
{
    LiveTws live;
    live.tws.refuse_client_id(1);
    static std::atomic<int> logged;
    logged = 0;
    auto before = log::set_sink([](log::Level level, std::string_view) {
        if (level >= log::Level::warning) ++logged;
    });
    EXPECT_EQ(live.run({"orders"}).exit, Exit::done);
    log::set_sink(before);
    EXPECT_EQ(logged, 0) << "another id is taken in silence";
    for (const char* command :
         {"orders", "positions", "account", "portfolio", "executions", "connect"}) {
        auto outcome = live.run({command});
        EXPECT_EQ(outcome.exit, Exit::done) << command << ": " << outcome.problem;
    }
    EXPECT_EQ(live.run({"orders", "--client-id", "1"}).exit, Exit::not_connected);
}

}  // namespace
}  // namespace trademind::cli::test
