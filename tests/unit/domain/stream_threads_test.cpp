// Streams between threads: a broker on one, a slow listener on another, ended from a third.
#include <trademind/stream.hpp>

#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

namespace trademind::test {
namespace {

using namespace trademind::literals;

/// An io_context with a thread of its own.
class Loop {
public:
    ~Loop()
    {
        work_.reset();
        thread_.join();
    }
    boost::asio::io_context io;

private:
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io.get_executor()};
    std::thread thread_{[this] { io.run(); }};
};

/// Waits until the executor has done what was given to it so far.
template <class Executor> void drain(const Executor& executor)
{
    std::promise<void> done;
    boost::asio::post(executor, [&] { done.set_value(); });
    done.get_future().wait();
}

TEST(StreamThreads, QuotesArriveInOrderAndAddUp)
{
    auto clock = std::make_shared<ManualClock>();
    Loop fast, slow;
    auto broker = FakeBroker::make(fast.io.get_executor(), clock);
    std::vector<Decimal> heard;  // of the slow thread
    QuoteStream stream{*broker, stock("AAPL"), slow.io.get_executor(),
                       [&](const Quote& q) { heard.push_back(*q.bid); }};
    drain(broker->get_executor());
    constexpr int count = 5000;
    for (int i = 1; i <= count; ++i)
        boost::asio::post(broker->get_executor(), [&, i] {
            Quote quote{stock("AAPL")};
            quote.bid = Decimal{i};
            broker->push(quote);
        });
    drain(broker->get_executor());
    while (stream.counts().waiting > 0) std::this_thread::yield();
    drain(slow.io.get_executor());
    auto counts = stream.counts();
    EXPECT_EQ(counts.delivered + counts.dropped, static_cast<std::uint64_t>(count));
    stream.reset();
    drain(slow.io.get_executor());
    EXPECT_EQ(heard.size(), counts.delivered);
    EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
    EXPECT_EQ(heard.back(), Decimal{count}) << "the last one is never dropped";
}

class Counting : public BrokerObserver {
public:
    void on_order(const OrderReport& report) override
    {
        in_order = in_order && to_number(report.id) == last + 1;
        last = to_number(report.id);
    }
    std::int64_t last = 0;
    bool in_order = true;
};

TEST(StreamThreads, NoOrderEventIsLostOrOvertaken)
{
    auto clock = std::make_shared<ManualClock>();
    Loop fast, slow;
    auto broker = FakeBroker::make(fast.io.get_executor(), clock);
    Counting observer;
    EventStream stream{*broker, observer, slow.io.get_executor()};
    constexpr int count = 5000;
    for (int i = 1; i <= count; ++i)
        boost::asio::post(broker->get_executor(), [&, i] {
            broker->notify(&BrokerObserver::on_order, OrderReport{OrderId{i}, {}});
        });
    drain(broker->get_executor());
    while (stream.counts().waiting > 0) std::this_thread::yield();
    stream.reset();
    EXPECT_EQ(observer.last, count);
    EXPECT_TRUE(observer.in_order);
    EXPECT_EQ(stream.counts().dropped, 0u);
}

TEST(StreamThreads, NoHandlerRunsOnceResetHasReturned)
{
    auto clock = std::make_shared<ManualClock>();
    Loop fast, slow;
    auto broker = FakeBroker::make(fast.io.get_executor(), clock);
    for (int round = 0; round < 50; ++round) {
        auto alive = std::make_unique<std::atomic<int>>(0);
        auto* counter = alive.get();
        QuoteStream stream{*broker, stock("AAPL"), slow.io.get_executor(),
                           [counter](const Quote&) { ++*counter; }};
        for (int i = 0; i < 20; ++i)
            boost::asio::post(broker->get_executor(), [&broker] {
                Quote quote{stock("AAPL")};
                quote.bid = 1_d;
                broker->push(quote);
            });
        stream.reset();
        alive.reset();  // a handler that still ran would touch it
    }
    drain(broker->get_executor());
    drain(slow.io.get_executor());
    EXPECT_TRUE(broker->watched.empty());
}

}  // namespace
}  // namespace trademind::test
