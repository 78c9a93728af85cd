// Alerts: each rule at its threshold, what is told again and what is over, and the sinks.
#include "ops/alerts/alert_manager.hpp"
#include "ops/alerts/background_tasks.hpp"
#include "ops/alerts/command.hpp"
#include "unit/execution/router_fixture.hpp"

#include <signal.h>

#include <fstream>
#include <future>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

// the desk: what is told and when

class AlertManagerTest : public testing::Test {
protected:
    void raise(AlertSeverity severity, std::string scope = "", std::string text = "t")
    {
        desk.raise(AlertRule::stale_data, scope, {severity, std::move(text), "v", "w"}, 5min,
                   uptime, start + uptime);
    }
    const TimePoint start = ManualClock::start();
    Duration uptime{};
    std::vector<Alert> told;
    alerts::AlertManager desk{TradingMode::live, [this](const Alert& a) { told.push_back(a); }};
};

TEST_F(AlertManagerTest, a_condition_that_lasts_is_told_once)
{
    for (int i = 0; i < 299; ++i) {
        raise(AlertSeverity::warning);
        uptime += 1s;
    }
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].rule, AlertRule::stale_data);
    EXPECT_EQ(told[0].since, start);
    EXPECT_EQ(told[0].mode, TradingMode::live);
    EXPECT_FALSE(told[0].resolved);
    uptime = 5min;
    raise(AlertSeverity::warning);
    ASSERT_EQ(told.size(), 2U) << "and again after its time";
    EXPECT_EQ(told[1].since, start) << "since when it stands, not when it was told";
    EXPECT_EQ(told[1].at, start + 5min);
    EXPECT_EQ(desk.told(AlertRule::stale_data), 2);
}

TEST_F(AlertManagerTest, what_becomes_worse_is_told_at_once_and_what_becomes_better_is_not)
{
    raise(AlertSeverity::info);
    raise(AlertSeverity::page);
    raise(AlertSeverity::warning);
    raise(AlertSeverity::warning);
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[1].severity, AlertSeverity::page);
    raise(AlertSeverity::page);
    EXPECT_EQ(told.size(), 3U) << "worse than the last time it was judged";
}

TEST_F(AlertManagerTest, the_end_is_told_once)
{
    desk.clear(AlertRule::stale_data, "", start);
    EXPECT_TRUE(told.empty()) << "nothing stood";
    raise(AlertSeverity::page);
    uptime = 90s;
    desk.clear(AlertRule::stale_data, "", start + uptime);
    desk.clear(AlertRule::stale_data, "", start + uptime);
    ASSERT_EQ(told.size(), 2U);
    EXPECT_TRUE(told[1].resolved);
    EXPECT_EQ(told[1].since, start);
    EXPECT_EQ(told[1].at, start + 90s);
    EXPECT_EQ(desk.told(AlertRule::stale_data), 1) << "an end is no alert";
    EXPECT_EQ(desk.standing(), 0U);
}

TEST_F(AlertManagerTest, scopes_stand_for_themselves)
{
    raise(AlertSeverity::warning, "AAPL");
    raise(AlertSeverity::warning, "MSFT");
    EXPECT_EQ(told.size(), 2U);
    desk.clear_unless(
        AlertRule::stale_data, [](const std::string& scope) { return scope == "MSFT"; }, start);
    ASSERT_EQ(told.size(), 3U);
    EXPECT_TRUE(told[2].resolved);
    EXPECT_EQ(told[2].scope, "AAPL");
    EXPECT_TRUE(desk.stands(AlertRule::stale_data, "MSFT"));
    desk.clear_unless(
        AlertRule::link_down, [](const std::string&) { return false; }, start);
    EXPECT_EQ(told.size(), 3U) << "another rule's";
}

TEST_F(AlertManagerTest, what_happened_once_is_forgotten_without_a_word)
{
    raise(AlertSeverity::page);
    uptime = 4min;
    desk.forget(AlertRule::stale_data, 5min, uptime);
    EXPECT_EQ(desk.standing(), 1U);
    uptime = 5min;
    desk.forget(AlertRule::stale_data, 5min, uptime);
    EXPECT_EQ(desk.standing(), 0U);
    EXPECT_EQ(told.size(), 1U);
}

TEST_F(AlertManagerTest, reads_like_a_sentence)
{
    raise(AlertSeverity::page, "AAPL", "AAPL is held, but no quote of it comes");
    EXPECT_EQ(told[0].describe(),
              "page: stale_data (LIVE) AAPL: AAPL is held, but no quote of it comes");
    desk.clear(AlertRule::stale_data, "AAPL", start);
    EXPECT_TRUE(told[1].describe().starts_with("over: stale_data (LIVE)"));
}

TEST_F(AlertManagerTest, every_rule_has_a_name_of_its_own)
{
    std::set<std::string_view> names;
    for (int i = 0; i < alert_rule_count; ++i) {
        auto name = to_string(static_cast<AlertRule>(i));
        EXPECT_NE(name, "?");
        EXPECT_TRUE(names.insert(name).second) << name;
    }
}

// tasks beside the strand

TEST(BackgroundTasks, run_in_their_order_and_an_exception_ends_only_its_own)
{
    asio::io_context io;
    alerts::BackgroundTasks tasks{100, io.get_executor()};
    std::vector<int> done, expected(50);
    std::iota(expected.begin(), expected.end(), 0);
    for (int i = 0; i < 50; ++i)
        ASSERT_TRUE(tasks.run([&, i] {
            done.push_back(i);
            if (i == 7) throw std::runtime_error{"seven"};
        }));
    io.run();
    EXPECT_EQ(done, expected);
}

TEST(BackgroundTasks, a_full_queue_drops_and_never_waits)
{
    asio::io_context io;
    alerts::BackgroundTasks tasks{2, io.get_executor()};
    EXPECT_TRUE(tasks.run([&] { EXPECT_TRUE(tasks.run([] {})) << "what runs does not wait"; }));
    EXPECT_TRUE(tasks.run([] {}));
    EXPECT_FALSE(tasks.run([] {})) << "no room";
    io.run();
    EXPECT_TRUE(tasks.run([] {}));
}

TEST(BackgroundTasks, the_end_forgets_what_waits)
{
    asio::io_context io;
    int done = 0;
    {
        alerts::BackgroundTasks tasks{100, io.get_executor()};
        for (int i = 0; i < 20; ++i) ASSERT_TRUE(tasks.run([&] { ++done; }));
        io.run_one();
    }
    io.run();
    EXPECT_EQ(done, 1);
}

TEST(BackgroundTasks, the_end_waits_for_the_task_that_runs_on_a_thread_of_its_own)
{
    std::promise<void> began;
    bool told = false, after = false;
    {
        alerts::BackgroundTasks tasks{100};
        ASSERT_TRUE(tasks.run([&] {
            began.set_value();
            while (!tasks.ends()) std::this_thread::yield();
            told = true;
        }));
        ASSERT_TRUE(tasks.run([&] { after = true; }));
        began.get_future().wait();
    }
    EXPECT_TRUE(told);
    EXPECT_FALSE(after);
}

// the command

class AlertCommand : public testing::Test {
protected:
    std::filesystem::path script(const std::string& body)
    {
        auto file = directory / "alert";
        std::ofstream{file} << "#!/bin/sh\n" << body;
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        return file;
    }
    std::string output()
    {
        std::ifstream in{directory / "out"};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    static bool never() { return false; }

    TemporaryDirectory directory;
};

TEST_F(AlertCommand, is_given_what_happened_without_a_shell)
{
    auto out = (directory / "out").string();
    auto file = script("for a in \"$@\"; do echo \"$a\" >> " + out + "; done\n");
    Alert alert;
    alert.rule = AlertRule::kill_switch;
    alert.severity = AlertSeverity::page;
    alert.scope = "; rm -rf x";
    alert.text = "trading is halted by ann: $(touch y) `z` \"quoted\"";
    auto done = alerts::run_command(file, alert, 10s, *system_clock(), never);
    ASSERT_TRUE(done) << done.error().describe();
    EXPECT_EQ(output(),
              "kill_switch\npage\nraised\npaper\n; rm -rf x\n"
              "trading is halted by ann: $(touch y) `z` \"quoted\"\n");
    alert.resolved = true;
    alert.mode = TradingMode::live;
    ASSERT_TRUE(alerts::run_command(file, alert, 10s, *system_clock(), never));
    EXPECT_NE(output().find("resolved\nlive\n"), std::string::npos);
}

TEST_F(AlertCommand, says_what_went_wrong)
{
    auto failed = alerts::run_command(script("exit 3\n"), Alert{}, 10s, *system_clock(), never);
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().message.find("exit status 3"), std::string::npos);
    failed = alerts::run_command(script("kill -9 $$\n"), Alert{}, 10s, *system_clock(), never);
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().message.find("signal 9"), std::string::npos);
    EXPECT_FALSE(alerts::run_command(directory / "none", Alert{}, 10s, *system_clock(), never));
}

TEST_F(AlertCommand, that_hangs_is_killed)
{
    auto hangs = script("exec sleep 100\n");
    auto began = std::chrono::steady_clock::now();
    auto failed = alerts::run_command(hangs, Alert{}, 50ms, *system_clock(), never);
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().message.find("was killed"), std::string::npos);
    EXPECT_FALSE(alerts::run_command(hangs, Alert{}, 100s, *system_clock(), [] { return true; }))
        << "the end";
    EXPECT_LT(std::chrono::steady_clock::now() - began, 50s);
}

TEST_F(AlertCommand, that_hangs_is_killed_with_all_that_it_started)
{
    auto out = (directory / "out").string();
    auto hangs = script("sleep 100 &\necho $! > " + out + "\nwait\n");
    EXPECT_FALSE(alerts::run_command(hangs, Alert{}, 100s, *system_clock(),
                                     [&] { return output().ends_with('\n'); }));
    // of nobody's any more: it may be left as a zombie
    auto state = [pid = std::stoi(output())] {
        std::ifstream in{"/proc/" + std::to_string(pid) + "/stat"};
        std::string number, name, letter;
        in >> number >> name >> letter;
        return letter;
    };
    for (int i = 0; i < 1000 && !state().empty() && state() != "Z"; ++i)
        std::this_thread::sleep_for(10ms);
    EXPECT_TRUE(state().empty() || state() == "Z") << state();
}

TEST_F(AlertCommand, has_signals_as_usual_whatever_this_program_does_with_them)
{
    auto before = ::signal(SIGPIPE, SIG_IGN);
    sigset_t all, mask;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &mask);
    auto out = (directory / "out").string();
    auto file = script("grep -E 'Sig(Blk|Ign)' /proc/self/status > " + out + "\n");
    EXPECT_TRUE(alerts::run_command(file, Alert{}, 10s, *system_clock(), never));
    ::pthread_sigmask(SIG_SETMASK, &mask, nullptr);
    ::signal(SIGPIPE, before);
    std::istringstream lines{output()};
    std::string name;
    std::uint64_t blocked = 1, ignored = 1;
    lines >> name >> std::hex >> blocked >> name >> ignored;
    EXPECT_EQ(blocked, 0U);
    // the two above are the C library's own
    EXPECT_EQ(ignored & 0x7fffffffU, 0U);
}

TEST_F(AlertCommand, sees_none_of_the_programs_files)
{
    auto out = (directory / "out").string();
    std::ofstream secret{directory / "secret"};
    auto file = script("ls /proc/self/fd | wc -l > " + out + "\n");
    ASSERT_TRUE(alerts::run_command(file, Alert{}, 10s, *system_clock(), never));
    // 0, 1, 2 and the folder that ls reads
    EXPECT_LE(std::stoi(output()), 4);
}

}  // namespace
}  // namespace trademind::test
