// Orders of a program that uses the IBKR broker behind a router directly: what waits to leave when
// trading is halted never leaves, whatever becomes of the router.
#include "unit/execution/risk/worlds.hpp"

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class RawOrders : public testing::Test {
protected:
    RawOrders()
    {
        config.type = BrokerType::ibkr;
        config.kill_switch.on_signal = false;
        config.ibkr.messages_per_second = 10;
        lift_limits(config.risk);
        config.paper.starting_cash = 1'000'000_d;
        world = std::make_unique<MockWorld>(config);
        make_router();
        connected =
            world->answer<Result<>>([&](auto t) { router->connect(std::move(t)); }).has_value();
        world->quote(100_d, 100.02_d);
        world->pass(5s);
    }
    ~RawOrders() override
    {
        router.reset();
        world->run();
    }
    void SetUp() override
    {
        ASSERT_TRUE(connected);
        // the broker has found its contract: what follows waits for pacing alone
        ASSERT_TRUE(first = world->answer<Result<OrderReport>>(
                        [&](auto t) { world->broker()->place_order(order(), std::move(t)); }));
        world->pass(5s);
    }
    void make_router() { router = ExecutionRouter::make(world->broker(), config).value(); }
    void let_pass(Duration time)
    {
        for (; time > Duration{}; time -= 100ms) world->pass(100ms);
    }
    /// More than pacing lets go at once.
    void hand_over(int count)
    {
        for (int n = 0; n < count; ++n)
            world->broker()->place_order(order(), [this](Result<OrderReport> r) { take(r); });
        world->run();
        left = on_the_wire();
        asked += count;
        ASSERT_GT(left, 0U);
        ASSERT_LT(left, static_cast<std::size_t>(count)) << "most of them wait for pacing";
    }
    OrderRequest order() const { return buy(aapl, 1_d).limit(10_d); }
    void take(const Result<OrderReport>& r)
    {
        ++answered;
        stopped += !r && r.error() == Errc::trading_halted;
    }
    /// Order messages behind that of the first.
    std::size_t on_the_wire() { return world->tws().count<ibkr::PlaceOrderRequest>() - 1; }
    void expect_none_left()
    {
        let_pass(30s);
        EXPECT_EQ(on_the_wire(), left);
        EXPECT_EQ(answered, asked) << "none is lost without a word";
        EXPECT_EQ(stopped, asked - static_cast<int>(left)) << "refused, as not sent";
    }

    Config config;
    std::unique_ptr<MockWorld> world;
    std::shared_ptr<ExecutionRouter> router;
    bool connected = false;
    Result<OrderReport> first = Error{Errc::internal};
    int asked = 0, answered = 0, stopped = 0;
    std::size_t left = 0;
    const Contract aapl = stock("AAPL");
};

TEST_F(RawOrders, that_wait_are_refused_while_the_router_lives)
{
    hand_over(60);
    router->lower(TradingState::halted, "tester", "a test");
    expect_none_left();
}

TEST_F(RawOrders, that_wait_do_not_leave_when_trading_is_resumed_at_once)
{
    hand_over(60);
    router->lower(TradingState::halted, "tester", "a test");
    ASSERT_TRUE(world->answer<Result<>>(
        [&](auto t) { router->resume("tester", "test over", std::move(t)); }));
    ASSERT_EQ(router->trading_state(), TradingState::active);
    expect_none_left();
    EXPECT_TRUE(world->answer<Result<OrderReport>>([&](auto t) {
        world->broker()->place_order(order(), std::move(t));
    })) << "what is placed afterwards leaves";
}

TEST_F(RawOrders, that_wait_do_not_leave_when_the_router_ends_before_it_cancels)
{
    hand_over(60);
    router->lower(TradingState::halted, "tester", "a test");
    router.reset();
    expect_none_left();
}

TEST_F(RawOrders, that_wait_do_not_leave_by_a_new_router)
{
    hand_over(60);
    router->lower(TradingState::halted, "tester", "a test");
    router.reset();
    make_router();
    ASSERT_EQ(router->trading_state(), TradingState::active) << "there is no file that says more";
    expect_none_left();
}

TEST_F(RawOrders, of_a_break_while_halted_stay_here)
{
    hand_over(60);
    router->lower(TradingState::halted, "tester", "a test");
    router.reset();
    world->tws().drop_all();
    let_pass(30s);
    EXPECT_EQ(on_the_wire(), left);
    EXPECT_EQ(answered, asked);
}

TEST_F(RawOrders, placed_while_halted_are_refused_and_leave_no_trace)
{
    router->lower(TradingState::halted, "tester", "a test");
    for (bool alive : {true, false}) {
        if (!alive) router.reset();
        auto placed = world->answer<Result<OrderReport>>(
            [&](auto t) { world->broker()->place_order(order(), std::move(t)); });
        EXPECT_EQ(placed.error(), Errc::trading_halted) << placed.error().describe();
        auto preview = world->answer<Result<OrderPreview>>(
            [&](auto t) { world->broker()->preview_order(order(), std::move(t)); });
        EXPECT_EQ(preview.error(), Errc::trading_halted) << "it would be an order message";
        auto all = world->answer<Result<std::vector<OrderReport>>>(
            [&](auto t) { world->broker()->get_orders(OrderFilter::all, std::move(t)); });
        ASSERT_TRUE(all);
        EXPECT_EQ(all->size(), 1U) << "the first";
    }
    EXPECT_EQ(on_the_wire(), 0U);
}

TEST_F(RawOrders, whose_contract_is_still_looked_up_are_refused)
{
    world->list(stock("MSFT"));
    world->broker()->place_order(buy(stock("MSFT"), 1_d).limit(10_d),
                                 [this](Result<OrderReport> r) { take(r); });
    ++asked;
    router->lower(TradingState::halted, "tester", "a test");
    router.reset();
    expect_none_left();
}

TEST_F(RawOrders, previews_and_changes_that_wait_are_answered)
{
    hand_over(60);
    int ends = 0;
    world->broker()->modify_order(first->id, buy(aapl, 1_d).limit(9_d),
                                  [&](const Result<OrderReport>& r) {
                                      ++ends;
                                      EXPECT_EQ(r.error(), Errc::trading_halted);
                                  });
    world->broker()->preview_order(order(), [&](const Result<OrderPreview>& r) {
        ++ends;
        EXPECT_EQ(r.error(), Errc::trading_halted);
    });
    world->run();
    ASSERT_EQ(ends, 0);
    router->lower(TradingState::halted, "tester", "a test");
    router.reset();
    let_pass(30s);
    EXPECT_EQ(on_the_wire(), left);
    EXPECT_EQ(ends, 2);
    auto orders = world->answer<Result<std::vector<OrderReport>>>(
        [&](auto t) { world->broker()->get_orders(OrderFilter::open, std::move(t)); });
    ASSERT_TRUE(orders);
    EXPECT_EQ(orders->size(), left + 1) << "those that did not leave are not open";
    for (const auto& open : *orders) EXPECT_EQ(open.order.limit_price, 10_d) << "as they were";
}

}  // namespace
}  // namespace trademind::test
