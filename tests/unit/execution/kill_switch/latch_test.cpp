// The latch through every kind of end and start: by the kill file, by the journal, by either alone.
#include "execution/journal/journal.hpp"
#include "unit/execution/router_fixture.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class LatchTest : public RouterFixture {
protected:
    LatchTest()
    {
        config.journal.file = directory / "j.db";
        config.kill_switch.file = directory / "kill";
        config.kill_switch.poll_interval = 10ms;
        config.risk.max_concentration.reset();
    }
    void end()
    {
        router.reset();
        run();
    }
    void lose_file() { std::filesystem::remove(config.kill_switch.file); }
    void lose_journal()
    {
        for (auto end_of_name : {"", "-wal", "-shm", ".lock"})
            std::filesystem::remove(config.journal.file.string() + end_of_name);
    }
    /// What a program that starts now may do.
    TradingState after_a_start()
    {
        make();
        auto state = router->trading_state();
        end();
        return state;
    }

    TemporaryDirectory directory;
};

TEST_F(LatchTest, the_cancels_go_before_anything_is_written)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    bool written = true;
    broker->on_cancel = [&](OrderId) {
        written = std::filesystem::exists(config.kill_switch.file) || !events("kill").empty();
    };
    std::optional<Result<KillReport>> report;
    bool kept = false;
    router->kill(TradingState::halted, "tester", "a test", [&](Result<KillReport> r) {
        kept = std::filesystem::exists(config.kill_switch.file) && events("kill").size() == 1;
        report = std::move(r);
    });
    run();
    EXPECT_EQ(broker->count("cancel"), 1U);
    EXPECT_FALSE(written) << "a disk that hangs would have held the cancel up";
    ASSERT_TRUE(report && *report);
    EXPECT_TRUE((*report)->complete());
    EXPECT_EQ((*report)->cancels_sent, 1);
    EXPECT_TRUE(kept) << "who waits for the kill may end the program";
    end();
}

TEST_F(LatchTest, every_level_lasts_by_each_of_its_keepers)
{
    for (auto level : {TradingState::reducing, TradingState::halted, TradingState::flattening}) {
        struct Row {
            const char* name;
            bool file, journal;  // which of them is left
        };
        for (const auto& row : {Row{"both", true, true}, Row{"the journal", false, true},
                                Row{"the file", true, false}}) {
            lose_file();
            lose_journal();
            start();
            router->lower(level, "ann", "strange fills");
            run();
            end();
            if (!row.file) lose_file();
            if (!row.journal) lose_journal();
            auto status = kill_status(config);
            ASSERT_TRUE(status) << row.name;
            EXPECT_EQ(status->state, level) << row.name;
            EXPECT_EQ(status->who, "ann") << row.name;
            EXPECT_EQ(status->reason, "strange fills") << row.name;
            EXPECT_EQ(after_a_start(), level) << "held by " << row.name;
            EXPECT_EQ(after_a_start(), level) << "and by the next start: " << row.name;
        }
    }
}

TEST_F(LatchTest, the_lower_of_both_counts)
{
    struct Row {
        TradingState journal, file, expected;
    };
    using enum TradingState;
    for (const auto& row : {Row{reducing, halted, halted}, Row{halted, reducing, halted},
                            Row{active, reducing, reducing}, Row{flattening, halted, flattening}}) {
        lose_file();
        lose_journal();
        {
            auto journal = journal::Journal::open(config.journal).value();
            journal.latch({row.journal, "journal", "why", clock->now()}).value();
        }
        ASSERT_TRUE(request_kill(config, row.file, "file", "why"));
        EXPECT_EQ(kill_status(config)->state, row.expected);
        EXPECT_EQ(after_a_start(), row.expected);
    }
}

TEST_F(LatchTest, a_fall_after_a_fall_lasts_as_the_lower_one)
{
    start();
    router->lower(TradingState::reducing, "ann", "first");
    run();
    router->lower(TradingState::halted, "bob", "second");
    run();
    router->lower(TradingState::reducing, "cy", "third");
    run();
    end();
    EXPECT_EQ(kill_status(config)->state, TradingState::halted);
    EXPECT_EQ(kill_status(config)->who, "bob") << "what lowers nothing is not written";
}

TEST_F(LatchTest, resumed_it_is_gone_for_the_next_start_too)
{
    start();
    ASSERT_TRUE(kill());
    ASSERT_TRUE(resume());
    end();
    EXPECT_FALSE(std::filesystem::exists(config.kill_switch.file));
    EXPECT_EQ(after_a_start(), TradingState::active);
}

TEST_F(LatchTest, a_kill_between_two_runs_holds)
{
    start();
    end();
    ASSERT_TRUE(request_kill(config, TradingState::halted, "ann", "at night"));
    make();
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::halted);
    EXPECT_EQ(router->latch().reason, "at night");
}

TEST_F(LatchTest, what_is_in_the_kill_file_does_not_matter_for_whether_it_holds)
{
    struct Row {
        const char *name, *text;
        TradingState expected;
    };
    for (const auto& row : {
             Row{"nothing", "", TradingState::halted},
             Row{"an empty line", "\n", TradingState::halted},
             Row{"a word that is no level", "stop!\n", TradingState::halted},
             Row{"a level that would raise", "active\nann\n", TradingState::halted},
             Row{"halted", "halted\n", TradingState::halted},
             Row{"in capitals", "HALTED\n", TradingState::halted},
             Row{"reducing", "reducing\nann\nwhy\n", TradingState::reducing},
             Row{"flatten", "flatten\n", TradingState::flattening},
             Row{"bytes", "\xff\xfe\x01\n\x02", TradingState::halted},
         }) {
        lose_journal();
        std::ofstream{config.kill_switch.file} << row.text;
        auto latch = read_kill_file(config.kill_switch.file);
        ASSERT_TRUE(latch) << row.name;
        EXPECT_EQ(latch->state, row.expected) << row.name;
        EXPECT_FALSE(latch->who.empty()) << row.name;
        EXPECT_FALSE(latch->reason.empty()) << row.name;
        EXPECT_EQ(after_a_start(), row.expected) << row.name;
    }
    lose_file();
    std::filesystem::create_directory(config.kill_switch.file);
    EXPECT_EQ(read_kill_file(config.kill_switch.file)->state, TradingState::halted)
        << "a folder of that name is a kill as well";
    EXPECT_EQ(read_kill_file(directory / "none"), std::nullopt);
    EXPECT_EQ(read_kill_file({}), std::nullopt);
}

TEST_F(LatchTest, neither_keeper_can_be_written_and_it_holds_for_this_run)
{
    config.kill_switch.file = directory / "none" / "kill";
    config.journal.file.clear();
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    ASSERT_TRUE(kill());
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    EXPECT_EQ(refusal(buy(aapl, 2_d).limit(99_d)), RiskReason::halted);
    EXPECT_EQ(broker->orders.at(1).status, OrderStatus::cancelled);
}

// from other processes

class FromAnotherProcess : public LatchTest {
protected:
    /// At the next look for kills from outside.
    bool halts()
    {
        advance(config.kill_switch.poll_interval);
        return router->trading_state() == TradingState::halted;
    }
    template <class Work> static int in_child(Work work)
    {
        pid_t child = ::fork();
        if (child == 0) ::_exit(work());
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
};

TEST_F(FromAnotherProcess, by_the_librarys_call)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    ASSERT_EQ(in_child([&] {
                  return request_kill(config, TradingState::halted, "ann", "from outside") ? 0 : 1;
              }),
              0);
    ASSERT_TRUE(halts());
    EXPECT_EQ(router->latch().who, "ann");
    EXPECT_EQ(router->latch().reason, "from outside");
    EXPECT_EQ(broker->orders.at(1).status, OrderStatus::cancelled);
    EXPECT_EQ(refusal(buy(aapl, 2_d).limit(99_d)), RiskReason::halted);
}

TEST_F(FromAnotherProcess, by_a_signal)
{
    config.kill_switch.on_signal = true;
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    pid_t program = ::getpid();
    ASSERT_EQ(in_child([&] { return ::kill(program, SIGUSR1); }), 0);
    ASSERT_TRUE(halts());
    EXPECT_EQ(router->latch().who, "signal");
    EXPECT_EQ(broker->orders.at(1).status, OrderStatus::cancelled);
    end();
    EXPECT_EQ(kill_status(config)->state, TradingState::halted) << "a signal is latched like all";
}

TEST_F(FromAnotherProcess, by_a_shell_that_only_touches_the_file)
{
    start();
    auto command = "touch '" + config.kill_switch.file.string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    ASSERT_TRUE(halts());
    EXPECT_EQ(router->latch().who, "kill file");
}

TEST_F(FromAnotherProcess, a_kill_that_is_killed_itself_leaves_the_whole_file_or_none)
{
    for (int round = 0; round < 20; ++round) {
        lose_file();
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        pid_t child = ::fork();
        if (child == 0) {
            for (char done = 0; ::write(ends[1], &done, 1) == 1;) {
                // again and again from nothing: whenever it dies, the file is one or none
                ::unlink(config.kill_switch.file.c_str());
                static_cast<void>(request_kill(config, TradingState::flattening, "ann", "why"));
            }
        }
        // somewhere in one of the next: it writes on while this reads
        char done = 0;
        for (int n = 0; n < 1 + round % 5; ++n) ASSERT_EQ(::read(ends[0], &done, 1), 1);
        ::kill(child, SIGKILL);
        ::close(ends[0]);
        ::close(ends[1]);
        ::waitpid(child, nullptr, 0);
        if (auto latch = read_kill_file(config.kill_switch.file)) {
            EXPECT_EQ(latch->state, TradingState::flattening);
            EXPECT_EQ(latch->who, "ann");
            EXPECT_EQ(latch->reason, "why");
        }
    }
}

TEST_F(FromAnotherProcess, unlocking_beside_a_running_program_leaves_it_halted)
{
    start();
    ASSERT_TRUE(kill());
    ASSERT_EQ(in_child([&] { return release_kill(config, "ann", "looked at it") ? 0 : 1; }), 0);
    run();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::halted)
        << "the program that runs is resumed by itself only";
    end();
    EXPECT_EQ(after_a_start(), TradingState::active) << "the next start may trade";
    EXPECT_TRUE(verify_journal(config.journal.file)) << "two writers, one chain";
}

}  // namespace
}  // namespace trademind::test
