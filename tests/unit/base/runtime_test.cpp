// The runtime's thread, and timers of both clocks.
#include "support/manual_clock.hpp"

#include <trademind/runtime.hpp>
#include <trademind/time.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <future>
#include <thread>

using namespace std::chrono_literals;
using namespace trademind;
using trademind::test::ManualClock;

TEST(Runtime, RunsWorkOnAThreadOfItsOwn)
{
    Runtime runtime;
    std::promise<std::thread::id> where;
    boost::asio::post(runtime.get_executor(), [&] { where.set_value(std::this_thread::get_id()); });
    EXPECT_NE(where.get_future().get(), std::this_thread::get_id());
}

TEST(Runtime, KeepsTheOrderOfWork)
{
    Runtime runtime;
    std::vector<int> seen;
    for (int i = 0; i < 100; ++i)
        boost::asio::post(runtime.get_executor(), [&seen, i] { seen.push_back(i); });
    boost::asio::post(runtime.get_executor(), boost::asio::use_future).get();
    ASSERT_EQ(seen.size(), 100U);
    EXPECT_TRUE(std::ranges::is_sorted(seen));
}

TEST(Runtime, EndsWithWorkLeft)
{
    auto task = std::make_shared<int>(1);
    {
        Runtime runtime;
        auto timer = system_clock()->after(24h, runtime.get_executor(), [task] {});
        boost::asio::post(runtime.get_executor(), boost::asio::use_future).get();
    }
    EXPECT_EQ(task.use_count(), 1) << "what never ran is gone with the runtime";
}

TEST(SystemClock, CallsOnceAfterTheDelay)
{
    boost::asio::io_context io;
    auto clock = system_clock();
    auto start = clock->uptime();
    Duration at{};
    int calls = 0;
    auto timer = clock->after(2ms, io.get_executor(), [&] {
        ++calls;
        at = clock->uptime();
    });
    io.run();
    EXPECT_EQ(calls, 1);
    EXPECT_GE(at - start, 2ms);
}

TEST(SystemClock, CallsNothingOnceTheSubscriptionEnded)
{
    boost::asio::io_context io;
    int calls = 0;
    auto never = system_clock()->after(0ns, io.get_executor(), [&] { ++calls; });
    auto dropped = system_clock()->after(24h, io.get_executor(), [&] { ++calls; });
    never.reset();  // expired perhaps, but not yet run
    dropped.reset();
    io.run();
    EXPECT_EQ(calls, 0);
}

TEST(SystemClock, TellsTheTimeInUtcAndNeverGoesBack)
{
    auto clock = system_clock();
    EXPECT_GT(clock->now(), parse_time("2024-01-01T00:00:00Z").value());
    auto before = clock->uptime();
    EXPECT_LE(before, clock->uptime());
    EXPECT_EQ(clock, system_clock()) << "one for the whole program";
}

TEST(ManualClock, FiresWhatIsDueInTheOrderOfItsTime)
{
    boost::asio::io_context io;
    ManualClock clock;
    std::vector<int> seen;
    auto late = clock.after(3s, io.get_executor(), [&] { seen.push_back(3); });
    auto soon = clock.after(1s, io.get_executor(), [&] { seen.push_back(1); });
    auto never = clock.after(2s, io.get_executor(), [&] { seen.push_back(2); });
    EXPECT_EQ(clock.pending(), 3U);
    EXPECT_EQ(clock.next(), Duration{1s});
    never.reset();
    clock.advance(3s - 1ns);
    io.poll();
    EXPECT_EQ(seen, std::vector{1});
    clock.advance(1ns);
    io.restart();
    io.poll();
    EXPECT_EQ(seen, (std::vector{1, 3}));
    EXPECT_EQ(clock.now(), ManualClock::start() + 3s);
    EXPECT_EQ(clock.pending(), 0U);
}

TEST(ManualClock, FiresNothingThatEndedAfterItWasDue)
{
    boost::asio::io_context io;
    ManualClock clock;
    int calls = 0;
    auto timer = clock.after(1s, io.get_executor(), [&] { ++calls; });
    clock.advance(1s);
    timer.reset();
    io.poll();
    EXPECT_EQ(calls, 0);
}
