// Orders that come too late, changes that are under way, lists that overlap: nothing goes out that
// its caller was told is over, and nothing is forgotten that may be live.
#include "unit/execution/router_fixture.hpp"

#include <trademind/completion.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class LateOrders : public RouterFixture {
protected:
    LateOrders()
    {
        step = 100ms;
        config.risk.max_concentration.reset();
        config.risk.max_denials.reset();
        config.kill_switch.on_stale_data = KillAction::none;
    }
    ~LateOrders() override
    {
        router.reset();
        run();
    }

    TemporaryDirectory directory;
};

// given up

TEST_F(LateOrders, an_order_that_timed_out_while_it_was_prepared_is_never_sent)
{
    config.journal.file = directory / "j.db";
    start();
    broker->hold_searches = true;
    std::optional<Result<OrderReport>> answered;
    router->place_order(buy(aapl, 1_d).limit(99_d).with_client_order_id("slow"),
                        Within{1s, [&](Result<OrderReport> r) { answered = std::move(r); }});
    let_pass(1100ms);
    ASSERT_TRUE(answered);
    EXPECT_EQ(answered->error(), Errc::timed_out);
    broker->release();
    let_pass(1s);
    EXPECT_EQ(broker->count("place"), 0U) << "its caller was told that it timed out";
    EXPECT_EQ(events("verdict"),
              std::vector<std::string>{"not sent: nobody waited for it any more"});
    EXPECT_TRUE(place(buy(aapl, 1_d).limit(99_d).with_client_order_id("slow")))
        << "and its id is free";
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(LateOrders, an_order_that_somebody_else_still_waits_for_is_sent)
{
    start();
    broker->hold_searches = true;
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("two");
    std::optional<Result<OrderReport>> first, second;
    router->place_order(order, Within{1s, [&](Result<OrderReport> r) { first = std::move(r); }});
    router->place_order(order, Within{9s, [&](Result<OrderReport> r) { second = std::move(r); }});
    let_pass(2s);
    ASSERT_TRUE(first);
    EXPECT_FALSE(*first);
    broker->release();
    let_pass(1s);
    ASSERT_TRUE(second);
    EXPECT_TRUE(*second);
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(LateOrders, a_cancelled_call_is_never_sent)
{
    start();
    broker->hold_searches = true;
    asio::cancellation_signal stop;
    std::optional<Result<OrderReport>> answered;
    router->place_order(buy(aapl, 1_d).limit(99_d),
                        asio::bind_cancellation_slot(
                            stop.slot(), [&](Result<OrderReport> r) { answered = std::move(r); }));
    run();
    stop.emit(asio::cancellation_type::all);
    run();
    ASSERT_TRUE(answered);
    EXPECT_EQ(answered->error(), Errc::cancelled);
    broker->release();
    let_pass(1s);
    EXPECT_EQ(broker->count("place"), 0U);
}

TEST_F(LateOrders, who_gives_up_a_batch_gives_up_its_orders)
{
    start();
    broker->hold_searches = true;
    std::optional<Result<std::vector<Result<OrderReport>>>> answered;
    router->execute(std::vector{buy(aapl, 1_d).limit(99_d), buy(aapl, 2_d).limit(99_d)},
                    Within{1s, [&](auto r) { answered = std::move(r); }});
    let_pass(1100ms);
    ASSERT_TRUE(answered);
    EXPECT_FALSE(*answered);
    broker->release();
    let_pass(1s);
    EXPECT_EQ(broker->count("place"), 0U);
}

TEST_F(LateOrders, giving_up_what_was_sent_leaves_it_unknown_not_refused)
{
    start();
    broker->placing = ScriptedBroker::Placing::silent;
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("gone");
    std::optional<Result<OrderReport>> answered;
    router->place_order(order, Within{1s, [&](Result<OrderReport> r) { answered = std::move(r); }});
    let_pass(1100ms);
    ASSERT_TRUE(answered);
    EXPECT_EQ(answered->error(), Errc::timed_out);
    EXPECT_EQ(refusal(order), RiskReason::unknown_outcome) << "it may be live";
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(LateOrders, a_change_that_timed_out_while_it_was_prepared_is_never_sent)
{
    config.journal.file = directory / "j.db";
    start();
    auto working = place(buy(aapl, 1_d).limit(99_d).with_client_order_id("a"));
    ASSERT_TRUE(working);
    restart();  // which does not know the contract any more
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    broker->hold_searches = true;
    std::optional<Result<OrderReport>> answered;
    router->modify_order(working->id, buy(aapl, 2_d).limit(99_d),
                         Within{1s, [&](Result<OrderReport> r) { answered = std::move(r); }});
    let_pass(1100ms);
    ASSERT_TRUE(answered);
    broker->release();
    let_pass(1s);
    EXPECT_EQ(broker->count("modify"), 0U);
    EXPECT_TRUE(modify(working->id, buy(aapl, 2_d).limit(99_d)));
    EXPECT_EQ(broker->count("modify"), 1U);
}

TEST_F(LateOrders, the_same_id_with_other_attributes_is_another_order)
{
    start();
    OrderAttributes hidden;
    hidden.hidden = true;
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("a");
    ASSERT_TRUE(place(order));
    EXPECT_TRUE(place(order)) << "the same: its report again";
    EXPECT_EQ(refusal(OrderRequest{order}.with(hidden)), RiskReason::duplicate_id);
    EXPECT_EQ(broker->count("place"), 1U);
}

// unknown orders of earlier days

TEST_F(LateOrders, an_unknown_order_of_an_earlier_day_is_never_sent_again)
{
    config.journal.file = directory / "j.db";
    start();
    broker->placing = ScriptedBroker::Placing::lose;
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("u");
    ASSERT_FALSE(place(order));
    router.reset();
    run();
    // it filled; overnight TWS has forgotten orders and executions of the day before
    clock->advance(20h);
    broker->placing = ScriptedBroker::Placing::accept;
    make();
    ASSERT_TRUE(connect());
    let_pass(40s, 1s);
    broker->quote(aapl, 100_d, 100.02_d);
    auto again = place(order);
    ASSERT_TRUE(again) << "known, with an end that nobody knows: " << again.error().describe();
    EXPECT_EQ(again->status, OrderStatus::unknown);
    EXPECT_EQ(broker->count("place"), 1U) << "it may have filled";
    EXPECT_TRUE(place(buy(aapl, 1_d).limit(98_d))) << "other orders are not kept waiting";
    ASSERT_EQ(events("done").size(), 1U);
    EXPECT_NE(events("done").front().find("it may have filled"), std::string::npos);
    // and a restart does not forget that
    restart();
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(place(order)->status, OrderStatus::unknown);
    EXPECT_EQ(broker->count("place"), 2U);
}

TEST_F(LateOrders, an_unknown_order_of_the_same_day_that_is_in_no_list_never_arrived)
{
    config.journal.file = directory / "j.db";
    start();
    broker->placing = ScriptedBroker::Placing::lose;
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("u");
    ASSERT_FALSE(place(order));
    broker->placing = ScriptedBroker::Placing::accept;
    restart();
    ASSERT_TRUE(connect());
    let_pass(40s, 1s);
    broker->quote(aapl, 100_d, 100.02_d);
    auto again = place(order);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->status, OrderStatus::submitted);
    EXPECT_EQ(broker->count("place"), 2U);
}

// changes under way

TEST_F(LateOrders, a_report_of_the_old_terms_does_not_shrink_a_change_under_way)
{
    config.risk.max_position_size = 100_d;
    start();
    auto working = place(buy(aapl, 10_d).limit(99_d));
    ASSERT_TRUE(working);
    broker->hold_changes = true;
    std::optional<Result<OrderReport>> changed;
    router->modify_order(working->id, buy(aapl, 90_d).limit(99_d),
                         [&](Result<OrderReport> r) { changed = std::move(r); });
    run();
    EXPECT_EQ(check(buy(aapl, 11_d).limit(98_d)).reason, RiskReason::max_position_size);
    broker->tell(OrderReport{broker->orders.at(1)});  // still the ten
    run();
    EXPECT_EQ(check(buy(aapl, 11_d).limit(98_d)).reason, RiskReason::max_position_size)
        << "ninety may come to work";
    broker->release();
    run();
    ASSERT_TRUE(changed);
    EXPECT_TRUE(*changed);
    EXPECT_EQ(check(buy(aapl, 10_d).limit(98_d)).reason, RiskReason::ok);
}

TEST_F(LateOrders, a_change_to_fewer_counts_as_before_until_it_is_answered)
{
    config.risk.max_position_size = 100_d;
    start();
    auto working = place(buy(aapl, 90_d).limit(99_d));
    broker->hold_changes = true;
    router->modify_order(working->id, buy(aapl, 10_d).limit(99_d), [](Result<OrderReport>) {});
    run();
    EXPECT_EQ(check(buy(aapl, 11_d).limit(98_d)).reason, RiskReason::max_position_size);
    broker->release();
    run();
    EXPECT_EQ(check(buy(aapl, 90_d).limit(98_d)).reason, RiskReason::ok);
}

// connecting again

TEST_F(LateOrders, a_reconciliation_that_failed_is_tried_again_by_itself)
{
    start();
    broker->tell_link(LinkState::lost);
    run();
    broker->orders_error = Error{Errc::timed_out, "no list"};
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::not_reconciled);
    broker->orders_error.reset();
    let_pass(11s, 1s);
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok)
        << "the link is up: no event would come";
    EXPECT_TRUE(router->is_connected());
}

TEST_F(LateOrders, lists_from_before_a_break_do_not_count_after_it)
{
    start();
    broker->tell_link(LinkState::lost);
    run();
    broker->hold_lists = true;
    broker->tell_link(LinkState::restored);
    run();
    broker->tell_link(LinkState::lost);
    run();
    broker->tell_link(LinkState::restored);
    run();
    // the positions of the second reconciliation never come: the first one's answer is no news
    broker->positions_error = Error{Errc::timed_out, "no positions"};
    broker->release();
    run();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::not_reconciled);
}

TEST_F(LateOrders, events_of_a_break_reach_the_strategy)
{
    class Listener : public BrokerObserver {
    public:
        void on_reconcile(const ReconcileReport&) override { ++reconciled; }
        void on_gap(const Gap&) override { ++gaps; }
        int reconciled = 0, gaps = 0;
    } listener;
    start();
    auto listening = router->observe(listener);
    broker->tell_reconcile(ReconcileReport{});
    broker->tell_gap(Gap{aapl, clock->now(), clock->now()});
    EXPECT_EQ(listener.reconciled, 1);
    EXPECT_EQ(listener.gaps, 1);
}

TEST_F(LateOrders, positions_that_differ_after_a_break_trip_what_is_configured)
{
    start();
    ReconcileReport report;
    PositionDifference difference;
    difference.contract = aapl;
    difference.before = difference.expected = 10_d;
    difference.now = 15_d;
    report.position_differences.push_back(difference);
    broker->tell_reconcile(report);
    run();
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    EXPECT_EQ(router->latch().reason, "position mismatch: after the break the broker holds 15 of " +
                                          aapl.describe() + ", the fills make 10");
}

// one journal, one program

TEST_F(LateOrders, two_programs_cannot_write_one_journal)
{
    config.journal.file = directory / "j.db";
    start();
    auto second = ExecutionRouter::make(broker, config);
    ASSERT_FALSE(second) << "it would not know of the first one's orders";
    EXPECT_EQ(second.error(), Errc::input_output);
    EXPECT_NE(second.error().message.find("another program"), std::string::npos);
    EXPECT_EQ(kill_status(config)->state, TradingState::active) << "looking needs no claim";
    ASSERT_TRUE(release_kill(config, "ann", "nothing to lift"));
    router.reset();
    run();
    EXPECT_TRUE(ExecutionRouter::make(broker, config)) << "its end gives it back";
    run();
}

TEST_F(LateOrders, a_journal_whose_folder_is_not_there_is_an_error)
{
    config.journal.file = directory / "none" / "j.db";
    auto made = ExecutionRouter::make(broker, config);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error(), Errc::input_output);
}

// counts over a restart

TEST_F(LateOrders, a_restart_is_no_new_day)
{
    config.journal.file = directory / "j.db";
    config.risk.max_orders_per_day = 3;
    config.risk.duplicate_window = {};
    start();
    auto working = place(buy(aapl, 1_d).limit(99_d));
    ASSERT_TRUE(working);
    ASSERT_TRUE(place(buy(aapl, 2_d).limit(99_d)));
    ASSERT_TRUE(modify(working->id, buy(aapl, 1_d).limit(98.5_d)));
    restart();
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 3_d).limit(99_d)), RiskReason::order_count);
    clock->advance(24h);
    restart();
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 3_d).limit(99_d)), RiskReason::ok) << "a day later";
}

TEST_F(LateOrders, a_restart_is_no_review)
{
    config.journal.file = directory / "j.db";
    config.risk.max_executions_without_review = 2;
    start();
    broker->placing = ScriptedBroker::Placing::fill;
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(100.02_d)));
    ASSERT_TRUE(place(buy(aapl, 2_d).limit(100.02_d)));
    restart();
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 3_d).limit(100.02_d)), RiskReason::review_needed);
    router->mark_reviewed("ann");
    run();
    restart();
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 3_d).limit(100.02_d)), RiskReason::ok);
}

TEST_F(LateOrders, a_restart_does_not_forget_the_highest_equity)
{
    config.journal.file = directory / "j.db";
    config.risk.max_daily_loss = {};
    config.risk.max_drawdown = 0.1_d;
    start();
    broker->account.portfolio_value = 120000_d;
    broker->tell_account();
    run();
    router.reset();
    run();
    broker->account.portfolio_value = 108000_d;
    make();
    ASSERT_TRUE(connect());
    EXPECT_EQ(router->trading_state(), TradingState::reducing) << "ten percent below the peak";
}

TEST_F(LateOrders, orders_of_an_earlier_run_are_valued_when_their_quote_comes)
{
    config.risk.max_position_value = 1149_d;
    OrderReport stop{OrderId{7}, buy(aapl, 10_d).stop(105_d).with_client_order_id("earlier")};
    stop.status = OrderStatus::pre_submitted;
    broker->orders[7] = stop;
    make();
    ASSERT_TRUE(connect());
    auto next = buy(aapl, 1_d).limit(99_d);
    EXPECT_EQ(refusal(next), RiskReason::no_price) << "a stop that nobody can value";
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    EXPECT_EQ(refusal(next), RiskReason::ok);
    // the stop counts with the dearer of stop and ask: 10 at 105, and 1 at 99, are all there may be
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(1_d)), RiskReason::max_position_value);
}

}  // namespace
}  // namespace trademind::test
