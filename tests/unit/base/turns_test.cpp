// What waits for the end of a strand's turn.
#include <trademind/detail/turns.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace trademind {
namespace {

using detail::Turns;
using testing::ElementsAre;
using testing::IsEmpty;

class TurnsTest : public testing::Test {
protected:
    /// As in a function that the strand calls.
    void on_strand(std::function<void()> work) { asio::post(turns->strand(), std::move(work)); }
    void in_a_turn(std::function<void()> work)
    {
        on_strand([this, work = std::move(work)] { turns->take(work); });
    }
    void add(std::string name, std::function<void()> then = {})
    {
        turns->post([this, name = std::move(name), then = std::move(then)] {
            EXPECT_TRUE(turns->strand().running_in_this_thread());
            done.push_back(name);
            if (then) then();
        });
    }
    void note(std::string name) { done.push_back(std::move(name)); }
    void run()
    {
        io.restart();
        io.poll();
    }

    asio::io_context io;
    std::shared_ptr<Turns> turns = std::make_shared<Turns>(
        Strand{asio::make_strand(asio::any_io_executor{io.get_executor()})});
    std::vector<std::string> done;
};

TEST_F(TurnsTest, only_what_waited_for_the_end_of_a_turn_is_at_its_top)
{
    in_a_turn([this] {
        EXPECT_FALSE(turns->at_top()) << "work of the broker is half done";
        add("first", [this] { EXPECT_TRUE(turns->at_top()); });
    });
    run();
    EXPECT_THAT(done, ElementsAre("first"));
    on_strand([this] { EXPECT_FALSE(turns->at_top()); });
    run();
}

TEST_F(TurnsTest, WhatATurnAddsRunsAtItsEndAndBeforeAnythingElseOfTheStrand)
{
    in_a_turn([this] {
        on_strand([this] { note("posted"); });
        add("first");
        add("second");
        note("work");
    });
    run();
    EXPECT_THAT(done, ElementsAre("work", "first", "second", "posted"));
}

TEST_F(TurnsTest, WhatLeadsToMoreRunsInTheSameTurn)
{
    in_a_turn([this] {
        on_strand([this] { note("posted"); });
        add("place", [this] { add("answer", [this] { add("place again"); }); });
        add("other");
    });
    run();
    EXPECT_THAT(done, ElementsAre("place", "other", "answer", "place again", "posted"));
}

TEST_F(TurnsTest, OutsideATurnItHasOneOfItsOwn)
{
    on_strand([this] {
        add("later", [this] { add("after it"); });
        note("work");
    });
    run();
    EXPECT_THAT(done, ElementsAre("work", "later", "after it"));
}

TEST_F(TurnsTest, AnotherThreadHandsOverToTheStrand)
{
    std::thread{[this] { add("from outside"); }}.join();
    EXPECT_THAT(done, IsEmpty());
    run();
    EXPECT_THAT(done, ElementsAre("from outside"));
}

TEST_F(TurnsTest, WithoutEndOthersHaveTheirTurnToo)
{
    int times = 0;
    std::function<void()> again = [&] {
        if (++times < 1000) add("again", again);
    };
    int times_before_the_other = 0;
    in_a_turn([&] {
        on_strand([&] { times_before_the_other = times; });
        again();
    });
    run();
    EXPECT_EQ(times, 1000);
    EXPECT_GT(times_before_the_other, 1);
    EXPECT_LT(times_before_the_other, 100);
}

TEST_F(TurnsTest, WhatAnotherThreadHandsOverComesBehindWhatWaits)
{
    in_a_turn([this] {
        for (int i = 0; i < 100; ++i) add(std::to_string(i));
        std::thread{[this] { add("from outside"); }}.join();
    });
    run();
    ASSERT_EQ(done.size(), 101u);
    EXPECT_EQ(done.back(), "from outside");
}

TEST_F(TurnsTest, ChainsThatNeverLeaveTheListEmptyDoNotMakeItGrow)
{
    auto held = std::make_shared<int>();
    long most = 0;
    int left = 10'000;
    std::function<void()> again = [&, held] {
        most = std::max(most, held.use_count());
        if (--left > 0) turns->post([&again, held] { again(); });
    };
    in_a_turn([&] {
        again();
        again();
    });
    run();
    EXPECT_LE(left, 0);
    EXPECT_LT(most, 10);
}

TEST_F(TurnsTest, AfterAFunctionThatThrowsTheRestStillRuns)
{
    in_a_turn([this] {
        add("one", [] { throw std::runtime_error{"of the program"}; });
        add("two");
    });
    EXPECT_THROW(run(), std::runtime_error);
    EXPECT_THAT(done, ElementsAre("one"));
    run();
    EXPECT_THAT(done, ElementsAre("one", "two"));
}

TEST_F(TurnsTest, AfterWorkThatThrowsWhatItAddedStillRuns)
{
    in_a_turn([this] {
        add("added");
        throw std::runtime_error{"of the program"};
    });
    EXPECT_THROW(run(), std::runtime_error);
    run();
    EXPECT_THAT(done, ElementsAre("added"));
}

TEST(Turns, WhatWaitsEndsWithTheExecutor)
{
    auto io = std::make_unique<asio::io_context>();
    auto turns = std::make_shared<Turns>(
        Strand{asio::make_strand(asio::any_io_executor{io->get_executor()})});
    auto held = std::make_shared<int>();
    std::weak_ptr<Turns> its = turns;
    // it holds what holds it, as a call does that waits for its turn
    asio::post(turns->strand(), [held, turns] { turns->post([held, turns] { ADD_FAILURE(); }); });
    turns.reset();
    io->run_one();
    EXPECT_EQ(held.use_count(), 2);
    io.reset();
    EXPECT_EQ(held.use_count(), 1);
    EXPECT_TRUE(its.expired());
}

}  // namespace
}  // namespace trademind
