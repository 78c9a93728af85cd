// The router: signals, idempotence, unknown outcomes, batches, guard, modes of failure.
#include "unit/execution/router_fixture.hpp"

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class RouterTest : public RouterFixture {
protected:
    RouterTest() { config.risk.max_concentration.reset(); }
};

TEST_F(RouterTest, RO_3_to_5_a_signal_is_completed_from_the_configuration)
{
    config.default_order_type = OrderType::limit;
    config.time_in_force = TimeInForce::good_till_cancelled;
    make();
    Signal signal{Side::sell, aapl, 5_d};
    auto order = router->to_order(signal);
    EXPECT_EQ(order.type, OrderType::limit);
    EXPECT_EQ(order.time_in_force, TimeInForce::good_till_cancelled);
    EXPECT_EQ(order.side, Side::sell);
    signal.stop_price = 99_d;
    EXPECT_EQ(router->to_order(signal).type, OrderType::stop);
    signal.limit_price = 98_d;
    EXPECT_EQ(router->to_order(signal).type, OrderType::stop_limit);
    signal.stop_price.reset();
    EXPECT_EQ(router->to_order(signal).type, OrderType::limit);
    signal.type = OrderType::market;
    signal.time_in_force = TimeInForce::day;
    EXPECT_EQ(router->to_order(signal).type, OrderType::market);
    EXPECT_EQ(router->to_order(signal).time_in_force, TimeInForce::day);
}

TEST_F(RouterTest, a_signal_is_executed)
{
    start();
    Signal signal{Side::buy, aapl, 5_d};
    signal.limit_price = 99_d;
    auto placed =
        answer<Result<OrderReport>>([&](auto token) { router->execute(signal, std::move(token)); });
    ASSERT_TRUE(placed);
    EXPECT_EQ(broker->sent.back(), "place BUY 5 AAPL LMT 99 DAY");
}

TEST(ParseSignal, RO_2_names_what_is_missing_or_wrong)
{
    auto message = [](std::vector<std::pair<std::string, std::string>> fields) {
        auto parsed = parse_signal(fields);
        EXPECT_FALSE(parsed);
        EXPECT_EQ(parsed.error(), Errc::invalid_argument);
        return parsed.error().message;
    };
    EXPECT_EQ(message({{"symbol", "AAPL"}, {"side", "BUY"}}), "signal: quantity is missing");
    EXPECT_EQ(message({{"symbol", "AAPL"}, {"quantity", "5"}}), "signal: side is missing");
    EXPECT_EQ(message({{"quantity", "5"}, {"side", "BUY"}}), "signal: symbol is missing");
    EXPECT_EQ(message({{"quantity", "-5"}}), "signal: quantity \"-5\" makes no sense");
    EXPECT_EQ(message({{"side", "HOLD"}}), "signal: side \"HOLD\" makes no sense");
    EXPECT_EQ(message({{"limit_prize", "5"}}),
              "signal: unknown field limit_prize; did you mean limit_price?");
    auto good = parse_signal({{"symbol", "AAPL"},
                              {"quantity", "5"},
                              {"side", "sell"},
                              {"order_type", "STOP_LIMIT"},
                              {"limit_price", "98"},
                              {"stop_price", "99"},
                              {"time_in_force", "GTC"},
                              {"client_order_id", "x"}});
    ASSERT_TRUE(good);
    EXPECT_EQ(good->side, Side::sell);
    EXPECT_EQ(good->type, OrderType::stop_limit);
    EXPECT_EQ(good->limit_price, 98_d);
    EXPECT_EQ(good->stop_price, 99_d);
    EXPECT_EQ(good->time_in_force, TimeInForce::good_till_cancelled);
    EXPECT_EQ(good->client_order_id, "x");
}

TEST_F(RouterTest, RK_7_a_check_places_nothing_and_counts_nothing)
{
    start();
    for (int i = 0; i < 50; ++i) {
        auto verdict = check(buy(aapl, 1_d).limit(99_d));
        EXPECT_EQ(verdict.pair(), std::pair(true, std::string{"OK"}));
    }
    auto verdict = check(buy(aapl, 1001_d).limit(99_d));
    EXPECT_EQ(verdict.pair(), std::pair(false, std::string{"Order size 1001 exceeds max 1000"}));
    EXPECT_EQ(broker->count("place"), 0U);
}

TEST_F(RouterTest, a_batch_gives_each_order_its_own_result)
{
    start();
    std::vector<OrderRequest> orders{buy(aapl, 1_d).limit(99_d), buy(aapl, 1001_d).limit(99_d),
                                     buy(aapl, 2_d).limit(99_d)};
    using Results = std::vector<Result<OrderReport>>;
    auto results =
        answer<Result<Results>>([&](auto token) { router->execute(orders, std::move(token)); });
    ASSERT_TRUE(results);
    ASSERT_EQ(results->size(), 3U);
    EXPECT_TRUE((*results)[0]);
    EXPECT_EQ((*results)[1].error().code, RiskReason::max_order_size);
    EXPECT_TRUE((*results)[2]);
    auto none = answer<Result<Results>>(
        [&](auto token) { router->execute(std::vector<OrderRequest>{}, std::move(token)); });
    EXPECT_TRUE(none->empty());
}

TEST_F(RouterTest, not_connected_and_not_reconciled_are_refused)
{
    make();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::not_connected);
    broker->positions_error = Error{Errc::timed_out, "no positions"};
    EXPECT_TRUE(connect()) << "cancels and a kill need no positions";
    EXPECT_TRUE(router->is_connected());
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::not_reconciled);
}

TEST_F(RouterTest, a_lost_link_refuses_until_reconciled_again)
{
    start();
    broker->tell_link(LinkState::lost);
    run();
    EXPECT_EQ(router->link(), LinkState::lost);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::not_connected);
    broker->positions = {Position{aapl, 100_d}};
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_EQ(router->link(), LinkState::restored);
    EXPECT_EQ(refusal(sell(aapl, 100_d).limit(101_d)), RiskReason::ok);
}

TEST_F(RouterTest, an_unknown_contract_is_refused)
{
    start();
    broker->knows_contracts = false;
    EXPECT_EQ(refusal(buy(stock("NOPE"), 1_d).limit(1_d)), RiskReason::unknown_contract);
    broker->contracts = {ContractDetails{stock("TWIN").with_id(1)},
                         ContractDetails{stock("TWIN").with_id(2)}};
    EXPECT_EQ(refusal(buy(stock("TWIN"), 1_d).limit(1_d)), RiskReason::unknown_contract);
}

TEST_F(RouterTest, the_brokers_own_way_to_write_a_contract_is_the_same_instrument)
{
    auto resolved = stock("AAPL").on("NASDAQ").with_id(265598);
    broker->contracts = {ContractDetails{resolved}};
    broker->positions = {Position{resolved, 100_d}};
    start();
    broker->quote(resolved, 100_d, 100.02_d);
    EXPECT_EQ(refusal(sell(aapl, 100_d).limit(101_d)), RiskReason::ok);
    EXPECT_EQ(refusal(sell(aapl, 1_d).limit(101_d)), RiskReason::short_not_allowed);
}

TEST_F(RouterTest, a_refusal_by_the_broker_frees_its_reservation)
{
    config.risk.max_position_size = 100_d;
    start();
    broker->placing = ScriptedBroker::Placing::refuse;
    broker->refusal = make_tws_error(201, "no");
    EXPECT_EQ(place(buy(aapl, 100_d).limit(99_d)).error(), Errc::rejected);
    broker->placing = ScriptedBroker::Placing::accept;
    EXPECT_EQ(refusal(buy(aapl, 100_d).limit(98_d)), RiskReason::ok);
}

TEST_F(RouterTest, too_many_refusals_by_the_broker_halt_trading)
{
    config.risk.max_rejects = 3;
    start();
    broker->placing = ScriptedBroker::Placing::refuse;
    for (int i = 1; i <= 3; ++i) {
        EXPECT_EQ(router->trading_state(), TradingState::active);
        EXPECT_FALSE(place(buy(aapl, Decimal{i}).limit(99_d)));
    }
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    EXPECT_EQ(router->latch().who, "risk");
}

TEST_F(RouterTest, too_many_own_refusals_halt_trading)
{
    config.risk.max_denials = 3;
    start();
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(place(buy(aapl, 2000_d).limit(99_d)));
    EXPECT_EQ(router->trading_state(), TradingState::halted);
}

TEST_F(RouterTest, an_unknown_outcome_blocks_its_id_and_keeps_its_reservation)
{
    config.risk.max_position_size = 100_d;
    start();
    broker->placing = ScriptedBroker::Placing::lose;
    auto order = buy(aapl, 100_d).limit(99_d).with_client_order_id("u");
    EXPECT_EQ(place(order).error(), Errc::connection_lost);
    broker->placing = ScriptedBroker::Placing::accept;
    EXPECT_EQ(refusal(order), RiskReason::unknown_outcome);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(98_d)), RiskReason::max_position_size);
    // not among the broker's orders for long enough: it never arrived
    for (int i = 0; i < 4; ++i) advance(10s);
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(order), RiskReason::ok);
    EXPECT_EQ(broker->count("place"), 2U);
}

TEST_F(RouterTest, an_unknown_order_that_the_broker_has_is_adopted)
{
    start();
    broker->placing = ScriptedBroker::Placing::lose;
    auto order = buy(aapl, 100_d).limit(99_d).with_client_order_id("u");
    EXPECT_FALSE(place(order));
    OrderReport live{OrderId{7}, order};
    live.status = OrderStatus::submitted;
    broker->orders[7] = live;
    advance(10s);
    broker->placing = ScriptedBroker::Placing::accept;
    auto again = place(order);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->id, OrderId{7});
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(RouterTest, a_nameless_tws_code_is_no_refusal)
{
    start();
    broker->placing = ScriptedBroker::Placing::refuse;
    broker->refusal = make_tws_error(99'999, "something new");
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("n");
    EXPECT_FALSE(place(order));
    EXPECT_EQ(refusal(order), RiskReason::unknown_outcome);
}

TEST_F(RouterTest, the_same_id_while_in_flight_waits_for_the_first)
{
    start();
    broker->placing = ScriptedBroker::Placing::silent;
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("f");
    int answers = 0;
    for (int i = 0; i < 2; ++i)
        router->place_order(order,
                            [&](Result<OrderReport> r) { answers += r && r->id == OrderId{1}; });
    run();
    EXPECT_EQ(broker->count("place"), 1U);
    OrderReport report{OrderId{1}, order};
    report.status = OrderStatus::submitted;
    broker->tell(report);
    advance(10s);
    EXPECT_EQ(answers, 2);
}

TEST_F(RouterTest, fills_move_the_position_before_the_broker_says_so)
{
    start();
    broker->placing = ScriptedBroker::Placing::accept;
    auto placed = place(buy(aapl, 100_d).limit(100_d));
    ASSERT_TRUE(placed);
    broker->fill(placed->id, 60_d, 100_d, false);
    EXPECT_EQ(refusal(sell(aapl, 60_d).limit(101_d)), RiskReason::short_not_allowed)
        << "until the broker's word agrees the worse of both counts";
    broker->hold(aapl, 60_d);
    EXPECT_EQ(refusal(sell(aapl, 60_d).limit(101_d)), RiskReason::ok);
}

TEST_F(RouterTest, a_position_that_stays_different_halts_trading)
{
    start();
    broker->hold(aapl, 10_d);
    advance(4900ms);
    EXPECT_EQ(router->trading_state(), TradingState::active);
    advance(200ms);
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    EXPECT_NE(router->latch().reason.find("position mismatch"), std::string::npos);
}

TEST_F(RouterTest, a_position_that_a_corporate_action_changes_is_the_broker_s_word)
{
    start();
    broker->tell_notice(Notice{Error{Errc::corporate_action, "AAPL: 10 shares became 40"}});
    broker->hold(aapl, 40_d);
    advance(10s);
    EXPECT_EQ(router->trading_state(), TradingState::active) << router->latch().reason;
    broker->hold(aapl, 50_d);
    advance(10s);
    EXPECT_EQ(router->trading_state(), TradingState::halted) << "one action explains one change";
}

TEST_F(RouterTest, orders_of_others_count_and_may_halt)
{
    config.kill_switch.on_unknown_order = KillAction::reducing;
    config.risk.max_position_size = 100_d;
    start();
    OrderReport foreign{OrderId{900}, buy(aapl, 100_d).limit(99_d)};
    foreign.status = OrderStatus::submitted;
    foreign.permanent_id = PermanentId{77};
    broker->tell(foreign);
    run();
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
    ASSERT_TRUE(resume());
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::max_position_size);
}

TEST_F(RouterTest, paper_mode_refuses_a_live_account)
{
    config.type = BrokerType::ibkr;
    broker->account.id = "U1234567";
    make();
    auto refused = connect();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, RiskReason::live_not_allowed);
    EXPECT_EQ(refused.error().message,
              "broker.mode is paper, but account *****567 at port 7497 is not a paper account");
    EXPECT_FALSE(broker->is_connected());
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::live_not_allowed);
}

TEST_F(RouterTest, live_mode_refuses_a_paper_account_and_another_account)
{
    config.type = BrokerType::ibkr;
    config.mode = TradingMode::live;
    config.allow_live = true;
    config.account = "U1";
    broker->account.id = "DU1";
    make();
    EXPECT_NE(connect().error().message.find("the login's account is DU1"), std::string::npos);
    broker->account.id = "U1";
    EXPECT_TRUE(connect());
}

TEST_F(RouterTest, validation_comes_before_risk)
{
    ContractDetails details{aapl};
    details.minimum_tick = 0.01_d;
    details.size_increment = 1_d;
    broker->contracts = {details};
    start();
    auto wrong = [&](OrderRequest order) {
        auto refused = place(std::move(order));
        EXPECT_EQ(refused.error().code, RiskReason::invalid_order);
        return refused.error().message;
    };
    EXPECT_EQ(wrong(buy(aapl, 0_d)), "quantity 0 is not greater than 0");
    EXPECT_EQ(wrong(buy(aapl, -5000_d)), "quantity -5000 is not greater than 0");
    EXPECT_EQ(wrong(buy(aapl, 1.5_d)), "quantity 1.5 is not a multiple of 1");
    EXPECT_EQ(wrong(buy(aapl, 1_d).limit(99.001_d)),
              "limit_price 99.001 is not a multiple of the tick 0.01");
    EXPECT_EQ(wrong(buy(aapl, 1_d).of_type(OrderType::limit)),
              "limit_price is missing: LMT needs one");
    EXPECT_EQ(wrong(buy(aapl, 1_d).of_type(OrderType::stop)),
              "stop_price is missing: STP needs one");
    EXPECT_EQ(wrong(buy(aapl, 1_d).limit(99_d).market()), "limit_price is given, but MKT has none");
    EXPECT_EQ(wrong(buy(aapl, 1_d).limit(99_d).good_till("20251231 16:00:00 UTC")),
              "good_till_date 20251231 16:00:00 UTC has passed");
    EXPECT_EQ(wrong(buy(aapl, 1_d).limit(99_d).good_till("soon")),
              "good_till_date \"soon\" is not a time as TWS writes it");
}

TEST_F(RouterTest, modification_reserves_the_larger_until_answered)
{
    config.risk.max_position_size = 100_d;
    start();
    auto working = place(buy(aapl, 50_d).limit(99_d));
    ASSERT_TRUE(working);
    EXPECT_EQ(modify(working->id, buy(aapl, 101_d).limit(99_d)).error().code,
              RiskReason::max_position_size);
    EXPECT_TRUE(modify(working->id, buy(aapl, 100_d).limit(99_d)));
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(98_d)), RiskReason::max_position_size);
    broker->placing = ScriptedBroker::Placing::refuse;
    EXPECT_FALSE(modify(working->id, buy(aapl, 60_d).limit(99_d)));
    EXPECT_EQ(modify(working->id, sell(aapl, 60_d).limit(99_d)).error().code,
              RiskReason::invalid_order);
    EXPECT_EQ(modify(OrderId{55}, buy(aapl, 60_d)).error(), Errc::unknown_order);
}

TEST_F(RouterTest, reload_tightens_at_once_and_loosens_with_a_name)
{
    start();
    Config tighter = config;
    tighter.risk.max_order_size = 10_d;
    ASSERT_TRUE(reload(tighter, ""));
    EXPECT_EQ(refusal(buy(aapl, 11_d).limit(99_d)), RiskReason::max_order_size);
    auto refused = reload(config, "");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message,
              "broker.max_order_size: allows more than now, which needs a name");
    ASSERT_TRUE(reload(config, "ann"));
    EXPECT_EQ(refusal(buy(aapl, 11_d).limit(99_d)), RiskReason::ok);
    Config other = config;
    other.ibkr.port = 4002;
    EXPECT_NE(reload(other, "ann").error().message.find("cannot change while running"),
              std::string::npos);
}

TEST_F(RouterTest, a_strategy_that_takes_a_broker_is_guarded)
{
    start();
    Broker& anything = *router;
    auto refused = answer<Result<OrderReport>>(
        [&](auto token) { anything.place_order(buy(aapl, 2000_d).limit(99_d), std::move(token)); });
    EXPECT_EQ(refused.error(), Errc::order_size_limit);
    EXPECT_EQ(anything.name(), "scripted");
}

TEST_F(RouterTest, events_reach_the_routers_observers)
{
    class Ear : public BrokerObserver {
    public:
        void on_order(const OrderReport&) override { ++orders; }
        void on_execution(const Execution&) override { ++executions; }
        void on_position(const Position&) override { ++positions; }
        void on_link(LinkState s) override { links.push_back(s); }
        int orders = 0, executions = 0, positions = 0;
        std::vector<LinkState> links;
    } ear;
    make();
    auto listening = router->observe(ear);
    ASSERT_TRUE(connect());
    EXPECT_EQ(ear.links, (std::vector{LinkState::connecting, LinkState::ready}));
    broker->quote(aapl, 100_d, 100.02_d);
    broker->placing = ScriptedBroker::Placing::fill;
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(100.02_d)));
    EXPECT_EQ(ear.orders, 2);
    EXPECT_EQ(ear.executions, 1);
    EXPECT_EQ(ear.positions, 1);
}

}  // namespace
}  // namespace trademind::test
