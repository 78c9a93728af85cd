// Reports of strategies as JSON and tables, of runs and of saved accounts.
#include "support/source_dir.hpp"
#include "unit/cli/program_folder.hpp"

#include <nlohmann/json.hpp>

namespace trademind::test {
namespace {

using namespace literals;
using testing::HasSubstr;

class Report : public ProgramFolder {
protected:
    Report()
    {
        write("broker:\n  type: paper\n  paper:\n    account_file: " + (folder / "a.db").string() +
              "\nlog:\n  level: error\nkill_switch:\n  file: " + kill_file.string() + "\n");
    }
    const std::string demo = source_dir() / "docs/examples/data/demo_tape.csv";
    const std::string file = (folder / "report.json").string();
};

Decimal decimal_of(const nlohmann::json& json)
{
    return Decimal::parse(json.get<std::string>()).value();
}

TEST_F(Report, of_a_run_adds_up)
{
    auto outcome =
        run({"run", "--config", config_file.string(), "--tape", demo, "--report", file, "--json"});
    ASSERT_EQ(outcome.exit, cli::Exit::done) << outcome.problem;
    auto record = nlohmann::json::parse(outcome.output);
    auto report = nlohmann::json::parse(text(file));
    EXPECT_EQ(report["fills"], record["executions"].size());
    Decimal costs, turnover, by_symbol, by_day;
    for (const auto& fill : record["executions"]) {
        costs += decimal_of(fill["commission"]);
        turnover += decimal_of(fill["price"]) * decimal_of(fill["quantity"]);
    }
    EXPECT_EQ(decimal_of(report["costs"]), costs);
    EXPECT_EQ(decimal_of(report["turnover"]), turnover);
    for (const auto& symbol : report["symbols"]) by_symbol += decimal_of(symbol["pnl"]);
    for (const auto& day : report["days"]) by_day += decimal_of(day["pnl"]);
    EXPECT_EQ(report["equity_start"], "1000000");
    EXPECT_EQ(report["equity_end"], record["account"]["portfolio_value"]);
    EXPECT_EQ(decimal_of(report["pnl"]), by_symbol);
    EXPECT_EQ(decimal_of(report["pnl"]), by_day);
    EXPECT_EQ(report["fills_without_midpoint"], 0);
    EXPECT_GT(report["equity"].size(), 100U);
}

TEST_F(Report, changes_nothing_of_the_run_and_replaces_an_older_one)
{
    auto plain = run({"run", "--config", config_file.string(), "--tape", demo, "--json"});
    std::filesystem::remove(folder / "a.db");
    std::ofstream{file} << "{\n  \"currency\": \"USD\", \"old\": true}";
    auto reported =
        run({"run", "--config", config_file.string(), "--tape", demo, "--report", file, "--json"});
    EXPECT_EQ(plain.output, reported.output);
    auto first = text(file);
    EXPECT_THAT(first, HasSubstr("\"drawdown\""));
    std::filesystem::remove(folder / "a.db");
    run({"run", "--config", config_file.string(), "--tape", demo, "--report", file});
    EXPECT_EQ(text(file), first);
}

TEST_F(Report, of_a_saved_account_has_its_fills)
{
    auto ran = run({"run", "--config", config_file.string(), "--tape", demo, "--report", file});
    ASSERT_EQ(ran.exit, cli::Exit::done) << ran.problem;
    EXPECT_THAT(ran.output, HasSubstr("Deepest drawdown"));
    auto of_run = nlohmann::json::parse(text(file));
    auto outcome = run({"paper", "report", "--config", config_file.string(), "--json"});
    ASSERT_EQ(outcome.exit, cli::Exit::done) << outcome.problem;
    auto saved = nlohmann::json::parse(outcome.output);
    for (const char* key : {"fills", "turnover", "costs", "realized_pnl", "orders"})
        EXPECT_EQ(saved[key], of_run[key]) << key;
    auto tables = run({"paper", "report", "--config", config_file.string()});
    EXPECT_THAT(tables.output, HasSubstr("Turnover"));
    EXPECT_THAT(tables.output, HasSubstr("AAPL"));
}

TEST_F(Report, that_could_not_be_written_is_refused_before_the_run)
{
    auto before = text(config_file);
    for (const auto& [to, why] :
         {std::pair{std::string{"/no/such/folder/r.json"}, "/no/such/folder"},
          std::pair{folder.string(), "is a folder"},
          std::pair{config_file.string(), "not overwritten"}}) {
        auto outcome =
            run({"run", "--config", config_file.string(), "--tape", demo, "--report", to});
        EXPECT_EQ(outcome.exit, cli::Exit::failed) << to;
        EXPECT_THAT(outcome.problem, HasSubstr(why));
        EXPECT_EQ(outcome.output, "") << to;
    }
    EXPECT_EQ(text(config_file), before);
    EXPECT_FALSE(std::filesystem::exists(folder / "a.db")) << "no run";
}

}  // namespace
}  // namespace trademind::test
