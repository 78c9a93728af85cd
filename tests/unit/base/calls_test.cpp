// Many deadlines, one timer.
#include "support/manual_clock.hpp"

#include <trademind/detail/calls.hpp>

#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace trademind {
namespace {

using namespace std::chrono_literals;
using detail::Calls;
using testing::ElementsAre;
using testing::IsEmpty;

class CallsTest : public testing::Test {
protected:
    class Waiting final : public Calls::Waiter {
    public:
        Waiting(CallsTest& test, std::string name) : test_{test}, name_{std::move(name)} {}

    private:
        void expire() override
        {
            test_.expired.push_back(name_);
            if (test_.on_expiry) test_.on_expiry();
        }
        CallsTest& test_;
        std::string name_;
    };

    Waiting& wait(std::string name, Duration how_long)
    {
        auto& waiter = waiters.emplace_back(*this, std::move(name));
        calls->add(waiter, how_long);
        return waiter;
    }
    void pass(Duration by)
    {
        clock->advance(by);
        io.restart();
        io.poll();
    }

    asio::io_context io;
    std::shared_ptr<test::ManualClock> clock = std::make_shared<test::ManualClock>();
    std::shared_ptr<Calls> calls = std::make_shared<Calls>(
        Strand{asio::make_strand(asio::any_io_executor{io.get_executor()})}, clock);
    std::deque<Waiting> waiters;
    std::vector<std::string> expired;
    std::function<void()> on_expiry;
};

TEST_F(CallsTest, EachExpiresAtItsTimeByOneTimer)
{
    wait("first", 2s);
    pass(1s);
    wait("second", 2s);
    wait("long", 10s);
    wait("short", 500ms);
    EXPECT_EQ(clock->pending(), 1u);
    pass(499ms);
    EXPECT_THAT(expired, IsEmpty());
    pass(1ms);
    EXPECT_THAT(expired, ElementsAre("short"));
    pass(500ms);
    EXPECT_THAT(expired, ElementsAre("short", "first"));
    pass(1s);
    EXPECT_THAT(expired, ElementsAre("short", "first", "second"));
    EXPECT_EQ(clock->pending(), 1u);
    pass(8s);
    EXPECT_THAT(expired, ElementsAre("short", "first", "second", "long"));
    EXPECT_EQ(clock->pending(), 0u);
}

TEST_F(CallsTest, WhoeverIsAnsweredLeavesFromAnywhereInTheLine)
{
    auto& first = wait("first", 1s);
    auto& second = wait("second", 1s);
    wait("third", 1s);
    auto& fourth = wait("fourth", 1s);
    wait("fifth", 1s);
    calls->remove(second);
    calls->remove(first);
    calls->remove(fourth);
    calls->remove(fourth);
    pass(1s);
    EXPECT_THAT(expired, ElementsAre("third", "fifth"));
}

TEST_F(CallsTest, WithoutCallsNoTimerKeepsTheProgramAtWork)
{
    auto& only = wait("only", 1s);
    EXPECT_EQ(clock->pending(), 1u);
    calls->remove(only);
    EXPECT_EQ(clock->pending(), 0u);
}

TEST_F(CallsTest, WhileSomethingElseDoesTheTimerStays)
{
    calls->keep_running(true);
    auto& answered = wait("answered", 1s);
    calls->remove(answered);
    EXPECT_EQ(clock->pending(), 1u);
    pass(500ms);
    wait("late", 1s);
    EXPECT_EQ(clock->pending(), 1u);
    // the timer of the one that was answered finds nothing, and goes on to the next
    pass(500ms);
    EXPECT_THAT(expired, IsEmpty());
    EXPECT_EQ(clock->pending(), 1u);
    pass(500ms);
    EXPECT_THAT(expired, ElementsAre("late"));

    auto& last = wait("last", 1s);
    calls->remove(last);
    calls->keep_running(false);
    EXPECT_EQ(clock->pending(), 0u);
}

TEST_F(CallsTest, AnExpiryMayBeginAnother)
{
    on_expiry = [this] {
        if (waiters.size() < 3) wait("again " + std::to_string(waiters.size()), 1s);
    };
    wait("first", 1s);
    for (int i = 0; i < 4; ++i) pass(1s);
    EXPECT_THAT(expired, ElementsAre("first", "again 1", "again 2"));
    EXPECT_EQ(clock->pending(), 0u);
}

TEST_F(CallsTest, AnExpiryMayEndOthers)
{
    wait("first", 1s);
    auto& second = wait("second", 1s);
    wait("third", 1s);
    on_expiry = [&] { calls->remove(second); };
    pass(1s);
    EXPECT_THAT(expired, ElementsAre("first", "third"));
}

TEST_F(CallsTest, ManyLengthsOfWaitLeaveNothingBehind)
{
    for (int i = 1; i <= 100; ++i) wait(std::to_string(i), 1ms * i);
    EXPECT_EQ(clock->pending(), 1u);
    pass(50ms);
    EXPECT_EQ(expired.size(), 50u);
    pass(50ms);
    EXPECT_EQ(expired.size(), 100u);
    EXPECT_EQ(expired.back(), "100");
    EXPECT_EQ(clock->pending(), 0u);
}

TEST_F(CallsTest, LengthsOfWaitAreForgottenWhenAllAreAnswered)
{
    for (int i = 1; i <= 1000; ++i) calls->remove(wait(std::to_string(i), 1ms * i));
    EXPECT_LT(calls->lengths(), 20u);
    calls->keep_running(true);
    for (int i = 1; i <= 1000; ++i) calls->remove(wait(std::to_string(i), 1ms * i));
    EXPECT_LT(calls->lengths(), 20u);
}

TEST_F(CallsTest, ADeadlineThatHasPassedExpiresAtOnce)
{
    wait("now", 0s);
    wait("before", -5s);
    pass(0s);
    EXPECT_THAT(expired, testing::UnorderedElementsAre("now", "before"));
}

TEST_F(CallsTest, AWaitWithoutEndNeverExpires)
{
    pass(1h);
    wait("for ever", Duration::max());
    pass(10'000h);
    EXPECT_THAT(expired, IsEmpty());
    calls->remove(waiters.front());
}

}  // namespace
}  // namespace trademind
