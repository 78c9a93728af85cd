// The kill file: its being there halts, whatever it is.
#include "execution/kill_switch/kill_file.hpp"

#include "unit/execution/router_fixture.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <functional>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace trademind::test {
namespace {

namespace fs = std::filesystem;

class KillFileTest : public RouterFixture {
protected:
    KillFileTest()
    {
        file = directory / "kill";
        config.kill_switch.file = file;
    }

    TemporaryDirectory directory;
    fs::path file;
};

TEST_F(KillFileTest,
       of_every_type_halts_a_program_that_runs_and_one_that_starts_and_is_never_waited_for)
{
    struct Row {
        const char* name;
        std::function<void()> make;
    };
    for (const auto& row : {
             Row{"empty", [&] { std::ofstream{file}; }},
             Row{"FIFO", [&] { ::mkfifo(file.c_str(), 0600); }},
             Row{"directory", [&] { fs::create_directory(file); }},
             Row{"device", [&] { fs::create_symlink("/dev/zero", file); }},
             Row{"link to nothing", [&] { fs::create_symlink("nowhere", file); }},
             Row{"link to itself", [&] { fs::create_symlink(file, file); }},
             Row{"large", [&] { std::ofstream{file} << std::string(1 << 20, 'x'); }},
             Row{"unreadable",
                 [&] {
                     std::ofstream{file};
                     ::chmod(file.c_str(), 0);
                 }},
         }) {
        fs::remove_all(file);
        start();
        row.make();
        auto began = std::chrono::steady_clock::now();
        advance(config.kill_switch.poll_interval);
        EXPECT_EQ(router->trading_state(), TradingState::halted) << row.name;
        router.reset();
        run();
        make();
        EXPECT_EQ(router->trading_state(), TradingState::halted) << "at a start: " << row.name;
        router.reset();
        run();
        EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{5}) << row.name;
    }
    fs::remove_all(file);
}

TEST_F(KillFileTest, without_room_on_the_disk_an_empty_one_is_left)
{
    pid_t child = ::fork();
    if (child == 0) {
        rlimit most{1, 1};
        ::setrlimit(RLIMIT_FSIZE, &most);
        auto written =
            kill::write_kill_file(file, {TradingState::flattening, "ann", "why", clock->now()});
        ::_exit(written && *written == Replaced::empty ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_EQ(read_kill_file(file)->state, TradingState::halted);
}

TEST_F(KillFileTest, names_and_reasons_are_one_line_each)
{
    ASSERT_TRUE(kill::write_kill_file(
        file, {TradingState::halted, "a\nb", std::string(5000, 'x') + '\n', clock->now()}));
    auto latch = read_kill_file(file);
    EXPECT_EQ(latch->who, "a b");
    EXPECT_EQ(latch->reason.size(), 1000U);
    EXPECT_EQ(latch->at, std::chrono::floor<std::chrono::seconds>(clock->now()));
}

}  // namespace
}  // namespace trademind::test
