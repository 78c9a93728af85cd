// Calls from several threads at once, on one thread of the broker's and on several.
#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <trademind/runtime.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gtest/gtest.h>

#include <future>
#include <set>
#include <thread>

using namespace std::chrono_literals;
using namespace trademind;
using namespace trademind::literals;
using namespace trademind::test;

namespace {

constexpr int threads = 4, calls_a_thread = 100;

/// Runs `work(i)` on several threads at once and joins them.
template <class Work> void in_parallel(Work work)
{
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) running.emplace_back(work, i);
    for (auto& thread : running) thread.join();
}

/// Every call is answered once, and each order gets an id of its own.
void expect_distinct_ids(FakeBroker& broker)
{
    std::vector<std::vector<OrderId>> ids(threads);
    in_parallel([&](int i) {
        for (int n = 0; n < calls_a_thread; ++n) {
            auto order = buy(stock("AAPL"), Decimal{n + 1});
            auto report = broker.place_order(order, asio::use_future).get().value();
            EXPECT_EQ(report.order.quantity, Decimal{n + 1}) << "the answer to another call";
            ids[static_cast<std::size_t>(i)].push_back(report.id);
        }
    });
    std::set<OrderId> distinct;
    for (const auto& of_thread : ids) {
        EXPECT_TRUE(std::ranges::is_sorted(of_thread)) << "a thread's calls keep their order";
        distinct.insert(of_thread.begin(), of_thread.end());
    }
    EXPECT_EQ(distinct.size(), std::size_t{threads} * calls_a_thread);
}

}  // namespace

TEST(CallThreads, ShareABrokerOnARuntime)
{
    Runtime runtime;
    auto broker = FakeBroker::make(runtime.get_executor(), system_clock(), 30s);
    expect_distinct_ids(*broker);
}

TEST(CallThreads, ShareABrokerOnAPool)
{
    asio::thread_pool pool{3};
    auto broker = FakeBroker::make(pool.get_executor(), system_clock(), 30s);
    expect_distinct_ids(*broker);
    broker.reset();
    pool.join();
}

TEST(CallThreads, MayEndTheBrokerWhileOthersWait)
{
    for (int round = 0; round < 20; ++round) {
        asio::thread_pool pool{2};
        auto broker = FakeBroker::make(pool.get_executor(), system_clock(), 30s);
        asio::post(broker->get_executor(), [b = broker.get()] { b->hold = true; });
        std::vector<std::future<Result<Account>>> waiting;
        for (int n = 0; n < 50; ++n) waiting.push_back(broker->get_account(asio::use_future));
        broker.reset();
        for (auto& answer : waiting) EXPECT_EQ(answer.get().error(), Errc::cancelled);
        pool.join();
    }
}

TEST(CallThreads, MayEndTheBrokerWhileCallsExpireAndAreCancelled)
{
    for (int round = 0; round < 50; ++round) {
        asio::thread_pool pool{3};
        auto broker = FakeBroker::make(pool.get_executor(), system_clock(), 1ms);
        asio::post(broker->get_executor(), [b = broker.get()] { b->hold = true; });
        std::vector<asio::cancellation_signal> signals(50);
        std::vector<std::future<Result<Account>>> waiting;
        for (auto& signal : signals)
            waiting.push_back(
                broker->get_account(asio::bind_cancellation_slot(signal.slot(), asio::use_future)));
        for (std::size_t n = 0; n < signals.size(); n += 3)
            signals[n].emit(asio::cancellation_type::terminal);
        if (round % 2 == 0) std::this_thread::sleep_for(1ms);
        broker.reset();
        for (auto& answer : waiting) {
            auto error = answer.get().error();
            EXPECT_TRUE(error == Errc::cancelled || error == Errc::timed_out) << error.describe();
        }
        pool.join();
    }
}

TEST(CallThreads, MayCancelWhileTheAnswerIsOnItsWay)
{
    asio::thread_pool pool{2};
    auto broker = FakeBroker::make(pool.get_executor(), system_clock(), 30s);
    int answered = 0, cancelled = 0;
    for (int n = 0; n < 200; ++n) {
        asio::cancellation_signal signal;
        auto answer =
            broker->get_account(asio::bind_cancellation_slot(signal.slot(), asio::use_future));
        signal.emit(asio::cancellation_type::terminal);
        auto result = answer.get();
        if (result)
            ++answered;
        else if (result.error() == Errc::cancelled)
            ++cancelled;
    }
    EXPECT_EQ(answered + cancelled, 200);
    broker.reset();
    pool.join();
}

TEST(CallThreads, MayWatchAndObserveWhileEventsArrive)
{
    class Ear : public BrokerObserver {
    public:
        void on_notice(const Notice&) override { ++notices; }
        int notices = 0;  // unguarded: written on the strand, read after the subscription ended
    };
    Runtime runtime;
    auto broker = FakeBroker::make(runtime.get_executor(), system_clock(), 30s);
    in_parallel([&](int) {
        for (int n = 0; n < 20; ++n) {
            Ear ear;
            int quotes = 0;
            auto listening = broker->observe(ear);
            auto watching = broker->watch(stock("AAPL"), [&](const Quote&) { ++quotes; });
            std::promise<void> told;
            asio::post(broker->get_executor(), [&] {
                broker->push(Quote{stock("AAPL")});
                broker->notify(&BrokerObserver::on_notice, Notice{});
                told.set_value();
            });
            told.get_future().get();
            watching.reset();
            listening.reset();
            // at least our own event; the other threads' events come in between
            EXPECT_GE(quotes, 1);
            EXPECT_GE(ear.notices, 1);
        }
    });
}
