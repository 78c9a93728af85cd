// What a kill may say of itself: nothing is proven before the broker has told, and every caller is
// answered in time.
#include "execution/journal/journal.hpp"
#include "support/function_services.hpp"
#include "unit/execution/router_fixture.hpp"

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class KillProof : public RouterFixture {
protected:
    KillProof()
    {
        step = 100ms;
        config.risk.max_concentration.reset();
        config.kill_switch.on_stale_data = KillAction::none;
        config.kill_switch.position_mismatch_after = 10s;
    }
    ~KillProof() override { journal::set_write_probe(nullptr); }
    void hold(Decimal quantity)
    {
        Position p{aapl, quantity};
        p.market_price = 100_d;
        broker->positions = {p};
    }
    /// Calls kill and does not wait.
    void start_kill(TradingState level = TradingState::halted)
    {
        report.reset();
        router->kill(level, "tester", "a test", [this](Result<KillReport> r) {
            if (r) report = *r;
        });
        run();
    }
    OrderStatus status_of(std::int64_t id) { return broker->orders.at(id).status; }

    std::optional<KillReport> report;
    TemporaryDirectory directory;
};

TEST_F(KillProof, no_answer_in_time_is_no_proof)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    broker->hold_cancels = broker->hold_lists = true;
    start_kill();
    let_pass(4900ms);
    EXPECT_FALSE(report);
    let_pass(200ms);
    ASSERT_TRUE(report) << "cancel_timeout";
    EXPECT_TRUE(report->unconfirmed) << "nobody has said what works";
    EXPECT_FALSE(report->complete());
    broker->release();
    let_pass(3s);
    start_kill();
    let_pass(3s);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete());
}

TEST_F(KillProof, an_order_in_flight_may_be_live)
{
    start();
    broker->placing = ScriptedBroker::Placing::silent;
    router->place_order(buy(aapl, 1_d).limit(99_d), [](Result<OrderReport>) {});
    run();
    ASSERT_EQ(broker->count("place"), 1U);
    start_kill();
    let_pass(5100ms);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->in_flight, 1);
    EXPECT_TRUE(report->still_working.empty());
    EXPECT_FALSE(report->complete()) << "it left, and the broker has not spoken of it";
}

TEST_F(KillProof, an_order_in_flight_is_cancelled_when_it_shows)
{
    start();
    broker->placing = ScriptedBroker::Placing::silent;
    router->place_order(buy(aapl, 1_d).limit(99_d).with_client_order_id("late"),
                        [](Result<OrderReport>) {});
    run();
    start_kill();
    OrderReport shown{OrderId{1}, buy(aapl, 1_d).limit(99_d).with_client_order_id("late")};
    shown.status = OrderStatus::submitted;
    broker->tell(shown);
    let_pass(3s);
    EXPECT_EQ(status_of(1), OrderStatus::cancelled);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete());
}

TEST_F(KillProof, many_reports_of_one_order_bring_one_cancel)
{
    start();
    auto placed = place(buy(aapl, 5_d).limit(99_d));
    ASSERT_TRUE(placed);
    broker->hold_cancels = true;
    start_kill();
    for (int i = 0; i < 3; ++i) {
        broker->tell(OrderReport{broker->orders.at(1)});
        run();
    }
    EXPECT_EQ(broker->count("cancel"), 1U) << "the answer to the first is still to come";
}

TEST_F(KillProof, a_second_call_is_answered_though_orders_still_work)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    broker->cancels_work = false;
    start_kill();
    let_pass(6s);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->complete());
    start_kill();
    EXPECT_FALSE(report);
    let_pass(5100ms);
    ASSERT_TRUE(report) << "every wait has a deadline";
    EXPECT_EQ(report->still_working, std::vector{OrderId{1}});
}

TEST_F(KillProof, attempts_go_on_where_the_list_does_not_come)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    broker->cancels_work = false;
    broker->orders_error = Error{Errc::timed_out, "no list"};
    start_kill();
    let_pass(7s);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->unconfirmed);
    broker->cancels_work = true;
    broker->orders_error.reset();
    let_pass(5s);
    EXPECT_EQ(status_of(1), OrderStatus::cancelled) << "without another call";
}

TEST_F(KillProof, falling_further_cancels_the_rest_at_once)
{
    hold(10_d);
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    ASSERT_TRUE(place(sell(aapl, 10_d).limit(105_d)));
    broker->hold_cancels = true;
    start_kill(TradingState::reducing);
    EXPECT_EQ(broker->count("cancel 1"), 1U);
    EXPECT_EQ(broker->count("cancel 2"), 0U);
    start_kill(TradingState::halted);
    EXPECT_EQ(broker->count("cancel 2"), 1U) << "not after the retry time";
    broker->release();
    let_pass(3s);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete());
}

TEST_F(KillProof, global_cancel_goes_where_the_level_falls_on)
{
    config.kill_switch.cancel_scope = CancelScope::account;
    int globals = 0;
    RouterOptions options;
    auto services = std::make_shared<FunctionServices>();
    options.services = services;
    services->global_cancel = [&] { ++globals; };
    start(std::move(options));
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    broker->hold_cancels = true;
    start_kill(TradingState::reducing);
    EXPECT_EQ(globals, 0) << "it would cancel what closes";
    start_kill(TradingState::halted);
    EXPECT_EQ(globals, 1);
}

// reducing, over breaks and restarts

TEST_F(KillProof, reducing_while_the_link_is_down_cancels_afterwards)
{
    hold(10_d);
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    ASSERT_TRUE(place(sell(aapl, 10_d).limit(105_d)));
    broker->tell_link(LinkState::lost);
    run();
    start_kill(TradingState::reducing);
    let_pass(6s);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->unconfirmed);
    broker->tell_link(LinkState::restored);
    run();
    let_pass(2s);
    EXPECT_EQ(status_of(1), OrderStatus::cancelled) << "it opens";
    EXPECT_EQ(status_of(2), OrderStatus::submitted) << "it closes";
}

TEST_F(KillProof, reducing_after_a_restart_keeps_what_protects)
{
    config.journal.file = directory / "j.db";
    hold(100_d);
    start();
    ASSERT_TRUE(place(sell(aapl, 60_d).stop(90_d).good_till_cancelled()));
    ASSERT_TRUE(place(sell(aapl, 40_d).stop(91_d).good_till_cancelled()));
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d).good_till_cancelled()));
    restart();
    router->lower(TradingState::reducing, "tester", "a test");
    run();
    ASSERT_TRUE(connect());
    let_pass(2s);
    EXPECT_EQ(status_of(1), OrderStatus::submitted);
    EXPECT_EQ(status_of(2), OrderStatus::submitted);
    EXPECT_EQ(status_of(3), OrderStatus::cancelled);
    router.reset();
    run();
}

TEST_F(KillProof, after_a_restart_what_exceeds_the_position_opens)
{
    config.journal.file = directory / "j.db";
    config.risk.short_sales = ShortSales::allow;
    config.risk.short_requires_locate = false;
    hold(100_d);
    start();
    ASSERT_TRUE(place(sell(aapl, 100_d).limit(105_d).good_till_cancelled()));
    ASSERT_TRUE(place(sell(aapl, 50_d).limit(104_d).good_till_cancelled()));
    restart();
    router->lower(TradingState::reducing, "tester", "a test");
    run();
    ASSERT_TRUE(connect());
    let_pass(2s);
    EXPECT_EQ(status_of(1), OrderStatus::submitted);
    EXPECT_EQ(status_of(2), OrderStatus::cancelled) << "it would sell short";
    router.reset();
    run();
}

TEST_F(KillProof, reducing_cancels_what_closed_once_and_opens_by_now)
{
    config.risk.short_sales = ShortSales::allow;
    config.risk.short_requires_locate = false;
    hold(100_d);
    start();
    ASSERT_TRUE(place(sell(aapl, 100_d).limit(105_d)));
    ASSERT_TRUE(place(sell(aapl, 50_d).limit(101_d)));
    broker->fill(OrderId{2}, 50_d, 101_d);
    run();
    // fifty are held, and the order that closed a hundred still works
    ASSERT_TRUE(kill(TradingState::reducing));
    EXPECT_EQ(status_of(1), OrderStatus::cancelled) << "it would cross zero";
}

// flatten

TEST_F(KillProof, flattening_again_sends_nothing_twice)
{
    config.risk.max_quote_age = 1h;
    hold(10_d);
    start();
    start_kill(TradingState::flattening);
    let_pass(2s);
    ASSERT_EQ(broker->count("place SELL 10 AAPL"), 1U);
    for (int i = 0; i < 3; ++i) {
        start_kill(TradingState::flattening);
        let_pass(2s);
    }
    broker->tell_link(LinkState::lost);
    run();
    broker->tell_link(LinkState::restored);
    let_pass(5s);
    EXPECT_EQ(broker->count("place"), 1U) << "the first order still works";
}

TEST_F(KillProof, flattening_again_closes_what_is_left)
{
    hold(10_d);
    start();
    start_kill(TradingState::flattening);
    let_pass(2s);
    broker->fill(OrderId{1}, 4_d, 99_d);
    run();
    ASSERT_TRUE(cancel(OrderId{1}));
    start_kill(TradingState::flattening);
    let_pass(2s);
    EXPECT_EQ(broker->count("place SELL 6 AAPL"), 1U);
}

TEST_F(KillProof, flatten_never_closes_a_position_that_fills_have_closed)
{
    hold(10_d);
    start();
    ASSERT_TRUE(place(sell(aapl, 10_d).limit(105_d)));
    broker->hold_cancels = true;
    start_kill(TradingState::flattening);
    // it fills while its cancel is under way; the position comes later
    broker->fill(OrderId{1}, 10_d, 105_d, false);
    broker->release();
    let_pass(3s);
    EXPECT_EQ(broker->count("place"), 1U) << "ten sold twice would be ten short";
    broker->hold(aapl, 0_d);
    let_pass(5s);
    EXPECT_EQ(broker->count("place"), 1U);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete());
}

TEST_F(KillProof, flatten_takes_the_brokers_word_where_the_two_stay_apart)
{
    config.kill_switch.on_position_mismatch = KillAction::none;
    hold(10_d);
    start();
    ASSERT_TRUE(place(sell(aapl, 4_d).limit(105_d)));
    broker->fill(OrderId{1}, 4_d, 105_d, false);
    run();
    start_kill(TradingState::flattening);
    let_pass(3s);
    EXPECT_EQ(broker->count("place"), 1U);
    let_pass(15s);
    EXPECT_EQ(broker->count("place SELL 10 AAPL"), 1U) << "it still says ten";
}

// resume

TEST_F(KillProof, a_resume_does_not_undo_a_kill_that_comes_meanwhile)
{
    config.journal.file = directory / "j.db";
    config.kill_switch.file = directory / "kill";
    config.kill_switch.poll_interval = 10s;
    start();
    ASSERT_TRUE(kill(TradingState::reducing));
    // another thread's call, at the worst moment: the journal says active already
    static ExecutionRouter* target = nullptr;
    target = router.get();
    journal::set_write_probe([](const char* kind, bool after) {
        if (!after || std::string_view{kind} != "kill" || !target) return;
        std::exchange(target, nullptr)->lower(TradingState::halted, "other", "later");
    });
    auto resumed = resume();
    journal::set_write_probe(nullptr);
    ASSERT_FALSE(resumed);
    EXPECT_EQ(resumed.error(), Errc::trading_halted);
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    EXPECT_EQ(router->latch().who, "other");
    run();
    router.reset();
    run();
    EXPECT_EQ(kill_status(config)->state, TradingState::halted) << "and after a restart";
}

TEST_F(KillProof, a_kill_of_the_same_level_meanwhile_counts_too)
{
    config.journal.file = directory / "j.db";
    start();
    ASSERT_TRUE(kill(TradingState::halted));
    static ExecutionRouter* target = nullptr;
    target = router.get();
    journal::set_write_probe([](const char* kind, bool after) {
        if (!after || std::string_view{kind} != "kill" || !target) return;
        std::exchange(target, nullptr)->lower(TradingState::halted, "other", "no effect");
    });
    EXPECT_FALSE(resume());
    journal::set_write_probe(nullptr);
    run();
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    router.reset();
    run();
    EXPECT_EQ(kill_status(config)->state, TradingState::halted);
    make();
    ASSERT_TRUE(connect());
    EXPECT_TRUE(resume()) << "and the next one passes";
    router.reset();
    run();
}

TEST_F(KillProof, white_space_is_no_name)
{
    start();
    ASSERT_TRUE(kill());
    using Words = std::pair<std::string, std::string>;
    for (const Words& words : {Words{" ", "because"}, Words{"ann", "\t \n"}}) {
        auto refused = answer<Result<>>(
            [&](auto token) { router->resume(words.first, words.second, std::move(token)); });
        EXPECT_EQ(refused.error(), Errc::invalid_argument);
        EXPECT_EQ(release_kill(config, words.first, words.second).error(), Errc::invalid_argument);
    }
    Config looser = config;
    looser.risk.max_order_size = 2000_d;
    EXPECT_EQ(answer<Result<ConfigChange>>([&](auto token) {
                  router->reload(looser, "  ", std::move(token));
              }).error(),
              Errc::config);
}

}  // namespace
}  // namespace trademind::test
