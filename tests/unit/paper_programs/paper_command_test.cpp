// trademind paper show and reset, on an account that a soak has left.
#include "cli/program.hpp"
#include "soak/run.hpp"

#include <trademind/brokers/paper.hpp>

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

using namespace trademind;
using namespace trademind::cli;
using testing::HasSubstr;
using Json = nlohmann::json;

namespace {

namespace fs = std::filesystem;

/// What a person types, and what is written to standard error meanwhile.
class Typed {
public:
    explicit Typed(const std::string& text)
        : in_{text}, old_in_{std::cin.rdbuf(in_.rdbuf())}, old_error_{std::cerr.rdbuf(out_.rdbuf())}
    {
        std::cin.clear();
    }
    ~Typed()
    {
        std::cin.rdbuf(old_in_);
        std::cerr.rdbuf(old_error_);
        std::cin.clear();
    }
    std::string shown() const { return out_.str(); }

private:
    std::istringstream in_;
    std::ostringstream out_;
    std::streambuf *old_in_, *old_error_;
};

class PaperCommand : public testing::Test {
protected:
    PaperCommand() { fs::create_directories(folder); }
    ~PaperCommand() override { fs::remove_all(folder); }

    /// A day's account; the soak's own words.
    Json soak_a_day()
    {
        soak::Plan plan;
        plan.days = 1;
        plan.symbols = 3;
        plan.rows_per_day = 800;
        plan.restarts_per_day = 1;
        plan.account_file = file;
        auto soaked = soak::run(plan);
        EXPECT_TRUE(soaked && soaked->passed());
        return Json::parse(to_json(*soaked));
    }
    std::string config_file(const std::string& key)
    {
        auto path = folder / "paper.yaml";
        std::ofstream{path} << "broker:\n  type: paper\n  max_order_size: 1000\n"
                               "  max_order_value: 50000 USD\n"
                            << key << "risk:\n  currency: USD\n";
        return path.string();
    }

    fs::path folder = fs::temp_directory_path() / ("paper_command_" + std::to_string(getpid()));
    fs::path file = folder / "account.db";
};

TEST_F(PaperCommand, show_prints_the_account_as_json)
{
    auto soaked = soak_a_day();
    auto shown = run_program({"paper", "show", "--file", file.string(), "--json"});
    ASSERT_EQ(shown.exit, Exit::done) << shown.problem;
    auto account = Json::parse(shown.output);
    EXPECT_EQ(account["orders"].size(), soaked["orders"]);
    EXPECT_EQ(account["executions"].size(), soaked["executions"]);
    for (const Json& check : soaked["checks"]) {
        if (check["name"] == "cash") {
            EXPECT_EQ(account["account"]["cash_balance"], check["account"]);
        } else if (check["name"] == "realized P&L") {
            EXPECT_EQ(account["account"]["realized_pnl"], check["account"]);
        }
    }
    std::map<std::string, std::string> quantities;
    for (const Json& p : account["positions"]) quantities[p["symbol"]] = p["quantity"];
    for (const Json& p : soaked["positions"]) EXPECT_EQ(quantities[p["symbol"]], p["quantity"]);
}

TEST_F(PaperCommand, show_prints_tables)
{
    soak_a_day();
    auto shown = run_program({"paper", "show", "--file", file.string()});
    ASSERT_EQ(shown.exit, Exit::done) << shown.problem;
    for (const char* part :
         {"Paper account PAPER in '", "account.db', as saved at 2026-01-05T", "Order log", "Fills",
          "Positions", "Account PAPER", "equals the net liquidation"})
        EXPECT_THAT(shown.output, HasSubstr(part));
    EXPECT_EQ(shown.output, run_program({"paper", "show", "--file", file.string()}).output)
        << "looking changes nothing";
}

TEST_F(PaperCommand, finds_the_file_by_the_configuration)
{
    soak_a_day();
    auto config = config_file("  paper:\n    account_file: " + file.string() + "\n");
    auto by_config = run_program({"paper", "show", "--config", config});
    EXPECT_EQ(by_config.exit, Exit::done) << by_config.problem;
    EXPECT_EQ(by_config.output, run_program({"paper", "show", "--file", file.string()}).output);

    auto without = run_program({"paper", "show", "--config", config_file("")});
    EXPECT_EQ(without.exit, Exit::failed);
    EXPECT_THAT(without.problem, HasSubstr("broker.paper.account_file is not set"));
}

TEST_F(PaperCommand, says_what_is_missing)
{
    for (const auto& words : {std::vector<std::string>{"paper", "show"}, {"paper", "reset"}}) {
        auto nothing = run_program(words);
        EXPECT_EQ(nothing.exit, Exit::wrong_usage);
        EXPECT_THAT(nothing.problem, HasSubstr("give --config or --file"));
    }
    EXPECT_EQ(run_program({"paper"}).exit, Exit::wrong_usage);
    EXPECT_EQ(run_program({"paper", "erase"}).exit, Exit::wrong_usage);
    auto none = run_program({"paper", "show", "--file", file.string()});
    EXPECT_EQ(none.exit, Exit::failed);
    EXPECT_THAT(none.problem, HasSubstr("there is no paper account '" + file.string()));
    auto no_config = run_program({"paper", "show", "--config", (folder / "no.yaml").string()});
    EXPECT_EQ(no_config.exit, Exit::failed);
    EXPECT_THAT(no_config.problem, HasSubstr("no.yaml"));
}

TEST_F(PaperCommand, reset_asks_and_keeps_the_account_without_a_yes)
{
    soak_a_day();
    for (std::string answer : {"", "\n", "no\n", "y\n", "YES\n", "yes, please\n"}) {
        Typed typed{answer};
        auto kept = run_program({"paper", "reset", "--file", file.string()});
        EXPECT_EQ(kept.exit, Exit::declined) << answer;
        EXPECT_EQ(kept.problem, "not confirmed: nothing was changed");
        EXPECT_THAT(typed.shown(), HasSubstr("Removes account PAPER in '"));
        EXPECT_THAT(typed.shown(), HasSubstr("Type 'yes' to go on: "));
        EXPECT_TRUE(fs::exists(file));
    }
}

TEST_F(PaperCommand, reset_removes_the_account_when_told_yes)
{
    soak_a_day();
    {
        Typed typed{"yes\n"};
        auto done = run_program({"paper", "reset", "--file", file.string()});
        EXPECT_EQ(done.exit, Exit::done) << done.problem;
        EXPECT_THAT(done.output, HasSubstr("is removed"));
    }
    EXPECT_FALSE(fs::exists(file));
    soak_a_day();  // a new account can begin there
}

TEST_F(PaperCommand, reset_with_yes_does_not_ask)
{
    soak_a_day();
    Typed typed{"no\n"};
    auto done = run_program({"paper", "reset", "--yes", "--json", "--file", file.string()});
    EXPECT_EQ(done.exit, Exit::done) << done.problem;
    auto page = Json::parse(done.output);
    EXPECT_EQ(page["file"], file.string());
    EXPECT_EQ(page["account"], "PAPER");
    for (auto key : {"orders", "executions", "positions"}) EXPECT_TRUE(page[key].is_number());
    EXPECT_EQ(typed.shown(), "");
    EXPECT_FALSE(fs::exists(file));
    auto again = run_program({"paper", "reset", "--yes", "--file", file.string()});
    EXPECT_EQ(again.exit, Exit::failed);
    EXPECT_THAT(again.problem, HasSubstr("there is no paper account"));
}

TEST_F(PaperCommand, reset_is_refused_under_a_running_broker)
{
    soak_a_day();
    boost::asio::io_context io;
    paper::Options options;
    options.state_file = file;
    auto broker = make_unsafe_paper_broker(io.get_executor(), options);
    auto refused = run_program({"paper", "reset", "--yes", "--file", file.string()});
    EXPECT_EQ(refused.exit, Exit::failed);
    EXPECT_THAT(refused.problem, HasSubstr("in use by another program"));
    EXPECT_TRUE(fs::exists(file));
    EXPECT_EQ(run_program({"paper", "show", "--file", file.string()}).exit, Exit::done);
}

TEST_F(PaperCommand, a_file_of_something_else_stays_as_it_is)
{
    std::ofstream{file} << "not an account";
    EXPECT_EQ(run_program({"paper", "show", "--file", file.string()}).exit, Exit::failed);
    EXPECT_EQ(run_program({"paper", "reset", "--yes", "--file", file.string()}).exit, Exit::failed);
    std::string text;
    std::getline(std::ifstream{file}, text);
    EXPECT_EQ(text, "not an account");
}

}  // namespace
