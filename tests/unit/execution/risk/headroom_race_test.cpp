// R10: two threads race for the last headroom; exactly one passes, every time.
#include "support/lifted_limits.hpp"
#include "support/manual_clock.hpp"
#include "support/scripted_broker.hpp"

#include <trademind/execution.hpp>

#include <boost/asio/thread_pool.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <cstdlib>
#include <thread>

namespace trademind::test {
namespace {

using namespace literals;

/// RACE_ROUNDS=100000 for the long form.
int rounds_asked()
{
    const char* asked = std::getenv("RACE_ROUNDS");
    return asked ? std::atoi(asked) : 5'000;
}

TEST(HeadroomRace, R10_exactly_one_of_two_passes)
{
    const int rounds = rounds_asked();
    asio::thread_pool pool{2};
    auto clock = std::make_shared<ManualClock>();
    auto broker = std::make_shared<ScriptedBroker>(pool.get_executor(), clock);
    Config config;
    config.kill_switch.on_signal = false;
    lift_counts(config.risk);
    lift_exposure(config.risk);
    config.risk.max_position_value = 50000_d;
    config.risk.max_denials.reset();
    auto router = ExecutionRouter::make(broker, config).value();
    ASSERT_TRUE(router->connect(asio::use_future).get());
    broker->quote(stock("AAPL"), 99.98_d, 100_d);

    std::barrier start{3}, end{3};
    std::atomic<bool> over{false};
    std::optional<Result<OrderReport>> results[2];
    auto strategy = [&](std::size_t which) {
        for (;;) {
            start.arrive_and_wait();
            if (over) return;
            results[which] =
                router->place_order(buy(stock("AAPL"), 300_d).limit(100_d), asio::use_future).get();
            end.arrive_and_wait();
        }
    };
    std::thread first{strategy, 0}, second{strategy, 1};
    int passed_one = 0;
    for (int i = 0; i < rounds; ++i) {
        start.arrive_and_wait();
        end.arrive_and_wait();
        int passed = 0;
        for (auto& result : results) {
            if (*result) {
                ++passed;
                ASSERT_TRUE(router->cancel_order((*result)->id, asio::use_future).get());
            } else {
                EXPECT_EQ(result->error().code, RiskReason::max_position_value);
            }
        }
        passed_one += passed == 1;
    }
    over = true;
    start.arrive_and_wait();
    first.join();
    second.join();
    EXPECT_EQ(passed_one, rounds);
    router.reset();
    pool.join();
}

}  // namespace
}  // namespace trademind::test
