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
              "flatten: 10 of AAPL are still held; the last order: " + broker->refusal.describe());
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
    ASSERT_TRUE(kill(TradingState::flattening));
    let_pass(9s);
    EXPECT_TRUE(pages->texts.empty());
    broker->fill(broker->last_id(), 4_d, 98_d);
    let_pass(1min);
    EXPECT_EQ(broker->count("place"), 1U);
    ASSERT_FALSE(pages->texts.empty());
    EXPECT_EQ(pages->texts.back(),
              "flatten: 6 of AAPL are still held; SELL 10 AAPL LMT 98 DAY is Submitted");
    broker->fill(broker->last_id(), 6_d, 98_d);
    let_pass(3min);
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(Flattens, an_order_cancelled_by_the_exchange_or_without_an_answer)
{
    hold(10_d);
    start();
    ASSERT_TRUE(kill(TradingState::flattening));
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
    hold(10_d);
    start();
    ASSERT_TRUE(kill(TradingState::flattening));
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
