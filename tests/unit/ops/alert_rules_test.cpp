// The rules of the alerts, in a router and by its clock: each at its threshold.
#include "unit/ops/ops_fixture.hpp"

#include <algorithm>
#include <fstream>
#include <thread>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class AlertRules : public OpsFixture {
protected:
    AlertRules()
    {
        config.risk.max_concentration.reset();
        config.risk.max_denials.reset();
        config.risk.max_rejects.reset();
        config.risk.max_account_age = 24h;
        config.kill_switch.on_stale_data = KillAction::none;
    }
    void begin(RouterOptions options = {})
    {
        options.on_alert = [this](const Alert& a) { told.push_back(a); };
        start(std::move(options));
    }
    std::size_t count(AlertRule rule, bool resolved = false) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            told, [&](const Alert& a) { return a.rule == rule && a.resolved == resolved; }));
    }
    const Alert* last(AlertRule rule) const
    {
        const Alert* found = nullptr;
        for (const Alert& a : told)
            if (a.rule == rule) found = &a;
        return found;
    }
    void hold(Decimal quantity)
    {
        Position p{aapl, quantity};
        p.market_price = 100_d;
        broker->positions = {p};
    }

    std::vector<Alert> told;
    TemporaryDirectory directory;
};

TEST_F(AlertRules, nothing_is_told_of_a_quiet_day)
{
    begin();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    let_pass(10min, 1s);
    EXPECT_TRUE(told.empty()) << told.front().describe();
}

TEST_F(AlertRules, a_link_that_is_down)
{
    begin();
    broker->tell_link(LinkState::lost);
    let_pass(9s);
    EXPECT_TRUE(told.empty());
    let_pass(2s);
    ASSERT_EQ(count(AlertRule::link_down), 1U);
    EXPECT_EQ(told.back().severity, AlertSeverity::warning);
    let_pass(48s);
    EXPECT_EQ(count(AlertRule::link_down), 1U);
    let_pass(3s);
    ASSERT_EQ(count(AlertRule::link_down), 2U) << "after a minute it wakes somebody";
    EXPECT_EQ(told.back().severity, AlertSeverity::page);
    let_pass(5min);
    EXPECT_EQ(count(AlertRule::link_down), 3U) << "and again while it lasts";
    broker->tell_link(LinkState::restored);
    let_pass(2s);
    EXPECT_EQ(count(AlertRule::link_down, true), 1U);
}

TEST_F(AlertRules, a_link_that_is_up_and_not_reconciled_is_down)
{
    begin();
    broker->orders_error = Error{Errc::timed_out, "no list"};
    broker->tell_link(LinkState::lost);
    run();
    broker->tell_link(LinkState::restored);
    let_pass(12s);
    EXPECT_EQ(count(AlertRule::link_down), 1U) << "no order can be placed";
}

TEST_F(AlertRules, a_disconnect_on_request_and_hours_away_are_no_alert)
{
    bool away = true;
    RouterOptions options;
    auto services = std::make_shared<FunctionServices>();
    options.services = services;
    services->expected_away = [&](TimePoint) { return away; };
    begin(std::move(options));
    broker->tell_link(LinkState::lost);
    let_pass(5min);
    EXPECT_TRUE(told.empty());
    away = false;
    let_pass(2s);
    EXPECT_EQ(count(AlertRule::link_down), 1U) << "still down after the window";
    broker->tell_link(LinkState::restored);
    let_pass(2s);
    told.clear();
    ASSERT_TRUE(answer<Result<>>([&](auto token) { router->disconnect(std::move(token)); }));
    let_pass(5min);
    EXPECT_EQ(count(AlertRule::link_down), 0U);
}

TEST_F(AlertRules, quotes_of_what_is_held_that_stop)
{
    hold(10_d);
    begin();
    let_pass(5s);
    EXPECT_TRUE(told.empty());
    let_pass(2s);
    ASSERT_EQ(count(AlertRule::stale_data), 1U);
    EXPECT_NE(told.back().text.find("AAPL"), std::string::npos);
    broker->quote(aapl, 100_d, 100.02_d);
    let_pass(1s);
    EXPECT_EQ(count(AlertRule::stale_data, true), 1U);
}

TEST_F(AlertRules, a_burst_of_refusals_by_the_broker)
{
    begin();
    broker->placing = ScriptedBroker::Placing::refuse;
    for (int i = 1; i <= 3; ++i) ASSERT_FALSE(place(buy(aapl, Decimal{i}).limit(99_d)));
    let_pass(1s);
    EXPECT_EQ(count(AlertRule::broker_rejects), 0U);
    broker->quote(aapl, 100_d, 100.02_d);
    ASSERT_FALSE(place(buy(aapl, 4_d).limit(99_d)));
    let_pass(1s);
    ASSERT_EQ(count(AlertRule::broker_rejects), 1U) << "more than three in a minute";
    EXPECT_EQ(last(AlertRule::broker_rejects)->severity, AlertSeverity::page);
    let_pass(1min);
    EXPECT_EQ(count(AlertRule::broker_rejects, true), 1U);
}

TEST_F(AlertRules, orders_refused_here_for_one_reason)
{
    begin();
    for (int i = 0; i < 9; ++i) ASSERT_FALSE(place(buy(aapl, 2000_d).limit(99_d)));
    ASSERT_FALSE(place(buy(aapl, 1_d).limit(0_d)));
    let_pass(1s);
    EXPECT_EQ(count(AlertRule::own_refusals), 0U) << "nine of one, one of another";
    broker->quote(aapl, 100_d, 100.02_d);
    ASSERT_FALSE(place(buy(aapl, 2000_d).limit(99_d)));
    let_pass(1s);
    ASSERT_EQ(count(AlertRule::own_refusals), 1U);
    EXPECT_EQ(last(AlertRule::own_refusals)->scope, "MAX_ORDER_SIZE");
    EXPECT_EQ(last(AlertRule::own_refusals)->value, "10");
}

TEST_F(AlertRules, the_loss_of_the_day_in_three_steps)
{
    begin();
    auto equity = [&](Decimal value) {
        broker->account.portfolio_value = value;
        broker->tell_account();
        let_pass(1s);
    };
    equity(99000.01_d);
    EXPECT_EQ(count(AlertRule::daily_loss), 0U);
    equity(99000_d);
    ASSERT_EQ(count(AlertRule::daily_loss), 1U) << "half of two percent";
    EXPECT_EQ(last(AlertRule::daily_loss)->severity, AlertSeverity::info);
    equity(98400_d);
    EXPECT_EQ(last(AlertRule::daily_loss)->severity, AlertSeverity::warning) << "four fifths";
    equity(98000_d);
    EXPECT_EQ(last(AlertRule::daily_loss)->severity, AlertSeverity::page);
    EXPECT_EQ(last(AlertRule::daily_loss)->value, "2000");
    EXPECT_EQ(count(AlertRule::daily_loss), 3U);
    EXPECT_EQ(count(AlertRule::kill_switch), 1U) << "which reduces, and that is told too";
}

TEST_F(AlertRules, an_order_of_another_program)
{
    begin();
    OrderReport foreign{OrderId{900}, buy(aapl, 1_d).limit(99_d)};
    foreign.status = OrderStatus::submitted;
    foreign.permanent_id = PermanentId{77};
    broker->tell(foreign);
    run();
    ASSERT_EQ(count(AlertRule::unknown_order), 1U);
    EXPECT_EQ(last(AlertRule::unknown_order)->scope, "900/77");
    broker->tell(foreign);
    let_pass(10s);
    EXPECT_EQ(count(AlertRule::unknown_order), 1U) << "once an order";
}

TEST_F(AlertRules, an_order_that_appeared_during_a_break_is_news_too)
{
    begin();
    broker->tell_link(LinkState::lost);
    run();
    OrderReport foreign{OrderId{900}, buy(aapl, 1_d).limit(99_d)};
    foreign.status = OrderStatus::submitted;
    foreign.permanent_id = PermanentId{77};
    broker->orders[900] = foreign;
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_EQ(count(AlertRule::unknown_order), 1U);
}

TEST_F(AlertRules, what_was_there_at_the_first_connect_is_no_news)
{
    OrderReport foreign{OrderId{900}, buy(aapl, 1_d).limit(99_d)};
    foreign.status = OrderStatus::submitted;
    foreign.permanent_id = PermanentId{77};
    broker->orders[900] = foreign;
    begin();
    let_pass(10s);
    EXPECT_EQ(count(AlertRule::unknown_order), 0U);
}

TEST_F(AlertRules, an_order_of_which_the_broker_says_nothing)
{
    begin();
    broker->placing = ScriptedBroker::Placing::silent;
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("s");
    router->place_order(order, [](Result<OrderReport>) {});
    run();
    let_pass(4s);
    EXPECT_EQ(count(AlertRule::order_unconfirmed), 0U);
    let_pass(2s);
    ASSERT_EQ(count(AlertRule::order_unconfirmed), 1U);
    EXPECT_EQ(last(AlertRule::order_unconfirmed)->severity, AlertSeverity::warning);
    EXPECT_EQ(last(AlertRule::order_unconfirmed)->scope, "s");
    OrderReport shown{OrderId{1}, order};
    shown.status = OrderStatus::submitted;
    broker->tell(shown);
    let_pass(1s);
    EXPECT_EQ(count(AlertRule::order_unconfirmed, true), 1U);
}

TEST_F(AlertRules, an_unknown_outcome_wakes_somebody)
{
    begin();
    broker->placing = ScriptedBroker::Placing::lose;
    ASSERT_FALSE(place(buy(aapl, 1_d).limit(99_d).with_client_order_id("u")));
    broker->orders_error = Error{Errc::timed_out, "no list"};
    let_pass(31s);
    ASSERT_TRUE(last(AlertRule::order_unconfirmed));
    EXPECT_EQ(last(AlertRule::order_unconfirmed)->severity, AlertSeverity::page);
    broker->orders_error.reset();
    let_pass(30s);
    EXPECT_EQ(count(AlertRule::order_unconfirmed, true), 1U) << "settled by the broker's list";
}

TEST_F(AlertRules, a_kill_and_its_end)
{
    begin();
    ASSERT_TRUE(kill());
    ASSERT_EQ(count(AlertRule::kill_switch), 1U) << "at once, not after a second";
    EXPECT_EQ(last(AlertRule::kill_switch)->text, "trading is halted by tester: a test");
    EXPECT_EQ(count(AlertRule::kill_incomplete), 0U);
    ASSERT_TRUE(resume());
    let_pass(1s);
    EXPECT_EQ(count(AlertRule::kill_switch, true), 1U);
}

TEST_F(AlertRules, a_kill_that_leaves_orders)
{
    begin();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    broker->cancels_work = false;
    EXPECT_FALSE(kill()->complete());
    let_pass(1s);
    ASSERT_EQ(count(AlertRule::kill_incomplete), 1U);
    EXPECT_EQ(last(AlertRule::kill_incomplete)->value, "1");
    broker->cancels_work = true;
    let_pass(5s);
    EXPECT_EQ(count(AlertRule::kill_incomplete, true), 1U);
}

TEST_F(AlertRules, a_latch_of_the_last_run_is_told_at_the_start)
{
    config.journal.file = directory / "j.db";
    begin();
    ASSERT_TRUE(kill());
    told.clear();
    RouterOptions options;
    options.on_alert = [this](const Alert& a) { told.push_back(a); };
    restart(std::move(options));
    let_pass(1s);
    EXPECT_EQ(count(AlertRule::kill_switch), 1U);
    router.reset();
    run();
}

TEST_F(AlertRules, positions_that_differ)
{
    config.kill_switch.on_position_mismatch = KillAction::none;
    begin();
    broker->hold(aapl, 10_d);
    let_pass(6s);
    ASSERT_EQ(count(AlertRule::position_mismatch), 1U);
    EXPECT_NE(last(AlertRule::position_mismatch)->text.find("the broker holds 10"),
              std::string::npos);
}

TEST_F(AlertRules, off_is_off_and_a_reload_turns_it_on)
{
    config.alerts.enabled = false;
    begin();
    ASSERT_TRUE(kill());
    let_pass(10s);
    EXPECT_TRUE(told.empty());
    Config on = config;
    on.alerts.enabled = true;
    ASSERT_TRUE(answer<Result<ConfigChange>>([&](auto token) {
        router->reload(on, "", std::move(token));
    })) << "tighter: without a name";
    let_pass(2s);
    EXPECT_EQ(count(AlertRule::kill_switch), 1U);
    EXPECT_FALSE(answer<Result<ConfigChange>>([&](auto token) {
        router->reload(config, "", std::move(token));
    })) << "looser: with one";
}

TEST_F(AlertRules, a_listener_or_a_service_that_throws_stops_nothing)
{
    RouterOptions options;
    auto services = std::make_shared<FunctionServices>();
    services->expected_away = [](TimePoint) -> bool { throw std::runtime_error{"no"}; };
    options.services = services;
    options.on_alert = [](const Alert&) { throw std::runtime_error{"no"}; };
    start(std::move(options));
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    auto report = kill();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete());
}

TEST_F(AlertRules, a_command_that_hangs_stops_nothing)
{
    auto script = directory / "hangs";
    std::ofstream{script} << "#!/bin/sh\nexec sleep 100\n";
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    config.alerts.command = script;
    config.alerts.repeat_after = 1s;
    own_threads = true;
    begin();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    auto report = kill();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete());
    let_pass(2min);
    auto metrics = answer<Result<Metrics>>([&](auto token) { router->metrics(std::move(token)); });
    ASSERT_TRUE(metrics);
    EXPECT_GT(metrics->alerts_dropped, 0) << "no room for more than 64 that wait";
    EXPECT_GT(metrics->alerts[static_cast<std::size_t>(AlertRule::kill_switch)], 100);
}

}  // namespace
}  // namespace trademind::test
