// Combos: valued by their legs, refused when a leg has no price, counted where the legs are held.
#include "unit/execution/router_fixture.hpp"

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

/// A vertical spread of AAPL calls: long the 100 (id 1), short the 110 (id 2).
class ComboTest : public RouterFixture {
protected:
    ComboTest()
    {
        RiskLimits& risk = config.risk;
        risk.allowed_security_types = {SecurityType::combo, SecurityType::option,
                                       SecurityType::stock};
        risk.max_concentration.reset();
        risk.max_denials.reset();
        risk.quote_wait = 0s;
        risk.short_sales = ShortSales::allow;
        risk.duplicate_window = {};
        broker->contracts = {ContractDetails{call_100}, ContractDetails{call_110}};
    }
    void start_quoted()
    {
        start();
        quote_legs();
    }
    void quote_legs()
    {
        broker->quote(call_100, 4.9_d, 5_d);
        broker->quote(call_110, 1.9_d, 2_d);
    }
    OrderRequest spread(Side side, Decimal quantity) { return {side, vertical, quantity}; }
    std::string why(OrderRequest order)
    {
        auto placed = place(std::move(order));
        return placed ? "ok" : placed.error().message;
    }

    const Contract call_100 =
        option("AAPL", "20260320", 100_d, OptionRight::call).with_id(1).on("SMART");
    const Contract call_110 =
        option("AAPL", "20260320", 110_d, OptionRight::call).with_id(2).on("SMART");
    const Contract vertical =
        combo("AAPL", {ComboLeg{1, 1, Side::buy}, ComboLeg{2, 1, Side::sell}});
};

TEST_F(ComboTest, is_worth_what_its_legs_are_worth)
{
    // bought: the 100 at its ask of 5, the 110 at its bid of 1.90, a hundred each: 690 a spread
    config.risk.max_order_value = 6900_d;
    start_quoted();
    EXPECT_EQ(refusal(spread(Side::buy, 10_d).limit(3.1_d)), RiskReason::ok);
    auto refused = place(spread(Side::buy, 11_d).limit(3.1_d));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "Order value 7590 exceeds max 6900");
}

TEST_F(ComboTest, sold_its_legs_trade_at_the_other_side)
{
    // the 100 at its bid of 4.90, the 110 at its ask of 2: 690 as well
    config.risk.max_order_value = 6900_d;
    start_quoted();
    EXPECT_EQ(refusal(spread(Side::sell, 10_d).limit(2.9_d)), RiskReason::ok);
    EXPECT_EQ(refusal(spread(Side::sell, 11_d).limit(2.9_d)), RiskReason::max_order_value);
}

TEST_F(ComboTest, ratios_multiply)
{
    config.risk.max_order_value = 880_d;
    auto ratio = combo("AAPL", {ComboLeg{1, 1, Side::buy}, ComboLeg{2, 2, Side::sell}});
    start_quoted();
    EXPECT_EQ(refusal(OrderRequest{Side::buy, ratio, 1_d}.limit(1.2_d)), RiskReason::ok);
    config.risk.max_order_value = 879_d;
    router.reset();
    run();
    start_quoted();
    EXPECT_EQ(why(OrderRequest{Side::buy, ratio, 1_d}.limit(1.2_d)),
              "Order value 880 exceeds max 879");
}

TEST_F(ComboTest, a_leg_without_a_price_refuses)
{
    start();
    broker->quote(call_100, 4.9_d, 5_d);
    auto refused = place(spread(Side::buy, 1_d).limit(3.1_d));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, RiskReason::no_price);
    EXPECT_EQ(refused.error().message, "No usable bid price of AAPL");
    broker->quote(call_110, std::nullopt, 2_d);
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.1_d)), RiskReason::no_price) << "no bid";
    broker->quote(call_110, 2.1_d, 2_d);
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.1_d)), RiskReason::no_price) << "crossed";
    broker->quote(call_110, 0_d, 2_d);
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.1_d)), RiskReason::no_price) << "zero";
    broker->quote(call_110, 1.9_d, 2_d);
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.1_d)), RiskReason::ok);
}

TEST_F(ComboTest, a_stale_leg_refuses)
{
    start_quoted();
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.1_d)), RiskReason::ok);
    advance(4s);
    broker->quote(call_100, 4.9_d, 5_d);
    advance(2s);
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.1_d)), RiskReason::stale_price);
}

TEST_F(ComboTest, a_leg_that_nobody_knows_refuses)
{
    broker->knows_contracts = false;
    broker->contracts = {ContractDetails{call_100}};
    start();
    auto refused = place(spread(Side::buy, 1_d).limit(3.1_d));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, RiskReason::unknown_contract);
    broker->contracts.emplace_back(call_110);
    quote_legs();
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.1_d)), RiskReason::ok)
        << "the next order looks again";
}

TEST_F(ComboTest, a_leg_of_another_currency_needs_its_rate)
{
    auto sap = option("SAP", "20260320", 100_d, OptionRight::call).in("EUR").with_id(3).on("SMART");
    broker->contracts.emplace_back(sap);
    auto mixed = combo("AAPL", {ComboLeg{1, 1, Side::buy}, ComboLeg{3, 1, Side::buy}});
    start_quoted();
    broker->quote(sap, 1_d, 1_d);
    EXPECT_EQ(why(OrderRequest{Side::buy, mixed, 1_d}.limit(6_d)),
              "No exchange rate of EUR to USD");
    broker->quote(forex("EUR", "USD"), 1.09_d, 1.1_d);
    EXPECT_EQ(why(OrderRequest{Side::buy, mixed, 1_d}.limit(6_d)), "ok");
}

TEST_F(ComboTest, the_collar_is_a_part_of_what_the_legs_cost)
{
    config.risk.allow_self_trade = true;
    start_quoted();
    // bought at the market it costs 5 - 1.90 = 3.10; five percent of 5 + 1.90 is 0.345
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.44_d)), RiskReason::ok);
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.45_d)), RiskReason::price_collar);
    // sold it brings 4.90 - 2 = 2.90; five percent of 6.90 is 0.345
    EXPECT_EQ(refusal(spread(Side::sell, 1_d).limit(2.56_d)), RiskReason::ok);
    EXPECT_EQ(refusal(spread(Side::sell, 1_d).limit(2.55_d)), RiskReason::price_collar);
}

TEST_F(ComboTest, a_price_of_zero_or_less_is_one)
{
    auto flat = combo("AAPL", {ComboLeg{1, 1, Side::buy}, ComboLeg{2, 2, Side::sell}});
    start();
    broker->quote(call_100, 4_d, 4.1_d);
    broker->quote(call_110, 2_d, 2.1_d);
    EXPECT_EQ(why(OrderRequest{Side::buy, flat, 1_d}.limit(0_d)), "ok");
    EXPECT_EQ(why(OrderRequest{Side::buy, flat, 1_d}.limit(-0.1_d)), "ok");
}

TEST_F(ComboTest, working_combos_count_for_their_legs)
{
    config.risk.max_position_size = 10_d;
    start_quoted();
    EXPECT_EQ(refusal(spread(Side::buy, 6_d).limit(3.1_d)), RiskReason::ok);
    EXPECT_EQ(refusal(buy(call_100, 5_d).limit(5_d)), RiskReason::max_position_size)
        << "six by the combo and five alone";
    EXPECT_EQ(refusal(buy(call_100, 4_d).limit(5_d)), RiskReason::ok);
    auto refused = place(spread(Side::buy, 1_d).limit(3.1_d));
    EXPECT_EQ(refused.error().code, RiskReason::max_position_size);
    EXPECT_NE(refused.error().message.find("could reach 11, max 10"), std::string::npos);
}

TEST_F(ComboTest, a_fill_is_booked_to_the_legs)
{
    start_quoted();
    auto placed = place(spread(Side::buy, 2_d).limit(3.1_d));
    ASSERT_TRUE(placed) << placed.error().describe();
    broker->fill(placed->id, 2_d, 3.1_d, false);
    broker->hold(call_100, 2_d);
    broker->hold(call_110, -2_d);
    run();
    for (int i = 0; i < 10; ++i) advance(1s);
    EXPECT_EQ(router->trading_state(), TradingState::active)
        << "no mismatch: " << router->latch().reason;
    quote_legs();
    router->lower(TradingState::reducing, "tester", "closing only");
    run();
    EXPECT_EQ(refusal(sell(call_100, 3_d).limit(4.9_d)), RiskReason::reducing_only);
    EXPECT_EQ(refusal(sell(call_100, 2_d).limit(4.9_d)), RiskReason::ok);
}

TEST_F(ComboTest, may_close_what_its_legs_hold_and_no_more)
{
    broker->positions = {Position{call_100, 3_d}, Position{call_110, -3_d}};
    start_quoted();
    router->lower(TradingState::reducing, "tester", "closing only");
    run();
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.1_d)), RiskReason::reducing_only);
    EXPECT_EQ(refusal(spread(Side::sell, 4_d).limit(2.9_d)), RiskReason::reducing_only);
    EXPECT_EQ(refusal(spread(Side::sell, 3_d).limit(2.9_d)), RiskReason::ok);
    EXPECT_EQ(refusal(spread(Side::sell, 1_d).limit(2.9_d)), RiskReason::reducing_only)
        << "the first one closes all of it already";
    EXPECT_EQ(refusal(sell(call_100, 1_d).limit(4.9_d)), RiskReason::reducing_only)
        << "and leaves nothing to close by a leg alone";
}

TEST_F(ComboTest, a_leg_sold_beyond_what_is_held_is_a_short_sale)
{
    config.risk.short_sales = ShortSales::deny;
    broker->positions = {Position{call_110, 2_d}};
    start_quoted();
    EXPECT_EQ(why(spread(Side::buy, 3_d).limit(3.1_d)), "It would sell 1 more than is held");
    EXPECT_EQ(why(spread(Side::buy, 2_d).limit(3.1_d)), "ok");
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.1_d)), RiskReason::short_not_allowed)
        << "those two are spoken for";
}

TEST_F(ComboTest, a_change_is_judged_without_the_order_that_it_replaces)
{
    config.risk.max_position_size = 10_d;
    start_quoted();
    auto working = place(spread(Side::buy, 8_d).limit(3.1_d));
    ASSERT_TRUE(working) << working.error().describe();
    EXPECT_TRUE(modify(working->id, spread(Side::buy, 10_d).limit(3.1_d)));
    EXPECT_EQ(modify(working->id, spread(Side::buy, 11_d).limit(3.1_d)).error().code,
              RiskReason::max_position_size);
}

TEST_F(ComboTest, is_off_by_default)
{
    config.risk.allowed_security_types = {SecurityType::stock};
    start_quoted();
    EXPECT_EQ(refusal(spread(Side::buy, 1_d).limit(3.1_d)), RiskReason::security_type_not_allowed);
}

}  // namespace
}  // namespace trademind::test
