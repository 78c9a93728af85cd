// The calls of the router itself: deadlines given by within(), cancellation, the end of the router.
#include "support/function_services.hpp"
#include "unit/execution/router_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class RouterCalls : public RouterFixture {
protected:
    RouterCalls() { config.risk.max_concentration.reset(); }
    template <class T> auto keep(std::optional<Result<T>>& place)
    {
        return [&place](Result<T> result) { place = std::move(result); };
    }
};

TEST_F(RouterCalls, a_router_made_by_hand_needs_both_keys_to_go_unchecked)
{
    config.risk.enabled = false;
    auto refused = ExecutionRouter::make(broker, config);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::config);
    EXPECT_EQ(refused.error().message,
              "risk.enabled is false, but risk.disabled_on_purpose is not true");
    config.risk.disabled_on_purpose = true;
    start();
    EXPECT_TRUE(place(buy(aapl, 5000_d).limit(99_d))) << "beyond every limit";
    EXPECT_EQ(ExecutionRouter::make(nullptr, Config{}).error(), Errc::invalid_argument);
}

TEST_F(RouterCalls, an_account_that_the_login_does_not_have_is_named_by_connect_and_by_orders)
{
    config.account = "DU999";
    broker->connect_error =
        Error{Errc::invalid_argument, "account DU999 is not one of this login: DU1234567"};
    make();
    auto up = connect();
    ASSERT_FALSE(up);
    EXPECT_NE(up.error().message.find("DU999 is not one of this login"), std::string::npos);
    auto placed = place(buy(aapl, 1_d).limit(99_d));
    ASSERT_FALSE(placed);
    EXPECT_NE(placed.error().message.find("DU999 is not one of this login"), std::string::npos)
        << placed.error().describe();
    EXPECT_EQ(broker->count("place"), 0U);
}

TEST_F(RouterCalls, an_id_that_is_no_line_of_text_goes_nowhere)
{
    start();
    broker->quote(aapl, 100_d, 100.02_d);
    auto order = buy(aapl, 1_d).limit(99_d);
    for (const auto& id : {std::string{"a\nb"}, std::string{"a\0b", 3}, std::string{"a\x1b[2J"},
                           std::string(5000, 'x')}) {
        auto placed = place(OrderRequest{order}.with_client_order_id(id));
        ASSERT_FALSE(placed);
        EXPECT_EQ(placed.error().code, RiskReason::invalid_order);
        EXPECT_NE(placed.error().message.find("client_order_id"), std::string::npos);
        EXPECT_LT(placed.error().message.size(), 200U) << "it does not repeat the id";
        EXPECT_EQ(check(OrderRequest{order}.with_client_order_id(id)).reason,
                  RiskReason::invalid_order);
    }
    auto orphan = place(OrderRequest{order}.child_of(OrderId{77}));
    ASSERT_FALSE(orphan);
    EXPECT_NE(orphan.error().message.find("parent_id 77"), std::string::npos);
    EXPECT_EQ(broker->count("place"), 0U);
    ASSERT_TRUE(place(OrderRequest{order}.with_client_order_id(std::string(128, 'x'))));
}

TEST_F(RouterCalls, functions_of_the_program_that_throw_stop_no_kill)
{
    RouterOptions options;
    auto services = std::make_shared<FunctionServices>();
    services->global_cancel = [] { throw std::runtime_error{"global_cancel"}; };
    services->time_of_cancels = [](std::size_t) -> Duration {
        throw std::runtime_error{"cancel_time"};
    };
    services->broker_time = [](const auto&) { throw std::runtime_error{"broker_time"}; };
    options.services = services;
    config.kill_switch.cancel_scope = CancelScope::account;
    start(std::move(options));
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    broker->tell_link(LinkState::lost);
    let_pass(5min);
    broker->tell_link(LinkState::restored);
    run();
    auto report = kill();
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_EQ(broker->count("cancel"), 1U);
    EXPECT_EQ(broker->orders.at(1).status, OrderStatus::cancelled);
}

TEST_F(RouterCalls, an_order_is_handed_over_in_the_turn_of_its_call)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d))) << "all is known now";
    broker->sent.clear();
    std::optional<Result<OrderReport>> placed;
    router->place_order(buy(aapl, 2_d).limit(99_d), keep(placed));
    broker->get_orders(OrderFilter::open, [](const Result<std::vector<OrderReport>>&) {});
    run();
    ASSERT_TRUE(placed && *placed);
    EXPECT_EQ(broker->sent, (std::vector<std::string>{"place BUY 2 AAPL LMT 99 DAY", "orders"}));
}

TEST_F(RouterCalls, a_refusal_at_once_by_the_broker_may_halt_trading)
{
    config.risk.max_rejects = 1;
    start();
    broker->placing = ScriptedBroker::Placing::refuse;
    for (int n = 1; n <= 2 && router->trading_state() == TradingState::active; ++n)
        EXPECT_FALSE(place(buy(aapl, Decimal{n}).limit(99_d)));
    EXPECT_EQ(router->trading_state(), TradingState::halted);
}

TEST_F(RouterCalls, an_observer_may_halt_trading_while_an_order_is_handed_over)
{
    class Halts final : public BrokerObserver {
    public:
        void on_order(const OrderReport&) override
        {
            router->lower(TradingState::halted, "ann", "the first report");
        }
        ExecutionRouter* router = nullptr;
    } halts;
    start();
    halts.router = router.get();
    auto observing = router->observe(halts);
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    run();
    EXPECT_EQ(broker->count("cancel"), 1U);
    EXPECT_EQ(broker->orders.at(1).status, OrderStatus::cancelled);
}

TEST_F(RouterCalls, a_check_ends_at_its_deadline)
{
    config.risk.quote_wait = 1min;
    make();
    ASSERT_TRUE(connect());
    std::optional<Result<RiskVerdict>> verdict;
    router->check(buy(aapl, 1_d).limit(99_d), within(2s, keep(verdict)));
    run();
    advance(1999ms);
    EXPECT_FALSE(verdict) << "it waits for the first quote";
    advance(1ms);
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->error(), Errc::timed_out);
}

TEST_F(RouterCalls, a_check_that_names_no_deadline_has_the_routers)
{
    config.request_timeout = 3s;
    config.risk.quote_wait = 1s;
    start();
    std::optional<Result<RiskVerdict>> verdict;
    router->check(buy(aapl, 1_d).limit(99_d), keep(verdict));
    run();
    ASSERT_TRUE(verdict) << "answered at once where everything is known";
    EXPECT_TRUE(*verdict);
}

TEST_F(RouterCalls, a_batch_ends_at_its_deadline_and_its_orders_live_on)
{
    start();
    broker->placing = ScriptedBroker::Placing::silent;
    std::optional<Result<std::vector<Result<OrderReport>>>> results;
    router->execute(std::vector{buy(aapl, 1_d).limit(99_d), buy(aapl, 2_d).limit(99_d)},
                    within(500ms, keep(results)));
    run();
    EXPECT_EQ(broker->count("place"), 2U);
    EXPECT_FALSE(results);
    advance(500ms);
    ASSERT_TRUE(results);
    EXPECT_EQ(results->error(), Errc::timed_out);
    EXPECT_EQ(broker->count("cancel"), 0U) << "the wait has ended, not the orders";
}

TEST_F(RouterCalls, the_deadline_of_a_kill_ends_the_wait_only)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    broker->cancels_work = false;
    std::optional<Result<KillReport>> report;
    router->kill(TradingState::halted, "tester", "a test", within(100ms, keep(report)));
    EXPECT_EQ(router->trading_state(), TradingState::halted) << "at once";
    run();
    advance(100ms);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->error(), Errc::timed_out);
    broker->cancels_work = true;
    for (int i = 0; i < 30; ++i) advance(100ms);
    EXPECT_EQ(broker->orders.at(1).status, OrderStatus::cancelled) << "attempts go on";
}

TEST_F(RouterCalls, a_kill_without_a_deadline_ends_by_cancel_timeout)
{
    config.kill_switch.cancel_timeout = 3s;
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    broker->cancels_work = false;
    std::optional<Result<KillReport>> report;
    router->kill(TradingState::halted, "tester", "a test", keep(report));
    run();
    for (int i = 0; i < 29; ++i) advance(100ms);
    EXPECT_FALSE(report);
    advance(100ms);
    ASSERT_TRUE(report && *report);
    EXPECT_FALSE((*report)->complete());
    EXPECT_GE((*report)->elapsed, 3s);
}

TEST_F(RouterCalls, resume_and_reload_take_deadlines)
{
    start();
    ASSERT_TRUE(kill());
    std::optional<Result<>> resumed;
    router->resume("tester", "over", within(1s, keep(resumed)));
    run();
    ASSERT_TRUE(resumed && *resumed);
    EXPECT_EQ(router->trading_state(), TradingState::active);
    Config tighter = config;
    tighter.risk.max_order_size = 10_d;
    std::optional<Result<ConfigChange>> changed;
    router->reload(tighter, "", within(1s, keep(changed)));
    run();
    ASSERT_TRUE(changed && *changed);
    EXPECT_EQ((*changed)->items.size(), 1U);
}

TEST_F(RouterCalls, a_deadline_of_nothing_is_over_at_once)
{
    config.risk.quote_wait = 1min;
    make();
    ASSERT_TRUE(connect());
    std::optional<Result<RiskVerdict>> verdict;
    router->check(buy(aapl, 1_d).limit(99_d), within(0s, keep(verdict)));
    run();
    advance(1ms);
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->error(), Errc::timed_out);
}

TEST_F(RouterCalls, placing_takes_a_deadline_and_the_order_may_be_live)
{
    start();
    broker->placing = ScriptedBroker::Placing::silent;
    std::optional<Result<OrderReport>> placed;
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("d");
    router->place_order(order, within(1s, keep(placed)));
    run();
    advance(1s);
    ASSERT_TRUE(placed);
    EXPECT_EQ(placed->error(), Errc::timed_out);
    OrderReport live{OrderId{1}, order};
    live.status = OrderStatus::submitted;
    broker->tell(live);
    run();
    auto again = place(order);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->id, OrderId{1});
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(RouterCalls, a_caller_may_give_up)
{
    config.risk.quote_wait = 1min;
    make();
    ASSERT_TRUE(connect());
    asio::cancellation_signal stop;
    std::optional<Result<RiskVerdict>> verdict;
    router->check(buy(aapl, 1_d).limit(99_d),
                  asio::bind_cancellation_slot(stop.slot(), keep(verdict)));
    run();
    EXPECT_FALSE(verdict);
    stop.emit(asio::cancellation_type::all);
    run();
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->error(), Errc::cancelled);
}

TEST_F(RouterCalls, calls_of_a_router_that_ends_are_cancelled)
{
    config.risk.quote_wait = 1min;
    make();
    ASSERT_TRUE(connect());
    std::optional<Result<RiskVerdict>> verdict;
    std::optional<Result<OrderReport>> placed;
    router->check(buy(aapl, 1_d).limit(99_d), keep(verdict));
    router->place_order(buy(aapl, 1_d).limit(99_d), keep(placed));
    run();
    router.reset();
    run();
    ASSERT_TRUE(verdict && placed);
    EXPECT_EQ(verdict->error(), Errc::cancelled);
    EXPECT_EQ(placed->error(), Errc::cancelled);
    EXPECT_EQ(broker->count("place"), 0U);
}

}  // namespace
}  // namespace trademind::test
