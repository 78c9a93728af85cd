// The journal as an audit: what is written once, found by any of an order's names, and compared
// with what the broker has confirmed.
#include "execution/journal/journal.hpp"
#include "support/recorder.hpp"
#include "unit/execution/router_fixture.hpp"

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class JournalAudit : public RouterFixture {
protected:
    JournalAudit()
    {
        config.journal.file = directory / "j.db";
        lift_limits(config.risk);
    }
    ~JournalAudit() override
    {
        recorder.stop();
        router.reset();
        run();
    }
    Execution fill(const char* id, Decimal quantity = 10_d)
    {
        Execution execution;
        execution.id = id;
        execution.order_id = OrderId{1};
        execution.client_order_id = "x";
        execution.contract = aapl;
        execution.quantity = quantity;
        execution.price = 100_d;
        return execution;
    }
    Metrics measured()
    {
        return answer<Result<Metrics>>([&](auto token) { router->metrics(std::move(token)); })
            .value();
    }
    std::vector<std::string> events_of(std::string order)
    {
        JournalFilter filter;
        filter.order = std::move(order);
        std::vector<std::string> kinds;
        run();  // records follow behind the strand
        EXPECT_TRUE(read_journal(config.journal.file, filter,
                                 [&](const JournalEvent& e) { kinds.push_back(e.kind); }));
        return kinds;
    }
    JournalInspection inspected()
    {
        run();
        return inspect_journal(config.journal.file).value();
    }
    /// A program that starts again, and whom its observer hears from the start on.
    void start_again()
    {
        recorder.stop();
        recorder = {};
        restart();
        recorder.listen(*router);
        ASSERT_TRUE(connect());
    }

    TemporaryDirectory directory;
    Recorder recorder;
};

TEST_F(JournalAudit, an_execution_is_written_and_counted_once_however_often_it_is_listed)
{
    start();
    recorder.listen(*router);
    ASSERT_TRUE(place(buy(aapl, 10_d).limit(100_d).with_client_order_id("x")));
    for (int i = 0; i < 3; ++i) broker->tell_execution(fill("0000e0d5.00000001.01.01"));
    EXPECT_EQ(events("execution").size(), 1U);
    EXPECT_EQ(recorder.executions.size(), 1U);
    EXPECT_EQ(measured().executions, 1);
    for (int starts = 0; starts < 3; ++starts) {
        start_again();
        broker->tell_execution(fill("0000e0d5.00000001.01.01"));
        EXPECT_TRUE(recorder.executions.empty());
        EXPECT_EQ(measured().executions, 0);
    }
    EXPECT_EQ(events("execution").size(), 1U);
}

TEST_F(JournalAudit, a_correction_is_written_as_what_it_replaces_and_counts_no_second_time)
{
    start();
    recorder.listen(*router);
    ASSERT_TRUE(place(buy(aapl, 10_d).limit(100_d).with_client_order_id("x")));
    broker->tell_execution(fill("0000e0d5.00000001.01.01"));
    start_again();
    broker->tell_execution(fill("0000e0d5.00000001.01.02", 9_d));
    broker->tell_execution(fill("0000e0d5.00000001.01.01"));
    auto lines = events("execution");
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_NE(lines[1].find("0000e0d5.00000001.01.02, replaces 0000e0d5.00000001.01.01"),
              std::string::npos)
        << lines[1];
    EXPECT_EQ(recorder.executions.size(), 1U);
    EXPECT_EQ(measured().executions, 0);
}

TEST_F(JournalAudit, a_review_is_needed_by_fills_and_not_by_starts)
{
    config.risk.max_executions_without_review = 3;
    start();
    ASSERT_TRUE(place(buy(aapl, 10_d).limit(100_d).with_client_order_id("x")));
    broker->tell_execution(fill("0000e0d5.00000001.01.01"));
    for (int starts = 0; starts < 5; ++starts) {
        start_again();
        broker->quote(aapl, 100_d, 100.02_d);
        broker->tell_execution(fill("0000e0d5.00000001.01.01"));
    }
    EXPECT_EQ(refusal(buy(aapl, 10_d).limit(99_d)), RiskReason::ok);
}

TEST_F(JournalAudit, paper_ids_that_begin_again_are_other_executions)
{
    start();
    broker->tell_execution(fill("00000001.00000001.01.01"));
    auto another = fill("00000001.00000001.01.01");
    another.client_order_id = "y";
    broker->tell_execution(another);
    EXPECT_EQ(events("execution").size(), 2U);
}

TEST_F(JournalAudit, what_ended_before_a_start_is_no_event_of_it)
{
    start();
    broker->placing = ScriptedBroker::Placing::fill;
    ASSERT_TRUE(place(buy(aapl, 10_d).limit(100_d).with_client_order_id("filled")));
    broker->placing = ScriptedBroker::Placing::accept;
    auto placed = place(buy(aapl, 10_d).limit(90_d).with_client_order_id("cancelled"));
    ASSERT_TRUE(placed);
    ASSERT_TRUE(cancel(placed->id));
    auto lines = events("order").size();
    for (auto& [id, report] : broker->orders) report.permanent_id = PermanentId{100 + id};
    for (int starts = 0; starts < 3; ++starts) {
        start_again();
        for (const auto& [id, report] : broker->orders) broker->tell_only(report);
        run();
        EXPECT_TRUE(recorder.orders.empty());
        EXPECT_EQ(measured().orders_cancelled + measured().orders_filled, 0);
    }
    EXPECT_EQ(events("order").size(), lines);
}

TEST_F(JournalAudit, a_list_without_order_ids_does_not_lose_the_journals)
{
    start();
    auto placed = place(buy(aapl, 10_d).limit(90_d).with_client_order_id("x"));
    ASSERT_TRUE(placed);
    auto report = broker->orders.at(1);
    report.permanent_id = PermanentId{77};
    broker->tell(report);
    ASSERT_TRUE(cancel(placed->id));
    // as COMPLETED_ORDER: the permanent id alone
    broker->orders.at(1).id = OrderId{};
    start_again();
    auto all = answer<Result<std::vector<OrderReport>>>(
        [&](auto token) { router->get_orders(OrderFilter::all, std::move(token)); });
    ASSERT_TRUE(all);
    ASSERT_EQ(all->size(), 1U);
    EXPECT_EQ(all->front().id, placed->id);
    EXPECT_TRUE(recorder.orders.empty());
    EXPECT_EQ(events_of("1"), events_of("x"));
}

TEST_F(JournalAudit, an_order_is_found_by_its_number_its_name_and_its_permanent_id)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 10_d).limit(90_d).with_client_order_id("x")));
    auto report = broker->orders.at(1);
    report.permanent_id = PermanentId{1'900'000'000};
    report.filled = 1_d;
    broker->tell(report);
    ASSERT_TRUE(place(buy(aapl, 10_d).limit(91_d).with_client_order_id("other")));
    auto by_name = events_of("x");
    EXPECT_GE(by_name.size(), 3U);
    EXPECT_EQ(by_name.front(), "intent");
    EXPECT_EQ(events_of("1"), by_name);
    EXPECT_EQ(events_of("1900000000"), by_name);
    EXPECT_TRUE(events_of("77").empty());
    EXPECT_TRUE(events_of("0").empty());
}

TEST_F(JournalAudit, what_is_open_agrees_with_what_the_broker_has_confirmed)
{
    start();
    EXPECT_EQ(inspected().summary.confirmed_open, 0);
    ASSERT_TRUE(inspected().summary.confirmed_at);
    ASSERT_TRUE(place(buy(aapl, 10_d).limit(90_d).with_client_order_id("x")));
    start_again();
    EXPECT_EQ(inspected().summary.confirmed_open, 1);
    EXPECT_EQ(inspected().summary.open, 1);
    EXPECT_TRUE(inspected().differences.empty());
}

TEST_F(JournalAudit, an_open_order_that_the_broker_does_not_list_is_a_difference)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 10_d).limit(90_d).with_client_order_id("x")));
    router.reset();
    run();
    {
        auto journal = journal::Journal::open(config.journal);
        ASSERT_TRUE(journal);
        ASSERT_TRUE(journal->confirm({}, clock->now()));
    }
    auto found = inspected();
    EXPECT_TRUE(found.damage.empty());
    ASSERT_EQ(found.differences.size(), 1U);
    EXPECT_NE(found.differences[0].find("order x (1) is open here"), std::string::npos)
        << found.differences[0];
    {
        auto journal = journal::Journal::open(config.journal);
        ASSERT_TRUE(journal->confirm({OrderId{1}}, clock->now()));
    }
    EXPECT_TRUE(inspected().differences.empty());
}

TEST_F(JournalAudit, what_the_broker_has_not_spoken_of_is_in_doubt_and_no_difference)
{
    auto journal = journal::Journal::open(config.journal);
    ASSERT_TRUE(journal);
    std::int64_t number = 0;
    auto write = [&](OrderStatus status, PermanentId permanent_id = {}) {
        OrderReport report{OrderId{++number}, buy(aapl, 1_d).limit(99_d)};
        report.order.client_order_id = "n" + std::to_string(number);
        report.status = status;
        report.permanent_id = permanent_id;
        ASSERT_TRUE(journal->intend(report.order, clock->now()));
        ASSERT_TRUE(journal->report(report.order.client_order_id, report, clock->now()));
    };
    write(OrderStatus::unknown);  // the link broke, and its fate is still to be found
    write(OrderStatus::pending_submit);
    ASSERT_TRUE(journal->confirm({}, clock->now()));
    EXPECT_TRUE(inspected().differences.empty());
    write(OrderStatus::submitted);
    write(OrderStatus::pending_submit, PermanentId{77});
    write(OrderStatus::unknown, PermanentId{78});
    ASSERT_TRUE(journal->confirm({}, clock->now()));
    EXPECT_EQ(inspected().differences.size(), 3U) << "of those the broker had spoken";
}

}  // namespace
}  // namespace trademind::test
