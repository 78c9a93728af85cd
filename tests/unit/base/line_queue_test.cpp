// Lines that wait for a sink: order, bounds, and a sink that hangs.
#include "base/line_queue.hpp"

#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <string>
#include <vector>

namespace trademind {
namespace {

using namespace std::chrono_literals;

LogLine line(std::string text)
{
    return {0, system_clock()->now(), std::move(text)};
}

TEST(LineQueue, hands_over_every_line_in_order)
{
    std::vector<std::string> seen;
    LineQueue queue{1000, 100'000, [&](const LogLine& l) { seen.push_back(l.text); }};
    for (int i = 0; i < 500; ++i) EXPECT_TRUE(queue.push(line(std::to_string(i))));
    ASSERT_TRUE(queue.flush(10s));
    ASSERT_EQ(seen.size(), 500U);
    EXPECT_EQ(seen.front(), "0");
    EXPECT_EQ(seen.back(), "499");
    EXPECT_EQ(queue.dropped(), 0U);
}

/// A sink that hangs until it is let go.
class HangingSink {
public:
    void operator()(const LogLine& l)
    {
        if (!std::exchange(hung, true)) let_go.get_future().wait();
        std::lock_guard lock{mutex};
        seen.push_back(l.text);
    }
    std::promise<void> let_go;
    std::mutex mutex;
    std::vector<std::string> seen;
    bool hung = false;
};

TEST(LineQueue, a_sink_that_hangs_holds_up_nobody_and_what_is_lost_is_counted)
{
    auto sink = std::make_shared<HangingSink>();
    LineQueue queue{10, 1000, [sink](const LogLine& l) { (*sink)(l); }};
    EXPECT_TRUE(queue.push(line("first")));
    EXPECT_FALSE(queue.flush(20ms)) << "the sink hangs";
    int taken = 0;
    for (int i = 0; i < 100; ++i) taken += queue.push(line("more"));
    EXPECT_EQ(taken, 10);
    EXPECT_EQ(queue.dropped(), 90U);
    EXPECT_FALSE(queue.push(line(std::string(2000, 'x')))) << "bytes are bounded, too";
    sink->let_go.set_value();
    ASSERT_TRUE(queue.flush(10s));
    std::lock_guard lock{sink->mutex};
    ASSERT_EQ(sink->seen.size(), 12U);
    EXPECT_EQ(sink->seen.back(), "91 lines were dropped here: the log is too slow");
}

TEST(LineQueue, lines_after_its_finish_are_written_by_their_callers)
{
    std::vector<std::string> seen;
    LineQueue queue{10, 1000, [&](const LogLine& l) { seen.push_back(l.text); }};
    queue.push(line("queued"));
    ASSERT_TRUE(queue.finish(10s));
    EXPECT_EQ(seen, std::vector<std::string>{"queued"});
    EXPECT_TRUE(queue.push(line("late")));
    EXPECT_EQ(seen.back(), "late");
    EXPECT_TRUE(queue.flush(0s));
    EXPECT_TRUE(queue.finish(0s)) << "once more changes nothing";
}

TEST(LineQueue, a_finish_does_not_wait_for_a_sink_that_hangs)
{
    auto sink = std::make_shared<HangingSink>();
    LineQueue queue{10, 1000, [sink](const LogLine& l) { (*sink)(l); }};
    queue.push(line("first"));
    EXPECT_FALSE(queue.finish(20ms));
    sink->let_go.set_value();
    EXPECT_TRUE(queue.finish(10s));
    std::lock_guard lock{sink->mutex};
    EXPECT_EQ(sink->seen.size(), 1U);
}

TEST(LineQueue, ends_although_its_sink_hangs)
{
    auto sink = std::make_shared<HangingSink>();
    auto start = std::chrono::steady_clock::now();
    {
        LineQueue queue{10, 1000, [sink](const LogLine& l) { (*sink)(l); }};
        queue.push(line("first"));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, 8s);
    sink->let_go.set_value();
}

}  // namespace
}  // namespace trademind
