// The risk cases on the brokers themselves: paper, and IBKR over a socket to the mock TWS.
#include "unit/execution/risk/both_brokers.hpp"

#include <stdexcept>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

TEST_P(RiskOnBothBrokers, R1_R2_R3_R4_sizes_values_and_prices)
{
    start();
    EXPECT_EQ(refusal(buy(aapl, 1001_d).limit(10_d)), RiskReason::max_order_size);
    EXPECT_EQ(refusal(buy(aapl, 500_d).limit(100.02_d)), RiskReason::max_order_value);
    EXPECT_EQ(refusal(sell(aapl, 500_d).limit(1_d)), RiskReason::price_collar);
    EXPECT_EQ(refusal(sell(aapl, 500_d).limit(99_d)), RiskReason::short_not_allowed);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(105.03_d)), RiskReason::price_collar);
    EXPECT_EQ(sent(), 0U) << "nothing may have left";
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(105.02_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(aapl, 499_d).limit(99_d)), RiskReason::ok);
    EXPECT_EQ(sent(), 2U);
}

TEST_P(RiskOnBothBrokers, R7_R25_nonsense)
{
    start();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(0_d)), RiskReason::invalid_order);
    EXPECT_EQ(refusal(buy(aapl, -1_d)), RiskReason::invalid_order);
    // the paper broker takes no size for which sums of value are not exact
    EXPECT_EQ(refusal(buy(aapl, 1e18_d).limit(1e25_d)),
              mock() ? RiskReason::max_order_size : RiskReason::invalid_order);
    EXPECT_EQ(refusal(buy(aapl, 1e9_d).limit(100_d)), RiskReason::max_order_size);
    EXPECT_EQ(sent(), 0U);
}

TEST_P(RiskOnBothBrokers, R8_R9_closing_what_is_held)
{
    config.paper.starting_cash = 200000_d;
    start(900_d);
    ASSERT_EQ(refusal(sell(aapl, 400_d).limit(101_d)), RiskReason::ok);
    EXPECT_EQ(refusal(sell(aapl, 600_d).limit(101_d)), RiskReason::short_not_allowed);
    router->lower(TradingState::reducing, "tester", "as after a daily loss");
    world->run();
    EXPECT_EQ(refusal(sell(aapl, 500_d).limit(101_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::reducing_only);
}

TEST_P(RiskOnBothBrokers, R10_headroom_is_reserved)
{
    config.risk.max_position_value = 50000_d;
    start();
    std::optional<Result<OrderReport>> first, second;
    router->place_order(buy(aapl, 300_d).limit(100_d), [&](auto r) { first = std::move(r); });
    router->place_order(buy(aapl, 301_d).limit(100_d), [&](auto r) { second = std::move(r); });
    for (int i = 0; i < 100 && !(first && second); ++i) world->run();
    for (int i = 0; i < 50 && !(first && second); ++i) world->pass(100ms);
    ASSERT_TRUE(first && second);
    EXPECT_TRUE(*first) << first->error().describe();
    EXPECT_EQ(second->error().code, RiskReason::max_position_value);
}

TEST_P(RiskOnBothBrokers, R11_duplicates_and_client_order_ids)
{
    start();
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("mine");
    auto first = place(order);
    ASSERT_TRUE(first) << first.error().describe();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::duplicate_order);
    auto again = place(order);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->id, first->id);
    EXPECT_EQ(refusal(buy(aapl, 9_d).limit(99_d).with_client_order_id("mine")),
              RiskReason::duplicate_id);
    EXPECT_EQ(sent(), 1U);
}

TEST_P(RiskOnBothBrokers, R12_rate)
{
    config.risk.order_burst = 5;
    start();
    for (int i = 1; i <= 5; ++i)
        ASSERT_EQ(refusal(buy(aapl, Decimal{i}).limit(50_d)), RiskReason::ok) << i;
    // answers may have taken virtual time: the sixth at once after five more is over the rate
    auto verdict = RiskReason::ok;
    for (int i = 6; i <= 12 && verdict == RiskReason::ok; ++i)
        verdict = refusal(buy(aapl, Decimal{i}).limit(50_d));
    EXPECT_EQ(verdict, RiskReason::order_rate);
}

TEST_P(RiskOnBothBrokers, R13_self_trade)
{
    config.paper.starting_cash = 200000_d;
    start(100_d);
    ASSERT_EQ(refusal(sell(aapl, 10_d).limit(101_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(aapl, 10_d)), RiskReason::self_trade);
    EXPECT_EQ(refusal(buy(aapl, 10_d).limit(101_d)), RiskReason::self_trade);
    EXPECT_EQ(refusal(buy(aapl, 10_d).limit(99_d)), RiskReason::ok);
}

TEST_P(RiskOnBothBrokers, R15_the_daily_loss_lets_positions_only_shrink)
{
    config.paper.starting_cash = 200000_d;
    config.risk.max_daily_loss = MoneyLimit::amount(2000_d);
    start(900_d);
    world->quote(97_d, 97.02_d);
    // a fill makes TWS send its account values; they are taken when it says that they are whole, or
    // at the latest when the account's values are half as old as they may be, they are asked for
    ASSERT_EQ(refusal(sell(aapl, 1_d)), RiskReason::ok);
    for (int i = 0; i < 30 && router->trading_state() == TradingState::active; ++i) {
        world->pass(10s);
        ASSERT_TRUE(world->answer<Result<RiskVerdict>>(
            [&](auto t) { router->check(buy(aapl, 1_d).limit(96_d), std::move(t)); }));
    }
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(96_d)), RiskReason::reducing_only);
    EXPECT_EQ(refusal(sell(aapl, 899_d).limit(98_d)), RiskReason::ok);
}

TEST_P(RiskOnBothBrokers, R16_R18_kill_cancels_everything_and_lasts)
{
    config.risk.max_orders_per_second.reset();
    config.risk.max_open_orders_per_symbol.reset();
    start();
    for (int i = 1; i <= 50; ++i)
        ASSERT_EQ(refusal(buy(aapl, Decimal{i}).limit(10_d)), RiskReason::ok);
    auto report = world->answer<Result<KillReport>>(
        [&](auto t) { router->kill(TradingState::halted, "tester", "a test", std::move(t)); });
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete()) << report->still_working.size();
    EXPECT_EQ(report->cancels_sent, 50);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(20_d)), RiskReason::halted);
    EXPECT_EQ(sent(), 50U);
    auto open = world->answer<Result<std::vector<OrderReport>>>(
        [&](auto t) { router->get_orders(OrderFilter::open, std::move(t)); });
    EXPECT_TRUE(open->empty());
}

TEST_P(RiskOnBothBrokers, R19_R20_modifications)
{
    start();
    auto working = place(buy(aapl, 100_d).limit(99_d));
    ASSERT_TRUE(working);
    auto modify = [&](OrderRequest order) {
        return world->answer<Result<OrderReport>>(
            [&](auto t) { router->modify_order(working->id, std::move(order), std::move(t)); });
    };
    EXPECT_EQ(modify(buy(aapl, 1001_d).limit(99_d)).error().code, RiskReason::max_order_size);
    auto lower = modify(buy(aapl, 100_d).limit(98_d));
    ASSERT_TRUE(lower) << lower.error().describe();
    EXPECT_EQ(lower->order.limit_price, 98_d);
}

TEST_P(RiskOnBothBrokers, R24_of_an_oca_group_one_counts)
{
    config.risk.max_position_size = 100_d;
    start();
    auto member = [&](Decimal price) {
        return buy(aapl, 100_d).limit(price).in_oca_group("g", OcaType::cancel_with_block);
    };
    EXPECT_EQ(refusal(member(99_d)), RiskReason::ok);
    EXPECT_EQ(refusal(member(98_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(97_d)), RiskReason::max_position_size);
}

class Throws final : public RiskCheck {
public:
    std::string_view name() const override { return "mine"; }
    std::optional<std::string> refuse(const RiskInquiry&) override
    {
        throw std::runtime_error{"broken"};
    }
};

TEST_P(RiskOnBothBrokers, R26_a_check_that_throws_refuses)
{
    RouterOptions options;
    options.checks.push_back(std::make_shared<Throws>());
    start(0, std::move(options));
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::internal);
    EXPECT_EQ(sent(), 0U);
}

TEST_P(RiskOnBothBrokers, a_fill_moves_position_and_buying_power)
{
    start();
    auto bought = place(buy(aapl, 100_d).limit(100.02_d));
    ASSERT_TRUE(bought) << bought.error().describe();
    for (int i = 0; i < 20; ++i) world->run();
    EXPECT_EQ(refusal(sell(aapl, 101_d).limit(100.5_d)), RiskReason::short_not_allowed);
    EXPECT_EQ(refusal(sell(aapl, 100_d).limit(100.5_d)), RiskReason::ok);
}

INSTANTIATE_TEST_SUITE_P(Brokers, RiskOnBothBrokers,
                         testing::Values(BrokerType::paper, BrokerType::ibkr),
                         [](const auto& given) {
                             return given.param == BrokerType::paper ? "paper" : "ibkr";
                         });

TEST(KillOnTheWire, R17_the_first_order_message_after_a_break_is_a_cancel)
{
    Config config;
    config.kill_switch.on_signal = false;
    config.risk.max_concentration.reset();
    config.risk.max_quote_age = config.risk.max_quote_age_delayed = 1h;
    MockWorld world{config};
    auto router = ExecutionRouter::make(world.broker(), config).value();
    ASSERT_TRUE(world.answer<Result<>>([&](auto t) { router->connect(std::move(t)); }));
    world.quote(100_d, 100.02_d);
    ASSERT_TRUE(world.answer<Result<OrderReport>>(
        [&](auto t) { router->place_order(buy(stock("AAPL"), 1_d).limit(99_d), std::move(t)); }));
    world.tws().drop_all();
    for (int i = 0; i < 20 && router->is_connected(); ++i) world.run();
    ASSERT_FALSE(router->is_connected());
    router->lower(TradingState::halted, "tester", "while disconnected");
    world.run();
    for (int i = 0; i < 300 && !router->is_connected(); ++i) world.pass(100ms);
    ASSERT_TRUE(router->is_connected());
    for (int i = 0; i < 50; ++i) world.run();
    EXPECT_EQ(world.tws().received_of<ibkr::PlaceOrderRequest>().size(), 1U);
    EXPECT_EQ(world.desk().orders().begin()->second.status, "Cancelled");
    router.reset();
    world.run();
}

}  // namespace
}  // namespace trademind::test
