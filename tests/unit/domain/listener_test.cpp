// Subscriptions and listeners: what ends stays ended, and a throwing handler harms nobody else.
#include "base/log.hpp"

#include <trademind/detail/listener.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

using namespace trademind;

namespace {

std::string last_line;
log::Level last_level{};
void keep_line(log::Level level, std::string_view line)
{
    last_level = level;
    last_line = line;
}

class Listeners : public testing::Test {
protected:
    using Handler = std::function<void(int)>;
    void tell(int n)
    {
        listeners.call([n](Handler& handler) { handler(n); });
    }
    detail::Listeners<Handler> listeners;
    std::vector<std::string> heard;
    Handler as(std::string name)
    {
        return [this, name](int n) { heard.push_back(name + std::to_string(n)); };
    }
};

}  // namespace

TEST(Subscription, EndsOnceWhenDestroyedOrReset)
{
    int ends = 0;
    {
        Subscription s{[&] { ++ends; }};
        EXPECT_TRUE(static_cast<bool>(s));
        s.reset();
        EXPECT_FALSE(static_cast<bool>(s));
        s.reset();
        EXPECT_EQ(ends, 1);
    }
    EXPECT_EQ(ends, 1);
    {
        Subscription s{[&] { ++ends; }};
    }
    EXPECT_EQ(ends, 2);
}

TEST(Subscription, MovesItsEnd)
{
    int first = 0, second = 0;
    Subscription a{[&] { ++first; }};
    Subscription b{std::move(a)};
    EXPECT_EQ(first, 0);
    b = Subscription{[&] { ++second; }};
    EXPECT_EQ(first, 1) << "what was held before ends";
    EXPECT_EQ(second, 0);
    b.reset();
    EXPECT_EQ(second, 1);
}

TEST(Subscription, MayBeResetInsideItsOwnEnd)
{
    Subscription s;
    int ends = 0;
    s = Subscription{[&] {
        ++ends;
        s.reset();
    }};
    s.reset();
    EXPECT_EQ(ends, 1);
}

TEST_F(Listeners, AreCalledInTheOrderInWhichTheyWereAdded)
{
    auto a = listeners.add(as("a")), b = listeners.add(as("b"));
    tell(1);
    EXPECT_EQ(heard, (std::vector<std::string>{"a1", "b1"}));
    EXPECT_FALSE(listeners.empty());
}

TEST_F(Listeners, AreSilentAndForgottenOnceEnded)
{
    auto a = listeners.add(as("a")), b = listeners.add(as("b"));
    a.reset();
    tell(1);
    EXPECT_EQ(heard, std::vector<std::string>{"b1"});
    b.reset();
    EXPECT_TRUE(listeners.empty());
}

TEST_F(Listeners, MayEndAnotherOneWhileCalled)
{
    Subscription b;
    auto a = listeners.add([&](int) { b.reset(); });
    b = listeners.add(as("b"));
    tell(1);
    EXPECT_TRUE(heard.empty()) << "b ended before its turn";
}

TEST_F(Listeners, MayAddAnotherOneWhileCalled)
{
    Subscription late;
    auto a = listeners.add([&](int) {
        if (!late) late = listeners.add(as("late"));
    });
    tell(1);
    EXPECT_TRUE(heard.empty()) << "it was not there when the event happened";
    tell(2);
    EXPECT_EQ(heard, std::vector<std::string>{"late2"});
}

TEST_F(Listeners, GoOnPastAHandlerThatThrows)
{
    auto before = log::set_sink(keep_line);
    auto a = listeners.add([](int) { throw std::runtime_error{"boom"}; });
    auto b = listeners.add([](int) { throw 42; });
    auto c = listeners.add(as("c"));
    tell(1);
    log::set_sink(before);
    EXPECT_EQ(heard, std::vector<std::string>{"c1"});
    EXPECT_EQ(last_level, log::Level::error);
    EXPECT_EQ(last_line, "a handler threw and was ignored");
    tell(2);
    EXPECT_EQ(heard.size(), 2U);
}

TEST_F(Listeners, NameTheExceptionInTheLog)
{
    auto before = log::set_sink(keep_line);
    auto a = listeners.add([](int) { throw std::runtime_error{"boom"}; });
    tell(1);
    log::set_sink(before);
    EXPECT_EQ(last_line, "a handler threw and was ignored: boom");
}

TEST_F(Listeners, OutliveTheirList)
{
    auto list = std::make_unique<detail::Listeners<Handler>>();
    auto subscription = list->add(as("a"));
    list.reset();
    subscription.reset();
    EXPECT_FALSE(static_cast<bool>(subscription));
}

TEST_F(Listeners, DoNotRunOnceResetHasReturnedOnAnotherThread)
{
    // The handler sets `running` for its whole duration; reset must not return while it is set.
    std::atomic<bool> running{false}, stop{false};
    std::atomic<int> calls{0};
    auto handler = [&](int) {
        running = true;
        for (int i = 0; i < 1000; ++i) std::atomic_signal_fence(std::memory_order_seq_cst);
        ++calls;
        running = false;
    };
    std::optional<Subscription> subscription{listeners.add(handler)};
    std::thread caller{[&] {
        while (!stop) tell(1);
    }};
    while (calls < 10) std::this_thread::yield();
    subscription->reset();
    EXPECT_FALSE(running);
    int after = calls;
    for (int i = 0; i < 100; ++i) std::this_thread::yield();
    EXPECT_EQ(calls, after);
    stop = true;
    caller.join();
}
