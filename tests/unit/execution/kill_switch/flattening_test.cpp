// Flattening goes on until nothing is held: refused, cancelled, unanswered, filled in part, over a
// break. The operator is told.
#include "unit/execution/router_fixture.hpp"

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

/// What the alerts would be told.
class Pages final : public ExecutionObserver {
public:
    void on_discrepancy(const Discrepancy& found) override
    {
        if (found.rule == AlertRule::still_held) texts.push_back(found.text);
    }
    std::vector<std::string> texts;
};

class Flattens : public RouterFixture {
protected:
    Flattens() { config.risk.max_concentration.reset(); }
    void made(const RouterOptions&) override { watching_ = router->observe_execution(pages); }
    void hold(Decimal quantity)
    {
        Position p{aapl, quantity};
        p.market_price = 100_d;
        broker->positions = {p};
    }

    /// What follows looks at the first order, before the kill's time is over.
    void kill_without_waiting()
    {
        router->lower(TradingState::flattening, "tester", "a test");
        run();
    }
    void pass_quoted(Duration time, Decimal bid)
    {
        for (Duration passed{}; passed < time; passed += 500ms) {
            broker->quote(aapl, bid, bid + 0.02_d);
            run();
            advance(500ms);
        }
    }
    void restart_quoted()
    {
        if (router)
            restart();
        else
            make();
        ASSERT_TRUE(connect());
        broker->quote(aapl, 100_d, 100.02_d);
        run();
    }

    std::shared_ptr<Pages> pages = std::make_shared<Pages>();

private:
    Subscription watching_;
};

TEST_F(Flattens, goes_on_until_nothing_is_held)
{
    hold(10_d);
    start();
    broker->placing = ScriptedBroker::Placing::refuse;
    broker->refusal = make_tws_error(201, "Order rejected - reason:The exchange is not available");
    auto report = kill(TradingState::flattening);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->still_held, std::vector<std::string>{"10 AAPL"});
    let_pass(40s);
    auto refused = broker->count("place SELL 10 AAPL");
    EXPECT_GE(refused, 3U);
    EXPECT_LE(refused, 8U) << "the waits grow";
    ASSERT_FALSE(pages->texts.empty());
    EXPECT_EQ(pages->texts.back(),
              "flatten: the position of 10 AAPL is still open; the last order: " +
                  broker->refusal.describe());
    broker->placing = ScriptedBroker::Placing::fill;
    let_pass(61s);
    EXPECT_EQ(broker->held(aapl), 0_d);
    auto orders = broker->count("place");
    let_pass(5min);
    EXPECT_EQ(broker->count("place"), orders) << "and then it is over";
    broker->hold(aapl, -3_d);
    let_pass(2min);
    EXPECT_EQ(broker->held(aapl), 0_d) << "but what comes to be held later is closed, too";
}

TEST_F(Flattens, what_works_is_not_closed_twice_and_is_told_when_it_lasts)
{
    hold(10_d);
    start();
    kill_without_waiting();
    pass_quoted(2s, 100_d);
    EXPECT_TRUE(pages->texts.empty());
    broker->fill(broker->last_id(), 4_d, 98_d);
    pass_quoted(1min, 100_d);
    EXPECT_EQ(broker->count("place"), 1U);
    ASSERT_FALSE(pages->texts.empty());
    EXPECT_EQ(
        pages->texts.back(),
        "flatten: the position of 6 AAPL is still open; SELL 10 AAPL LMT 98 DAY is Submitted");
    broker->fill(broker->last_id(), 6_d, 98_d);
    pass_quoted(3min, 100_d);
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(Flattens, follows_the_market_down_and_takes_no_price_that_is_old)
{
    hold(10_d);
    start();
    kill_without_waiting();
    EXPECT_EQ(broker->count("place SELL 10 AAPL LMT 98"), 1U);
    pass_quoted(3s, 90_d);
    EXPECT_EQ(broker->count("place SELL 10 AAPL LMT 88.2"), 1U)
        << "the market is ten percent lower";
    pass_quoted(3s, 95_d);
    EXPECT_EQ(broker->count("place"), 2U) << "a better market fills it as it is";
    let_pass(20s);
    EXPECT_EQ(broker->count("place SELL 10 AAPL MKT"), 1U) << "quotes have stopped";
    EXPECT_EQ(broker->count("place"), 3U);
    pass_quoted(10s, 80_d);
    EXPECT_EQ(broker->count("place SELL 10 AAPL LMT 78.4"), 1U);
    EXPECT_EQ(broker->count("cancel"), 3U);
    int working = 0;
    for (const auto& [id, order] : broker->orders) working += !is_done(order.status);
    EXPECT_EQ(working, 1) << "one at a time";
}

TEST_F(Flattens, a_quiet_market_does_not_outrun_its_order_at_once)
{
    config.risk.max_quote_age = 5s;
    hold(10_d);
    start();
    kill_without_waiting();
    let_pass(9s);
    EXPECT_EQ(broker->count("cancel"), 0U) << "the last quote is the market's until it changes";
    pass_quoted(2s, 100_d);
    let_pass(4s);
    EXPECT_EQ(broker->count("place"), 1U);
    let_pass(8s);
    EXPECT_EQ(broker->count("place SELL 10 AAPL MKT"), 1U) << "but does not wait for ever";
}

TEST_F(Flattens, with_old_or_delayed_quotes_goes_at_the_market)
{
    for (bool delayed : {false, true}) {
        broker->positions = {};
        hold(10_d);
        restart_quoted();
        if (delayed) {
            Quote quote{aapl};
            quote.bid = 100_d;
            quote.ask = 100.02_d;
            quote.type = MarketDataType::delayed;
            quote.time = clock->now();
            broker->quote(quote);
            run();
        } else {
            let_pass(config.risk.max_quote_age + 1s);
        }
        auto before = broker->count("place SELL 10 AAPL MKT");
        kill_without_waiting();
        EXPECT_EQ(broker->count("place SELL 10 AAPL MKT"), before + 1) << delayed;
        broker->fill(broker->last_id(), 10_d, 90_d);
        let_pass(3s);
        ASSERT_TRUE(resume());
    }
}

TEST_F(Flattens, is_complete_by_the_brokers_word_that_nothing_is_held)
{
    config.kill_switch.cancel_timeout = 20s;
    hold(10_d);
    start();
    std::optional<KillReport> report;
    router->kill(TradingState::flattening, "tester", "a test",
                 [&](Result<KillReport> r) { report = *r; });
    pass_quoted(10s, 100_d);
    EXPECT_FALSE(report) << "its order works, and nothing has filled";
    EXPECT_FALSE(router->snapshot().kill_complete);
    broker->fill(broker->last_id(), 10_d, 98_d);
    pass_quoted(10s, 100_d);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete());
    EXPECT_TRUE(router->snapshot().kill_complete);
    broker->positions = {};
}

TEST_F(Flattens, what_stays_open_is_in_the_report_which_is_not_complete)
{
    hold(10_d);
    start();
    broker->placing = ScriptedBroker::Placing::refuse;
    auto report = kill(TradingState::flattening);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->complete());
    EXPECT_FALSE(report->unconfirmed) << "nothing works";
    EXPECT_EQ(report->still_held, std::vector<std::string>{"10 AAPL"});
}

TEST_F(Flattens, an_order_cancelled_by_the_exchange_or_without_an_answer)
{
    config.risk.max_quote_age = 1h;
    hold(10_d);
    start();
    kill_without_waiting();
    auto cancelled = broker->orders.at(to_number(broker->last_id()));
    cancelled.status = OrderStatus::cancelled;
    broker->tell(cancelled);
    let_pass(10s);
    EXPECT_EQ(broker->count("place"), 2U);
    broker->placing = ScriptedBroker::Placing::silent;
    broker->whole_lists = false;  // nor can the broker tell what became of it
    cancelled = broker->orders.at(to_number(broker->last_id()));
    cancelled.status = OrderStatus::cancelled;
    broker->tell(cancelled);
    let_pass(10min);
    EXPECT_EQ(broker->count("place"), 3U) << "one that may be live is not doubled";
    EXPECT_FALSE(pages->texts.empty());
}

TEST_F(Flattens, a_break_in_the_middle_neither_doubles_nor_forgets)
{
    config.risk.max_quote_age = 1h;
    hold(10_d);
    start();
    kill_without_waiting();
    broker->tell_link(LinkState::lost);
    run();
    broker->fill_unheard(broker->last_id(), 10_d, 98_d);
    let_pass(10s);
    broker->tell_link(LinkState::restored);
    let_pass(3min);
    EXPECT_EQ(broker->count("place SELL 10 AAPL"), 1U) << "it had filled";
    broker->hold(aapl, 7_d);
    let_pass(3min);
    EXPECT_EQ(broker->count("place SELL 7 AAPL"), 1U);
}

}  // namespace
}  // namespace trademind::test
