// What an order waits for before it is judged: contract, first quote, exchange rate, account.
#include "unit/execution/router_fixture.hpp"

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class Preparation : public RouterFixture {
protected:
    Preparation()
    {
        config.risk.max_concentration.reset();
        config.risk.max_denials.reset();
        config.risk.duplicate_window = {};
    }
    void connected()
    {
        make();
        ASSERT_TRUE(connect());
    }
    std::shared_ptr<std::optional<Result<OrderReport>>> begin(OrderRequest order)
    {
        auto placed = std::make_shared<std::optional<Result<OrderReport>>>();
        router->place_order(std::move(order),
                            [placed](Result<OrderReport> r) { *placed = std::move(r); });
        run();
        return placed;
    }
};

TEST_F(Preparation, the_first_order_waits_for_the_first_quote)
{
    connected();
    auto placed = begin(buy(aapl, 1_d).limit(99_d));
    EXPECT_FALSE(*placed);
    EXPECT_EQ(broker->count("place"), 0U);
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    ASSERT_TRUE(*placed);
    EXPECT_TRUE(**placed) << (**placed).error().describe();
}

TEST_F(Preparation, half_a_quote_is_waited_out)
{
    connected();
    auto placed = begin(buy(aapl, 1_d).limit(99_d));
    broker->quote(aapl, 100_d, std::nullopt);
    run();
    EXPECT_FALSE(*placed) << "bid and ask come one after the other";
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    ASSERT_TRUE(*placed && **placed);
}

TEST_F(Preparation, an_order_waits_while_the_quote_is_crossed)
{
    connected();
    auto first = begin(buy(aapl, 1_d).limit(99_d));
    broker->quote(aapl, 100.03_d, 100.02_d);
    run();
    EXPECT_FALSE(*first) << "torn: the ask of the next moment is on its way";
    broker->quote(aapl, 100.03_d, 100.05_d);
    run();
    ASSERT_TRUE(*first && **first);
    // the same once the stream has begun
    broker->quote(aapl, 100.06_d, 100.05_d);
    run();
    auto next = begin(buy(aapl, 2_d));
    EXPECT_FALSE(*next);
    broker->quote(aapl, 100.06_d, 100.07_d);
    run();
    ASSERT_TRUE(*next);
    EXPECT_TRUE(**next) << (**next).error().describe();
}

TEST_F(Preparation, a_quote_that_stays_crossed_is_waited_out)
{
    config.risk.quote_wait = 3s;
    start();
    broker->quote(aapl, 110_d, 100_d);
    run();
    auto placed = begin(buy(aapl, 1_d));
    advance(2999ms);
    EXPECT_FALSE(*placed);
    advance(1ms);
    ASSERT_TRUE(*placed);
    EXPECT_EQ((**placed).error().code, RiskReason::no_price);
}

TEST_F(Preparation, a_crossed_pair_keeps_the_exchange_rate_from_before)
{
    config.risk.max_order_value = 1100_d;
    start();
    auto foreign = stock("XYZ").in("EUR");
    broker->quote(foreign, 10_d, 10_d);
    broker->quote(forex("EUR", "USD"), 1.09_d, 1.1_d);
    EXPECT_EQ(refusal(buy(foreign, 100_d).limit(10_d)), RiskReason::ok);
    broker->quote(forex("EUR", "USD"), 1.09_d, 0.5_d);
    run();
    EXPECT_EQ(refusal(buy(foreign, 101_d).limit(10_d)), RiskReason::max_order_value);
}

TEST_F(Preparation, an_order_is_valued_by_the_quotes_of_the_market_that_it_names)
{
    config.risk.max_order_value = 1100_d;
    auto smart = stock("XYZ"), ibis = stock("XYZ").on("IBIS");
    broker->contracts.emplace_back(Contract{smart}.with_id(7));  // the only row that TWS tells
    connected();
    broker->quote(smart, 100_d, 100.02_d);
    broker->quote(ibis, 200_d, 200.02_d);
    EXPECT_EQ(refusal(buy(ibis, 6_d)), RiskReason::max_order_value) << "6 x 200.02";
    EXPECT_EQ(broker->watched(), std::vector{Contract{ibis}.with_id(7)}) << "one data line";
    EXPECT_EQ(refusal(buy(ibis, 5_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(smart, 10_d)), RiskReason::ok) << "10 x 100.02";
    EXPECT_EQ(broker->watched(),
              (std::vector{Contract{ibis}.with_id(7), Contract{smart}.with_id(7)}));
    EXPECT_EQ(refusal(buy(stock("XYZ").on("NASDAQ"), 1_d)), RiskReason::no_price)
        << "the quotes of other markets are none of it";
}

TEST_F(Preparation, a_late_snapshot_does_not_replace_what_the_stream_told)
{
    connected();
    broker->late_snapshot = true;
    auto placed = begin(buy(aapl, 1_d).limit(99_d));
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    ASSERT_TRUE(*placed && **placed);
    Quote before{aapl};  // as it was asked for: the ask had not come yet
    before.bid = 100_d;
    broker->answer_snapshots(before);
    run();
    auto next = begin(buy(aapl, 2_d).limit(99_d));
    ASSERT_TRUE(*next);
    EXPECT_TRUE(**next) << (**next).error().describe();
}

TEST_F(Preparation, no_order_waits_longer_than_quote_wait)
{
    config.risk.quote_wait = 3s;
    connected();
    auto placed = begin(buy(aapl, 1_d).limit(99_d));
    advance(2999ms);
    EXPECT_FALSE(*placed);
    advance(1ms);
    ASSERT_TRUE(*placed);
    EXPECT_EQ((**placed).error().code, RiskReason::no_price);
    EXPECT_EQ(refusal(buy(aapl, 2_d).limit(99_d)), RiskReason::no_price)
        << "the next does not wait";
}

TEST_F(Preparation, what_is_missing_is_waited_for_together)
{
    config.risk.quote_wait = 3s;
    connected();
    // neither its own quote comes nor that of its currency
    auto placed = begin(buy(stock("XYZ").in("EUR"), 1_d).limit(99_d));
    advance(2999ms);
    EXPECT_FALSE(*placed);
    advance(1ms);
    ASSERT_TRUE(*placed);
    EXPECT_FALSE(**placed);
}

TEST_F(Preparation, a_contract_is_asked_for_once)
{
    connected();
    broker->hold_searches = true;
    broker->searches = 0;
    auto watching = router->watch(aapl, [](const Quote&) {});
    auto first = begin(buy(aapl, 1_d).limit(99_d)), second = begin(buy(aapl, 2_d).limit(99_d));
    broker->release();
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    ASSERT_TRUE(*first && **first && *second && **second);
    EXPECT_EQ(broker->searches, 1);
    EXPECT_TRUE(broker->was_judged) << "the broker need not judge the form again";
}

TEST_F(Preparation, an_order_that_waited_is_handed_over_after_the_event_that_it_waited_for)
{
    connected();
    auto placed = begin(buy(aapl, 1_d).limit(99_d));
    bool early = false;
    auto watching = router->watch(aapl, [&](const Quote& quote) {
        early = early || (quote.ask && broker->count("place") != 0);
    });
    run();
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    ASSERT_TRUE(*placed && **placed);
    EXPECT_FALSE(early);
}

TEST_F(Preparation, many_orders_wait_for_one_quote_in_their_order)
{
    connected();
    std::vector<std::shared_ptr<std::optional<Result<OrderReport>>>> placed;
    for (int n = 1; n <= 5; ++n) placed.push_back(begin(buy(aapl, Decimal{n}).limit(99_d)));
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    for (const auto& answer : placed) ASSERT_TRUE(*answer && **answer);
    std::vector<std::string> expected;
    for (int n = 1; n <= 5; ++n)
        expected.push_back("place BUY " + std::to_string(n) + " AAPL LMT 99 DAY");
    std::vector<std::string> sent;
    for (const auto& line : broker->sent)
        if (line.starts_with("place")) sent.push_back(line);
    EXPECT_EQ(sent, expected);
}

TEST_F(Preparation, orders_that_wait_together_share_the_headroom)
{
    config.risk.max_position_size = 3_d;
    connected();
    auto first = begin(buy(aapl, 2_d).limit(99_d)), second = begin(buy(aapl, 2_d).limit(98_d));
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    ASSERT_TRUE(*first && *second);
    EXPECT_TRUE(**first);
    EXPECT_EQ((**second).error().code, RiskReason::max_position_size);
}

TEST_F(Preparation, a_kill_while_orders_wait_refuses_them)
{
    connected();
    auto placed = begin(buy(aapl, 1_d).limit(99_d));
    router->lower(TradingState::halted, "tester", "now");
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    ASSERT_TRUE(*placed);
    EXPECT_EQ((**placed).error().code, RiskReason::halted);
    EXPECT_EQ(broker->count("place"), 0U);
}

TEST_F(Preparation, a_link_that_breaks_while_orders_wait_refuses_them)
{
    connected();
    auto placed = begin(buy(aapl, 1_d).limit(99_d));
    broker->tell_link(LinkState::lost);
    run();
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    ASSERT_TRUE(*placed);
    EXPECT_EQ((**placed).error().code, RiskReason::not_connected);
}

TEST_F(Preparation, the_same_id_while_waiting_is_one_order)
{
    connected();
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("w");
    auto first = begin(order), second = begin(order);
    auto other = begin(buy(aapl, 2_d).limit(99_d).with_client_order_id("w"));
    ASSERT_TRUE(*other) << "other terms are refused at once";
    EXPECT_EQ((**other).error().code, RiskReason::duplicate_id);
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    ASSERT_TRUE(*first && **first && *second && **second);
    EXPECT_EQ((**first)->id, (**second)->id);
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(Preparation, a_refused_id_may_be_used_again)
{
    start();
    EXPECT_EQ(refusal(buy(aapl, 2000_d).limit(99_d).with_client_order_id("r")),
              RiskReason::max_order_size);
    EXPECT_EQ(refusal(buy(aapl, 2_d).limit(99_d).with_client_order_id("r")), RiskReason::ok)
        << "nothing of it ever left";
}

TEST_F(Preparation, exchange_rates_in_the_markets_own_way_of_quoting)
{
    struct Row {
        const char* currency;
        Contract pair;
        Decimal bid, ask;
        Decimal most;  ///< what 100 units at 10 may cost, exactly
    };
    for (const auto& row : {
             Row{"EUR", forex("EUR", "USD"), 1.09_d, 1.1_d, 1100_d},
             Row{"GBP", forex("GBP", "USD"), 1.24_d, 1.25_d, 1250_d},
             Row{"JPY", forex("USD", "JPY"), 125_d, 126_d, 8_d},
             Row{"CAD", forex("USD", "CAD"), 1.25_d, 1.26_d, 800_d},
         }) {
        SCOPED_TRACE(row.currency);
        router.reset();
        run();
        broker->orders.clear();
        config.risk.max_order_value = row.most;
        start();
        auto foreign = stock("XYZ").in(row.currency);
        broker->quote(foreign, 10_d, 10_d);
        broker->quote(row.pair, row.bid, row.ask);
        EXPECT_EQ(refusal(buy(foreign, 100_d).limit(10_d)), RiskReason::ok);
        EXPECT_EQ(refusal(buy(foreign, 101_d).limit(10_d)), RiskReason::max_order_value);
    }
}

TEST_F(Preparation, a_rate_moves_with_its_quote)
{
    config.risk.max_order_value = 1100_d;
    start();
    auto foreign = stock("XYZ").in("EUR");
    broker->quote(foreign, 10_d, 10_d);
    broker->quote(forex("EUR", "USD"), 1.09_d, 1.1_d);
    EXPECT_EQ(refusal(buy(foreign, 100_d).limit(10_d)), RiskReason::ok);
    broker->quote(forex("EUR", "USD"), 1.1_d, 1.11_d);
    run();
    EXPECT_EQ(refusal(buy(foreign, 100_d).limit(10_d)), RiskReason::max_order_value);
    broker->quote(forex("EUR", "USD"), std::nullopt, std::nullopt);
    run();
    EXPECT_EQ(refusal(buy(foreign, 1_d).limit(10_d)), RiskReason::no_exchange_rate);
}

TEST_F(Preparation, the_accounts_own_rate_values_an_order_until_its_pair_is_quoted)
{
    config.risk.max_order_value = 1100_d;
    auto& balances = broker->account.balances;
    balances.emplace_back("EUR").exchange_rate = 1.1_d;
    balances.emplace_back("CHF").exchange_rate = 0_d;
    start();
    auto foreign = stock("XYZ").in("EUR");
    broker->quote(foreign, 10_d, 10_d);
    EXPECT_EQ(refusal(buy(foreign, 100_d).limit(10_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(foreign, 101_d).limit(10_d)), RiskReason::max_order_value);
    broker->quote(forex("EUR", "USD"), 1.19_d, 1.2_d);
    run();
    EXPECT_EQ(refusal(buy(foreign, 100_d).limit(10_d)), RiskReason::max_order_value)
        << "the quote's rate, once there is one";
    auto unrated = stock("ABC").in("CHF");
    broker->quote(unrated, 10_d, 10_d);
    EXPECT_EQ(refusal(buy(unrated, 1_d).limit(10_d)), RiskReason::no_exchange_rate)
        << "a rate of zero is none";
}

TEST_F(Preparation, what_a_strategy_watches_is_known_to_the_checks)
{
    connected();
    int quotes = 0;
    auto watching = router->watch(aapl, [&](const Quote&) { ++quotes; });
    run();
    broker->quote(aapl, 100_d, 100.02_d);
    run();
    EXPECT_EQ(quotes, 1);
    auto placed = begin(buy(aapl, 1_d).limit(99_d));
    ASSERT_TRUE(*placed) << "no order has to wait any more";
    EXPECT_TRUE(**placed);
}

TEST_F(Preparation, reloaded_limits_hold_for_the_next_order)
{
    start();
    struct Row {
        const char* name;
        std::function<void(RiskLimits&)> tighten;
        OrderRequest order;
        RiskReason expected;
    };
    for (const auto& row : {
             Row{"size", [](RiskLimits& r) { r.max_order_size = 4_d; }, buy(aapl, 5_d).limit(99_d),
                 RiskReason::max_order_size},
             Row{"value", [](RiskLimits& r) { r.max_order_value = 494_d; },
                 buy(aapl, 5_d).limit(99_d), RiskReason::max_order_value},
             Row{"collar", [](RiskLimits& r) { r.price_collar = 0.01_d; },
                 buy(aapl, 5_d).limit(102_d), RiskReason::price_collar},
             Row{"position", [](RiskLimits& r) { r.max_position_size = 4_d; },
                 buy(aapl, 5_d).limit(99_d), RiskReason::max_position_size},
             Row{"position value", [](RiskLimits& r) { r.max_position_value = 494_d; },
                 buy(aapl, 5_d).limit(99_d), RiskReason::max_position_value},
             Row{"gross", [](RiskLimits& r) { r.max_gross_value = MoneyLimit::of_equity(0.001_d); },
                 buy(aapl, 5_d).limit(99_d), RiskReason::max_gross_value},
             Row{"concentration", [](RiskLimits& r) { r.max_concentration = 0.001_d; },
                 buy(aapl, 5_d).limit(99_d), RiskReason::concentration},
             Row{"stop", [](RiskLimits& r) { r.stop_distance = 0.01_d; },
                 buy(aapl, 5_d).stop(110_d), RiskReason::stop_distance},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(check(row.order).reason, RiskReason::ok);
        Config tighter = config;
        row.tighten(tighter.risk);
        auto changed = reload(tighter, "");
        ASSERT_TRUE(changed) << changed.error().describe();
        EXPECT_EQ(changed->items.size(), 1U);
        EXPECT_EQ(check(row.order).reason, row.expected) << "at once";
        EXPECT_EQ(reload(config, "").error(), Errc::config) << "no way back without a name";
        EXPECT_EQ(check(row.order).reason, row.expected);
        ASSERT_TRUE(reload(config, "ann"));
        EXPECT_EQ(check(row.order).reason, RiskReason::ok);
    }
}

TEST_F(Preparation, a_configuration_that_does_not_fit_changes_nothing)
{
    start();
    Config wrong = config;
    wrong.risk.max_order_size = 5_d;
    wrong.risk.enabled = false;
    auto refused = answer<Result<ConfigChange>>(
        [&](auto token) { router->reload(wrong, "ann", std::move(token)); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::config);
    EXPECT_EQ(check(buy(aapl, 6_d).limit(99_d)).reason, RiskReason::ok);
}

}  // namespace
}  // namespace trademind::test
