// trademind run on a tape, as a process: how it ends before the tape does, and with what status.
#include "support/child_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include <sys/stat.h>

namespace trademind::cli::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using trademind::test::ChildProcess;

/// A tape of a quote a minute for a day, played in real time: it never ends within a test.
class RunTape : public testing::Test {
protected:
    RunTape()
    {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        std::ofstream tape{folder / "t.csv"};
        tape << "time,symbol,bid,bid_size,ask,ask_size,last,last_size\n";
        for (int hour = 15; hour < 20; ++hour)
            for (int minute = 10; minute < 60; ++minute)
                tape << "2026-01-05T" << hour << ':' << minute << ":00Z,AAPL,100,5,100.02,5,,\n";
        std::ofstream{folder / "c.yaml"}
            << "broker: {type: paper, paper: {tape: t.csv, tape_speed: real_time}}\n";
    }
    ~RunTape() override
    {
        child.reset();
        std::filesystem::remove_all(folder);
    }
    void start(std::vector<std::string> more = {})
    {
        std::vector<std::string> words{TRADEMIND_PROGRAM, "run", "--config", "c.yaml"};
        words.insert(words.end(), more.begin(), more.end());
        child.emplace(words, folder);
    }
    bool says(const std::string& text) { return child->problem().find(text) != std::string::npos; }

    std::filesystem::path folder = std::filesystem::path{testing::TempDir()} /
                                   testing::UnitTest::GetInstance()->current_test_info()->name();
    std::optional<ChildProcess> child;
};

TEST_F(RunTape, a_signal_ends_it_with_its_report)
{
    for (int signal : {SIGINT, SIGTERM}) {
        start();
        while (!says("the tape begins") && !child->has_ended()) std::this_thread::sleep_for(2ms);
        child->signal(signal);
        EXPECT_EQ(child->wait(), 0) << child->problem();
        EXPECT_TRUE(says("the tape is not at its end")) << child->problem();
        EXPECT_THAT(child->output(), HasSubstr("Order log\n"));
    }
}

TEST_F(RunTape, a_signal_from_the_first_moment_on_ends_it_with_its_report)
{
    // reading the tape takes its time: the signals come before the session begins
    std::filesystem::remove(folder / "t.csv");
    ASSERT_EQ(::mkfifo((folder / "t.csv").c_str(), 0600), 0);
    for (int signal : {SIGINT, SIGTERM}) {
        start({"--tape", "t.csv"});
        std::ofstream tape{folder / "t.csv"};  // opens once the program reads
        child->signal(signal);
        std::this_thread::sleep_for(20ms);
        tape << "time,symbol,bid,bid_size,ask,ask_size,last,last_size\n"
                "2026-01-05T15:10:00Z,AAPL,100,5,100.02,5,,\n"
                "2026-01-05T19:10:00Z,AAPL,100,5,100.02,5,,\n";
        tape.close();
        EXPECT_EQ(child->wait(), 0) << child->problem();
        EXPECT_TRUE(says("the tape is not at its end")) << child->problem();
        EXPECT_THAT(child->output(), HasSubstr("Order log\n"));
    }
}

TEST_F(RunTape, the_time_limit_ends_it_with_its_report)
{
    start({"--seconds", "1"});
    EXPECT_EQ(child->wait(), 0) << child->problem();
    EXPECT_TRUE(says("stopping at the time limit: the tape is not at its end"));
    EXPECT_THAT(child->output(), HasSubstr("Order log\n"));
}

TEST_F(RunTape, an_empty_symbol_is_a_wrong_command_line)
{
    start({"--symbol", ""});
    EXPECT_EQ(child->wait(), 2) << child->problem();
    EXPECT_EQ(child->output(), "");
    EXPECT_TRUE(says("--symbol")) << child->problem();
}

}  // namespace
}  // namespace trademind::cli::test
