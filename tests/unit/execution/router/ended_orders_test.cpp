// Orders that ended a while ago: they leave the process, and the journal answers for them.
#include "unit/execution/router_fixture.hpp"

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class EndedOrders : public RouterFixture {
protected:
    EndedOrders()
    {
        config.journal.file = directory / "j.db";
        config.risk.max_concentration.reset();
        config.risk.max_denials.reset();
        config.risk.duplicate_window = {};
        config.kill_switch.on_stale_data = KillAction::none;
    }
    ~EndedOrders() override
    {
        router.reset();
        run();
    }
    static OrderRequest named(std::string id)
    {
        return buy(stock("AAPL"), 10_d).limit(100.02_d).with_client_order_id(std::move(id));
    }
    /// Fills whole, and is the journal's alone some hours later.
    OrderReport fill_and_wait(const std::string& id, Duration time = 3h)
    {
        auto placed = place(named(id));
        EXPECT_TRUE(placed) << placed.error().describe();
        broker->fill(placed->id, 10_d, 100.02_d);
        run();
        wait(time);
        return *placed;
    }
    void wait(Duration time)
    {
        // each order looks for what has ended
        for (Duration passed{}; passed < time; passed += 30min) {
            advance(30min);
            broker->quote(aapl, 100_d, 100.02_d);
            broker->tell_account();
            run();
            EXPECT_TRUE(check(buy(aapl, 1_d).limit(90_d)));
        }
    }

    TemporaryDirectory directory;
};

TEST_F(EndedOrders, the_same_id_is_the_same_order_hours_later)
{
    start();
    auto first = fill_and_wait("a");
    auto again = place(named("a"));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->id, first.id);
    EXPECT_EQ(again->status, OrderStatus::filled);
    EXPECT_EQ(again->filled, 10_d);
    EXPECT_EQ(broker->count("place"), 1U);
    EXPECT_EQ(refusal(named("a").limit(99_d)), RiskReason::duplicate_id)
        << "another order may not have its id";
}

TEST_F(EndedOrders, a_change_of_one_says_that_it_is_done)
{
    start();
    auto first = fill_and_wait("a");
    auto changed = modify(first.id, named("a").limit(99_d));
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error(), Errc::not_modifiable) << changed.error().describe();
}

TEST_F(EndedOrders, a_list_that_has_one_still_books_nothing_twice)
{
    start();
    auto first = fill_and_wait("a");
    EXPECT_EQ(broker->held(aapl), 10_d);
    broker->tell_link(LinkState::lost);
    broker->tell_link(LinkState::restored);
    run();
    broker->quote(aapl, 100_d, 100.02_d);
    broker->tell(broker->orders.at(to_number(first.id)));
    run();
    let_pass(20s);
    EXPECT_EQ(router->trading_state(), TradingState::active)
        << "positions agree: " << router->latch().reason;
    EXPECT_EQ(events("mismatch"), std::vector<std::string>{});
    EXPECT_EQ(events("foreign"), std::vector<std::string>{});
}

TEST_F(EndedOrders, a_correction_of_one_is_booked_against_what_it_had)
{
    start();
    auto first = fill_and_wait("a");
    auto corrected = broker->orders.at(to_number(first.id));
    corrected.filled = 8_d;
    corrected.remaining = 2_d;
    corrected.status = OrderStatus::cancelled;
    Execution execution;
    execution.id = "0001.02";
    execution.account = "DU123";
    execution.client_order_id = "a";
    execution.order_id = first.id;
    execution.contract = aapl;
    execution.side = Side::buy;
    execution.quantity = 8_d;
    auto earlier = execution;
    earlier.id = "0001.01";
    broker->tell_execution(earlier);
    broker->tell_execution(execution);
    broker->tell(corrected);
    broker->hold(aapl, 8_d);
    broker->tell_position(Position{aapl, 8_d});

    run();
    let_pass(20s);
    EXPECT_EQ(router->trading_state(), TradingState::active) << router->latch().reason;
    auto again = place(named("a"));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->filled, 8_d);
}

TEST_F(EndedOrders, a_correction_of_one_that_an_earlier_run_placed_is_booked_too)
{
    start();
    auto placed = place(buy(stock("AAPL"), 10_d).limit(95_d).with_client_order_id("a"));
    ASSERT_TRUE(placed) << placed.error().describe();
    restart();
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    broker->fill(placed->id, 10_d, 95_d);
    run();
    wait(3h);
    auto corrected = broker->orders.at(to_number(placed->id));
    corrected.filled = 8_d;
    corrected.remaining = 2_d;
    corrected.status = OrderStatus::cancelled;
    Execution execution;
    execution.id = "0001.01";
    execution.account = "DU123";
    execution.client_order_id = "a";
    execution.order_id = placed->id;
    execution.contract = aapl;
    execution.side = Side::buy;
    execution.quantity = 10_d;
    broker->tell_execution(execution);
    execution.id = "0001.02";
    execution.quantity = 8_d;
    broker->tell_execution(execution);
    broker->tell(corrected);
    broker->hold(aapl, 8_d);
    broker->tell_position(Position{aapl, 8_d});
    run();
    let_pass(20s);
    EXPECT_EQ(router->trading_state(), TradingState::active) << router->latch().reason;
}

TEST_F(EndedOrders, names_of_a_run_by_the_markets_time_come_behind_those_of_the_journal)
{
    RouterOptions by_the_market;
    by_the_market.market_time = true;
    start(by_the_market);
    EXPECT_FALSE(place(buy(aapl, 5000_d).limit(99_d))) << "refused: its number has no row";
    auto first = place(buy(aapl, 10_d).limit(100.02_d));
    ASSERT_TRUE(first) << first.error().describe();
    broker->fill(first->id, 10_d, 100.02_d);
    run();
    restart(by_the_market);
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    auto second = place(buy(aapl, 10_d).limit(100.02_d));
    ASSERT_TRUE(second) << second.error().describe();
    EXPECT_NE(second->id, first->id);
    EXPECT_NE(second->order.client_order_id, first->order.client_order_id);
    EXPECT_EQ(broker->count("place"), 2U);
}

TEST_F(EndedOrders, a_start_does_not_read_what_has_ended_and_knows_it_by_its_name)
{
    start();
    for (int i = 0; i < 5; ++i) {
        auto placed = place(named("a" + std::to_string(i)));
        ASSERT_TRUE(placed) << placed.error().describe();
        broker->fill(placed->id, 10_d, 100.02_d);
        run();
    }
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(95_d).with_client_order_id("open")));
    restart();
    EXPECT_EQ(events("start").back(), "6 orders known, 1 of them may be live");
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    auto again = place(named("a3"));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->status, OrderStatus::filled);
    EXPECT_EQ(broker->count("place"), 6U);
}

TEST_F(EndedOrders, without_a_journal_an_id_is_known_for_a_day)
{
    config.journal.file.clear();
    start();
    auto first = fill_and_wait("a", 20h);
    auto again = place(named("a"));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->id, first.id);
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(EndedOrders, a_journal_that_cannot_be_asked_lets_no_order_through)
{
    start();
    fill_and_wait("a");
    std::filesystem::remove(config.journal.file);
    EXPECT_EQ(refusal(named("a")), RiskReason::journal);
    EXPECT_EQ(broker->count("place"), 1U);
}

}  // namespace
}  // namespace trademind::test
