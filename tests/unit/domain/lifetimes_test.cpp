// What a broker runs on, and what comes out of handlers: ends in every order, exceptions, futures.
#include "base/log.hpp"
#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <trademind/runtime.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <gmock/gmock.h>

#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace trademind::test {
namespace {

using namespace literals;
using testing::HasSubstr;

std::mutex lines_mutex;
std::vector<std::string> lines;
void keep_line_of_lifetimes(log::Level level, std::string_view line)
{
    std::lock_guard lock{lines_mutex};
    lines.push_back((level == log::Level::error ? "error " : "") + std::string{line});
}

class Lifetimes : public testing::Test {
protected:
    Lifetimes()
    {
        std::lock_guard lock{lines_mutex};
        lines.clear();
        before_ = log::set_sink(keep_line_of_lifetimes);
    }
    ~Lifetimes() override { log::set_sink(before_); }
    static std::vector<std::string> logged()
    {
        std::lock_guard lock{lines_mutex};
        return lines;
    }
    std::shared_ptr<FakeBroker> make(asio::any_io_executor executor)
    {
        return FakeBroker::make(std::move(executor), clock);
    }
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();

private:
    log::Sink before_{};
};

TEST_F(Lifetimes, a_runtime_that_ends_before_its_broker_is_logged_and_harms_nothing)
{
    auto runtime = std::make_unique<Runtime>();
    auto broker = make(runtime->get_executor());
    broker->connect(asio::use_future).get().value();
    auto watching = broker->watch(stock("AAPL"), [](const Quote&) {});
    runtime.reset();
    ASSERT_EQ(logged().size(), 1U);
    EXPECT_THAT(logged()[0], HasSubstr("error a Runtime was destroyed before 1 of the brokers"));
    watching.reset();
    broker.reset();
}

TEST_F(Lifetimes, a_runtime_that_ends_first_cancels_the_calls_that_are_open)
{
    auto runtime = std::make_unique<Runtime>();
    auto broker = make(runtime->get_executor());
    broker->connect(asio::use_future).get().value();
    broker->hold = true;
    std::promise<Result<Account>> answered;
    broker->get_account([&](Result<Account> account) { answered.set_value(std::move(account)); });
    runtime.reset();
    auto answer = answered.get_future();
    ASSERT_EQ(answer.wait_for(std::chrono::seconds{0}), std::future_status::ready);
    EXPECT_EQ(answer.get().error(), Errc::cancelled);
    broker.reset();
}

TEST_F(Lifetimes, a_runtime_may_end_within_one_of_its_handlers)
{
    for (bool with_broker : {false, true}) {
        auto runtime = std::make_unique<Runtime>();
        auto broker = with_broker ? make(runtime->get_executor()) : nullptr;
        std::promise<void> ended;
        asio::post(runtime->get_executor(), [&] {
            runtime.reset();
            ended.set_value();
        });
        ended.get_future().get();
        broker.reset();
    }
}

TEST_F(Lifetimes, a_runtime_that_ends_after_its_broker_says_nothing)
{
    auto runtime = std::make_unique<Runtime>();
    auto broker = make(runtime->get_executor());
    broker->connect(asio::use_future).get().value();
    broker.reset();
    runtime.reset();
    EXPECT_TRUE(logged().empty());
}

TEST_F(Lifetimes, a_subscription_may_outlive_its_broker_and_its_runtime)
{
    Subscription watching;
    {
        Runtime runtime;
        auto broker = make(runtime.get_executor());
        watching = broker->watch(stock("AAPL"), [](const Quote&) {});
    }
    watching.reset();
    EXPECT_TRUE(logged().empty());
}

using LifetimesDeathTest = Lifetimes;

TEST_F(LifetimesDeathTest, a_context_that_ends_before_its_broker_ends_the_program_with_a_text)
{
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    auto wrong_order = [this] {
        auto io = std::make_unique<asio::io_context>();
        auto broker = make(io->get_executor());
        io.reset();
    };
    EXPECT_DEATH(wrong_order(), "io_context. was destroyed before 1 of the brokers");
}

TEST_F(Lifetimes, a_broker_that_a_waiting_handler_owns_ends_with_its_context)
{
    asio::io_context io;
    auto broker = make(io.get_executor());
    asio::post(io, [broker] {});
    broker.reset();
}

TEST_F(Lifetimes, an_exception_out_of_a_completion_handler_does_not_end_a_runtime)
{
    Runtime runtime;
    auto broker = make(runtime.get_executor());
    broker->connect([](Result<>) { throw std::runtime_error{"from a completion handler"}; });
    EXPECT_TRUE(broker->get_positions(asio::use_future).get());
    ASSERT_EQ(logged().size(), 1U);
    EXPECT_THAT(logged()[0], HasSubstr("from a completion handler"));
}

TEST_F(Lifetimes, an_exception_out_of_a_completion_handler_leaves_run_of_a_programs_own_context)
{
    asio::io_context io;
    auto broker = make(io.get_executor());
    int answers = 0;
    broker->connect([](Result<>) { throw std::runtime_error{"mine"}; });
    broker->get_account([&](Result<Account>) { ++answers; });
    EXPECT_THROW(io.run(), std::runtime_error);
    io.restart();
    io.run();
    EXPECT_EQ(answers, 1) << "the next answer is not lost";
}

TEST_F(Lifetimes, a_future_that_could_never_be_waited_for_is_detected)
{
    Runtime runtime;
    auto broker = make(runtime.get_executor());
    auto ask = [&] { (void)broker->get_positions(asio::use_future); };
    auto check = [&] {
#ifdef NDEBUG
        ask();
#else
        EXPECT_THROW(ask(), std::logic_error);
#endif
    };
    std::promise<void> checked;
    broker->connect([&](Result<>) {
        check();
        checked.set_value();
    });
    checked.get_future().get();
    asio::post(runtime.get_executor(), asio::use_future(check)).get();
    ask();
}

TEST_F(Lifetimes, the_end_of_a_watch_without_an_error_handler_is_logged)
{
    asio::io_context io;
    auto broker = make(io.get_executor());
    auto watching = broker->watch(stock("AAPL"), [](const Quote&) {});
    io.poll();
    auto end = [&](const Error& why) {
        for (auto& [listener, contract] : broker->watched)
            listener->call([&](const QuoteHandlers& handlers) { handlers.on_error(why); });
    };
    end(Error{Errc::unknown_contract, "no such contract"});
    ASSERT_EQ(logged().size(), 1U);
    EXPECT_THAT(logged()[0], HasSubstr("AAPL"));
    EXPECT_THAT(logged()[0], HasSubstr("no such contract"));
    end(Error{Errc::cancelled, "asked for"});
    EXPECT_EQ(logged().size(), 1U) << "an end that was asked for is no news";
}

}  // namespace
}  // namespace trademind::test
