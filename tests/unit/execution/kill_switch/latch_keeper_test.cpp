// Keeping a latch: a disk that hangs, a place that cannot be written, and another attempt.
#include "unit/execution/router_fixture.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class LatchKeeperTest : public RouterFixture {
protected:
    LatchKeeperTest()
    {
        config.journal.file = directory / "j.db";
        config.kill_switch.file = directory / "kill";
        own_threads = true;
    }
    /// With files that `disk` alone works on: a disk that hangs until it is run.
    void start_on_slow_disk()
    {
        RouterOptions options;
        options.background = disk.get_executor();
        start(options);
        poll_disk();
    }
    void poll_disk()
    {
        disk.restart();
        disk.poll();
        run();
    }

    TemporaryDirectory directory;
    asio::io_context disk;
};

TEST_F(LatchKeeperTest, a_kill_sends_its_cancels_and_is_answered_while_the_disk_hangs)
{
    start_on_slow_disk();
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d - Decimal{i} / 10_d)));
    std::optional<Result<KillReport>> answered;
    router->kill(TradingState::halted, "ann", "why",
                 [&](Result<KillReport> report) { answered = std::move(report); });
    run();
    for (const auto& [id, order] : broker->orders)
        EXPECT_EQ(order.status, OrderStatus::cancelled) << id;
    EXPECT_FALSE(std::filesystem::exists(config.kill_switch.file));
    let_pass(3s);
    ASSERT_TRUE(answered) << "a kill is always answered";
    EXPECT_EQ((*answered)->cancels_sent, 5);
    poll_disk();
    EXPECT_EQ(read_kill_file(config.kill_switch.file)->who, "ann") << "the record follows";
    EXPECT_EQ(kill_status(config)->state, TradingState::halted);
}

TEST_F(LatchKeeperTest, a_program_that_ends_before_the_disk_answers_leaves_the_latch)
{
    start_on_slow_disk();
    router->lower(TradingState::halted, "ann", "why");
    run();
    router.reset();
    EXPECT_EQ(read_kill_file(config.kill_switch.file)->who, "ann");
    EXPECT_EQ(kill_status(config)->state, TradingState::halted);
}

TEST_F(LatchKeeperTest, a_place_that_cannot_be_written_is_reported_and_tried_again)
{
    std::ofstream{directory / "plain"} << "a file, no folder";
    config.kill_switch.file = directory / "plain" / "kill";
    class Seen : public ExecutionObserver {
    public:
        void on_discrepancy(const Discrepancy& found) override { texts.push_back(found.text); }
        std::vector<std::string> texts;
    };
    start_on_slow_disk();
    auto seen = std::make_shared<Seen>();
    auto observing = router->observe_execution(seen);
    router->lower(TradingState::halted, "ann", "why");
    run();
    poll_disk();
    ASSERT_EQ(seen->texts.size(), 1U);
    EXPECT_NE(seen->texts.front().find("kill file"), std::string::npos);
    std::filesystem::remove(directory / "plain");
    let_pass(6s);
    poll_disk();
    EXPECT_EQ(read_kill_file(config.kill_switch.file)->who, "ann");
}

TEST_F(LatchKeeperTest, a_resume_removes_the_file_behind_the_kill_that_is_still_to_be_written)
{
    start_on_slow_disk();
    router->lower(TradingState::halted, "ann", "why");
    run();
    std::optional<Result<>> resumed;
    router->resume("ann", "over", [&](Result<> result) { resumed = result; });
    run();
    poll_disk();
    poll_disk();
    ASSERT_TRUE(resumed);
    EXPECT_TRUE(*resumed) << resumed->error().describe();
    EXPECT_FALSE(std::filesystem::exists(config.kill_switch.file));
    EXPECT_EQ(router->trading_state(), TradingState::active);
    router.reset();
    EXPECT_FALSE(std::filesystem::exists(config.kill_switch.file));
    EXPECT_EQ(kill_status(config)->state, TradingState::active);
}

TEST_F(LatchKeeperTest, a_kill_that_waits_for_cancels_is_answered_by_a_resume)
{
    own_threads = false;
    broker->hold_cancels = true;
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    std::optional<Result<KillReport>> answered;
    router->kill(TradingState::halted, "ann", "why",
                 [&](Result<KillReport> report) { answered = std::move(report); });
    run();
    EXPECT_FALSE(answered);
    ASSERT_TRUE(resume());
    run();
    ASSERT_TRUE(answered);
    EXPECT_FALSE((*answered)->complete());
}

}  // namespace
}  // namespace trademind::test
