// The command line: its help, its errors and the commands that need no broker.
#include "cli/program.hpp"

#include <trademind/tws_code.hpp>

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::cli;
using testing::HasSubstr;

TEST(Program, HelpNamesEveryCommand)
{
    for (auto flag : {"--help", "-h"}) {
        auto outcome = run_program({flag});
        EXPECT_EQ(outcome.exit, Exit::done);
        for (auto words :
             {"demo", "run", "kill", "journal", "explain", "version", "Examples:", "Exit status:"})
            EXPECT_THAT(outcome.output, HasSubstr(words));
        EXPECT_EQ(outcome.problem, "");
    }
}

TEST(Program, HelpOfEachCommandNamesJson)
{
    for (auto command : {"demo", "run", "kill", "explain", "version"}) {
        auto outcome = run_program({command, "--help"});
        EXPECT_EQ(outcome.exit, Exit::done) << command;
        EXPECT_THAT(outcome.output, HasSubstr("--json")) << command;
    }
}

TEST(Program, WithoutACommandShowsTheHelpAndFails)
{
    auto outcome = run_program({});
    EXPECT_EQ(outcome.exit, Exit::wrong_usage);
    EXPECT_THAT(outcome.output, HasSubstr("Commands:"));
}

TEST(Program, NamesAnUnknownCommandAndTheKnownOnes)
{
    auto outcome = run_program({"trade"});
    EXPECT_EQ(outcome.exit, Exit::wrong_usage);
    EXPECT_EQ(outcome.problem,
              "no command 'trade'; there are: demo, run, soak, paper, kill, journal, explain, version");
}

TEST(Program, RefusesAnUnknownOption)
{
    auto outcome = run_program({"version", "--jsno"});
    EXPECT_EQ(outcome.exit, Exit::wrong_usage);
    EXPECT_THAT(outcome.problem, HasSubstr("--jsno"));
    EXPECT_EQ(outcome.output, "");
}

TEST(Version, NamesTheServersThatItSpeaksTo)
{
    auto text = run_program({"version"});
    EXPECT_EQ(text.exit, Exit::done);
    EXPECT_THAT(text.output, HasSubstr("176 to 225"));
    auto json = nlohmann::json::parse(run_program({"version", "--json"}).output);
    EXPECT_EQ(json["tws_server_versions"]["oldest"], 176);
    EXPECT_EQ(json["tws_server_versions"]["newest"], 225);
    EXPECT_THAT(text.output, HasSubstr(json["version"].get<std::string>()));
}

TEST(Explain, SaysWhatACodeMeansAndEnds)
{
    auto outcome = run_program({"explain", "201"});
    EXPECT_EQ(outcome.exit, Exit::done);
    EXPECT_THAT(outcome.output, HasSubstr("201  order reject"));
    EXPECT_THAT(outcome.output, HasSubstr("Ends      the order\n"));
    EXPECT_THAT(outcome.output, HasSubstr("order rejected"));
    EXPECT_THAT(run_program({"explain", "161"}).output, HasSubstr("the order is as it was"));
    EXPECT_THAT(run_program({"explain", "2104"}).output, HasSubstr("Ends      nothing\n"));
}

TEST(Explain, TakesSeveralCodes)
{
    auto outcome = run_program({"explain", "201", "502"});
    EXPECT_THAT(outcome.output, HasSubstr("201  order reject"));
    EXPECT_THAT(outcome.output, HasSubstr("\n502  "));
    auto json = nlohmann::json::parse(run_program({"explain", "201", "502", "--json"}).output);
    ASSERT_EQ(json.size(), 2U);
    EXPECT_EQ(json[0]["code"], 201);
    EXPECT_EQ(json[0]["refuses_order"], true);
    EXPECT_EQ(json[1]["condition"], "connection refused");
}

TEST(Explain, KnowsEveryCodeOfTheTable)
{
    for (const TwsCode& code : tws_codes()) {
        auto number = std::to_string(code.code);
        auto json = nlohmann::json::parse(run_program({"explain", number, "--json"}).output);
        EXPECT_EQ(json["code"], code.code);
        EXPECT_EQ(json["text"], code.text);
    }
}

TEST(Explain, FailsOnAnUnknownCode)
{
    auto outcome = run_program({"explain", "4"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("TWS code 4 is not in the table"));
    EXPECT_EQ(run_program({"explain"}).exit, Exit::wrong_usage);
    EXPECT_EQ(run_program({"explain", "abc"}).exit, Exit::wrong_usage);
}
