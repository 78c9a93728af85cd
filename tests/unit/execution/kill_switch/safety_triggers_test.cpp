// Kills that nobody asks for: clocks apart, data that stops while something is held, lost fills.
#include "support/function_services.hpp"
#include "unit/execution/router_fixture.hpp"

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class TriggerTest : public RouterFixture {
protected:
    TriggerTest()
    {
        config.risk.max_concentration.reset();
        config.risk.max_daily_loss = {};
        config.risk.max_account_age = 24h;
    }
    void hold(Decimal quantity)
    {
        Position p{aapl, quantity};
        p.market_price = 100_d;
        broker->positions = {p};
    }

    TemporaryDirectory directory;
};

// the clock

class ClockTrigger : public TriggerTest {
protected:
    RouterOptions with_broker_clock()
    {
        RouterOptions options;
        auto services = std::make_shared<FunctionServices>();
        options.services = services;
        services->broker_time = [this](std::function<void(Result<TimePoint>)> tell) {
            ++asked;
            if (silent) return waiting.push_back(std::move(tell));
            if (fault) return tell(*fault);
            tell(std::chrono::floor<std::chrono::seconds>(clock->now() + skew));
        };
        return options;
    }

    Duration skew{};
    int asked = 0;
    bool silent = false;
    std::optional<Error> fault;
    std::vector<std::function<void(Result<TimePoint>)>> waiting;
};

TEST_F(ClockTrigger, clocks_that_agree_change_nothing)
{
    start(with_broker_clock());
    EXPECT_EQ(asked, 1) << "at the connect";
    let_pass(3min, 10s);
    EXPECT_EQ(asked, 4) << "and once a minute";
    EXPECT_EQ(router->trading_state(), TradingState::active);
}

TEST_F(ClockTrigger, a_clock_behind_the_brokers_reduces)
{
    start(with_broker_clock());
    skew = 5s;
    let_pass(1min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active) << "at the limit";
    skew = 6s;
    let_pass(1min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
    EXPECT_EQ(router->latch().who, "risk");
    EXPECT_EQ(router->latch().reason,
              "this machine's clock is behind the broker's by 6.0 s or more");
}

TEST_F(ClockTrigger, a_clock_ahead_of_the_brokers_reduces)
{
    start(with_broker_clock());
    skew = -6s;
    let_pass(1min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active)
        << "the broker tells whole seconds: it may be six or only five";
    skew = -7s;
    let_pass(1min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
    EXPECT_NE(router->latch().reason.find("ahead of the broker's by 6.0 s"), std::string::npos);
}

TEST_F(ClockTrigger, a_slow_answer_is_no_skew)
{
    silent = true;
    start(with_broker_clock());
    ASSERT_EQ(waiting.size(), 1U);
    auto then = std::chrono::floor<std::chrono::seconds>(clock->now());
    let_pass(20s);
    waiting.front()(then + 3s);
    run();
    EXPECT_EQ(router->trading_state(), TradingState::active)
        << "the broker's moment lies between question and answer";
    waiting.front()(then + 30s);
    run();
    EXPECT_EQ(router->trading_state(), TradingState::reducing) << "but that one does not";
}

TEST_F(ClockTrigger, a_broker_that_cannot_tell_changes_nothing)
{
    fault = Error{Errc::timed_out, "no answer"};
    start(with_broker_clock());
    let_pass(5min, 10s);
    EXPECT_GE(asked, 5) << "it is asked again";
    EXPECT_EQ(router->trading_state(), TradingState::active);
}

TEST_F(ClockTrigger, the_configuration_says_what_happens)
{
    config.kill_switch.on_clock_skew = KillAction::halted;
    config.kill_switch.max_clock_skew = 2s;
    config.kill_switch.clock_check_interval = 10s;
    start(with_broker_clock());
    skew = 3s;
    let_pass(10s);
    EXPECT_EQ(router->trading_state(), TradingState::halted);
}

TEST_F(ClockTrigger, none_asks_no_one)
{
    config.kill_switch.on_clock_skew = KillAction::none;
    skew = 1h;
    start(with_broker_clock());
    let_pass(3min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active);
    EXPECT_EQ(asked, 0);
}

TEST_F(ClockTrigger, is_not_asked_while_the_link_is_down)
{
    start(with_broker_clock());
    broker->tell_link(LinkState::lost);
    let_pass(3min, 10s);
    EXPECT_EQ(asked, 1);
    broker->tell_link(LinkState::restored);
    let_pass(1min, 10s);
    EXPECT_GT(asked, 1);
}

TEST_F(ClockTrigger, goes_to_the_journal)
{
    config.journal.file = directory / "j.db";
    skew = 1h;
    start(with_broker_clock());
    EXPECT_EQ(events("clock"),
              std::vector<std::string>{
                  "this machine's clock is behind the broker's by 3600.0 s or more"});
    let_pass(5min, 10s);
    EXPECT_EQ(events("clock").size(), 1U) << "once, not every minute";
    router.reset();
    run();
}

// stale data

class DataTrigger : public TriggerTest {
protected:
    /// The router looks at what is traded or watched.
    void look() { ASSERT_TRUE(check(buy(aapl, 1_d).limit(99_d))); }
    void quote() { broker->quote(aapl, 100_d, 100.02_d); }
};

TEST_F(DataTrigger, no_quote_of_something_held_reduces)
{
    hold(10_d);
    start();
    look();
    quote();
    let_pass(5min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active) << "at the limit";
    let_pass(1min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
    EXPECT_EQ(router->latch().who, "risk");
    EXPECT_NE(router->latch().reason.find("AAPL"), std::string::npos);
    EXPECT_NE(router->latch().reason.find("is held, but no quote of it came for"),
              std::string::npos);
}

TEST_F(DataTrigger, quotes_that_come_change_nothing)
{
    hold(10_d);
    start();
    look();
    for (int i = 0; i < 20; ++i) {
        let_pass(1min, 10s);
        quote();
    }
    EXPECT_EQ(router->trading_state(), TradingState::active);
}

TEST_F(DataTrigger, what_is_not_held_may_be_silent)
{
    start();
    look();
    let_pass(20min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active);
}

TEST_F(DataTrigger, a_position_that_nobody_watches_is_judged_too)
{
    hold(10_d);
    start();
    for (int i = 0; i < 10; ++i) {
        let_pass(1min, 10s);
        quote();
    }
    EXPECT_EQ(router->trading_state(), TradingState::active) << "its quotes are asked for";
    let_pass(6min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
}

TEST_F(DataTrigger, a_position_that_appears_later_is_judged_too)
{
    config.kill_switch.on_position_mismatch = KillAction::none;
    start();
    let_pass(10min, 10s);
    broker->hold(stock("MSFT"), 5_d);
    let_pass(4min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active) << "quotes get their time";
    let_pass(3min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
    EXPECT_NE(router->latch().reason.find("MSFT"), std::string::npos);
}

TEST_F(DataTrigger, a_position_of_a_contract_that_nobody_finds_is_judged_by_its_markets_hours)
{
    broker->knows_contracts = false;
    hold(10_d);
    start();
    let_pass(7min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
}

TEST_F(DataTrigger, a_position_that_nobody_watches_may_be_left_alone)
{
    config.kill_switch.watch_positions = false;
    hold(10_d);
    start();
    let_pass(20min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active);
}

TEST_F(DataTrigger, quotes_that_never_came_are_missed_too)
{
    hold(10_d);
    make();
    ASSERT_TRUE(connect());
    EXPECT_FALSE(check(buy(aapl, 1_d).limit(99_d))) << "no quote yet";
    let_pass(6min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
}

TEST_F(DataTrigger, the_quote_age_that_orders_may_have_is_never_stale)
{
    config.risk.max_quote_age = 10min;
    hold(10_d);
    start();
    look();
    let_pass(10min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active);
    let_pass(1min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
}

TEST_F(DataTrigger, a_market_that_is_closed_is_silent)
{
    ContractDetails details{aapl};
    details.time_zone = "US/Eastern";
    details.liquid_hours = "20260105:0930-20260105:1000;20260106:CLOSED";
    broker->contracts = {details};
    hold(10_d);
    start();
    look();
    for (int i = 0; i < 30; ++i) {
        let_pass(1min, 10s);
        quote();
    }
    let_pass(30min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active) << "closed since 10:00";
}

TEST_F(DataTrigger, after_the_opening_quotes_get_their_time)
{
    ContractDetails details{aapl};
    details.time_zone = "US/Eastern";
    details.liquid_hours = "20260105:0950-20260105:1600";
    broker->contracts = {details};
    hold(10_d);
    start();
    look();
    quote();
    let_pass(24min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active) << "open for four minutes";
    let_pass(3min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::reducing) << "and for more than five";
}

TEST_F(DataTrigger, a_link_that_comes_back_gives_quotes_their_time)
{
    hold(10_d);
    start();
    look();
    quote();
    let_pass(4min, 10s);
    broker->tell_link(LinkState::lost);
    let_pass(10min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active) << "nothing can come";
    broker->tell_link(LinkState::restored);
    let_pass(4min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active);
    let_pass(2min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
}

TEST_F(DataTrigger, the_configuration_says_what_happens)
{
    config.kill_switch.on_stale_data = KillAction::halted;
    config.kill_switch.stale_data_after = 10s;
    hold(10_d);
    start();
    look();
    quote();
    let_pass(10s);
    EXPECT_EQ(router->trading_state(), TradingState::active);
    let_pass(2s);
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    ASSERT_TRUE(resume());
    let_pass(2s);
    EXPECT_EQ(router->trading_state(), TradingState::halted) << "a resume brings no data";
}

TEST_F(DataTrigger, none_looks_at_nothing)
{
    config.kill_switch.on_stale_data = KillAction::none;
    hold(10_d);
    start();
    look();
    let_pass(30min, 10s);
    EXPECT_EQ(router->trading_state(), TradingState::active);
}

// lost executions

class GapTrigger : public TriggerTest {
protected:
    GapTrigger() { config.journal.file = directory / "j.db"; }
    ~GapTrigger() override
    {
        router.reset();
        run();
    }
    OrderId place_one(Decimal quantity = Decimal{10})
    {
        return place(buy(aapl, quantity).limit(99_d).with_client_order_id("g")).value().id;
    }
};

TEST_F(GapTrigger, a_fill_found_after_a_break_is_booked_and_written_down)
{
    start();
    auto id = place_one();
    broker->tell_link(LinkState::lost);
    run();
    broker->fill_unheard(id, 4_d, 99_d);
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_EQ(router->trading_state(), TradingState::active) << "none is the default";
    EXPECT_EQ(events("gap"),
              std::vector<std::string>{"order g (1) filled 4 more while nobody listened"});
    EXPECT_EQ(refusal(sell(aapl, 5_d).limit(101_d)), RiskReason::short_not_allowed);
    EXPECT_EQ(refusal(sell(aapl, 4_d).limit(101_d)), RiskReason::ok);
}

TEST_F(GapTrigger, may_halt)
{
    config.kill_switch.on_lost_executions = KillAction::halted;
    start();
    auto id = place_one();
    broker->tell_link(LinkState::lost);
    run();
    broker->fill_unheard(id, 4_d, 99_d);
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    EXPECT_EQ(router->latch().reason, "order g (1) filled 4 more while nobody listened");
    EXPECT_EQ(broker->orders.at(to_number(id)).status, OrderStatus::cancelled)
        << "and the rest of it is cancelled";
}

TEST_F(GapTrigger, a_fill_that_was_heard_is_no_gap)
{
    config.kill_switch.on_lost_executions = KillAction::halted;
    start();
    auto id = place_one();
    broker->fill(id, 4_d, 99_d);
    run();
    broker->tell_link(LinkState::lost);
    run();
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_EQ(router->trading_state(), TradingState::active);
    EXPECT_TRUE(events("gap").empty());
}

TEST_F(GapTrigger, a_fill_while_the_program_was_away_is_one)
{
    config.kill_switch.on_lost_executions = KillAction::reducing;
    start();
    auto id = place_one();
    broker->fill(id, 1_d, 99_d);
    run();
    broker->fill_unheard(id, 4_d, 99_d);
    restart();
    ASSERT_TRUE(connect());
    run();
    EXPECT_EQ(events("gap"),
              std::vector<std::string>{"order g (1) filled 4 more while nobody listened"});
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
}

TEST_F(GapTrigger, an_order_of_another_program_is_none_of_ours)
{
    config.kill_switch.on_lost_executions = KillAction::halted;
    OrderReport foreign{OrderId{900}, buy(aapl, 10_d).limit(99_d)};
    foreign.status = OrderStatus::submitted;
    foreign.permanent_id = PermanentId{7};
    broker->orders[900] = foreign;
    start();
    broker->tell_link(LinkState::lost);
    run();
    broker->fill_unheard(OrderId{900}, 4_d, 99_d);
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_EQ(router->trading_state(), TradingState::active);
}

}  // namespace
}  // namespace trademind::test
