// trademind soak: a short one passes, is the same twice, and refuses nonsense.
#include "cli/program.hpp"
#include "cli/soak_run.hpp"

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include <unistd.h>

using namespace trademind;
using namespace trademind::cli;
using testing::HasSubstr;
using Json = nlohmann::json;

namespace {

namespace fs = std::filesystem;

std::vector<std::string> short_soak(const std::string& seed, std::vector<std::string> more = {})
{
    std::vector<std::string> arguments{"soak", "--days",     "2", "--symbols", "4",  "--rows",
                                       "1500", "--restarts", "2", "--seed",    seed, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

class SoakSeeds : public testing::TestWithParam<int> {};

TEST_P(SoakSeeds, hold_every_check)
{
    auto outcome = run_program(short_soak(std::to_string(GetParam())));
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.output;
    EXPECT_EQ(outcome.problem, "");
    auto report = Json::parse(outcome.output);
    EXPECT_EQ(report["passed"], true);
    EXPECT_EQ(report["restarts"], 4);
    // opening and closing quotes and prints come on top
    EXPECT_EQ(report["market_events"], 2 * (1500 + 3 * 4));
    EXPECT_GT(report["executions"], 50) << "a soak that trades nothing shows nothing";
    EXPECT_GT(report["cancels_asked"], 5);
    EXPECT_GT(report["modifies_asked"], 5);
    EXPECT_EQ(report["checks"].size(), 17U);
    EXPECT_EQ(report["faults"].size(), 0U);
    for (const Json& check : report["checks"]) EXPECT_EQ(check["account"], check["recomputed"]);
    for (const Json& position : report["positions"]) {
        EXPECT_EQ(position["quantity"], position["quantity_recomputed"]);
        EXPECT_EQ(position["realized_pnl"], position["realized_pnl_recomputed"]);
    }
    auto orders = report["orders"].get<int>();
    EXPECT_EQ(orders, report["filled"].get<int>() + report["cancelled"].get<int>() +
                          report["refused"].get<int>() + report["working"].get<int>());
}

INSTANTIATE_TEST_SUITE_P(Few, SoakSeeds, testing::Range(1, 7));

TEST(SoakTest, says_the_same_twice_and_something_else_for_another_seed)
{
    auto once = run_program(short_soak("7"));
    auto again = run_program(short_soak("7"));
    auto other = run_program(short_soak("8"));
    EXPECT_EQ(once.output, again.output);
    EXPECT_NE(once.output, other.output);
}

TEST(SoakTest, prints_a_report_that_a_person_can_read)
{
    auto outcome =
        run_program({"soak", "--days", "1", "--symbols", "2", "--rows", "400", "--restarts", "0"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.output;
    for (const char* line :
         {"Soak of the paper broker: 1 days, 2 symbols, seed 1", "Market events played",
          "Restarts of the broker", "positions equal to their executions", "realized P&L",
          "net liquidation", "PASSED: all 17 checks hold"})
        EXPECT_THAT(outcome.output, HasSubstr(line));
}

TEST(SoakTest, a_failed_check_fails_the_report)
{
    SoakReport report;
    EXPECT_FALSE(report.passed()) << "nothing was checked";
    report.checks.emplace_back("cash", "1", "1");
    EXPECT_TRUE(report.passed());
    report.checks.emplace_back("realized P&L", "1", "2");
    report.faults = {"execution a: outside the quotes"};
    EXPECT_FALSE(report.passed());
    auto text = to_text(report);
    EXPECT_THAT(text, HasSubstr("DIFFERENT"));
    EXPECT_THAT(text, HasSubstr("execution a: outside the quotes\nFAILED: 1 of 2 checks"));
    auto json = Json::parse(to_json(report));
    EXPECT_EQ(json["passed"], false);
    EXPECT_EQ(json["checks"][1]["holds"], false);
    EXPECT_EQ(json["faults"][0], "execution a: outside the quotes");
}

TEST(SoakTest, tells_how_far_it_is)
{
    SoakPlan plan;
    plan.days = 1;
    plan.symbols = 2;
    plan.rows_per_day = 1200;
    plan.restarts_per_day = 1;
    std::vector<double> told;
    ASSERT_TRUE(run_soak(plan, [&](double part) { told.push_back(part); }));
    ASSERT_GE(told.size(), 3U);
    EXPECT_TRUE(std::ranges::is_sorted(told));
    EXPECT_GE(told.front(), 0);
    EXPECT_EQ(told.back(), 1);
}

class SoakFile : public testing::Test {
protected:
    SoakFile() { fs::create_directories(folder); }
    ~SoakFile() override { fs::remove_all(folder); }
    fs::path folder = fs::temp_directory_path() / ("soak_test_" + std::to_string(getpid()));
};

TEST_F(SoakFile, keeps_the_account_where_it_is_told_to)
{
    auto file = folder / "account.db";
    auto kept = run_program(short_soak("3", {"--account-file", file.string()}));
    EXPECT_EQ(kept.exit, Exit::done) << kept.problem;
    EXPECT_TRUE(fs::exists(file));
    EXPECT_EQ(kept.output, run_program(short_soak("3")).output);
}

TEST_F(SoakFile, never_touches_a_file_that_exists)
{
    auto file = folder / "precious.db";
    std::ofstream{file} << "mine";
    auto refused = run_program(short_soak("3", {"--account-file", file.string()}));
    EXPECT_EQ(refused.exit, Exit::failed);
    EXPECT_THAT(refused.problem,
                HasSubstr("precious.db' exists: a soak begins with a new account"));
    std::string text;
    std::getline(std::ifstream{file}, text);
    EXPECT_EQ(text, "mine");
}

TEST_F(SoakFile, an_account_that_cannot_be_written_is_an_error)
{
    auto nowhere = folder / "no such folder" / "account.db";
    auto refused = run_program(short_soak("3", {"--account-file", nowhere.string()}));
    EXPECT_EQ(refused.exit, Exit::failed);
    EXPECT_THAT(refused.problem, HasSubstr("no such folder"));
    EXPECT_EQ(refused.output, "");
}

TEST(SoakTest, nonsense_is_wrong_usage)
{
    for (auto arguments : std::vector<std::vector<std::string>>{{"soak", "--days", "0"},
                                                                {"soak", "--days", "many"},
                                                                {"soak", "--symbols", "501"},
                                                                {"soak", "--rows", "-1"},
                                                                {"soak", "--restarts", "-1"},
                                                                {"soak", "--seed", "x"},
                                                                {"soak", "--dais", "5"}}) {
        auto outcome = run_program(arguments);
        EXPECT_EQ(outcome.exit, Exit::wrong_usage) << arguments[1] << ' ' << arguments.back();
        EXPECT_NE(outcome.problem, "");
    }
}

}  // namespace
