// The numbered risk cases R1 to R26; quote 100.00/100.02, equity 100,000, flat unless said.
// R27 and R28 are in config_test.cpp, R16 to R18 with the kill switch too.
#include "unit/execution/router_fixture.hpp"

#include <stdexcept>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class RiskCases : public RouterFixture {
protected:
    RiskCases()
    {
        // the cases name one limit each: the part of the equity in one symbol is not among them
        config.risk.max_concentration.reset();
        config.risk.max_denials.reset();
    }
    /// Holds AAPL from the start.
    void hold(Decimal quantity)
    {
        Position p{aapl, quantity};
        p.market_price = 100_d;
        broker->positions = {p};
    }
};

TEST_F(RiskCases, R1_order_size)
{
    start();
    auto refused = place(buy(aapl, 1001_d).limit(10_d));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, RiskReason::max_order_size);
    EXPECT_EQ(refused.error(), Errc::order_size_limit);
    EXPECT_EQ(refused.error().message, "Order size 1001 exceeds max 1000");
    EXPECT_EQ(broker->count("place"), 0U);
}

TEST_F(RiskCases, R2_order_value)
{
    start();
    auto refused = place(buy(aapl, 500_d).limit(100.02_d));
    EXPECT_EQ(refused.error(), Errc::order_value_limit);
    EXPECT_EQ(refused.error().message, "Order value 50010 exceeds max 50000");
    EXPECT_EQ(refusal(buy(aapl, 499_d).limit(100.02_d)), RiskReason::ok);
}

TEST_F(RiskCases, R3_a_sale_is_valued_by_the_bid_when_that_is_higher)
{
    start();
    EXPECT_EQ(refusal(sell(aapl, 500_d).limit(1_d)), RiskReason::price_collar);
    EXPECT_EQ(refusal(sell(aapl, 501_d).limit(1_d)), RiskReason::max_order_value);
    EXPECT_EQ(refusal(sell(aapl, 500_d).limit(99_d)), RiskReason::short_not_allowed);
}

TEST_F(RiskCases, R4_price_collar)
{
    start();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(105.03_d)), RiskReason::price_collar);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(105.02_d)), RiskReason::ok);
}

TEST_F(RiskCases, R5_no_quote)
{
    config.risk.quote_wait = 0s;
    make();
    ASSERT_TRUE(connect());
    auto refused = place(buy(aapl, 1_d));
    EXPECT_EQ(refused.error(), Errc::no_price);
    EXPECT_EQ(refused.error().message, "No usable ask price of AAPL");
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(10_d)), RiskReason::no_price);
}

TEST_F(RiskCases, R5_a_limit_order_passes_where_the_collar_needs_no_quote)
{
    config.risk.quote_wait = 0s;
    config.risk.price_collar_needs_quote = false;
    make();
    ASSERT_TRUE(connect());
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(10_d)), RiskReason::ok);
}

TEST_F(RiskCases, R6_a_quote_without_prices_is_none)
{
    start();
    broker->quote(aapl, std::nullopt, std::nullopt);
    EXPECT_EQ(refusal(buy(aapl, 1_d)), RiskReason::no_price);
    broker->quote(aapl, 100.05_d, 100_d);
    EXPECT_EQ(refusal(buy(aapl, 1_d)), RiskReason::no_price) << "crossed";
    broker->quote(aapl, 0_d, 0_d);
    EXPECT_EQ(refusal(buy(aapl, 1_d)), RiskReason::no_price) << "zero";
}

TEST_F(RiskCases, R7_a_limit_of_zero_is_no_market_order)
{
    start();
    auto refused = place(buy(aapl, 1_d).limit(0_d));
    EXPECT_EQ(refused.error().code, RiskReason::invalid_order);
    EXPECT_EQ(refused.error().message, "limit_price 0 is not greater than 0");
}

TEST_F(RiskCases, R8_only_what_no_other_order_closes_can_be_closed)
{
    hold(900_d);
    start();
    ASSERT_TRUE(place(sell(aapl, 400_d).limit(101_d)));
    EXPECT_EQ(refusal(sell(aapl, 600_d).limit(101_d)), RiskReason::short_not_allowed);
    EXPECT_EQ(refusal(sell(aapl, 500_d).limit(101_d)), RiskReason::ok);
}

TEST_F(RiskCases, R9_closing_stays_possible_when_the_daily_loss_is_reached)
{
    hold(900_d);
    start();
    ASSERT_TRUE(place(sell(aapl, 400_d).limit(101_d)));
    broker->account.portfolio_value = 90000_d;
    broker->tell_account();
    run();
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
    EXPECT_EQ(refusal(sell(aapl, 500_d).limit(101_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(100_d)), RiskReason::reducing_only);
}

TEST_F(RiskCases, R11_duplicates)
{
    start();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::duplicate_order);
    advance(1001ms);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
}

TEST_F(RiskCases, R11_the_same_client_order_id_returns_the_original)
{
    start();
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("mine");
    auto first = place(order);
    ASSERT_TRUE(first);
    auto second = place(order);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->id, first->id);
    EXPECT_EQ(broker->count("place"), 1U);
    EXPECT_EQ(refusal(buy(aapl, 2_d).limit(99_d).with_client_order_id("mine")),
              RiskReason::duplicate_id);
}

TEST_F(RiskCases, R12_rate)
{
    start();
    for (int i = 0; i < 20; ++i)
        ASSERT_EQ(refusal(buy(aapl, Decimal{i + 1}).limit(50_d)), RiskReason::ok) << i;
    config.risk.max_open_orders_per_symbol.reset();
    EXPECT_EQ(refusal(buy(aapl, 21_d).limit(50_d)), RiskReason::order_rate);
    EXPECT_TRUE(cancel(broker->last_id()));
    advance(100ms);
    EXPECT_EQ(refusal(buy(aapl, 21_d).limit(50_d)), RiskReason::ok);
}

TEST_F(RiskCases, R13_self_trade)
{
    hold(100_d);
    start();
    ASSERT_TRUE(place(sell(aapl, 10_d).limit(100_d)));
    EXPECT_EQ(refusal(buy(aapl, 10_d)), RiskReason::self_trade);
    EXPECT_EQ(refusal(buy(aapl, 10_d).limit(100_d)), RiskReason::self_trade);
    EXPECT_EQ(refusal(buy(aapl, 10_d).limit(99.99_d)), RiskReason::ok);
}

TEST_F(RiskCases, R14_day_trades)
{
    config.risk.day_trade_regime = DayTradeRegime::legacy;
    config.risk.max_daily_loss = {};
    hold(100_d);
    start();
    auto after = [&](std::optional<int> left, Decimal equity) {
        advance(2s);
        broker->quote(aapl, 100_d, 100.02_d);
        broker->account.day_trades_remaining = left;
        broker->account.portfolio_value = equity;
        broker->tell_account();
        return refusal(buy(aapl, 1_d).limit(99_d));
    };
    EXPECT_EQ(after(std::nullopt, 20000_d), RiskReason::ok);
    EXPECT_EQ(after(-1, 20000_d), RiskReason::ok);
    EXPECT_EQ(after(1, 20000_d), RiskReason::ok);
    EXPECT_EQ(after(0, 24999.99_d), RiskReason::day_trade_limit);
    EXPECT_EQ(refusal(sell(aapl, 1_d).limit(101_d)), RiskReason::ok);
    EXPECT_EQ(after(0, 25000_d), RiskReason::ok);
}

TEST_F(RiskCases, R14_the_new_regime_counts_no_day_trades)
{
    broker->account.day_trades_remaining = 0;
    broker->account.portfolio_value = broker->account.buying_power = 20000_d;
    start();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
}

TEST_F(RiskCases, R15_daily_loss_at_exactly_two_percent)
{
    hold(10_d);
    start();
    auto equity = [&](Decimal value) {
        broker->account.portfolio_value = value;
        broker->tell_account();
        run();
    };
    equity(98000.01_d);
    EXPECT_EQ(router->trading_state(), TradingState::active);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
    equity(98000_d);
    EXPECT_EQ(router->trading_state(), TradingState::reducing);
    EXPECT_EQ(refusal(buy(aapl, 2_d).limit(99_d)), RiskReason::reducing_only);
    EXPECT_EQ(refusal(sell(aapl, 10_d).limit(101_d)), RiskReason::ok);
    ASSERT_TRUE(resume());
    EXPECT_EQ(refusal(buy(aapl, 2_d).limit(99_d)), RiskReason::daily_loss)
        << "a resume does not lift the limit itself";
}

TEST_F(RiskCases, R16_kill_with_orders_in_flight)
{
    config.risk.max_orders_per_second.reset();
    config.risk.max_open_orders_per_symbol.reset();
    start();
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(place(buy(aapl, Decimal{i + 1}).limit(10_d))) << i;
    auto filling = broker->last_id();
    auto report = kill();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete());
    EXPECT_EQ(report->cancels_sent, 50);
    EXPECT_EQ(broker->count("cancel"), 50U);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(20_d)), RiskReason::halted);
    EXPECT_EQ(broker->count("place"), 50U);
    // a fill that crossed the cancel is booked
    broker->fill(filling, 10_d, 10_d);
    run();
    ASSERT_TRUE(resume());
    EXPECT_EQ(refusal(sell(aapl, 10_d).limit(101_d)), RiskReason::ok);
}

TEST_F(RiskCases, R17_kill_while_disconnected_cancels_first)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(10_d)));
    broker->tell_link(LinkState::lost);
    run();
    broker->sent.clear();
    auto report = kill();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->unconfirmed);
    EXPECT_TRUE(broker->sent.empty());
    broker->tell_link(LinkState::restored);
    run();
    ASSERT_FALSE(broker->sent.empty());
    EXPECT_EQ(broker->sent.front(), "cancel 1");
    EXPECT_TRUE(broker->orders.at(1).status == OrderStatus::cancelled);
}

TEST_F(RiskCases, R18_a_kill_survives_a_restart)
{
    TemporaryDirectory directory;
    config.journal.file = directory / "j.db";
    start();
    ASSERT_TRUE(kill());
    restart();
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    EXPECT_EQ(router->latch().who, "tester");
    ASSERT_TRUE(connect());
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::halted);
    ASSERT_TRUE(resume());
    restart();
    EXPECT_EQ(router->trading_state(), TradingState::active);
    router.reset();
}

TEST_F(RiskCases, R19_a_modification_over_the_size_leaves_the_original)
{
    start();
    auto working = place(buy(aapl, 100_d).limit(99_d));
    ASSERT_TRUE(working);
    auto refused = modify(working->id, buy(aapl, 1001_d).limit(99_d));
    EXPECT_EQ(refused.error().code, RiskReason::max_order_size);
    EXPECT_EQ(broker->count("modify"), 0U);
    EXPECT_EQ(broker->orders.at(1).order.quantity, 100_d);
}

TEST_F(RiskCases, R20_a_modification_away_from_the_market_adds_nothing)
{
    start();
    auto working = place(buy(aapl, 400_d).limit(100_d));
    ASSERT_TRUE(working);
    broker->account.buying_power = 0_d;
    broker->tell_account();
    EXPECT_TRUE(modify(working->id, buy(aapl, 400_d).limit(99_d)));
    auto up = modify(working->id, buy(aapl, 400_d).limit(100_d));
    ASSERT_FALSE(up);
    EXPECT_EQ(up.error().message, "Insufficient buying power");
}

TEST_F(RiskCases, R21_options_count_their_multiplier)
{
    config.risk.allowed_security_types.push_back(SecurityType::option);
    config.risk.max_order_value = 5000_d;
    start();
    auto call = option("AAPL", "20261218", 100_d, OptionRight::call);
    broker->quote(call, 5_d, 5_d);
    EXPECT_EQ(refusal(buy(call, 10_d).limit(5_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(call, 11_d).limit(5_d)), RiskReason::max_order_value);
}

TEST_F(RiskCases, R22_another_currency_is_converted_or_refused)
{
    config.risk.max_order_value = 13200_d;
    config.risk.quote_wait = 0s;
    start();
    auto sap = stock("SAP").on("IBIS").in("EUR");
    broker->quote(sap, 119.9_d, 120_d);
    auto refused = place(buy(sap, 100_d).limit(120_d));
    EXPECT_EQ(refused.error().code, RiskReason::no_exchange_rate);
    EXPECT_EQ(refused.error().message, "No exchange rate of EUR to USD");
    broker->quote(forex("EUR", "USD"), 1.0999_d, 1.1_d);
    EXPECT_EQ(refusal(buy(sap, 100_d).limit(120_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(sap, 101_d).limit(120_d)), RiskReason::max_order_value);
}

TEST_F(RiskCases, R23_an_order_being_cancelled_still_counts)
{
    config.risk.max_position_size = 100_d;
    start();
    auto working = place(buy(aapl, 100_d).limit(99_d));
    ASSERT_TRUE(working);
    auto report = broker->orders.at(1);
    report.status = OrderStatus::pending_cancel;
    broker->tell(report);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(98_d)), RiskReason::max_position_size);
    report.status = OrderStatus::cancelled;
    broker->tell(report);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(98_d)), RiskReason::ok);
}

TEST_F(RiskCases, R24_of_an_oca_group_one_counts)
{
    config.risk.max_position_size = 100_d;
    start();
    ASSERT_TRUE(place(buy(aapl, 100_d).limit(99_d).in_oca_group("g", OcaType::cancel_with_block)));
    auto second = place(buy(aapl, 100_d).limit(98_d).in_oca_group("g", OcaType::cancel_with_block));
    EXPECT_TRUE(second) << second.error().describe();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(97_d)), RiskReason::max_position_size);
}

TEST_F(RiskCases, R25_absurd_numbers_are_refused)
{
    config.risk.max_order_size.reset();
    config.risk.price_collar.reset();
    start();
    EXPECT_EQ(refusal(buy(aapl, 1e18_d).limit(1e25_d)), RiskReason::overflow);
    EXPECT_EQ(refusal(buy(aapl, Decimal::max())), RiskReason::overflow);
    EXPECT_EQ(refusal(buy(aapl, Decimal::min())), RiskReason::invalid_order);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok) << "and nothing is left behind";
}

class Throws final : public RiskCheck {
public:
    std::string_view name() const override { return "mine"; }
    std::optional<std::string> refuse(const RiskInquiry&) override
    {
        throw std::runtime_error{"broken"};
    }
};

TEST_F(RiskCases, R26_a_check_that_throws_refuses)
{
    RouterOptions options;
    options.checks.push_back(std::make_shared<Throws>());
    start(std::move(options));
    auto refused = place(buy(aapl, 1_d).limit(99_d));
    EXPECT_EQ(refused.error().code, RiskReason::internal);
    EXPECT_EQ(refused.error().message, "check mine failed: broken");
}

}  // namespace
}  // namespace trademind::test
