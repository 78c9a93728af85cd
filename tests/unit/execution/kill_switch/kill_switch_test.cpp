// The kill switch: levels, latch, triggers from outside, retries, flattening, drill.
#include "support/function_services.hpp"
#include "unit/execution/router_fixture.hpp"

#include <trademind/execution/factory.hpp>

#include <chrono>
#include <csignal>
#include <fstream>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class KillSwitchTest : public RouterFixture {
protected:
    KillSwitchTest()
    {
        config.risk.max_concentration.reset();
        config.kill_switch.poll_interval = 10ms;
    }
    /// At the next look for kills from outside.
    bool falls_to(TradingState state)
    {
        advance(config.kill_switch.poll_interval);
        return router->trading_state() == state;
    }

    TemporaryDirectory directory;
};

TEST_F(KillSwitchTest, a_file_halts_and_stays)
{
    config.kill_switch.file = directory / "kill";
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    ASSERT_TRUE(request_kill(config, TradingState::halted, "ann", "strange fills"));
    ASSERT_TRUE(falls_to(TradingState::halted));
    EXPECT_EQ(router->latch().who, "ann");
    EXPECT_EQ(router->latch().reason, "strange fills");
    EXPECT_EQ(broker->count("cancel"), 1U);
    restart();
    EXPECT_EQ(router->trading_state(), TradingState::halted) << "without a journal, by the file";
    ASSERT_TRUE(resume());
    EXPECT_FALSE(std::filesystem::exists(config.kill_switch.file));
}

TEST_F(KillSwitchTest, an_empty_file_halts_too)
{
    config.kill_switch.file = directory / "kill";
    start();
    std::ofstream{config.kill_switch.file};
    EXPECT_TRUE(falls_to(TradingState::halted));
}

TEST_F(KillSwitchTest, a_signal_halts)
{
    config.kill_switch.on_signal = true;
    start();
    std::raise(SIGUSR1);
    EXPECT_TRUE(falls_to(TradingState::halted));
    EXPECT_EQ(router->latch().who, "signal");
}

TEST_F(KillSwitchTest, requests_never_raise_the_level)
{
    config.kill_switch.file = directory / "kill";
    ASSERT_TRUE(request_kill(config, TradingState::halted, "ann", "first"));
    ASSERT_TRUE(request_kill(config, TradingState::reducing, "bob", "second"));
    EXPECT_EQ(kill_status(config)->who, "ann");
    EXPECT_EQ(request_kill(config, TradingState::active, "ann", "x").error(),
              Errc::invalid_argument);
    EXPECT_EQ(release_kill(config, "", "x").error(), Errc::invalid_argument);
    EXPECT_EQ(release_kill(config, "ann", "").error(), Errc::invalid_argument);
    ASSERT_TRUE(release_kill(config, "ann", "over"));
    EXPECT_EQ(kill_status(config)->state, TradingState::active);
    EXPECT_EQ(request_kill(Config{}, TradingState::halted, "a", "b").error(), Errc::config);
}

TEST_F(KillSwitchTest, resume_needs_a_name_and_a_reason)
{
    start();
    ASSERT_TRUE(kill());
    auto refused =
        answer<Result<>>([&](auto token) { router->resume("", "because", std::move(token)); });
    EXPECT_EQ(refused.error(), Errc::invalid_argument);
    EXPECT_EQ(router->trading_state(), TradingState::halted);
}

TEST_F(KillSwitchTest, reducing_cancels_what_opens_and_keeps_what_closes)
{
    Position held{aapl, 100_d};
    held.market_price = 100_d;
    broker->positions = {held};
    start();
    ASSERT_TRUE(place(sell(aapl, 100_d).limit(105_d)));
    ASSERT_TRUE(place(buy(aapl, 10_d).limit(99_d)));
    ASSERT_TRUE(kill(TradingState::reducing));
    EXPECT_EQ(broker->orders.at(1).status, OrderStatus::submitted);
    EXPECT_EQ(broker->orders.at(2).status, OrderStatus::cancelled);
}

TEST_F(KillSwitchTest, cancels_are_tried_again_and_the_rest_is_reported)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    broker->cancels_work = false;
    auto report = kill();
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->complete());
    EXPECT_EQ(report->still_working, std::vector{OrderId{1}});
    EXPECT_GE(report->cancels_sent, 2);
    broker->cancels_work = true;
    for (int i = 0; i < 20; ++i) advance(100ms);
    EXPECT_EQ(broker->orders.at(1).status, OrderStatus::cancelled) << "attempts go on";
}

TEST_F(KillSwitchTest, only_own_orders_are_cancelled_unless_all_are_asked_for)
{
    OrderReport foreign{OrderId{900}, buy(aapl, 1_d).limit(99_d)};
    foreign.status = OrderStatus::submitted;
    broker->orders[900] = foreign;
    start();
    ASSERT_TRUE(kill());
    EXPECT_EQ(broker->count("cancel"), 0U);
    ASSERT_TRUE(resume());
    router.reset();
    run();
    config.kill_switch.cancel_scope = CancelScope::account;
    int global = 0;
    RouterOptions options;
    auto services = std::make_shared<FunctionServices>();
    options.services = services;
    services->global_cancel = [&] { ++global; };
    start(std::move(options));
    ASSERT_TRUE(kill());
    EXPECT_EQ(global, 1);
    EXPECT_EQ(broker->orders.at(900).status, OrderStatus::cancelled);
}

TEST_F(KillSwitchTest, an_order_in_flight_is_cancelled_when_it_shows)
{
    start();
    broker->placing = ScriptedBroker::Placing::silent;
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("f");
    router->place_order(order, [](Result<OrderReport>) {});
    run();
    router->lower(TradingState::halted, "tester", "now");
    run();
    EXPECT_EQ(broker->count("cancel"), 0U);
    OrderReport report{OrderId{1}, order};
    report.status = OrderStatus::submitted;
    broker->tell(report);
    run();
    EXPECT_EQ(broker->count("cancel 1"), 1U);
}

TEST_F(KillSwitchTest, nothing_is_handed_over_once_lower_has_returned)
{
    start();
    int answered = 0;
    for (int i = 1; i <= 5; ++i)
        router->place_order(buy(aapl, Decimal{i}).limit(99_d), [&](Result<OrderReport> r) {
            ++answered;
            EXPECT_EQ(r.error().code, RiskReason::halted);
        });
    router->lower(TradingState::halted, "tester", "now");
    run();
    EXPECT_EQ(answered, 5);
    EXPECT_EQ(broker->count("place"), 0U);
}

TEST_F(KillSwitchTest, flatten_closes_what_is_held_by_capped_marketable_limits)
{
    Position held{aapl, 1500_d};
    held.market_price = 100_d;
    broker->positions = {held};
    config.risk.max_position_value.reset();
    config.risk.max_gross_value = config.risk.max_net_value = {};
    start();
    ASSERT_TRUE(check(buy(aapl, 1_d).limit(99_d)));
    auto report = kill(TradingState::flattening);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->flattening_orders, 2);
    EXPECT_EQ(broker->count("place SELL 1000 AAPL LMT 98 DAY"), 1U);
    EXPECT_EQ(broker->count("place SELL 500 AAPL LMT 98 DAY"), 1U);
    EXPECT_EQ(broker->count("cancel"), 0U) << "its own orders are not cancelled";
}

TEST_F(KillSwitchTest, drill)
{
    auto report = rehearse_kill(20);
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_EQ(report->orders, 20);
    EXPECT_TRUE(report->kill.complete());
    EXPECT_EQ(report->kill.cancels_sent, 20);
    EXPECT_TRUE(report->refused_afterwards);
    EXPECT_TRUE(report->latched);
    EXPECT_TRUE(report->passed());
    EXPECT_EQ(rehearse_kill(0).error(), Errc::invalid_argument);
}

TEST_F(KillSwitchTest, a_resume_answers_the_kill_that_still_waits)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 10_d).limit(99_d)));
    broker->hold_cancels = true;
    std::optional<Result<KillReport>> killed;
    router->kill(TradingState::halted, "tester", "a test",
                 [&](Result<KillReport> r) { killed = std::move(r); });
    run();
    ASSERT_FALSE(killed);
    ASSERT_TRUE(resume());
    run();
    ASSERT_TRUE(killed) << "whoever ends it, it is answered";
    ASSERT_TRUE(*killed);
    EXPECT_FALSE((*killed)->complete()) << "nobody has said that nothing works";
    EXPECT_EQ((*killed)->cancels_sent, 1);
}

}  // namespace
}  // namespace trademind::test
