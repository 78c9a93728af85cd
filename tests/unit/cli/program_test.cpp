// The command line: its help, its errors and the commands that need no broker.
#include "cli/program.hpp"
#include "base/log.hpp"
#include "cli/console.hpp"
#include "cli/progress_bar.hpp"
#include "support/json_page.hpp"
#include "support/temporary_directory.hpp"

#include <trademind/tws_code.hpp>

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

using namespace trademind;
using namespace trademind::cli;
using testing::HasSubstr;

TEST(EndOfProgram, TheProblemComesBehindEveryLineOfTheLog)
{
    trademind::test::TemporaryDirectory folder;
    auto file = folder / "log";
    auto sink = log::set_sink(nullptr);
    ASSERT_TRUE(log::write_to({file, 1U << 30U, 1}));
    constexpr int lines = 5'000;
    for (int i = 0; i < lines; ++i) log::error("line {}", i);
    std::ostringstream out, err;
    EXPECT_EQ(end_program({Exit::failed, "the problem"}, out, err), Exit::failed);
    std::ifstream in{file};
    EXPECT_EQ(std::count(std::istreambuf_iterator<char>{in}, {}, '\n'), lines);
    EXPECT_EQ(err.str(), "trademind: the problem\n");
    EXPECT_TRUE(log::write_to({}));
    log::set_sink(sink);
}

TEST(Program, HelpNamesEveryCommand)
{
    for (auto flag : {"--help", "-h"}) {
        auto outcome = run_program({flag});
        EXPECT_EQ(outcome.exit, Exit::done);
        for (auto words :
             {"demo", "run", "kill", "journal", "explain", "version", "connect", "quote", "history",
              "buy", "global-cancel", "replay", "Examples:", "Exit status:"})
            EXPECT_THAT(outcome.output, HasSubstr(words));
        EXPECT_EQ(outcome.problem, "");
    }
}

TEST(Program, HelpOfEachCommandNamesJson)
{
    for (auto command :
         {"demo",  "run",     "kill",      "explain", "version",       "connect", "contract",
          "quote", "history", "positions", "account", "portfolio",     "orders",  "executions",
          "buy",   "sell",    "modify",    "cancel",  "global-cancel", "replay"}) {
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
    EXPECT_THAT(outcome.problem, testing::StartsWith("no command 'trade'; there are: demo, run, "));
    for (auto command : {"connect", "buy", "explain", "replay", "version"})
        EXPECT_THAT(outcome.problem, HasSubstr(command));
}

TEST(Program, NamesWhatAMisspeltCommandOrOptionMeans)
{
    EXPECT_THAT(run_program({"qoute", "AAPL"}).problem,
                testing::StartsWith("no command 'qoute' (did you mean 'quote'?); there are: "));
    EXPECT_THAT(run_program({"journal", "shwo"}).problem,
                HasSubstr("did you mean 'journal show'?"));
    auto outcome = run_program({"quote", "AAPL", "--sec-typ=STK", "--vebrose"});
    EXPECT_EQ(outcome.exit, Exit::wrong_usage);
    EXPECT_THAT(outcome.problem, HasSubstr("did you mean --sec-type, --verbose?"));
    EXPECT_THAT(run_program({"version", "--nothing-like-it"}).problem,
                testing::Not(HasSubstr("did you mean")));
}

TEST(Program, HelpIsACommandToo)
{
    EXPECT_EQ(run_program({"help"}).output, run_program({"--help"}).output);
    EXPECT_EQ(run_program({"help", "quote"}).output, run_program({"quote", "--help"}).output);
    EXPECT_THAT(run_program({"help", "journal", "show"}).output, HasSubstr("--since"));
    auto outcome = run_program({"help", "qoute"});
    EXPECT_EQ(outcome.exit, Exit::wrong_usage);
    EXPECT_THAT(outcome.problem, HasSubstr("did you mean 'quote'?"));
}

TEST(Program, VersionIsAnOptionToo)
{
    for (auto flag : {"--version", "-V"}) {
        auto outcome = run_program({flag});
        EXPECT_EQ(outcome.exit, Exit::done);
        EXPECT_EQ(outcome.output, run_program({"version"}).output);
    }
}

TEST(Program, AnErrorUnderJsonIsOneLineOfJson)
{
    auto wrong = run_program({"buy", "AAPL", "ten", "--json"});
    EXPECT_EQ(wrong.exit, Exit::wrong_usage);
    EXPECT_EQ(wrong.output, "");
    auto error = nlohmann::json::parse(wrong.remark())["error"];
    EXPECT_EQ(error["exit_status"], 2);
    EXPECT_EQ(error["exit"], "wrong_usage");
    EXPECT_EQ(error["code"], nullptr);
    EXPECT_THAT(error["text"].get<std::string>(), HasSubstr("QUANTITY: \"ten\""));
    auto failed = run_program({"config", "check", "/nowhere.yaml", "--json"});
    error = nlohmann::json::parse(failed.remark())["error"];
    EXPECT_EQ(error["exit_status"], 1);
    EXPECT_EQ(error["category"], "trademind");
    EXPECT_EQ(error["meaning"], "configuration error");
    EXPECT_EQ(run_program({"qoute"}).remark().substr(0, 11), "trademind: ");
    EXPECT_EQ(run_program({"version", "--json"}).remark(), "");
}

TEST(Program, JsonMeansJson)
{
    auto problem_of = [](std::vector<std::string> words) {
        return nlohmann::json::parse(run_program(std::move(words)).remark())["error"]["text"]
            .get<std::string>();
    };
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"buy", "AAPL", "--json"},
             {"explain", "--json"},
             {"run", "--seconds", "x", "--json"},
             {"version", "--nothing", "--json"},
             {"journal", "show", "--kind", "nonsense", "--json"},
         }) {
        EXPECT_THAT(problem_of(words), testing::Not(testing::HasSubstr("--help"))) << words[0];
        EXPECT_THAT(problem_of(words), testing::Not(testing::EndsWith("\n"))) << words[0];
    }
    for (auto flag : {"--version", "-V"}) {
        auto versions = run_program({flag, "--json"});
        EXPECT_EQ(versions.exit, Exit::done);
        EXPECT_EQ(versions.output, run_program({"version", "--json"}).output);
        EXPECT_EQ(run_program({"--json", flag}).output, versions.output);
    }
    auto help = nlohmann::json::parse(run_program({"quote", "--help", "--json"}).output);
    EXPECT_EQ(help["help"], run_program({"quote", "--help"}).output);
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

TEST(Explain, KnowsTheCodesOfAConfiguration)
{
    auto file = std::filesystem::temp_directory_path() /
                ("explain_" + std::to_string(::getpid()) + ".yaml");
    std::ofstream{file}
        << "broker:\n  ibkr:\n    codes:\n      - code: 99001\n        class: "
           "order_reject\n        changes_order: true\n        advice: ask the desk\n";
    EXPECT_EQ(run_program({"explain", "99001"}).exit, Exit::failed) << "without it";
    auto outcome = run_program({"explain", "99001", "--config", file.string()});
    std::filesystem::remove(file);
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, HasSubstr("99001  order reject"));
    EXPECT_THAT(outcome.output, HasSubstr("ask the desk"));
    outcome = run_program({"explain", "201", "--config", "/no/such.yaml"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("/no/such.yaml"));
}

TEST(Explain, OfSeveralCodesExplainsTheKnownOnesAndNamesTheOthersLast)
{
    auto outcome = run_program({"explain", "321", "4", "502", "5", "10197"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    for (auto known : {"321  ", "\n502  ", "\n10197  "})
        EXPECT_THAT(outcome.output, HasSubstr(known));
    EXPECT_THAT(outcome.problem, HasSubstr("TWS codes not in the table: 4, 5;"));
    auto page = nlohmann::json::parse(run_program({"explain", "201", "4", "--json"}).output);
    ASSERT_EQ(page.size(), 1U) << "a list, as two codes were asked for";
    EXPECT_EQ(page[0]["code"], 201);
}

TEST(Explain, OfThePrecautionsOfTwsNamesTheSettingAndItsMenu)
{
    for (auto code : {"109", "163", "164", "382", "383", "388", "451", "2137", "2161", "10329"}) {
        auto output = run_program({"explain", code}).output;
        EXPECT_THAT(output, HasSubstr("Bypass Order Precautions for API Orders")) << code;
        EXPECT_THAT(output, HasSubstr("API > Precautions")) << code;
        EXPECT_THAT(output, HasSubstr("Global Configuration")) << code;
    }
    for (auto code : {"10311", "10329"})
        EXPECT_THAT(run_program({"explain", code}).output, HasSubstr("Bypass Redirect Order"));
}

TEST(Explain, FailsOnAnUnknownCode)
{
    auto outcome = run_program({"explain", "4"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("TWS code not in the table: 4;"));
    EXPECT_EQ(run_program({"explain"}).exit, Exit::wrong_usage);
    EXPECT_EQ(run_program({"explain", "abc"}).exit, Exit::wrong_usage);
}

TEST(Json, OfTheCommandsWithoutABrokerHasTheDocumentedKeys)
{
    using trademind::test::documented_keys;
    auto page_of = [](std::vector<std::string> words) {
        words.emplace_back("--json");
        return nlohmann::ordered_json::parse(run_program(std::move(words)).output);
    };
    using trademind::test::keys_of;
    EXPECT_EQ(keys_of(page_of({"version"})), documented_keys("version"));
    EXPECT_EQ(keys_of(page_of({"explain", "201"})), documented_keys("explain"));
    EXPECT_EQ(keys_of(page_of({"explain", "201", "2104"})[1]), documented_keys("explain"));
    EXPECT_EQ(keys_of(page_of({"demo"})), documented_keys("demo"));
}

class ConsoleTest : public testing::Test {
protected:
    bool ask(const std::string& typed)
    {
        std::istringstream in{typed};
        return Console{in, out, err, true}.confirm("Sure?");
    }
    std::ostringstream out, err;
};

TEST_F(ConsoleTest, OnlyYesIsYes)
{
    for (auto typed : {"y\n", "Y\n", "yes\n", "Yes\n", "YES\r\n", "y", "y  \n"})
        EXPECT_TRUE(ask(typed)) << typed;
    for (auto typed : {"", "\n", "n\n", "no\n", "yess\n", " y\n", "ja\n", "1\n"})
        EXPECT_FALSE(ask(typed)) << typed;
    EXPECT_EQ(out.str(), "") << "questions do not belong to the result";
    EXPECT_THAT(err.str(), HasSubstr("Sure? [y/N] "));
}

TEST_F(ConsoleTest, WhatCannotBeUndoneNeedsTheVeryWord)
{
    for (auto [typed, expected] : {std::pair{"yes\n", true},
                                   {"yes \r\n", true},
                                   {"y\n", false},
                                   {"YES\n", false},
                                   {"", false}}) {
        std::istringstream in{typed};
        EXPECT_EQ((Console{in, out, err, true}.confirm_by("yes", "Sure?")), expected) << typed;
    }
    EXPECT_THAT(err.str(), HasSubstr("Type 'yes' to go on: "));
}

TEST_F(ConsoleTest, PrintsALineAtOnce)
{
    std::istringstream in;
    Console{in, out, err, false}.print("line");
    EXPECT_EQ(out.str(), "line\n");
    EXPECT_EQ(err.str(), "");
}

TEST_F(ConsoleTest, ProgressBarDrawsAndWipes)
{
    {
        ProgressBar bar{err, true};
        bar.show(0.5);
        auto half = err.str();
        EXPECT_THAT(half, HasSubstr("] 50%"));
        bar.show(0.501);
        EXPECT_EQ(err.str(), half) << "the picture is the same";
        bar.show(7);
        EXPECT_THAT(err.str(), HasSubstr("] 100%")) << "never beyond";
    }
    EXPECT_EQ(err.str().back(), '\r') << "wiped at the end";
    std::ostringstream nobody;
    ProgressBar{nobody, false}.show(0.5);
    EXPECT_EQ(nobody.str(), "");
}
