// The kill switch in front of IBKR, judged by what the mock TWS received: every order message
// counts.
#include "support/function_services.hpp"
#include "unit/execution/risk/worlds.hpp"

#include <set>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class KillWithManyOrders : public testing::Test {
protected:
    KillWithManyOrders()
    {
        config.type = BrokerType::ibkr;
        config.kill_switch.on_signal = false;
        config.kill_switch.cancel_timeout = 1min;
        lift_limits(config.risk);
        config.paper.starting_cash = 1000000_d;
    }
    void TearDown() override
    {
        router.reset();
        world->run();
    }
    void start()
    {
        world = std::make_unique<MockWorld>(config);
        router = ExecutionRouter::make(world->broker(), config).value();
        ASSERT_TRUE(world->answer<Result<>>([&](auto t) { router->connect(std::move(t)); }));
        world->quote(100_d, 100.02_d);
        ASSERT_TRUE(world->answer<Result<RiskVerdict>>(
            [&](auto t) { router->check(buy(aapl, 1_d).limit(10_d), std::move(t)); }));
    }
    /// Hands so many orders over at once; pacing decides when they leave.
    void hand_over(int count)
    {
        for (int n = 0; n < count; ++n)
            router->place_order(buy(aapl, 1_d).limit(10_d), [this](Result<OrderReport> r) {
                ++answered;
                placed += r.has_value();
                if (!r) refused.push_back(r.error());
            });
        world->run();
    }
    void place(int count)
    {
        // a hundred at a time: none waits for its turn longer than its call does
        for (int given = 0; given < count;) {
            int more = std::min(100, count - given);
            hand_over(more);
            given += more;
            for (int i = 0; i < 100 && answered < given; ++i) world->pass(100ms);
        }
        ASSERT_EQ(placed, count);
    }
    std::size_t orders_on_the_wire() { return tws().count<ibkr::PlaceOrderRequest>(); }
    std::size_t cancels_on_the_wire() { return tws().count<ibkr::CancelOrderRequest>(); }
    std::set<int> cancelled_on_the_wire()
    {
        std::set<int> ids;
        for (const auto& cancel : tws().received_of<ibkr::CancelOrderRequest>())
            ids.insert(cancel.order_id);
        return ids;
    }
    std::size_t open_at_tws()
    {
        std::size_t open = 0;
        for (const auto& [key, order] : world->desk().orders()) open += order.open();
        return open;
    }
    KillReport kill_and_wait()
    {
        return world
            ->answer<Result<KillReport>>([&](auto t) {
                router->kill(TradingState::halted, "tester", "a test", std::move(t));
            })
            .value();
    }
    MockTws& tws() { return world->tws(); }

    Config config;
    std::unique_ptr<MockWorld> world;
    std::shared_ptr<ExecutionRouter> router;
    int answered = 0, placed = 0;
    std::vector<Error> refused;
    const Contract aapl = stock("AAPL");
};

TEST_F(KillWithManyOrders, R16_five_hundred_working_orders)
{
    start();
    place(500);
    ASSERT_EQ(orders_on_the_wire(), 500U);
    ASSERT_EQ(open_at_tws(), 500U);

    // the strategy does not know yet: it goes on placing
    hand_over(20);
    auto left_before = orders_on_the_wire();
    router->lower(TradingState::halted, "tester", "a test");
    hand_over(20);
    // a fill that crosses its cancel, which pacing still holds back
    auto last = OrderId{world->desk().orders().rbegin()->first.second};
    world->desk().fill(static_cast<int>(to_number(last)), 1_d, 10_d);
    world->run();
    auto report = kill_and_wait();

    EXPECT_EQ(orders_on_the_wire(), left_before) << "no order may leave after the state change";
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    EXPECT_TRUE(report.complete()) << report.still_working.size();
    EXPECT_EQ(open_at_tws(), 0U);
    for (const auto& [key, order] : world->desk().orders()) {
        bool cancelled = cancelled_on_the_wire().contains(key.second);
        EXPECT_TRUE(cancelled || !order.filled.is_zero()) << "order " << key.second;
    }
    EXPECT_EQ(cancels_on_the_wire(), cancelled_on_the_wire().size()) << "each once";
    EXPECT_EQ(answered, 540);

    // the late fill is booked: it can be sold, and no more than it
    ASSERT_TRUE(world->answer<Result<>>(
        [&](auto t) { router->resume("tester", "test over", std::move(t)); }));
    auto held = world->answer<Result<std::vector<Position>>>(
        [&](auto t) { router->get_positions(std::move(t)); });
    ASSERT_EQ(held->size(), 1U);
    EXPECT_EQ(held->front().quantity, 1_d);
    EXPECT_EQ(world
                  ->answer<Result<OrderReport>>([&](auto t) {
                      router->place_order(sell(aapl, 2_d).limit(101_d), std::move(t));
                  })
                  .error()
                  .code,
              RiskReason::short_not_allowed);
    EXPECT_TRUE(world->answer<Result<OrderReport>>(
        [&](auto t) { router->place_order(sell(aapl, 1_d).limit(101_d), std::move(t)); }));
}

TEST_F(KillWithManyOrders, a_busy_strand_and_waiting_orders_let_nothing_but_cancels_leave)
{
    for (auto level : {TradingState::reducing, TradingState::halted, TradingState::flattening}) {
        start();
        answered = placed = 0;
        place(500);
        hand_over(200);
        ASSERT_LT(orders_on_the_wire(), 600U) << "most wait for pacing";
        std::size_t left_before = 0;
        // the strand does something else for three seconds: pacing lets go what waits, and the
        // writer's turn comes before that of the kill
        asio::post(router->get_executor(), [&] {
            world->clock->advance(3s);
            router->lower(level, "tester", "a test");
            left_before = orders_on_the_wire();
        });
        world->run();
        for (int i = 0; i < 300; ++i) world->pass(100ms);
        EXPECT_EQ(orders_on_the_wire(), left_before) << to_string(level);
        EXPECT_EQ(answered, 700) << "those that waited are answered";
        EXPECT_EQ(open_at_tws(), 0U) << to_string(level);
        EXPECT_TRUE(kill_and_wait().complete());
        TearDown();
    }
    start();
}

TEST_F(KillWithManyOrders, orders_that_wait_for_pacing_are_taken_back)
{
    config.ibkr.messages_per_second = 10;
    start();
    world->pass(5s);
    hand_over(100);
    auto left = orders_on_the_wire();
    ASSERT_GT(left, 0U);
    ASSERT_LT(left, 100U) << "most of them wait for their turn";
    router->lower(TradingState::halted, "tester", "now");
    for (int i = 0; i < 300; ++i) world->pass(100ms);
    EXPECT_EQ(orders_on_the_wire(), left);
    EXPECT_EQ(cancelled_on_the_wire().size(), left) << "cancels for those that left, no others";
    EXPECT_EQ(open_at_tws(), 0U);
    EXPECT_EQ(answered, 100);
    EXPECT_EQ(refused.size(), 100U - left);
    for (const auto& error : refused) EXPECT_EQ(error, Errc::cancelled) << error.describe();
    EXPECT_EQ(router->latch().who, "tester") << "what was taken back is no burst of refusals";
    ASSERT_TRUE(world->answer<Result<>>(
        [&](auto t) { router->resume("tester", "test over", std::move(t)); }));
    EXPECT_TRUE(world->answer<Result<OrderReport>>(
        [&](auto t) { router->place_order(buy(aapl, 3_d).limit(10_d), std::move(t)); }));
}

TEST_F(KillWithManyOrders, a_change_that_waits_for_pacing_is_taken_back)
{
    config.ibkr.messages_per_second = 10;
    start();
    world->pass(5s);
    place(1);
    world->pass(5s);
    auto id = OrderId{world->desk().orders().begin()->first.second};
    hand_over(20);
    auto left = orders_on_the_wire();
    std::optional<Result<OrderReport>> changed;
    router->modify_order(id, buy(aapl, 1_d).limit(9_d), [&](auto r) { changed = std::move(r); });
    world->run();
    ASSERT_FALSE(changed);
    router->lower(TradingState::halted, "tester", "now");
    for (int i = 0; i < 300; ++i) world->pass(100ms);
    EXPECT_EQ(orders_on_the_wire(), left) << "a change is an order message too";
    EXPECT_EQ(open_at_tws(), 0U);
    ASSERT_TRUE(changed);
    EXPECT_FALSE(*changed);
}

TEST_F(KillWithManyOrders, the_account_is_cancelled_by_one_message)
{
    config.kill_switch.cancel_scope = CancelScope::account;
    start();
    router.reset();
    world->run();
    RouterOptions options;
    auto client = unsafe_ibkr_client(*world->broker());
    ASSERT_TRUE(client);
    auto services = std::make_shared<FunctionServices>();
    options.services = services;
    services->global_cancel = [client = *client]() mutable {
        ASSERT_TRUE(client.send(ibkr::GlobalCancelRequest{}));
    };
    router = ExecutionRouter::make(world->broker(), config, std::move(options)).value();
    ASSERT_TRUE(world->answer<Result<>>([&](auto t) { router->connect(std::move(t)); }));
    world->quote(100_d, 100.02_d);
    place(100);
    auto report = kill_and_wait();
    EXPECT_TRUE(report.complete());
    EXPECT_EQ(tws().count<ibkr::GlobalCancelRequest>(), 1U);
    EXPECT_EQ(open_at_tws(), 0U);
}

TEST_F(KillWithManyOrders, what_tws_does_not_cancel_is_reported_and_tried_again)
{
    config.kill_switch.cancel_timeout = 5s;
    start();
    place(3);
    world->desk().hold(true);  // takes cancels and says nothing
    auto report = kill_and_wait();
    EXPECT_FALSE(report.complete());
    EXPECT_EQ(report.still_working.size(), 3U);
    world->desk().hold(false);
    for (const auto& id : report.still_working)
        world->desk().cancel(static_cast<int>(to_number(id)));
    world->run();
    EXPECT_EQ(open_at_tws(), 0U);
    EXPECT_TRUE(kill_and_wait().complete());
}

}  // namespace
}  // namespace trademind::test
