// The router when things go wrong: connecting, reconciling, answers that are late, lost or double.
#include "unit/execution/router_fixture.hpp"

#include <numeric>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class RouterFailures : public RouterFixture {
protected:
    RouterFailures()
    {
        config.risk.max_concentration.reset();
        config.risk.max_denials.reset();
    }
    OrderReport report_of(OrderId id, OrderRequest order, OrderStatus status)
    {
        OrderReport report{id, std::move(order)};
        report.status = status;
        report.remaining = report.order.quantity;
        return report;
    }
};

// connecting

TEST_F(RouterFailures, each_step_of_connecting_may_fail_and_be_tried_again)
{
    make();
    struct Step {
        const char* name;
        std::optional<Error> ScriptedBroker::*fault;
    };
    for (const auto& step : {Step{"connect", &ScriptedBroker::connect_error},
                             Step{"account", &ScriptedBroker::account_error},
                             Step{"orders", &ScriptedBroker::orders_error},
                             Step{"positions", &ScriptedBroker::positions_error}}) {
        (*broker).*step.fault = Error{Errc::connection_lost, step.name};
        auto failed = connect();
        ASSERT_FALSE(failed) << step.name;
        EXPECT_EQ(failed.error().message, step.name);
        EXPECT_FALSE(router->is_connected()) << step.name;
        auto refused = place(buy(aapl, 1_d).limit(99_d));
        ASSERT_FALSE(refused);
        EXPECT_TRUE(refused.error().code == RiskReason::not_connected ||
                    refused.error().code == RiskReason::not_reconciled)
            << step.name << ": " << refused.error().describe();
        ((*broker).*step.fault).reset();
    }
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(RouterFailures, connecting_twice_is_one_connect)
{
    make();
    int answers = 0;
    for (int i = 0; i < 3; ++i) router->connect([&](Result<> up) { answers += up.has_value(); });
    run();
    EXPECT_EQ(answers, 3);
    EXPECT_EQ(broker->count("orders"), 1U) << "reconciled once";
    ASSERT_TRUE(connect()) << "connected already";
    EXPECT_EQ(broker->count("orders"), 1U);
}

TEST_F(RouterFailures, a_link_that_cannot_be_reconciled_stays_closed_to_orders)
{
    start();
    broker->tell_link(LinkState::lost);
    run();
    broker->orders_error = Error{Errc::timed_out, "no list"};
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::not_reconciled);
    broker->orders_error.reset();
    broker->tell_link(LinkState::lost);
    run();
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
}

TEST_F(RouterFailures, what_is_no_longer_held_is_gone_after_a_break)
{
    broker->positions = {Position{aapl, 100_d}};
    start();
    EXPECT_EQ(check(sell(aapl, 100_d).limit(101_d)).reason, RiskReason::ok);
    broker->tell_link(LinkState::lost);
    run();
    broker->positions.clear();
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_EQ(check(sell(aapl, 1_d).limit(101_d)).reason, RiskReason::short_not_allowed);
    for (int i = 0; i < 20; ++i) advance(1s);
    EXPECT_EQ(router->trading_state(), TradingState::active) << "the list is a new baseline";
}

// answers

TEST_F(RouterFailures, an_answer_that_comes_after_the_event_is_the_same_order)
{
    start();
    broker->placing = ScriptedBroker::Placing::fill;
    auto filled = place(buy(aapl, 5_d).limit(100.02_d));
    ASSERT_TRUE(filled);
    EXPECT_EQ(filled->status, OrderStatus::filled);
    EXPECT_EQ(filled->filled, 5_d);
    EXPECT_EQ(check(sell(aapl, 5_d).limit(101_d)).reason, RiskReason::ok) << "booked once";
    EXPECT_EQ(check(sell(aapl, 6_d).limit(101_d)).reason, RiskReason::short_not_allowed);
}

TEST_F(RouterFailures, a_report_told_twice_is_booked_once)
{
    start();
    auto placed = place(buy(aapl, 10_d).limit(99_d));
    ASSERT_TRUE(placed);
    broker->fill(placed->id, 4_d, 99_d);
    auto again = broker->orders.at(to_number(placed->id));
    for (int i = 0; i < 3; ++i) broker->tell(again);
    run();
    EXPECT_EQ(check(sell(aapl, 4_d).limit(101_d)).reason, RiskReason::ok);
    EXPECT_EQ(check(sell(aapl, 5_d).limit(101_d)).reason, RiskReason::short_not_allowed);
}

TEST_F(RouterFailures, a_report_that_is_behind_takes_no_fill_back)
{
    start();
    auto placed = place(buy(aapl, 10_d).limit(99_d));
    auto early = broker->orders.at(to_number(placed->id));
    broker->fill(placed->id, 4_d, 99_d);
    run();
    broker->tell(early);
    run();
    EXPECT_EQ(check(sell(aapl, 4_d).limit(101_d)).reason, RiskReason::ok);
}

TEST_F(RouterFailures, a_refusal_after_the_broker_spoke_of_the_order_is_no_refusal)
{
    start();
    broker->on_arrival = [&](const OrderReport& report) {
        auto live = report;
        live.status = OrderStatus::submitted;
        broker->tell(live);
    };
    broker->placing = ScriptedBroker::Placing::refuse;
    broker->refusal = Error{Errc::timed_out, "late"};
    auto placed = place(buy(aapl, 1_d).limit(99_d).with_client_order_id("a"));
    ASSERT_TRUE(placed) << placed.error().describe();
    EXPECT_EQ(placed->status, OrderStatus::submitted) << "the broker has it";
}

TEST_F(RouterFailures, an_unknown_order_that_fills_is_known_by_its_fill)
{
    config.risk.max_position_size = 10_d;
    start();
    broker->placing = ScriptedBroker::Placing::lose;
    auto order = buy(aapl, 10_d).limit(99_d).with_client_order_id("u");
    ASSERT_FALSE(place(order));
    EXPECT_EQ(refusal(order), RiskReason::unknown_outcome);
    auto filled = report_of(OrderId{9}, order, OrderStatus::filled);
    filled.filled = 10_d;
    filled.remaining = 0_d;
    broker->tell(filled);
    broker->hold(aapl, 10_d);
    run();
    auto again = place(order);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->id, OrderId{9});
    EXPECT_EQ(again->status, OrderStatus::filled);
    EXPECT_EQ(check(buy(aapl, 1_d).limit(98_d)).reason, RiskReason::max_position_size);
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(RouterFailures, a_list_that_fails_settles_nothing)
{
    start();
    broker->placing = ScriptedBroker::Placing::lose;
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("u");
    ASSERT_FALSE(place(order));
    broker->orders_error = Error{Errc::timed_out, "no list"};
    for (int i = 0; i < 10; ++i) advance(10s);
    EXPECT_EQ(refusal(order), RiskReason::unknown_outcome) << "still in doubt";
    broker->orders_error.reset();
    broker->placing = ScriptedBroker::Placing::accept;
    for (int i = 0; i < 4; ++i) advance(10s);
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(order), RiskReason::ok) << "a list without it";
}

TEST_F(RouterFailures, an_order_rejected_later_frees_what_it_held)
{
    config.risk.max_position_size = 10_d;
    start();
    auto placed = place(buy(aapl, 10_d).limit(99_d).with_client_order_id("a"));
    ASSERT_TRUE(placed);
    auto rejected = report_of(placed->id, placed->order, OrderStatus::rejected);
    rejected.error = make_tws_error(201, "margin");
    broker->tell(rejected);
    run();
    EXPECT_EQ(check(buy(aapl, 10_d).limit(98_d)).reason, RiskReason::ok);
    auto again = place(placed->order);
    ASSERT_FALSE(again) << "the same id gives the same answer";
    EXPECT_EQ(again.error(), Errc::rejected);
    EXPECT_EQ(broker->count("place"), 1U);
}

// changes

TEST_F(RouterFailures, a_change_in_doubt_counts_at_its_larger_size)
{
    config.risk.max_position_size = 100_d;
    start();
    auto working = place(buy(aapl, 50_d).limit(99_d));
    ASSERT_TRUE(working);
    broker->placing = ScriptedBroker::Placing::refuse;
    broker->refusal = Error{Errc::timed_out, "no answer"};
    EXPECT_EQ(modify(working->id, buy(aapl, 90_d).limit(99_d)).error(), Errc::timed_out);
    EXPECT_EQ(check(buy(aapl, 11_d).limit(98_d)).reason, RiskReason::max_position_size);
    EXPECT_EQ(check(buy(aapl, 10_d).limit(98_d)).reason, RiskReason::ok);
}

TEST_F(RouterFailures, a_change_that_was_refused_counts_at_its_old_size)
{
    config.risk.max_position_size = 100_d;
    start();
    auto working = place(buy(aapl, 50_d).limit(99_d));
    broker->placing = ScriptedBroker::Placing::refuse;
    EXPECT_EQ(modify(working->id, buy(aapl, 90_d).limit(99_d)).error(), Errc::rejected);
    EXPECT_EQ(check(buy(aapl, 50_d).limit(98_d)).reason, RiskReason::ok);
}

TEST_F(RouterFailures, what_is_done_or_of_others_cannot_be_changed)
{
    auto foreign = report_of(OrderId{900}, buy(aapl, 1_d).limit(99_d), OrderStatus::submitted);
    broker->orders[900] = foreign;
    start();
    EXPECT_EQ(modify(OrderId{900}, buy(aapl, 2_d).limit(99_d)).error(), Errc::unknown_order);
    auto working = place(buy(aapl, 1_d).limit(99_d));
    ASSERT_TRUE(cancel(working->id));
    EXPECT_EQ(modify(working->id, buy(aapl, 2_d).limit(99_d)).error(), Errc::not_modifiable);
    EXPECT_EQ(broker->count("modify"), 0U);
}

TEST_F(RouterFailures, a_cancel_always_passes)
{
    start();
    auto working = place(buy(aapl, 1_d).limit(99_d));
    ASSERT_TRUE(working);
    router->lower(TradingState::reducing, "tester", "a test");
    run();
    EXPECT_EQ(cancel(OrderId{77}).error(), Errc::unknown_order) << "the broker's own answer";
    EXPECT_EQ(broker->count("cancel 77"), 1U);
}

// whose order is it

TEST_F(RouterFailures, an_id_that_two_programs_use_is_two_orders)
{
    config.risk.max_position_size = 100_d;
    start();
    auto mine = place(buy(aapl, 10_d).limit(99_d));
    ASSERT_TRUE(mine);
    auto theirs = report_of(mine->id, sell(aapl, 20_d).limit(101_d), OrderStatus::submitted);
    theirs.permanent_id = PermanentId{5};
    theirs.client_id = 9;
    broker->tell_only(theirs);
    run();
    EXPECT_EQ(check(buy(aapl, 90_d).limit(98_d)).reason, RiskReason::ok) << "mine counts ten";
    EXPECT_EQ(check(buy(aapl, 91_d).limit(98_d)).reason, RiskReason::max_position_size);
    EXPECT_TRUE(modify(mine->id, buy(aapl, 11_d).limit(99_d)));
}

TEST_F(RouterFailures, an_order_that_left_the_brokers_lists_is_done)
{
    TemporaryDirectory directory;
    config.journal.file = directory / "j.db";
    config.risk.max_position_size = 10_d;
    start();
    ASSERT_TRUE(place(buy(aapl, 10_d).limit(99_d).with_client_order_id("a")));
    broker->orders.clear();
    restart();
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(check(buy(aapl, 10_d).limit(99_d)).reason, RiskReason::ok);
    JournalFilter done;
    done.kind = "done";
    int events = 0;
    ASSERT_TRUE(read_journal(config.journal.file, done, [&](const JournalEvent&) { ++events; }));
    EXPECT_EQ(events, 1);
    router.reset();
    run();
}

// the rest of the interface

TEST_F(RouterFailures, executions_wait_for_a_review_by_name)
{
    config.risk.max_executions_without_review = 2;
    start();
    broker->placing = ScriptedBroker::Placing::fill;
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(100.02_d)));
    ASSERT_TRUE(place(buy(aapl, 2_d).limit(100.02_d)));
    EXPECT_EQ(refusal(buy(aapl, 3_d).limit(100.02_d)), RiskReason::review_needed);
    EXPECT_EQ(check(sell(aapl, 3_d).limit(101_d)).reason, RiskReason::ok);
    router->mark_reviewed("ann");
    run();
    EXPECT_EQ(refusal(buy(aapl, 3_d).limit(100.02_d)), RiskReason::ok);
}

TEST_F(RouterFailures, refusals_are_counted_by_reason)
{
    start();
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(place(buy(aapl, 2000_d).limit(99_d)));
    EXPECT_FALSE(place(buy(aapl, 1_d).limit(0_d)));
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    EXPECT_FALSE(check(buy(aapl, 3000_d).limit(99_d))) << "a check counts nothing";
    auto counts =
        answer<Result<Metrics>>([&](auto done) { router->metrics(std::move(done)); })->refusals;
    EXPECT_EQ(counts[static_cast<std::size_t>(RiskReason::max_order_size)], 3);
    EXPECT_EQ(counts[static_cast<std::size_t>(RiskReason::invalid_order)], 1);
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::int64_t{}), 4);
}

TEST_F(RouterFailures, an_account_that_is_too_old_is_asked_for_again)
{
    config.risk.max_account_age = 100s;
    start();
    broker->account.buying_power = 500_d;
    EXPECT_EQ(check(buy(aapl, 10_d).limit(99_d)).reason, RiskReason::ok) << "as it was";
    advance(51s);
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(check(buy(aapl, 10_d).limit(99_d)).reason, RiskReason::buying_power)
        << "older than half of its age: asked for";
    broker->account_error = Error{Errc::timed_out, "no account"};
    advance(101s);
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(check(buy(aapl, 1_d).limit(99_d)).reason, RiskReason::no_account);
}

TEST_F(RouterFailures, time_may_be_the_markets)
{
    config.risk.duplicate_window = 1s;
    RouterOptions options;
    options.market_time = true;
    start(std::move(options));
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::duplicate_order);
    clock->advance(1h);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::duplicate_order)
        << "the clock alone is not the tape's time";
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
}

TEST_F(RouterFailures, a_router_needs_a_broker)
{
    EXPECT_EQ(ExecutionRouter::make(nullptr, config).error(), Errc::invalid_argument);
}

TEST_F(RouterFailures, orders_placed_within_an_event_are_judged_like_all_others)
{
    class Chaser : public BrokerObserver {
    public:
        void on_execution(const Execution&) override
        {
            if (placed++) return;
            router->place_order(sell(stock("AAPL"), 1_d).limit(101_d),
                                [this](Result<OrderReport> r) { good = r.has_value(); });
            router->place_order(buy(stock("AAPL"), 5000_d).limit(99_d),
                                [this](Result<OrderReport> r) { refused = !r.has_value(); });
        }
        ExecutionRouter* router = nullptr;
        int placed = 0;
        bool good = false, refused = false;
    } chaser;
    start();
    chaser.router = router.get();
    auto listening = router->observe(chaser);
    auto placed = place(buy(aapl, 1_d).limit(99_d));
    ASSERT_TRUE(placed);
    broker->fill(placed->id, 1_d, 99_d);
    run();
    EXPECT_TRUE(chaser.good);
    EXPECT_TRUE(chaser.refused);
}

}  // namespace
}  // namespace trademind::test
