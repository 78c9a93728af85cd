// Answers that are brought up to date when they are delivered.
#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

namespace trademind::test {
namespace {

using namespace std::chrono_literals;

class AnswerRefresh : public testing::Test {
protected:
    /// An answer of 1 that is 2 before its turn is over.
    template <class Handler> void call(Handler handler)
    {
        auto work = [this](Completion<int> done) {
            done(value, [this](Result<int>& answer) { answer = value; });
            value = 2;
        };
        detail::initiate(detail::make_operation<int>(broker->calls(), broker, 10s, work), handler);
    }

    asio::io_context io, elsewhere;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<FakeBroker> broker = FakeBroker::make(io.get_executor(), clock);
    int value = 1, got = 0;
};

TEST_F(AnswerRefresh, a_handler_on_the_strand_gets_what_is_true_when_it_runs)
{
    call([this](Result<int> answer) { got = answer.value(); });
    io.run();
    EXPECT_EQ(got, 2);
}

TEST_F(AnswerRefresh, a_handler_elsewhere_gets_what_is_true_when_the_answer_leaves)
{
    call(asio::bind_executor(elsewhere.get_executor(),
                             [this](Result<int> answer) { got = answer.value(); }));
    io.run();
    value = 3;
    elsewhere.run();
    EXPECT_EQ(got, 2);
}

TEST_F(AnswerRefresh, an_answer_that_came_too_late_refreshes_nothing)
{
    Error why;
    std::optional<Completion<int>> kept;
    auto keep = [&](Completion<int> done) { kept.emplace(std::move(done)); };
    auto handler = [&](Result<int> answer) { why = answer.error(); };
    detail::initiate(detail::make_operation<int>(broker->calls(), broker, 10s, keep), handler);
    io.poll();
    clock->advance(11s);
    io.restart();
    io.poll();
    (*kept)(1, [](Result<int>&) { FAIL() << "nobody gets this answer"; });
    io.restart();
    io.poll();
    EXPECT_EQ(why, Errc::timed_out);
}

}  // namespace
}  // namespace trademind::test
