// trademind demo and run: deterministic, inside the market, exact to the cent, and clear about bad
// input.
#include "cli/program.hpp"
#include "support/source_dir.hpp"

#include <trademind/brokers/paper/tape.hpp>

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

using namespace trademind;
using namespace trademind::cli;
using testing::HasSubstr;
using Json = nlohmann::json;

namespace {

const std::string root = test::source_dir();
const std::string config = root + "/config/paper.yaml";
const std::string tape_file = root + "/docs/examples/data/demo_tape.csv";

Decimal number(const Json& json)
{
    return Decimal::parse(json.get<std::string>()).value();
}

/// The lowest bid and the highest ask of the last two quotes of each symbol: an order that waited
/// fills at its limit, which lies between what the market was and what it is.
class Quotes {
public:
    void take(const std::string& symbol, const paper::MarketChange& change)
    {
        auto& [before, now] = symbols_[symbol];
        if (!change.bid && !change.ask) return;
        before = now;
        if (change.bid) now.bid = change.bid;
        if (change.ask) now.ask = change.ask;
    }
    void expect_inside(const std::string& symbol, Decimal price) const
    {
        const auto& [before, now] = symbols_.at(symbol);
        EXPECT_GE(price, std::min(*now.bid, before.bid.value_or(*now.bid))) << symbol;
        EXPECT_LE(price, std::max(*now.ask, before.ask.value_or(*now.ask))) << symbol;
    }

private:
    std::map<std::string, std::pair<paper::MarketChange, paper::MarketChange>> symbols_;
};

void expect_fills_inside(const Json& record, const paper::Tape& tape)
{
    Quotes quotes;
    auto row = tape.rows.begin();
    for (const Json& fill : record["executions"]) {
        auto time = parse_time(fill["time"].get<std::string>()).value();
        for (; row != tape.rows.end() && row->change.time <= time; ++row)
            quotes.take(tape.contracts[row->contract].symbol, row->change);
        quotes.expect_inside(fill["symbol"].get<std::string>(), number(fill["price"]));
    }
}

/// What the account started with, moved by every fill and its commission, is what it has.
void expect_exact_cash(const Json& record, Decimal cash)
{
    for (const Json& fill : record["executions"]) {
        Decimal value = number(fill["quantity"]) * number(fill["price"]);
        cash += fill["side"] == "BUY" ? -value : value;
        cash -= number(fill["commission"]);
    }
    EXPECT_EQ(number(record["account"]["cash_balance"]), cash);
    for (const Json& position : record["positions"]) cash += number(position["market_value"]);
    EXPECT_EQ(number(record["portfolio"]["total_value"]), cash);
}

class Session : public testing::Test {
protected:
    void SetUp() override
    {
        folder = std::filesystem::path{testing::TempDir()} /
                 testing::UnitTest::GetInstance()->current_test_info()->name();
        std::filesystem::create_directories(folder);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }
    std::string write(const std::string& name, const std::string& text)
    {
        std::ofstream{folder / name} << text;
        return (folder / name).string();
    }

    std::filesystem::path folder;
};

}  // namespace

TEST_F(Session, TradesTheBundledTapeInsideItsQuotesAndToTheCent)
{
    auto outcome = run_program({"run", "--config", config, "--tape", tape_file, "--json"});
    ASSERT_EQ(outcome.exit, Exit::done) << outcome.problem;
    auto record = Json::parse(outcome.output);
    ASSERT_GE(record["executions"].size(), 4U) << "a tape without trades shows nothing";
    EXPECT_EQ(record["refusals"].size(), 0U);
    expect_fills_inside(record, paper::read_tape(tape_file).value());
    expect_exact_cash(record, Decimal{100'000});
}

TEST_F(Session, PrintsTheSameBytesTwice)
{
    std::vector<std::string> arguments{"run", "--config", config, "--tape", tape_file};
    auto first = run_program(arguments);
    EXPECT_EQ(first.exit, Exit::done) << first.problem;
    EXPECT_EQ(first.output, run_program(arguments).output);
    arguments.push_back("--json");
    EXPECT_EQ(run_program(arguments).output, run_program(arguments).output);
}

TEST_F(Session, PrintsEveryTable)
{
    auto outcome = run_program({"demo"});
    ASSERT_EQ(outcome.exit, Exit::done) << outcome.problem;
    for (auto words : {"Order log", "Fills", "Commission", "Positions", "Net liquidation",
                       "Portfolio summary", "equals the net liquidation"})
        EXPECT_THAT(outcome.output, HasSubstr(words));
}

TEST_F(Session, DemoDependsOnItsSeedOnly)
{
    EXPECT_EQ(run_program({"demo"}).output, run_program({"demo", "--seed", "1"}).output);
    EXPECT_NE(run_program({"demo"}).output, run_program({"demo", "--seed", "2"}).output);
    auto record = Json::parse(run_program({"demo", "--json"}).output);
    EXPECT_EQ(record["broker"], "paper");
    expect_exact_cash(record, Decimal{100'000});
}

TEST_F(Session, TradesOnlyTheSymbolsNamed)
{
    auto outcome =
        run_program({"run", "--config", config, "--tape", tape_file, "--symbol", "MSFT", "--json"});
    auto record = Json::parse(outcome.output);
    ASSERT_FALSE(record["orders"].empty());
    for (const Json& order : record["orders"]) EXPECT_EQ(order["symbol"], "MSFT");
}

TEST_F(Session, NamesTheBrokenLineOfATape)
{
    auto file = write("broken.csv",
                      "time,symbol,bid,bid_size,ask,ask_size,last,last_size\n"
                      "2026-01-05T14:30:00Z,AAPL,100,100,100.01,100,,\n"
                      "2026-01-05T14:30:01Z,AAPL,abc,100,100.01,100,,\n");
    auto outcome = run_program({"run", "--config", config, "--tape", file});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("broken.csv:3:"));
    EXPECT_EQ(outcome.output, "");
}

TEST_F(Session, NamesAMisspeltKeyAndTheNearestOne)
{
    auto file = write("typo.yaml", "broker:\n  type: paper\n  max_order_sise: 10\n");
    auto outcome = run_program({"run", "--config", file, "--tape", tape_file});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("typo.yaml:3"));
    EXPECT_THAT(outcome.problem, HasSubstr("max_order_size"));
}

TEST_F(Session, RefusesALimitThatIsNoneWithFileLineAndKey)
{
    auto problem = [&](const std::string& line) {
        auto file = write("limit.yaml", "broker:\n  type: paper\n" + line + "\n");
        auto outcome = run_program({"run", "--config", file, "--tape", tape_file});
        EXPECT_EQ(outcome.exit, Exit::failed);
        EXPECT_EQ(outcome.output, "") << "nothing was traded";
        return outcome.problem;
    };
    EXPECT_THAT(
        problem("  max_order_value: -50000"),
        HasSubstr("limit.yaml:3: broker.max_order_value: \"-50000\" must be greater than 0"));
    EXPECT_THAT(problem("  max_order_size: 0"), HasSubstr("limit.yaml:3: broker.max_order_size: "));
    EXPECT_THAT(problem("risk:\n  max_daily_loss: 2000"),
                HasSubstr("limit.yaml:4: risk.max_daily_loss: \"2000\" needs its unit: write"));
    EXPECT_THAT(problem("risk:\n  price_collar: 5"),
                HasSubstr("limit.yaml:4: risk.price_collar: \"5\" needs its unit: write \"5%\""));
    EXPECT_THAT(problem("risk:\n  max_postion_size: 5"),
                HasSubstr("limit.yaml:4: risk.max_postion_size: unknown key; did you mean "
                          "risk.max_position_size?"));
}

TEST_F(Session, TradesTheMarketOfTheConfiguration)
{
    auto by_key = write(
        "tape.yaml",
        "broker: {type: paper, paper: {starting_cash: 100000 USD, tape: " + tape_file + "}}\n");
    auto outcome = run_program({"run", "--config", by_key, "--json"});
    ASSERT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_EQ(outcome.output,
              run_program({"run", "--config", config, "--tape", tape_file, "--json"}).output);
    auto pushed = write("pushed.yaml", "broker: {type: paper, paper: {market: pushed}}\n");
    EXPECT_THAT(run_program({"run", "--config", pushed}).problem,
                HasSubstr("broker.paper.market is pushed"));
}

TEST_F(Session, EachSeedDrawsItsOwnFillsWithTheShippedSettings)
{
    auto output = [&](int seed, const std::string& more = "") {
        auto file =
            write("seed.yaml",
                  "broker: {type: paper, paper: {seed: " + std::to_string(seed) + more + "}}\n");
        return run_program({"run", "--config", file, "--tape", tape_file}).output;
    };
    std::set<std::string> outputs;
    for (int seed = 1; seed <= 4; ++seed) outputs.insert(output(seed));
    EXPECT_EQ(outputs.size(), 4U);
    EXPECT_EQ(output(3), output(3)) << "the same seed";
    EXPECT_EQ(output(1, ", latency_jitter: 0 s"), output(2, ", latency_jitter: 0 s"));
}

TEST_F(Session, NamesWhatIsMissing)
{
    auto no_market = write("bare.yaml", "broker: {type: paper}\n");
    EXPECT_THAT(run_program({"run", "--config", no_market}).problem, HasSubstr("--tape"));
    EXPECT_THAT(run_program({"run", "--config", "nowhere.yaml"}).problem,
                HasSubstr("nowhere.yaml"));
    EXPECT_THAT(run_program({"run", "--config", config, "--tape", "nowhere.csv"}).problem,
                HasSubstr("nowhere.csv"));
    EXPECT_THAT(run_program({"run"}).problem, HasSubstr("--config"));
    EXPECT_EQ(run_program({"run"}).exit, Exit::wrong_usage);
}

TEST_F(Session, NamesOptionsThatDoNotFitEachOther)
{
    auto words = [](std::vector<std::string> more) {
        more.insert(more.begin(), {"run", "--config", config});
        auto outcome = run_program(std::move(more));
        EXPECT_EQ(outcome.exit, Exit::wrong_usage);
        return outcome.problem;
    };
    EXPECT_THAT(words({"--seconds", "5", "--days", "1"}), HasSubstr("either --seconds or --days"));
    EXPECT_THAT(words({"--tape", tape_file, "--days", "1"}), HasSubstr("lasts as long as it is"));
    EXPECT_THAT(words({"--days", "366"}), HasSubstr("from 1 to 365"));
    EXPECT_THAT(words({"--currency", "EUR"}), HasSubstr("at least one --symbol"));
    EXPECT_THAT(words({"--contract-id", "7", "--symbol", "A", "--symbol", "B"}),
                HasSubstr("--contract-id names one contract"));
    auto absent = run_program({"run", "--config", config, "--tape", tape_file, "--symbol", "IBM"});
    EXPECT_EQ(absent.exit, Exit::failed);
    EXPECT_THAT(absent.problem, HasSubstr("the tape has no quotes of IBM"));
}

TEST_F(Session, SaysThatTheConnectionIsRefused)
{
    // port 1 of this machine: nobody listens there
    auto file = write("refused.yaml",
                      "broker:\n  type: ibkr\n  ibkr:\n    port: 1\n    reconnect_attempts: 1\n"
                      "journal:\n  file: " +
                          (folder / "journal.db").string() + "\n");
    auto outcome = run_program({"run", "--config", file, "--symbol", "AAPL"});
    EXPECT_EQ(outcome.exit, Exit::not_connected);
    EXPECT_THAT(outcome.problem, HasSubstr("connection refused"));
}

TEST_F(Session, PlaysATapeOnThePaperBrokerOnly)
{
    auto file = write("ibkr.yaml",
                      "broker:\n  type: ibkr\n"
                      "journal:\n  file: " +
                          (folder / "journal.db").string() + "\n");
    auto outcome = run_program({"run", "--config", file, "--tape", tape_file});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("paper"));
}
