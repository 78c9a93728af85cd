// What is held can be quoted and closed, whatever it is: rows of positions name no exchange, and
// TWS takes no request without one.
#include "unit/execution/risk/worlds.hpp"

#include <ostream>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

struct Held {
    std::string type, exchange, expiry, right;
    std::string primary;
    Decimal multiplier = 1;
};
std::ostream& operator<<(std::ostream& out, const Held& held)
{
    return out << held.type << " on " << held.exchange;
}

class Closing : public testing::TestWithParam<Held> {
protected:
    Closing()
    {
        config.type = BrokerType::ibkr;
        config.kill_switch.on_signal = false;
        config.kill_switch.watch_positions = true;
        lift_limits(config.risk);
        config.risk.market_orders_outside_hours = OutsideHours::allow;
        for (int i = 0; i <= static_cast<int>(SecurityType::combo); ++i)
            config.risk.allowed_security_types.push_back(static_cast<SecurityType>(i));
        world = std::make_unique<MockWorld>(config);
        DeskInstrument instrument;
        instrument.symbol = "XYZ";
        instrument.sec_type = GetParam().type;
        instrument.exchange = GetParam().exchange;
        instrument.primary_exchange = GetParam().primary;
        instrument.expiry = GetParam().expiry;
        instrument.right = GetParam().right;
        if (!instrument.right.empty()) instrument.strike = 90_d;
        instrument.multiplier = GetParam().multiplier;
        instrument.con_id = 4711;
        world->desk().add(instrument);
        world->desk().position("XYZ", 3_d, 100_d);
    }
    void TearDown() override
    {
        router.reset();
        world->run();
    }
    void start()
    {
        router = ExecutionRouter::make(world->broker(), config).value();
        ASSERT_TRUE(world->answer<Result<>>([&](auto t) { router->connect(std::move(t)); }));
        world->pass(2s);
        world->desk().quote("XYZ", 100_d, 100.02_d, 100_d, 1000_d);
        world->run();
    }
    Contract held_contract()
    {
        auto held = world->answer<Result<std::vector<trademind::Position>>>(
            [&](auto t) { router->get_positions(std::move(t)); });
        return held.value().at(0).contract;
    }
    Decimal held() { return world->desk().position("XYZ").quantity; }
    bool is_refused_by_tws()
    {
        auto all = world->answer<Result<std::vector<OrderReport>>>(
            [&](auto t) { router->get_orders(OrderFilter::all, std::move(t)); });
        return std::ranges::any_of(*all,
                                   [](const auto& o) { return o.status == OrderStatus::rejected; });
    }

    Config config;
    std::unique_ptr<MockWorld> world;
    std::shared_ptr<ExecutionRouter> router;
};

TEST_P(Closing, a_position_is_quoted_and_closed_by_its_own_contract)
{
    start();
    EXPECT_EQ(world->desk().lines(), 1U) << "its quotes are asked for where it trades";
    auto closed = world->answer<Result<OrderReport>>(
        [&](auto t) { router->place_order(sell(held_contract(), 3_d), std::move(t)); });
    ASSERT_TRUE(closed) << closed.error().describe();
    world->run();
    EXPECT_EQ(held(), 0_d);
}

TEST_P(Closing, the_kill_switch_closes_it_also_after_a_restart)
{
    start();
    router.reset();
    world->run();
    start();
    auto killed = world->answer<Result<KillReport>>(
        [&](auto t) { router->kill(TradingState::flattening, "tester", "a test", std::move(t)); });
    ASSERT_TRUE(killed);
    for (int i = 0; i < 30; ++i) world->pass(100ms);
    EXPECT_EQ(held(), 0_d);
    EXPECT_FALSE(is_refused_by_tws());
}

INSTANTIATE_TEST_SUITE_P(
    Types, Closing,
    testing::Values(Held{"STK", "SMART", "", "", "NASDAQ"}, Held{"STK", "TSEJ", "", "", "TSEJ"},
                    Held{"OPT", "SMART", "20260320", "C", "", 100},
                    Held{"OPT", "EUREX", "20260320", "P", "", 10},
                    Held{"FUT", "CME", "20260320", "", "", 50},
                    Held{"FOP", "NYMEX", "20260217", "C", "", 1000},
                    Held{"CASH", "IDEALPRO", "", "", ""}, Held{"BOND", "SMART", "", "", ""},
                    Held{"FUND", "FUNDSERV", "", "", ""}, Held{"WAR", "FWB", "20260320", "C", ""},
                    Held{"IOPT", "SBF", "20260320", "C", ""}, Held{"CFD", "SMART", "", "", ""},
                    Held{"CMDTY", "IBCMDTY", "", "", ""}, Held{"CRYPTO", "PAXOS", "", "", ""}));

}  // namespace
}  // namespace trademind::test
