// Work beside a strand: on a given executor, or on a thread of its own.
#include "base/background.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <thread>

namespace trademind {
namespace {

TEST(Background, runs_on_the_executor_that_is_given)
{
    asio::io_context io;
    Background background{io.get_executor()};
    int done = 0;
    background.post([&] { ++done; });
    EXPECT_EQ(done, 0);
    io.run();
    EXPECT_EQ(done, 1);
}

TEST(Background, has_a_thread_of_its_own_otherwise)
{
    std::promise<std::thread::id> ran_on;
    Background background;
    background.post([&] { ran_on.set_value(std::this_thread::get_id()); });
    EXPECT_NE(ran_on.get_future().get(), std::this_thread::get_id());
}

TEST(Background, does_nothing_after_its_end)
{
    asio::io_context io;
    int done = 0;
    std::function<void()> guarded;
    {
        Background background{io.get_executor()};
        background.post([&] { ++done; });
        guarded = background.guarded([&] { ++done; });
        EXPECT_FALSE(background.ends());
    }
    guarded();
    io.run();
    EXPECT_EQ(done, 0);
}

TEST(Background, its_end_waits_for_the_work_that_runs)
{
    std::promise<void> began;
    bool done = false;
    {
        Background background;
        background.post([&] {
            began.set_value();
            while (!background.ends()) std::this_thread::yield();
            done = true;
        });
        began.get_future().wait();
    }
    EXPECT_TRUE(done);
}

}  // namespace
}  // namespace trademind
