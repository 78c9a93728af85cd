// What every command refuses before it does anything, with its exit status and words.
#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace trademind::cli {
namespace {

using testing::HasSubstr;

/// A command line that is wrong: it ends with that status and these words, and prints nothing.
struct Wrong {
    std::vector<std::string> words;
    Exit exit;
    const char* problem;
};

void expect_refused(const std::vector<Wrong>& rows)
{
    for (const auto& row : rows) {
        std::string line;
        for (const auto& word : row.words) line += word + ' ';
        auto outcome = run_program(row.words);
        EXPECT_EQ(outcome.exit, row.exit) << line << outcome.problem;
        EXPECT_THAT(outcome.problem, HasSubstr(row.problem)) << line;
        EXPECT_EQ(outcome.output, "") << line;
    }
}

TEST(Refusals, of_commands_without_a_connection)
{
    constexpr auto usage = Exit::wrong_usage, failed = Exit::failed;
    expect_refused({
        {{"demo", "--seed", "x"}, usage, "--seed"},
        {{"demo", "extra"}, usage, "extra"},
        {{"run"}, usage, "--config"},
        {{"run", "--config", "/nowhere.yaml"}, failed, "/nowhere.yaml: cannot be read"},
        {{"run", "--config", "c", "--seconds", "0"}, usage, "--seconds"},
        {{"run", "--config", "c", "--seconds", "86401"}, usage, "--seconds"},
        {{"run", "--config"}, usage, "--config"},
        {{"kill"}, failed, "--config"},
        {{"kill", "--config", "/nowhere.yaml"}, failed, "/nowhere.yaml: cannot be read"},
        {{"kill", "--level", "active"}, usage, "--level"},
        {{"kill", "--level"}, usage, "--level"},
        {{"kill", "--wait", "3601"}, usage, "--wait"},
        {{"kill", "--orders", "10001", "--drill"}, usage, "--orders"},
        {{"kill", "--drill", "--unlock"}, failed, "exclude each other"},
        {{"kill", "--drill", "--status"}, failed, "exclude each other"},
        {{"journal"}, usage, "subcommand"},
        {{"journal", "burn"}, usage, "subcommand"},
        {{"journal", "show"}, failed, "--config or --file"},
        {{"journal", "verify"}, failed, "--config or --file"},
        {{"journal", "export"}, failed, "--config or --file"},
        {{"journal", "export", "--format", "xml"}, usage, "--format"},
        {{"journal", "show", "--last", "0"}, usage, "--last"},
        {{"journal", "show", "--file", "/nowhere.db", "--since", "noon"}, failed, "--since"},
        {{"journal", "verify", "--kind", "kill"}, usage, "--kind"},
        {{"journal", "verify", "--config", "/nowhere.yaml"}, failed, "/nowhere.yaml"},
        {{"explain"}, usage, "CODE"},
        {{"explain", "4"}, failed, "not in the table"},
        {{"explain", "two"}, usage, "two"},
    });
}

TEST(Refusals, of_commands_with_a_connection_before_they_connect)
{
    constexpr auto usage = Exit::wrong_usage, failed = Exit::failed;
    for (const std::string command :
         {"connect", "positions", "account", "portfolio", "orders", "executions", "global-cancel"})
        expect_refused({
            {{command, "extra"}, usage, "extra"},
            {{command, "--port", "0"}, usage, "--port"},
            {{command, "--port", "65536"}, usage, "--port"},
            {{command, "--port", "many"}, usage, "--port"},
            {{command, "--client-id", "-1"}, usage, "--client-id"},
            {{command, "--timeout", "0"}, usage, "--timeout"},
            {{command, "--timeout", "601"}, usage, "--timeout"},
            {{command, "--config", "/nowhere.yaml"}, failed, "/nowhere.yaml: cannot be read"},
        });
    for (const std::string command : {"contract", "history"})
        expect_refused({
            {{command}, usage, "SYMBOL"},
            {{command, "AAPL", "--sec-type", "SHARE"}, failed, "--sec-type: \"SHARE\""},
            {{command, "AAPL", "--strike", "high"}, failed, "--strike: \"high\""},
            {{command, "AAPL", "--multiplier", "x"}, failed, "--multiplier: \"x\""},
            {{command, "AAPL", "--right", "L"}, failed, "--right: \"L\""},
            {{command, "AAPL", "--contract-id", "one"}, usage, "--contract-id"},
        });
    expect_refused({
        {{"orders", "--show", "some"}, usage, "--show"},
        {{"history", "AAPL", "--end", "noon"}, failed, "--end: \"noon\""},
        {{"modify"}, usage, "ORDER"},
        {{"cancel"}, usage, "ORDER"},
        {{"cancel", "first"}, failed, "first"},
    });
}

}  // namespace
}  // namespace trademind::cli
