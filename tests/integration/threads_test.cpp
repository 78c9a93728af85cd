// Every broker, called from four threads at once: each call is answered once, nothing is lost or
// doubled. ThreadSanitizer looks on where it is built in.
#include "mock/mock_desk.hpp"
#include "mock/mock_tws.hpp"
#include "support/lifted_limits.hpp"

#include <trademind/brokers/ibkr.hpp>
#include <trademind/brokers/paper.hpp>
#include <trademind/execution/factory.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

constexpr int threads = 4, rounds = 25;

/// A place where the brokers of these tests find AAPL at 99 to 100.
class Place {
public:
    virtual ~Place() = default;
    virtual std::shared_ptr<Broker> broker() = 0;
    /// Ids of all orders that arrived; after the broker has been disconnected.
    virtual std::size_t arrived() = 0;
    /// A change of the market, from any thread.
    virtual void move(int step) = 0;
};

class PaperPlace : public Place {
public:
    PaperPlace()
    {
        paper::Options options;
        options.cash = {{"USD", 1'000'000_d}};
        market_ = make_unsafe_paper_broker(runtime_.get_executor(), options);
        market_->push(stock("AAPL"),
                      paper::MarketChange{}.with_bid(99_d, 1'000'000).with_ask(100_d, 1'000'000));
    }
    std::shared_ptr<Broker> broker() override { return market_; }
    std::size_t arrived() override
    {
        return market_->get_orders(OrderFilter::all, asio::use_future).get().value().size();
    }
    void move(int step) override
    {
        market_->push(stock("AAPL"),
                      paper::MarketChange{}.with_bid(Decimal{98 + step % 2}, 1'000 + step % 7));
    }

protected:
    Runtime runtime_;
    std::shared_ptr<PaperBroker> market_;
};

class IbkrPlace : public Place {
public:
    explicit IbkrPlace(int version)
    {
        tws_.speak(version);
        desk_.add_stock("AAPL", 265598);
        desk_.find("AAPL")->last = 100_d;
        desk_.quote("AAPL", 99_d, 100_d, 100_d);
        thread_ = std::thread{[this] { io_.run(); }};
    }
    ~IbkrPlace() override
    {
        work_.reset();
        io_.stop();
        thread_.join();
    }
    std::shared_ptr<Broker> broker() override
    {
        IbkrOptions options;
        options.port = tws_.port();
        options.messages_per_second = 0;
        return make_unsafe_ibkr_broker(runtime_.get_executor(), options);
    }
    std::size_t arrived() override
    {
        std::promise<std::size_t> count;
        asio::post(io_, [&] { count.set_value(desk_.orders().size()); });
        return count.get_future().get();
    }
    void move(int step) override
    {
        asio::post(io_, [this, step] { desk_.quote("AAPL", Decimal{98 + step % 2}, 100_d); });
    }

private:
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
    MockTws tws_{io_.get_executor()};
    MockDesk desk_{tws_};
    std::thread thread_;
    Runtime runtime_;
};

/// The paper broker behind checks, kill switch and journal.
class RouterPlace final : public PaperPlace {
public:
    std::shared_ptr<Broker> broker() override
    {
        Config config;
        config.kill_switch.on_signal = false;
        lift_counts(config.risk);
        config.risk.max_quote_age = 1h;
        config.risk.max_concentration.reset();
        config.risk.max_denials.reset();
        config.risk.market_orders_outside_hours = OutsideHours::allow;
        return ExecutionRouter::make(market_, config).value();
    }
};

/// Hears everything; on the strand, so without a lock.
class Ear final : public BrokerObserver {
public:
    void on_order(const OrderReport& report) override { last = report.id; }
    void on_execution(const Execution& execution) override
    {
        EXPECT_TRUE(seen.insert(execution.id).second) << execution.id << " twice";
    }
    OrderId last{};
    std::set<std::string> seen;
};

/// What one thread does: the usual mixture, each call waited for.
void trade(Broker& broker, Place& place, int number, std::vector<OrderId>& placed)
{
    auto aapl = stock("AAPL");
    for (int round = 0; round < rounds; ++round) {
        // at a price of its own, so that it rests
        auto order = buy(aapl, 1_d).limit(Decimal{50 + number} +
                                          Decimal::from_raw(Decimal::one / 100) * Decimal{round});
        order.client_order_id = "t" + std::to_string(number) + "-" + std::to_string(round);
        auto report = broker.place_order(order, asio::use_future).get();
        ASSERT_TRUE(report) << report.error().describe();
        placed.push_back(report->id);
        std::atomic<int> quotes{0};
        auto watching = broker.watch(aapl, [&](const Quote&) { ++quotes; });
        Ear ear;
        auto listening = broker.observe(ear);
        place.move(round);
        EXPECT_TRUE(broker.get_orders(OrderFilter::open, asio::use_future).get());
        EXPECT_TRUE(broker.get_positions(asio::use_future).get());
        EXPECT_TRUE(broker.get_account(asio::use_future).get());
        if (round % 3 == 0) {
            auto changed = report->order;
            changed.quantity = 2_d;
            auto modified = broker.modify_order(report->id, changed, asio::use_future).get();
            EXPECT_TRUE(modified) << modified.error().describe();
        }
        if (round % 2 == 0) {
            auto cancelled = broker.cancel_order(report->id, asio::use_future).get();
            EXPECT_TRUE(cancelled) << cancelled.error().describe();
        }
        // given up at once: the answer may come all the same, and must not arrive twice
        auto soon = broker.get_portfolio(within(1ns, asio::use_future)).get();
        EXPECT_TRUE(soon || soon.error() == Errc::timed_out);
        EXPECT_TRUE(broker.is_connected());
    }
}

void trade_from_four_threads(Place& place)
{
    auto broker = place.broker();
    auto up = broker->connect(asio::use_future).get();
    ASSERT_TRUE(up) << up.error().describe();
    Ear ear;
    auto listening = broker->observe(ear);
    std::vector<std::vector<OrderId>> placed(threads);
    std::vector<std::thread> traders;
    for (int i = 0; i < threads; ++i)
        traders.emplace_back([&, i] { trade(*broker, place, i, placed[std::size_t(i)]); });
    for (auto& thread : traders) thread.join();

    std::set<OrderId> ids;
    for (const auto& own : placed)
        for (OrderId id : own) EXPECT_TRUE(ids.insert(id).second) << to_string(id) << " twice";
    EXPECT_EQ(ids.size(), std::size_t(threads * rounds));
    auto open = broker->get_orders(OrderFilter::open, asio::use_future).get();
    ASSERT_TRUE(open);
    EXPECT_EQ(open->size(), std::size_t(threads * (rounds / 2))) << "half of them were cancelled";
    EXPECT_EQ(place.arrived(), ids.size());
    listening.reset();
    EXPECT_TRUE(broker->disconnect(asio::use_future).get());
}

TEST(Threads, paper_broker)
{
    PaperPlace place;
    trade_from_four_threads(place);
}

TEST(Threads, ibkr_broker_text)
{
    IbkrPlace place{200};
    trade_from_four_threads(place);
}

TEST(Threads, ibkr_broker_protobuf)
{
    IbkrPlace place{225};
    trade_from_four_threads(place);
}

TEST(Threads, router)
{
    RouterPlace place;
    trade_from_four_threads(place);
}

/// Calls of three threads are open when the fourth lets the broker go: each is answered once.
void end_while_calls_are_open(Place& place)
{
    auto broker = place.broker();
    ASSERT_TRUE(broker->connect(asio::use_future).get());
    std::atomic<bool> go_on{true};
    std::atomic<int> asked{0}, answered{0};
    std::vector<std::thread> callers;
    for (int i = 1; i < threads; ++i)
        callers.emplace_back([&, weak = std::weak_ptr{broker}] {
            while (go_on) {
                auto alive = weak.lock();
                if (!alive) return;
                auto answer = alive->get_positions(asio::use_future);
                ++asked;
                alive.reset();
                auto result = answer.get();
                EXPECT_TRUE(result || result.error() == Errc::cancelled)
                    << result.error().describe();
                ++answered;
            }
        });
    while (asked < 50) std::this_thread::yield();
    go_on = false;
    broker.reset();
    for (auto& thread : callers) thread.join();
    EXPECT_EQ(asked, answered);
}

TEST(Threads, ibkr_broker_may_end_while_calls_are_open)
{
    IbkrPlace place{200};
    end_while_calls_are_open(place);
}

TEST(Threads, paper_broker_may_end_while_calls_are_open)
{
    PaperPlace place;
    end_while_calls_are_open(place);
}

TEST(Threads, router_may_end_while_calls_are_open)
{
    RouterPlace place;
    end_while_calls_are_open(place);
}

/// A kill from another thread while orders are being placed: none passes once it has returned.
TEST(Threads, kill_stops_every_thread)
{
    RouterPlace place;
    auto broker = place.broker();
    auto& router = dynamic_cast<ExecutionRouter&>(*broker);
    ASSERT_TRUE(broker->connect(asio::use_future).get());
    std::atomic<bool> killed{false};
    std::atomic<int> passed{0}, late{0};
    std::vector<std::thread> traders;
    for (int i = 1; i < threads; ++i)
        traders.emplace_back([&] {
            for (int round = 0; round < 200; ++round) {
                bool after = killed;
                auto report =
                    broker->place_order(buy(stock("AAPL"), 1_d).limit(50_d), asio::use_future)
                        .get();
                if (report && after) ++late;
                if (report) ++passed;
                if (report) continue;
                EXPECT_EQ(report.error(), Errc::trading_halted);
                return;
            }
        });
    while (passed < 5) std::this_thread::yield();
    auto report = router.kill(TradingState::halted, "test", "four threads", asio::use_future).get();
    killed = true;
    for (auto& thread : traders) thread.join();
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_EQ(late, 0);
    auto open = broker->get_orders(OrderFilter::open, asio::use_future).get();
    ASSERT_TRUE(open);
    EXPECT_TRUE(open->empty()) << open->size() << " orders survived the kill";
}

}  // namespace
}  // namespace trademind::test
