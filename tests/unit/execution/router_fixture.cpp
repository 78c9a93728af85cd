// What the fixture of the router's tests does: compiled once, for the fixture is in every file.
#include "unit/execution/router_fixture.hpp"

#include <stdlib.h>
#include <algorithm>
#include <chrono>
#include <utility>

namespace trademind::test {

Result<JournalSummary> verify_journal(const std::filesystem::path& file)
{
    auto found = inspect_journal(file);
    if (!found) return found.error();
    if (found->damage.empty()) return found->summary;
    std::string all;
    for (const auto& damage : found->damage) all += damage + "; ";
    return Error{Errc::input_output, all};
}

RouterFixture::RouterFixture()
{
    // a quote that is always there, and no thread that looks for kills
    config.kill_switch.on_signal = false;
    config.journal.survives_power_cut = false;
    broker = std::make_shared<ScriptedBroker>(io.get_executor(), clock);
}

RouterFixture::~RouterFixture()
{
    router.reset();
    run();
}

void RouterFixture::run()
{
    io.restart();
    io.poll();
}

void RouterFixture::advance(Duration by)
{
    clock->advance(by);
    run();
}

void RouterFixture::let_pass(Duration time)
{
    let_pass(time, step);
}

void RouterFixture::let_pass(Duration time, Duration each)
{
    for (; time > Duration{}; time -= each) advance(std::min(time, each));
}

std::vector<std::string> RouterFixture::events(std::string kind)
{
    JournalFilter filter;
    filter.kind = std::move(kind);
    run();  // records follow behind the strand
    std::vector<std::string> all;
    EXPECT_TRUE(read_journal(config.journal.file, filter,
                             [&](const JournalEvent& e) { all.push_back(e.detail); }));
    return all;
}

void RouterFixture::start(RouterOptions options)
{
    make(std::move(options));
    auto up = connect();
    ASSERT_TRUE(up) << up.error().describe();
    broker->quote(aapl, Decimal{100}, Decimal::parse("100.02"));
}

void RouterFixture::make(RouterOptions options)
{
    broker->time_zone = config.ibkr.time_zone;
    if (!own_threads) options.background = io.get_executor();
    auto fresh = ExecutionRouter::make(broker, config, options);
    ASSERT_TRUE(fresh) << fresh.error().describe();
    router = *fresh;
    made(options);
}

void RouterFixture::restart(RouterOptions options)
{
    router.reset();
    run();
    make(std::move(options));
}

Result<> RouterFixture::connect()
{
    return answer<Result<>>([&](auto token) { router->connect(std::move(token)); });
}

Result<OrderReport> RouterFixture::place(OrderRequest order)
{
    return answer<Result<OrderReport>>(
        [&](auto token) { router->place_order(std::move(order), std::move(token)); });
}

Result<OrderReport> RouterFixture::modify(OrderId id, OrderRequest order)
{
    return answer<Result<OrderReport>>(
        [&](auto token) { router->modify_order(id, std::move(order), std::move(token)); });
}

Result<OrderReport> RouterFixture::cancel(OrderId id)
{
    return answer<Result<OrderReport>>(
        [&](auto token) { router->cancel_order(id, std::move(token)); });
}

RiskVerdict RouterFixture::check(OrderRequest order)
{
    return answer<Result<RiskVerdict>>(
               [&](auto token) { router->check(std::move(order), std::move(token)); })
        .value();
}

Result<KillReport> RouterFixture::kill(TradingState level)
{
    return answer<Result<KillReport>>(
        [&](auto token) { router->kill(level, "tester", "a test", std::move(token)); });
}

Result<> RouterFixture::resume()
{
    return answer<Result<>>(
        [&](auto token) { router->resume("tester", "test over", std::move(token)); });
}

Result<ConfigChange> RouterFixture::reload(Config to, std::string who)
{
    return answer<Result<ConfigChange>>(
        [&](auto token) { router->reload(std::move(to), std::move(who), std::move(token)); });
}

RiskReason RouterFixture::refusal(OrderRequest order)
{
    auto placed = place(std::move(order));
    if (placed) return RiskReason::ok;
    EXPECT_EQ(&placed.error().code.category(), &risk_category()) << placed.error().describe();
    return static_cast<RiskReason>(placed.error().code.value());
}

}  // namespace trademind::test
