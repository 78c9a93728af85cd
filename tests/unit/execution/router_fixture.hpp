// A router in front of a scripted broker, a clock turned by hand, and one thread: the test's own.
#pragma once

#include "support/lifted_limits.hpp"
#include "support/manual_clock.hpp"
#include "support/scripted_broker.hpp"

#include <trademind/execution.hpp>

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <stdlib.h>

namespace trademind::test {

/// A directory that ends with the test.
class TemporaryDirectory {
public:
    TemporaryDirectory()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "trademind-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
    std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

class RouterFixture : public testing::Test {
protected:
    RouterFixture()
    {
        // a quote that is always there, and no thread that looks for kills
        config.kill_switch.on_signal = false;
        config.journal.survives_power_cut = false;
        broker = std::make_shared<ScriptedBroker>(io.get_executor(), clock);
    }
    ~RouterFixture() override
    {
        router.reset();
        run();
    }

    void run()
    {
        io.restart();
        io.poll();
    }
    void advance(Duration by)
    {
        clock->advance(by);
        run();
    }
    /// In steps, so that timers which start on the way are due on the way.
    void let_pass(Duration time) { let_pass(time, step); }
    void let_pass(Duration time, Duration each)
    {
        for (; time > Duration{}; time -= each) advance(std::min(time, each));
    }
    /// What the journal says of one kind, line by line.
    std::vector<std::string> events(std::string kind)
    {
        JournalFilter filter;
        filter.kind = std::move(kind);
        std::vector<std::string> all;
        EXPECT_TRUE(read_journal(config.journal.file, filter,
                                 [&](const JournalEvent& e) { all.push_back(e.detail); }));
        return all;
    }
    /// Makes the router and connects it; AAPL is quoted 100.00 to 100.02.
    void start(RouterOptions options = {})
    {
        make(std::move(options));
        auto up = connect();
        ASSERT_TRUE(up) << up.error().describe();
        broker->quote(aapl, Decimal{100}, Decimal::parse("100.02"));
    }
    void make(RouterOptions options = {})
    {
        auto made = ExecutionRouter::make(broker, config, std::move(options));
        ASSERT_TRUE(made) << made.error().describe();
        router = *made;
    }
    /// Another program: the router is gone, the broker lives on.
    void restart(RouterOptions options = {})
    {
        router.reset();
        run();
        make(std::move(options));
    }
    Result<> connect()
    {
        return answer<Result<>>([&](auto token) { router->connect(std::move(token)); });
    }
    Result<OrderReport> place(OrderRequest order)
    {
        return answer<Result<OrderReport>>(
            [&](auto token) { router->place_order(std::move(order), std::move(token)); });
    }
    Result<OrderReport> modify(OrderId id, OrderRequest order)
    {
        return answer<Result<OrderReport>>(
            [&](auto token) { router->modify_order(id, std::move(order), std::move(token)); });
    }
    Result<OrderReport> cancel(OrderId id)
    {
        return answer<Result<OrderReport>>(
            [&](auto token) { router->cancel_order(id, std::move(token)); });
    }
    RiskVerdict check(OrderRequest order)
    {
        return answer<Result<RiskVerdict>>(
                   [&](auto token) { router->check(std::move(order), std::move(token)); })
            .value();
    }
    Result<KillReport> kill(TradingState level = TradingState::halted)
    {
        return answer<Result<KillReport>>(
            [&](auto token) { router->kill(level, "tester", "a test", std::move(token)); });
    }
    Result<> resume()
    {
        return answer<Result<>>(
            [&](auto token) { router->resume("tester", "test over", std::move(token)); });
    }
    Result<ConfigChange> reload(Config to, std::string who)
    {
        return answer<Result<ConfigChange>>(
            [&](auto token) { router->reload(std::move(to), std::move(who), std::move(token)); });
    }
    /// Why placing the order is refused here; ok when it is not.
    RiskReason refusal(OrderRequest order)
    {
        auto placed = place(std::move(order));
        if (placed) return RiskReason::ok;
        EXPECT_EQ(&placed.error().code.category(), &risk_category()) << placed.error().describe();
        return static_cast<RiskReason>(placed.error().code.value());
    }
    /// Runs until the call is answered; waits at most a virtual minute.
    template <class R, class Start> R answer(Start start)
    {
        auto got = std::make_shared<std::optional<R>>();
        start([got](R result) { *got = std::move(result); });
        run();
        for (int i = 0; i < 600 && !*got; ++i) advance(std::chrono::milliseconds{100});
        if (!*got) throw std::runtime_error{"no answer within a minute"};
        return std::move(**got);
    }

    asio::io_context io{1};
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    Config config;
    std::shared_ptr<ScriptedBroker> broker;
    std::shared_ptr<ExecutionRouter> router;
    const Contract aapl = stock("AAPL");
    Duration step = std::chrono::seconds{1};  ///< of let_pass
};

}  // namespace trademind::test
