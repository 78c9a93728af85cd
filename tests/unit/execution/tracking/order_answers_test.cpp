// The router's state of an order never goes backwards: answers are copies of what was, events are
// what is.
#include "unit/execution/router_fixture.hpp"

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class OrderAnswers : public RouterFixture {
protected:
    OrderAnswers()
    {
        config.journal.file = directory / "j.db";
        lift_limits(config.risk);
    }
    ~OrderAnswers() override
    {
        router.reset();
        run();
    }
    OrderRequest order(const char* name = "x")
    {
        return buy(aapl, 10_d).limit(100_d).with_client_order_id(name);
    }
    void end_by(OrderId id, OrderStatus status)
    {
        auto report = broker->orders.at(to_number(id));
        report.status = status;
        broker->tell(report);
    }
    std::string last_order_event() { return events("order").back(); }
    Metrics measured()
    {
        return answer<Result<Metrics>>([&](auto token) { router->metrics(std::move(token)); })
            .value();
    }

    TemporaryDirectory directory;
};

TEST_F(OrderAnswers, an_order_that_filled_before_the_answer_is_answered_and_kept_as_filled)
{
    start();
    broker->old_answers = true;
    broker->placing = ScriptedBroker::Placing::fill;
    for (int time = 0; time < 2; ++time) {
        auto placed = place(order());
        ASSERT_TRUE(placed);
        EXPECT_EQ(placed->status, OrderStatus::filled);
        EXPECT_EQ(placed->filled, 10_d);
    }
    EXPECT_TRUE(last_order_event().starts_with("Filled filled 10"));
    EXPECT_EQ(broker->count("place"), 1U);
    restart();
    ASSERT_TRUE(connect());
    auto again = place(order());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->status, OrderStatus::filled);
    EXPECT_TRUE(last_order_event().starts_with("Filled filled 10"));
}

TEST_F(OrderAnswers, orders_that_ended_before_the_answer_leave_nothing_behind)
{
    start();
    broker->old_answers = true;
    broker->after_placing = [&](OrderId id) { end_by(id, OrderStatus::cancelled); };
    for (int i = 0; i < 30; ++i) {
        auto placed = place(order(("o" + std::to_string(i)).c_str()));
        ASSERT_TRUE(placed);
        EXPECT_EQ(placed->status, OrderStatus::cancelled);
    }
    EXPECT_EQ(measured().orders_open, 0);
    EXPECT_EQ(measured().reserved, 0_d);
    EXPECT_EQ(measured().orders_cancelled, 30);
    auto killed = kill();
    ASSERT_TRUE(killed);
    EXPECT_EQ(killed->cancels_sent, 0);
}

TEST_F(OrderAnswers, an_order_that_was_cancelled_with_a_part_filled_stays_cancelled)
{
    start();
    broker->old_answers = true;
    broker->after_placing = [&](OrderId id) {
        broker->fill(id, 4_d, 100_d);
        end_by(id, OrderStatus::cancelled);
    };
    auto placed = place(order());
    ASSERT_TRUE(placed);
    EXPECT_EQ(placed->status, OrderStatus::cancelled);
    EXPECT_EQ(placed->filled, 4_d);
    EXPECT_EQ(measured().orders_open, 0);
}

TEST_F(OrderAnswers, the_answer_to_a_change_does_not_undo_a_fill)
{
    start();
    broker->old_answers = true;
    auto placed = place(order());
    ASSERT_TRUE(placed);
    broker->after_modifying = [&](OrderId id) { broker->fill(id, 12_d, 100_d); };
    auto changed = modify(placed->id, buy(aapl, 12_d).limit(101_d));
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->status, OrderStatus::filled);
    EXPECT_EQ(changed->filled, 12_d);
    EXPECT_EQ(changed->order.limit_price, 101_d);
    EXPECT_EQ(measured().orders_open, 0);
    EXPECT_TRUE(last_order_event().starts_with("Filled filled 12"));
}

TEST_F(OrderAnswers, the_answer_to_a_cancel_does_not_reopen_the_order)
{
    start();
    broker->old_answers = true;
    auto placed = place(order());
    ASSERT_TRUE(placed);
    auto gone = cancel(placed->id);
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->status, OrderStatus::cancelled);
    EXPECT_EQ(measured().orders_open, 0);
    EXPECT_TRUE(last_order_event().starts_with("Cancelled"));
}

TEST_F(OrderAnswers, an_older_report_does_not_reopen_what_the_journal_knows_as_over)
{
    start();
    auto placed = place(order());
    ASSERT_TRUE(placed);
    auto before = broker->orders.at(to_number(placed->id));
    broker->fill(placed->id, 10_d, 100_d);
    run();
    broker->tell_only(before);
    run();
    EXPECT_EQ(measured().orders_open, 0);
    restart();
    ASSERT_TRUE(connect());
    broker->tell_only(before);
    before.status = OrderStatus::unknown;
    broker->tell_only(before);
    run();
    EXPECT_EQ(measured().orders_open, 0);
    EXPECT_TRUE(last_order_event().starts_with("Filled filled 10"));
}

TEST_F(OrderAnswers, the_brokers_list_reopens_an_order_that_it_calls_working)
{
    start();
    auto placed = place(order());
    ASSERT_TRUE(placed);
    end_by(placed->id, OrderStatus::cancelled);
    run();
    EXPECT_EQ(measured().orders_open, 0);
    broker->orders.at(to_number(placed->id)).status = OrderStatus::submitted;
    broker->tell_link(LinkState::lost);
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_EQ(measured().orders_open, 1);
    EXPECT_TRUE(last_order_event().starts_with("Submitted"));
}

}  // namespace
}  // namespace trademind::test
