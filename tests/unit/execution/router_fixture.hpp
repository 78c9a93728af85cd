// A router in front of a scripted broker, a clock turned by hand, and one thread: the test's own.
#pragma once

#include "support/lifted_limits.hpp"
#include "support/manual_clock.hpp"
#include "support/scripted_broker.hpp"
#include "support/temporary_directory.hpp"

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

namespace trademind::test {

/// The summary of a sound journal; any damage is an error that names all of it.
Result<JournalSummary> verify_journal(const std::filesystem::path& file);

class RouterFixture : public testing::Test {
protected:
    RouterFixture();
    ~RouterFixture() override;

    void run();
    void advance(Duration by);
    /// In steps, so that timers which start on the way are due on the way.
    void let_pass(Duration time);
    void let_pass(Duration time, Duration each);
    /// What the journal says of one kind, line by line.
    std::vector<std::string> events(std::string kind);
    /// Makes the router and connects it; AAPL is quoted 100.00 to 100.02.
    void start(RouterOptions options = {});
    void make(RouterOptions options = {});
    /// Called with each router that is made.
    virtual void made(const RouterOptions&) {}
    /// Another program: the router is gone, the broker lives on.
    void restart(RouterOptions options = {});
    Result<> connect();
    Result<OrderReport> place(OrderRequest order);
    Result<OrderReport> modify(OrderId id, OrderRequest order);
    Result<OrderReport> cancel(OrderId id);
    RiskVerdict check(OrderRequest order);
    Result<KillReport> kill(TradingState level = TradingState::halted);
    Result<> resume();
    Result<ConfigChange> reload(Config to, std::string who);
    /// Why placing the order is refused here; ok when it is not.
    RiskReason refusal(OrderRequest order);
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
    bool own_threads = false;  ///< false: kill file, commands and files are worked on by run()
};

}  // namespace trademind::test
