// A router in front of paper, and of IBKR over a socket to the mock TWS: the same test for both.
#pragma once

#include "unit/execution/risk/worlds.hpp"

namespace trademind::test {

using namespace literals;
using namespace std::chrono_literals;

class RiskOnBothBrokers : public testing::TestWithParam<BrokerType> {
protected:
    RiskOnBothBrokers()
    {
        config.kill_switch.on_signal = false;
        config.risk.max_concentration.reset();
        config.risk.max_denials.reset();
        config.risk.max_quote_age = 1h;
        config.risk.max_quote_age_delayed = 1h;
        config.kill_switch.position_mismatch_after = 1min;
    }
    void TearDown() override
    {
        router.reset();
        if (world) world->run();
    }
    void make_world()
    {
        if (GetParam() == BrokerType::paper)
            world = std::make_unique<PaperWorld>(config, tweak_paper);
        else
            world = std::make_unique<MockWorld>(config);
        config.type = world->type();
    }
    MockWorld* mock() { return dynamic_cast<MockWorld*>(world.get()); }
    void start(Decimal held = 0, RouterOptions options = {})
    {
        make_world();
        if (held.sign() > 0) {
            world->quote(99.99_d, 100_d);
            world->hold(held);
        }
        seen_before = held.sign() > 0 ? world->orders_seen() : 0;
        connect(std::move(options));
        world->quote(100_d, 100.02_d);
    }
    void connect(RouterOptions options = {})
    {
        router = ExecutionRouter::make(world->broker(), config, std::move(options)).value();
        auto up = world->answer<Result<>>([&](auto t) { router->connect(std::move(t)); });
        ASSERT_TRUE(up) << up.error().describe();
    }
    Result<OrderReport> place(OrderRequest order)
    {
        return world->answer<Result<OrderReport>>(
            [&](auto t) { router->place_order(std::move(order), std::move(t)); });
    }
    RiskReason refusal(OrderRequest order)
    {
        auto placed = place(std::move(order));
        if (placed) return RiskReason::ok;
        EXPECT_EQ(&placed.error().code.category(), &risk_category()) << placed.error().describe();
        return static_cast<RiskReason>(placed.error().code.value());
    }
    std::size_t sent() { return world->orders_seen() - seen_before; }

    Config config;
    PaperWorld::Tweak tweak_paper;
    std::unique_ptr<World> world;
    std::shared_ptr<ExecutionRouter> router;
    std::size_t seen_before = 0;
    const Contract aapl = stock("AAPL");
};

}  // namespace trademind::test
