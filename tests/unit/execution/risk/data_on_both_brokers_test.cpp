// The risk cases that hang on a datum, on both brokers: quotes, rates, day trades, pending cancels,
// multipliers, breaks and configuration.
#include "unit/execution/risk/both_brokers.hpp"

namespace trademind::test {
namespace {

class DataOnBothBrokers : public RiskOnBothBrokers {
protected:
    Result<OrderReport> cancel(OrderId id)
    {
        return world->answer<Result<OrderReport>>(
            [&](auto t) { router->cancel_order(id, std::move(t)); });
    }
};

TEST_P(DataOnBothBrokers, R5_no_quote)
{
    make_world();
    connect();
    auto refused = place(buy(aapl, 1_d));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::no_price);
    EXPECT_EQ(refused.error().message, "No usable ask price of AAPL");
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(10_d)), RiskReason::no_price)
        << "the collar has nothing to compare with";
    EXPECT_EQ(sent(), 0U);
    world->quote(100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok) << "as soon as there is one";
}

TEST_P(DataOnBothBrokers, R5_a_limit_order_passes_where_the_collar_needs_no_quote)
{
    config.risk.price_collar_needs_quote = false;
    make_world();
    connect();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(10_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(aapl, 1_d)), RiskReason::no_price);
    EXPECT_EQ(sent(), 1U);
}

TEST_P(DataOnBothBrokers, R6_a_quote_without_prices_is_none)
{
    start();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
    world->quote_nothing();
    EXPECT_EQ(refusal(buy(aapl, 2_d)), RiskReason::no_price);
    EXPECT_EQ(refusal(buy(aapl, 2_d).limit(99_d)), RiskReason::no_price);
    world->quote(100.05_d, 100_d);
    EXPECT_EQ(refusal(buy(aapl, 2_d)), RiskReason::no_price) << "crossed";
    EXPECT_EQ(sent(), 1U);
}

TEST_P(DataOnBothBrokers, R14_day_trades)
{
    config.risk.day_trade_regime = DayTradeRegime::legacy;
    config.risk.max_daily_loss = {};
    config.paper.commission = CommissionPlan::none;
    tweak_paper = [](paper::Options& options) {
        options.day_trade_regime = paper::DayTradeRegime::pattern_day_trader;
    };
    struct Row {
        const char* name;
        Decimal equity;
        bool used_up;
        RiskReason expected;
    };
    for (const auto& row : {
             Row{"some left", 20000_d, false, RiskReason::ok},
             Row{"none left, below the rule", 24999.99_d, true, RiskReason::day_trade_limit},
             Row{"none left, at the rule", 25000_d, true, RiskReason::ok},
         }) {
        SCOPED_TRACE(row.name);
        router.reset();
        config.paper.starting_cash = row.equity;
        make_world();
        world->quote(100_d, 100_d);
        world->hold(1_d);
        if (row.used_up) world->use_up_day_trades();
        if (mock()) mock()->desk().cash(row.equity - 100_d);
        connect();
        world->quote(100_d, 100_d);
        EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), row.expected);
        EXPECT_EQ(refusal(sell(aapl, 1_d).limit(101_d)), RiskReason::ok) << "closing passes";
        router.reset();
        world->run();
    }
}

TEST_P(DataOnBothBrokers, R17_the_first_order_message_after_a_kill_without_a_link_is_a_cancel)
{
    start();
    ASSERT_EQ(refusal(buy(aapl, 1_d).limit(10_d)), RiskReason::ok);
    ASSERT_TRUE(world->answer<Result<>>([&](auto t) { router->disconnect(std::move(t)); }));
    EXPECT_FALSE(router->is_connected());
    auto report = world->answer<Result<KillReport>>(
        [&](auto t) { router->kill(TradingState::halted, "tester", "a test", std::move(t)); });
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->unconfirmed);
    EXPECT_FALSE(report->complete());
    std::size_t before = mock() ? mock()->tws().received().size() : 0;
    auto up = world->answer<Result<>>([&](auto t) { router->connect(std::move(t)); });
    ASSERT_TRUE(up) << up.error().describe();
    for (int i = 0; i < 20; ++i) world->run();
    auto open = world->answer<Result<std::vector<OrderReport>>>(
        [&](auto t) { router->get_orders(OrderFilter::open, std::move(t)); });
    ASSERT_TRUE(open);
    EXPECT_TRUE(open->empty()) << "cancelled as soon as the link was back";
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(20_d)), RiskReason::halted);
    if (!mock()) return;
    const auto& received = mock()->tws().received();
    auto first =
        std::find_if(received.begin() + static_cast<std::ptrdiff_t>(before), received.end(),
                     [](const ReceivedRequest& r) {
                         return r.id == static_cast<int>(ibkr::PlaceOrderRequest::info.id) ||
                                r.id == static_cast<int>(ibkr::CancelOrderRequest::info.id);
                     });
    ASSERT_NE(first, received.end());
    EXPECT_EQ(first->id, static_cast<int>(ibkr::CancelOrderRequest::info.id));
}

TEST_P(DataOnBothBrokers, R21_options_count_their_multiplier)
{
    config.risk.allowed_security_types.push_back(SecurityType::option);
    config.risk.max_order_value = 5000_d;
    make_world();
    auto call = option("SPX", "20261218", 5000_d, OptionRight::call);
    world->list(call);
    connect();
    world->quote_of(call, 5_d, 5_d);
    EXPECT_EQ(refusal(buy(call, 11_d).limit(5_d)), RiskReason::max_order_value);
    EXPECT_EQ(sent(), 0U);
    auto placed = place(buy(call, 10_d).limit(5_d));
    EXPECT_TRUE(placed) << placed.error().describe();
}

TEST_P(DataOnBothBrokers, R22_another_currency_is_converted_or_refused)
{
    config.risk.max_order_value = 13200_d;
    tweak_paper = [](paper::Options& options) { options.exchange_rates["EUR"] = 1.1_d; };
    make_world();
    auto sap = stock("SAP").on("IBIS").in("EUR");
    auto euro = forex("EUR", "USD");
    world->list(sap);
    world->list(euro);
    connect();
    world->quote_of(sap, 119.9_d, 120_d);
    if (GetParam() == BrokerType::paper) {
        EXPECT_EQ(refusal(buy(sap, 101_d).limit(120_d)), RiskReason::max_order_value)
            << "by the account's own rate";
    } else {
        auto refused = place(buy(sap, 100_d).limit(120_d));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, RiskReason::no_exchange_rate) << refused.error().describe();
        EXPECT_EQ(refused.error().message, "No exchange rate of EUR to USD");
    }
    world->quote_of(euro, 1.0999_d, 1.1_d);
    EXPECT_EQ(refusal(buy(sap, 101_d).limit(120_d)), RiskReason::max_order_value);
    EXPECT_EQ(sent(), 0U);
    EXPECT_EQ(refusal(buy(sap, 100_d).limit(120_d)), RiskReason::ok) << "13,200 USD";
}

TEST_P(DataOnBothBrokers, R22_a_rate_that_could_not_be_watched_is_asked_for_again)
{
    tweak_paper = [](paper::Options& options) { options.exchange_rates["EUR"] = 1.1_d; };
    make_world();
    auto sap = stock("SAP").on("IBIS").in("EUR");
    auto euro = forex("EUR", "USD");
    world->list(sap);
    connect();
    world->quote_of(sap, 119.9_d, 120_d);
    // on paper the account has the rate, at TWS nobody quotes the euro
    EXPECT_EQ(refusal(buy(sap, 2_d).limit(119_d)),
              GetParam() == BrokerType::paper ? RiskReason::ok : RiskReason::no_exchange_rate);
    world->list(euro);
    world->quote_of(euro, 1.0999_d, 1.1_d);
    EXPECT_EQ(refusal(buy(sap, 1_d).limit(119_d)), RiskReason::ok);
}

TEST_P(DataOnBothBrokers, R23_an_order_being_cancelled_still_counts)
{
    config.risk.max_position_size = 100_d;
    tweak_paper = [](paper::Options& options) {
        paper::LatencySettings slow;
        slow.cancel = 5s;
        options.latency_model = paper::make_latency_model(slow);
    };
    start();
    auto working = place(buy(aapl, 100_d).limit(99_d));
    ASSERT_TRUE(working) << working.error().describe();
    if (mock()) mock()->desk().hold(true);  // takes the cancel and says nothing
    router->cancel_order(working->id, [](Result<OrderReport>) {});
    world->run();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(98_d)), RiskReason::max_position_size);
    EXPECT_EQ(sent(), 1U);
    if (mock()) {
        mock()->desk().hold(false);
        mock()->desk().cancel(static_cast<int>(to_number(working->id)));
    }
    world->pass(6s);
    for (int i = 0; i < 20; ++i) world->run();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(98_d)), RiskReason::ok) << "it has ended";
}

TEST_P(DataOnBothBrokers, R27_R28_a_limit_of_zero_and_an_unknown_key_make_no_broker)
{
    std::string type = GetParam() == BrokerType::paper ? "paper" : "ibkr";
    auto complaint = [&](const std::string& more) {
        auto parsed =
            parse_config("journal: {file: j.db}\nbroker:\n  type: " + type + "\n" + more, "c.yaml");
        return parsed ? "" : parsed.error().message;
    };
    EXPECT_EQ(complaint(""), "");
    EXPECT_EQ(complaint("risk:\n  max_order_qty: 0\n"),
              "c.yaml:5: risk.max_order_qty: \"0\" must be greater than 0; \"no limit\" is written "
              "unlimited");
    EXPECT_EQ(complaint("  max_order_sise: 10\n"),
              "c.yaml:4: broker.max_order_sise: unknown key; did you mean broker.max_order_size?");
}

INSTANTIATE_TEST_SUITE_P(Brokers, DataOnBothBrokers,
                         testing::Values(BrokerType::paper, BrokerType::ibkr),
                         [](const auto& given) {
                             return given.param == BrokerType::paper ? "paper" : "ibkr";
                         });

}  // namespace
}  // namespace trademind::test
