// trademind kill: from another process, without a program, unlocking, rehearsing.
#include "base/log.hpp"
#include "execution/journal/journal.hpp"
#include "support/json_page.hpp"
#include "unit/cli/program_folder.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;
using cli::Exit;
using testing::HasSubstr;

class KillCommand : public ProgramFolder {
protected:
    std::vector<std::string> command(std::vector<std::string> more) const
    {
        std::vector<std::string> all{"kill", "--config", config_file.string()};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    cli::Outcome kill(std::vector<std::string> more = {}) const { return run(command(more)); }
    KillLatch latch() const { return kill_status(config()).value(); }
};

TEST_F(KillCommand, WithoutAProgramItHoldsForTheNextStart)
{
    journal::Journal::open(config().journal).value();
    auto outcome = kill({"--by", "ann", "--reason", "strange fills", "--wait", "0"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, HasSubstr("asked for: trading is halted since "));
    EXPECT_THAT(outcome.output, HasSubstr("no program has the journal " + journal_file.string()));
    EXPECT_THAT(outcome.output, HasSubstr("by that journal no order of its programs works"));
    EXPECT_THAT(outcome.output, HasSubstr("not known: orders of other programs"));
    EXPECT_THAT(outcome.output, HasSubstr("by ann: strange fills\n"));
    EXPECT_THAT(outcome.output, HasSubstr("no running program has answered"));
    EXPECT_THAT(outcome.output, HasSubstr(kill_file.string()));
    EXPECT_THAT(text(kill_file), testing::StartsWith("halted\nann\nstrange fills\n"));
    RunningProgram program{config()};
    EXPECT_EQ(program.router().trading_state(), TradingState::halted);
    EXPECT_EQ(program.place(buy(stock("AAPL"), 1_d).limit(99_d)).error().code, RiskReason::halted);
}

TEST_F(KillCommand, WithoutAJournalNothingIsConfirmed)
{
    auto outcome = kill({"--wait", "0"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem,
                HasSubstr("NOT CONFIRMED: no journal there, at " + journal_file.string()));
    write("kill_switch: {file: " + kill_file.string() + "}\n");
    outcome = kill({"--wait", "0", "--level", "flatten"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("NOT CONFIRMED: journal.file is not set"));
}

TEST_F(KillCommand, AProgramThatRunsAndDoesNotAnswerIsNoSuccess)
{
    // it looks at another kill file, as one with another configuration does
    auto other = config();
    other.kill_switch.file = folder / "other";
    RunningProgram program{other};
    ASSERT_TRUE(program.place(buy(stock("AAPL"), 1_d).limit(99_d)));
    for (int again = 0; again < 2; ++again) {  // the second finds the kill file there already
        auto outcome = kill({"--wait", "1"});
        EXPECT_EQ(outcome.exit, Exit::failed);
        EXPECT_THAT(outcome.problem,
                    HasSubstr("NOT CONFIRMED: a program has the journal " + journal_file.string() +
                              " open and has not answered within 1 s"));
        EXPECT_EQ(program.open_orders(), 1U);
    }
    auto json = nlohmann::json::parse(kill({"--wait", "0", "--json"}).output);
    EXPECT_EQ(json["program"], "running");
    EXPECT_EQ(json["confirmed"], false);
}

TEST_F(KillCommand, OrdersOfAProgramThatHasEndedAreNotForgotten)
{
    {
        RunningProgram program{config()};
        ASSERT_TRUE(program.place(buy(stock("AAPL"), 1_d).limit(99_d)));
    }
    auto outcome = kill({"--wait", "1"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("NOT CANCELLED: no program runs"));
    EXPECT_THAT(outcome.problem, HasSubstr("1 of its orders may still work"));
}

TEST_F(KillCommand, TheWorkingDirectoryDoesNotMatter)
{
    write(
        "kill_switch: {file: kill, poll_interval: 10 ms, on_signal: false}\n"
        "journal: {file: journal.db, durability: process}\n");
    RunningProgram program{config()};
    ASSERT_TRUE(program.place(buy(stock("AAPL"), 1_d).limit(99_d)));
    auto before = std::filesystem::current_path();
    std::filesystem::create_directories(folder / "elsewhere");
    std::filesystem::current_path(folder / "elsewhere");
    auto outcome = run({"kill", "--config", "../c.yaml", "--wait", "600"});
    auto there = run({"kill", "--config", "../c.yaml", "--status"});
    std::filesystem::current_path(before);
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_EQ(program.open_orders(), 0U);
    EXPECT_TRUE(std::filesystem::exists(kill_file));
    EXPECT_EQ(there.output, kill({"--status"}).output);
    EXPECT_THAT(there.output,
                HasSubstr("journal " + journal_file.string() + ": a program has it open"));
}

TEST_F(KillCommand, StopsARunningProgramAndTellsWhatBecameOfItsOrders)
{
    RunningProgram program{config()};
    for (int n = 1; n <= 3; ++n)
        ASSERT_TRUE(program.place(buy(stock("AAPL"), Decimal{n}).limit(99_d)));
    ASSERT_EQ(program.open_orders(), 3U);
    auto outcome = kill({"--by", "ann", "--reason", "strange fills", "--wait", "600"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, HasSubstr("the program says: 3 cancels, 0 still working\n"));
    EXPECT_EQ(program.router().trading_state(), TradingState::halted);
    EXPECT_EQ(program.router().latch().who, "ann");
    EXPECT_EQ(program.open_orders(), 0U);
    EXPECT_EQ(program.place(buy(stock("AAPL"), 9_d).limit(99_d)).error().code, RiskReason::halted);
}

TEST_F(KillCommand, ReducingCancelsWhatOpensOnly)
{
    RunningProgram program{config()};
    ASSERT_TRUE(program.place(buy(stock("AAPL"), 10_d)));
    ASSERT_TRUE(program.place(sell(stock("AAPL"), 10_d).limit(101_d)));
    ASSERT_TRUE(program.place(buy(stock("AAPL"), 5_d).limit(99_d)));
    ASSERT_EQ(program.open_orders(), 2U);
    auto outcome = kill({"--level", "reducing", "--wait", "600"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_EQ(program.router().trading_state(), TradingState::reducing);
    EXPECT_EQ(program.open_orders(), 1U) << "the one that closes lives on";
}

TEST_F(KillCommand, FlattenClosesWhatIsHeld)
{
    RunningProgram program{config()};
    ASSERT_TRUE(program.place(buy(stock("AAPL"), 10_d)));
    auto outcome = kill({"--level", "flatten", "--wait", "600"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    Decimal held = 10_d;
    // the flattening order may still be on its way; a deadline, not a measurement
    for (int i = 0; i < 1'000 && !held.is_zero(); ++i) {
        auto positions = program.router().get_positions(asio::use_future).get().value();
        held = positions.empty() ? 0_d : positions.front().quantity;
        if (!held.is_zero()) std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(held, 0_d);
}

TEST_F(KillCommand, TellsAsJson)
{
    RunningProgram program{config()};
    ASSERT_TRUE(program.place(buy(stock("AAPL"), 1_d).limit(99_d)));
    auto outcome = kill({"--by", "ann", "--reason", "r", "--json", "--wait", "600"});
    auto json = nlohmann::json::parse(outcome.output);
    EXPECT_EQ(json["state"], "halted");
    EXPECT_EQ(json["by"], "ann");
    EXPECT_EQ(json["reason"], "r");
    EXPECT_EQ(json["news"], true);
    EXPECT_EQ(json["confirmed"], true);
    EXPECT_EQ(json["cancels"], "1 cancels, 0 still working");
    EXPECT_EQ(json["kill_file"], kill_file.string());
    EXPECT_TRUE(parse_time(json["time"].get<std::string>()));
}

TEST_F(KillCommand, FailsWhereOrdersStillWork)
{
    // stands for a program whose broker does not confirm its cancels
    std::atomic<bool> over{false};
    auto journal = journal::Journal::open(config().journal).value();
    std::thread program{[&] {
        while (!over && !read_kill_file(kill_file)) std::this_thread::sleep_for(1ms);
        journal.note("kill_incomplete", "3 cancels, 2 still working", system_clock()->now())
            .value();
    }};
    auto outcome = kill({"--wait", "1"});
    over = true;
    program.join();
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_EQ(outcome.problem, "not everything is cancelled: 3 cancels, 2 still working");
    EXPECT_THAT(outcome.output, HasSubstr("trading is halted"));
}

TEST_F(KillCommand, SaysWhereAProgramHasStoppedAndItsCancelsAreStillUnderWay)
{
    // five hundred cancels over IBKR take longer than --wait
    std::atomic<bool> over{false};
    auto journal = journal::Journal::open(config().journal).value();
    std::thread program{[&] {
        while (!over && !read_kill_file(kill_file)) std::this_thread::sleep_for(1ms);
        journal.latch({TradingState::halted, "ann", "r", system_clock()->now()}).value();
    }};
    auto outcome = kill({"--wait", "1"});
    over = true;
    program.join();
    EXPECT_EQ(outcome.exit, Exit::failed) << "nobody knows yet that nothing works";
    EXPECT_EQ(outcome.problem, "not everything is known to be cancelled");
    EXPECT_THAT(outcome.output, HasSubstr("has stopped trading; its cancels are not confirmed"));
    EXPECT_THAT(outcome.output, testing::Not(HasSubstr("no running program")));
}

TEST_F(KillCommand, TellsAsJsonHowFarAKillHasCome)
{
    struct Row {
        const char* name;
        std::string kind, detail;  // what the program writes in its journal
        Exit exit;
        bool stopped, confirmed;
        nlohmann::json cancels;
    };
    for (const auto& row :
         {Row{"done", "kill_done", "2 cancels, 0 still working", Exit::done, true, true,
              "2 cancels, 0 still working"},
          Row{"incomplete", "kill_incomplete", "2 cancels, 1 still working", Exit::failed, true,
              false, "2 cancels, 1 still working"},
          Row{"under way", "kill", "halted by ann: r", Exit::failed, true, false, nullptr},
          Row{"of something else", "note", "", Exit::done, false, false, nullptr}}) {
        std::filesystem::remove(kill_file);
        std::filesystem::remove(journal_file);
        std::atomic<bool> over{false};
        auto journal = journal::Journal::open(config().journal).value();
        std::thread program{[&] {
            while (!over && !read_kill_file(kill_file)) std::this_thread::sleep_for(1ms);
            journal.note(row.kind, row.detail, system_clock()->now()).value();
        }};
        auto outcome = kill({"--wait", "1", "--json"});
        over = true;
        program.join();
        EXPECT_EQ(outcome.exit, row.exit) << row.name;
        auto json = nlohmann::json::parse(outcome.output);
        EXPECT_EQ(json["news"], true) << row.name;
        EXPECT_EQ(json["stopped"], row.stopped) << row.name;
        EXPECT_EQ(json["confirmed"], row.confirmed) << row.name;
        EXPECT_EQ(json["cancels"], row.cancels) << row.name;
    }
}

TEST_F(KillCommand, AnAnswerOfAnEarlierKillIsNone)
{
    auto journal = journal::Journal::open(config().journal).value();
    journal.note("kill_done", "7 cancels, 0 still working", system_clock()->now()).value();
    auto json = nlohmann::json::parse(kill({"--json", "--wait", "1"}).output);
    EXPECT_EQ(json["confirmed"], false);
    EXPECT_EQ(json["cancels"], nullptr);
}

TEST_F(KillCommand, StoppingNeedsNeitherNameNorReason)
{
    const char* before = std::getenv("USER");
    std::string kept = before ? before : "";
    ::setenv("USER", "bob", 1);
    EXPECT_EQ(kill({"--wait", "0"}).exit, Exit::failed) << "there is no journal";
    if (before)
        ::setenv("USER", kept.c_str(), 1);
    else
        ::unsetenv("USER");
    EXPECT_EQ(latch().who, "bob");
    EXPECT_EQ(latch().reason, "trademind kill");
}

TEST_F(KillCommand, the_answer_of_a_program_that_has_ended_is_not_told_as_its_word_of_now)
{
    {
        RunningProgram program{config()};
        ASSERT_TRUE(program.place(buy(stock("AAPL"), 1_d).limit(99_d)));
        EXPECT_EQ(kill({"--wait", "600"}).exit, Exit::done);
    }
    auto again = kill({"--wait", "0"});
    EXPECT_EQ(again.exit, Exit::done) << again.problem;
    EXPECT_THAT(again.output, HasSubstr("no program runs; the last one reported at 20"));
    EXPECT_THAT(again.output, testing::Not(HasSubstr("the program says")));
}

TEST_F(KillCommand, AWeakerOneAfterwardsChangesNothing)
{
    journal::Journal::open(config().journal).value();
    kill({"--by", "ann", "--reason", "first", "--wait", "0"});
    auto second = kill({"--level", "reducing", "--by", "bob", "--reason", "second"});
    EXPECT_EQ(second.exit, Exit::done);
    EXPECT_THAT(second.output, HasSubstr("by ann: first"));
    EXPECT_THAT(second.output, HasSubstr("already in that state"));
    EXPECT_EQ(latch().state, TradingState::halted);
    auto stronger = kill({"--level", "flatten", "--by", "cy", "--reason", "third", "--wait", "0"});
    EXPECT_THAT(stronger.output, HasSubstr("trading is flatten"));
    EXPECT_EQ(latch().state, TradingState::flattening);
}

TEST_F(KillCommand, UnlockingNeedsNameAndReason)
{
    kill({"--wait", "0"});
    for (auto more : {std::vector<std::string>{"--unlock"},
                      {"--unlock", "--by", "ann"},
                      {"--unlock", "--reason", "looked at it"}}) {
        auto refused = kill(more);
        EXPECT_EQ(refused.exit, Exit::wrong_usage);
        EXPECT_THAT(refused.problem, HasSubstr("requires --by NAME and --reason TEXT"));
        EXPECT_EQ(latch().state, TradingState::halted);
    }
    auto lifted = kill({"--unlock", "--by", "ann", "--reason", "looked at it"});
    EXPECT_EQ(lifted.exit, Exit::done) << lifted.problem;
    EXPECT_THAT(lifted.output, HasSubstr("trading is active"));
    EXPECT_THAT(lifted.output, HasSubstr("starts anew"));
    EXPECT_FALSE(std::filesystem::exists(kill_file));
    JournalFilter resumes;
    resumes.kind = "resume";
    std::vector<std::string> written;
    ASSERT_TRUE(read_journal(journal_file, resumes,
                             [&](const JournalEvent& e) { written.push_back(e.detail); }));
    EXPECT_EQ(written, std::vector<std::string>{"active by ann: looked at it"});
    RunningProgram program{config()};
    EXPECT_TRUE(program.place(buy(stock("AAPL"), 1_d).limit(99_d)));
}

TEST_F(KillCommand, UnlockingWhereNothingIsSaysSo)
{
    auto outcome = kill({"--unlock", "--by", "ann", "--reason", "looked at it"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("nothing to lift: neither a kill file"));
    EXPECT_FALSE(std::filesystem::exists(journal_file));
}

TEST_F(KillCommand, StatusSaysWhatAStartWouldFind)
{
    EXPECT_EQ(kill({"--status"}).output,
              "trading is active\nno journal there yet, at " + journal_file.string() + "\n");
    const nlohmann::json never{{"state", "active"},
                               {"by", nullptr},
                               {"reason", nullptr},
                               {"time", nullptr},
                               {"kill_file", kill_file.string()},
                               {"journal", journal_file.string()},
                               {"journal_there", false},
                               {"program", "none"}};
    EXPECT_EQ(nlohmann::json::parse(kill({"--status", "--json"}).output), never);
    kill({"--by", "ann", "--reason", "r", "--wait", "0"});
    auto halted = kill({"--status"});
    EXPECT_EQ(halted.exit, Exit::done);
    EXPECT_THAT(halted.output, HasSubstr("trading is halted since "));
    auto json = nlohmann::json::parse(kill({"--status", "--json"}).output);
    EXPECT_EQ(json["by"], "ann");
    auto keys = documented_keys("kill --status");
    for (const auto& page : {json, never}) {
        EXPECT_EQ(page.size(), keys.size()) << "the same in every state";
        for (const auto& key : keys) EXPECT_TRUE(page.contains(key)) << key;
    }
}

TEST_F(KillCommand, WithoutAKillFileItSaysHowElse)
{
    write("journal: {file: " + journal_file.string() + "}\n");
    auto outcome = kill();
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("kill_switch.file is not set"));
    EXPECT_THAT(outcome.problem, HasSubstr("SIGUSR1"));
}

TEST_F(KillCommand, FailsWhereTheKillFileCannotBeWritten)
{
    // not even root makes a folder there
    write("kill_switch: {file: /proc/nowhere/kill}\n");
    auto outcome = kill({"--wait", "0"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("NOT CONFIRMED: the request has not reached a program"));
    EXPECT_THAT(outcome.problem, HasSubstr("/proc/nowhere/kill"));
    EXPECT_THAT(outcome.problem, HasSubstr("SIGUSR1"));
}

TEST_F(KillCommand, MakesTheFolderOfTheKillFile)
{
    write("kill_switch: {file: " + (folder / "not" / "there" / "kill").string() + "}\n");
    kill({"--wait", "0"});
    auto latch = read_kill_file(folder / "not" / "there" / "kill");
    ASSERT_TRUE(latch);
    EXPECT_EQ(latch->state, TradingState::halted);
}

TEST_F(KillCommand, NeedsAConfigurationThatCanBeRead)
{
    EXPECT_THAT(run({"kill"}).problem, HasSubstr("--config"));
    EXPECT_EQ(run({"kill"}).exit, Exit::wrong_usage);
    write("kill_switch:\n  fil: kill\n");
    EXPECT_THAT(kill().problem, HasSubstr("c.yaml:2: kill_switch.fil: unknown key; did you mean "
                                          "kill_switch.file?"));
}

TEST_F(KillCommand, RefusesWhatMakesNoSense)
{
    EXPECT_EQ(kill({"--level", "active"}).exit, Exit::wrong_usage);
    EXPECT_EQ(kill({"--wait", "-1"}).exit, Exit::wrong_usage);
    EXPECT_EQ(run({"kill", "--drill", "--orders", "0"}).exit, Exit::wrong_usage);
    EXPECT_THAT(kill({"--unlock", "--status"}).problem, HasSubstr("exclude each other"));
    EXPECT_FALSE(std::filesystem::exists(kill_file));
}

TEST_F(KillCommand, the_drill_has_the_documented_keys)
{
    auto outcome = run({"kill", "--drill", "--orders", "5", "--json"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_EQ(keys_of(nlohmann::ordered_json::parse(outcome.output)),
              documented_keys("kill --drill"));
}

TEST_F(KillCommand, the_drill_is_quiet)
{
    static std::atomic<int> lines{0};
    auto before = log::set_sink([](log::Level, std::string_view) { ++lines; });
    auto outcome = run({"kill", "--drill", "--orders", "20"});
    log::set_sink(before);
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_EQ(lines, 0);
    EXPECT_LE(std::ranges::count(outcome.output, '\n'), 10);
}

TEST_F(KillCommand, TheDrillIsTimedAndTouchesNothing)
{
    auto outcome = run({"kill", "--drill", "--orders", "20"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, HasSubstr("rehearsal on paper: passed"));
    EXPECT_THAT(outcome.output, HasSubstr("cancels sent          20, the last after "));
    auto json = nlohmann::json::parse(run({"kill", "--drill", "--orders", "5", "--json"}).output);
    EXPECT_EQ(json["passed"], true);
    EXPECT_EQ(json["orders"], 5);
    EXPECT_EQ(json["cancels_sent"], 5);
    EXPECT_EQ(json["still_working"], 0);
    EXPECT_EQ(json["refused_afterwards"], true);
    EXPECT_EQ(json["latched_over_restart"], true);
    EXPECT_GE(json["elapsed_ms"].get<double>(), json["to_last_cancel_ms"].get<double>());
    EXPECT_FALSE(std::filesystem::exists(kill_file));
    EXPECT_FALSE(std::filesystem::exists(journal_file));
}

}  // namespace
}  // namespace trademind::test
