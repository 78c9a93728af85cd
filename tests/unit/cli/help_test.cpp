// The help page of each command that speaks to TWS: what it can be told, and what it warns of.
#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace trademind::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string help_of(const std::string& command)
{
    std::vector<std::string> words;
    std::istringstream in{command};
    for (std::string word; in >> word;) words.push_back(word);
    words.emplace_back("--help");
    auto outcome = run_program(words);
    EXPECT_EQ(outcome.exit, Exit::done) << command;
    EXPECT_EQ(outcome.problem, "") << command;
    return outcome.output;
}

void expect_options(const std::string& command, const std::vector<std::string>& options)
{
    auto page = help_of(command);
    for (const auto& option : options) EXPECT_THAT(page, HasSubstr(option)) << command;
}

const std::vector<std::string> live_commands{
    "connect", "contract",   "quote", "history", "positions", "account", "portfolio",
    "orders",  "executions", "buy",   "sell",    "modify",    "cancel",  "global-cancel"};

TEST(Help, OfEveryLiveCommandNamesTheConnection)
{
    for (const auto& command : live_commands)
        expect_options(command, {"--config", "--host", "--port", "--client-id", "--account",
                                 "--timeout", "--record", "--journal", "--json", "--verbose"});
}

TEST(Help, OfWhatNamesAnInstrument)
{
    for (const std::string command : {"contract", "quote", "history", "buy", "sell"})
        expect_options(command, {"SYMBOL", "--sec-type", "--exchange", "--primary", "--currency",
                                 "--expiry", "--strike", "--right", "--multiplier",
                                 "--local-symbol", "--trading-class", "--contract-id"});
}

TEST(Help, OfWhatDescribesAnOrder)
{
    for (const std::string command : {"buy", "sell", "modify"})
        expect_options(command, {"--type", "--limit", "--stop", "--tif", "--good-till",
                                 "--outside-rth", "--yes"});
    for (const std::string command : {"buy", "sell"})
        expect_options(command,
                       {"QUANTITY", "--client-order-id", "--what-if", "4  it was refused"});
    expect_options("modify", {"ORDER", "--quantity", "filled part included"});
}

TEST(Help, WhatSendsNoOrderAsksForNoConfirmation)
{
    for (const std::string command : {"connect", "contract", "quote", "history", "positions",
                                      "account", "portfolio", "orders", "executions", "cancel"})
        EXPECT_THAT(help_of(command), Not(HasSubstr("--yes"))) << command;
    expect_options("cancel", {"not asked for confirmation", "Only orders of the same"});
    expect_options("global-cancel",
                   {"--yes", "whoever placed it", "does not block new orders", "kill"});
}

TEST(Help, OfOptionsWithValuesNamesTheRangeOrTheUsualValue)
{
    expect_options("orders", {"--show", "open, filled, cancelled or all"});
    expect_options("history", {"--duration", "--bar-size", "--what", "--end", "--all-hours",
                               "steps", "standard error"});
    expect_options("quote", {"--stream", "--timeout is also how long"});
    expect_options("replay", {"FILE", "-> went to TWS"});
    expect_options("explain", {"CODE", "--config"});
}

TEST(Help, OfEachCommandHasATableOfItsExitStatuses)
{
    for (std::string command : {"demo",
                                "run",
                                "paper show",
                                "paper reset",
                                "kill",
                                "journal show",
                                "journal verify",
                                "journal repair",
                                "journal export",
                                "config check",
                                "config show",
                                "config reference",
                                "connect",
                                "contract",
                                "quote",
                                "history",
                                "positions",
                                "account",
                                "portfolio",
                                "orders",
                                "executions",
                                "cancel",
                                "modify",
                                "global-cancel",
                                "buy",
                                "sell",
                                "replay",
                                "explain"}) {
        auto help = help_of(command);
        auto table = help.find("Exit status:\n  0  ");
        ASSERT_NE(table, std::string::npos) << command;
        for (const char* row : {"\n  1  ", "\n  2  "})
            EXPECT_NE(help.find(row, table), std::string::npos) << command << row;
    }
    for (const char* row : {"\n  3  ", "\n  4  ", "\n  5  ", "\n  6  "})
        EXPECT_THAT(help_of("buy"), HasSubstr(row));
}

TEST(Help, AWordTooManyIsNamed)
{
    for (const std::string command : {"connect", "positions", "account", "portfolio", "orders",
                                      "executions", "global-cancel"}) {
        auto outcome = run_program({command, "surplus"});
        EXPECT_EQ(outcome.exit, Exit::wrong_usage) << command;
        EXPECT_THAT(outcome.problem, HasSubstr("surplus")) << command;
    }
}

TEST(Help, AnOptionWithoutItsValueIsNamed)
{
    for (const auto& command : live_commands)
        for (const std::string option : {"--config", "--host", "--port", "--client-id", "--account",
                                         "--timeout", "--record", "--journal"}) {
            auto outcome = run_program({command, option});
            EXPECT_EQ(outcome.exit, Exit::wrong_usage) << command << option;
            EXPECT_THAT(outcome.problem, HasSubstr(option)) << command;
            EXPECT_EQ(outcome.output, "") << command << option;
        }
}

}  // namespace
}  // namespace trademind::cli
