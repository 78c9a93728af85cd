// A short soak passes, is the same twice, and never touches a file that exists.
#include "soak/run.hpp"

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include <unistd.h>

using namespace trademind;
using namespace trademind::soak;
using testing::HasSubstr;
using Json = nlohmann::json;

namespace {

namespace fs = std::filesystem;

Plan short_soak(std::uint64_t seed)
{
    Plan plan;
    plan.days = 2;
    plan.symbols = 4;
    plan.rows_per_day = 1500;
    plan.restarts_per_day = 2;
    plan.seed = seed;
    return plan;
}

class SoakSeeds : public testing::TestWithParam<std::uint64_t> {};

TEST_P(SoakSeeds, hold_every_check)
{
    auto soaked = run(short_soak(GetParam()));
    ASSERT_TRUE(soaked) << soaked.error().describe();
    auto report = Json::parse(to_json(*soaked));
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

INSTANTIATE_TEST_SUITE_P(Few, SoakSeeds, testing::Range(std::uint64_t{1}, std::uint64_t{7}));

TEST(SoakTest, says_the_same_twice_and_something_else_for_another_seed)
{
    auto once = to_json(run(short_soak(7)).value());
    EXPECT_EQ(once, to_json(run(short_soak(7)).value()));
    EXPECT_NE(once, to_json(run(short_soak(8)).value()));
}

TEST(SoakTest, prints_a_report_that_a_person_can_read)
{
    Plan plan;
    plan.days = 1;
    plan.symbols = 2;
    plan.rows_per_day = 400;
    plan.restarts_per_day = 0;
    auto text = to_text(run(plan).value());
    for (const char* line :
         {"Soak of the paper broker: 1 days, 2 symbols, seed 1", "Market events played",
          "Restarts of the broker", "positions equal to their executions", "realized P&L",
          "net liquidation", "PASSED: all 17 checks hold"})
        EXPECT_THAT(text, HasSubstr(line));
}

TEST(SoakTest, a_failed_check_fails_the_report)
{
    Report report;
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

class SoakFile : public testing::Test {
protected:
    SoakFile() { fs::create_directories(folder); }
    ~SoakFile() override { fs::remove_all(folder); }
    fs::path folder = fs::temp_directory_path() / ("soak_test_" + std::to_string(getpid()));
};

TEST_F(SoakFile, keeps_the_account_where_it_is_told_to)
{
    auto file = folder / "account.db";
    auto plan = short_soak(3);
    plan.account_file = file;
    auto kept = run(plan);
    ASSERT_TRUE(kept) << kept.error().describe();
    EXPECT_TRUE(fs::exists(file));
    EXPECT_EQ(to_json(*kept), to_json(run(short_soak(3)).value()));
}

TEST_F(SoakFile, trades_a_tape_of_its_own_with_all_fees_and_both_profiles)
{
    paper::GeneratorOptions market;
    market.rows_per_day = 2000;
    market.symbols = {"AAA", "BBB"};
    auto file = folder / "tape.csv";
    {
        std::ofstream out{file};
        paper::write_tape(paper::generate_tape(market), out);
    }
    for (bool like_ibkr : {false, true})
        for (const char* fees : {"fixed", "tiered", "lite", "none"}) {
            Plan plan;
            plan.tape_file = file;
            plan.fees = fees;
            plan.like_ibkr = like_ibkr;
            auto report = run(plan);
            ASSERT_TRUE(report) << report.error().describe();
            EXPECT_TRUE(report->passed()) << to_text(*report);
            EXPECT_THAT(to_text(*report), HasSubstr("tape.csv, seed 1"));
            EXPECT_EQ(to_json(*report), to_json(run(plan).value())) << "replays are equal";
        }
    Plan unknown;
    unknown.fees = "free";
    EXPECT_FALSE(run(unknown));
    Plan missing;
    missing.tape_file = folder / "none.csv";
    EXPECT_FALSE(run(missing));
}

TEST_F(SoakFile, never_touches_a_file_that_exists)
{
    auto file = folder / "precious.db";
    std::ofstream{file} << "mine";
    auto plan = short_soak(3);
    plan.account_file = file;
    auto refused = run(plan);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().describe(),
                HasSubstr("precious.db' exists: a soak begins with a new account"));
    std::string text;
    std::getline(std::ifstream{file}, text);
    EXPECT_EQ(text, "mine");
}

TEST_F(SoakFile, an_account_that_cannot_be_written_is_an_error)
{
    auto plan = short_soak(3);
    plan.account_file = folder / "no such folder" / "account.db";
    auto refused = run(plan);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().describe(), HasSubstr("no such folder"));
}

}  // namespace
