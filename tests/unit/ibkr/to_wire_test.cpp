// Orders as the protocol takes them: types, prices and rare attributes.
#include "brokers/ibkr/broker/to_wire.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

class ToWire : public testing::Test {
protected:
    Texts texts;
    OrderRequest kept;
    ibkr::Order wire(OrderRequest order)
    {
        kept = std::move(order);
        account_ = "DU1";
        return to_wire(kept, account_, texts);
    }
    ibkr::Order with(OrderAttributes more)
    {
        return wire(buy(stock("AAPL"), 1_d).limit(1_d).with(std::move(more)));
    }

private:
    std::string account_;
};

TEST_F(ToWire, TypesAndTheirPrices)  // OT-1 to OT-4
{
    EXPECT_EQ(wire(buy(stock("A"), 1_d)).order_type, "MKT");
    EXPECT_EQ(wire(buy(stock("A"), 1_d)).limit_price, std::nullopt);
    auto limit = wire(buy(stock("A"), 1_d).limit(0_d));
    EXPECT_EQ(limit.order_type, "LMT");
    EXPECT_EQ(limit.limit_price, 0.0) << "zero is a price";
    auto stop = wire(sell(stock("A"), 1_d).stop(9.5_d));
    EXPECT_EQ(stop.order_type, "STP");
    EXPECT_EQ(stop.aux_price, 9.5);
    EXPECT_EQ(stop.limit_price, std::nullopt);
    auto both = wire(sell(stock("A"), 1_d).stop(9.5_d).limit(9.4_d));
    EXPECT_EQ(both.order_type, "STP LMT");
    EXPECT_EQ(both.aux_price, 9.5);
    EXPECT_EQ(both.limit_price, 9.4);
}

TEST_F(ToWire, TrailingByAmountOrPercent)
{
    auto amount = wire(sell(stock("A"), 1_d).trailing(0.5_d, 99_d));
    EXPECT_EQ(amount.order_type, "TRAIL");
    EXPECT_EQ(amount.aux_price, 0.5);
    EXPECT_EQ(amount.trail_stop_price, 99.0);
    auto percent = wire(sell(stock("A"), 1_d).trailing_percent(2_d));
    EXPECT_EQ(percent.trailing_percent, 2.0);
    EXPECT_EQ(percent.aux_price, std::nullopt);
    auto limited =
        sell(stock("A"), 1_d).trailing(0.5_d, 99_d).of_type(OrderType::trailing_stop_limit);
    limited.limit_offset = 0.1_d;
    limited.limit_price = 98_d;
    auto sent = wire(limited);
    EXPECT_EQ(sent.limit_price_offset, 0.1);
    EXPECT_EQ(sent.limit_price, std::nullopt) << "one of the two";
}

TEST_F(ToWire, AccountOfTheOrderWins)
{
    EXPECT_EQ(wire(buy(stock("A"), 1_d)).account, "DU1");
    EXPECT_EQ(wire(buy(stock("A"), 1_d).for_account("DU2")).account, "DU2");
}

TEST_F(ToWire, RelationsBetweenOrders)
{
    auto child = wire(sell(stock("A"), 1_d)
                          .limit(2_d)
                          .child_of(OrderId{7})
                          .held()
                          .in_oca_group("g", OcaType::reduce_with_block)
                          .triggered_by(TriggerMethod::double_last));
    EXPECT_EQ(child.parent_id, 7);
    EXPECT_FALSE(child.transmit);
    EXPECT_EQ(child.oca_group, "g");
    EXPECT_EQ(child.oca_type, 2);
    EXPECT_EQ(child.trigger_method, 3);
}

TEST_F(ToWire, ConditionsOfEveryKind)
{
    OrderAttributes more;
    more.conditions = {OrderCondition::price(265598, "SMART", true, 200_d).or_next(),
                       OrderCondition::time(true, "20261224-15:00:00"),
                       OrderCondition::margin(false, 30),
                       OrderCondition::execution("MSFT", "STK", "*"),
                       OrderCondition::volume(265598, "SMART", true, 1'000'000),
                       OrderCondition::change(265598, "SMART", false, 2.5_d)};
    more.conditions_cancel_order = true;
    more.conditions_ignore_regular_hours = true;
    auto order = with(more);
    ASSERT_EQ(order.conditions.size(), 6U);
    using Type = ibkr::OrderCondition::Type;
    EXPECT_EQ(order.conditions[0].type, Type::price);
    EXPECT_EQ(order.conditions[0].price, 200.0);
    EXPECT_FALSE(order.conditions[0].is_conjunction);
    EXPECT_EQ(order.conditions[1].type, Type::time);
    EXPECT_EQ(order.conditions[1].time, "20261224-15:00:00");
    EXPECT_TRUE(order.conditions[1].is_conjunction);
    EXPECT_EQ(order.conditions[2].percent, 30);
    EXPECT_FALSE(order.conditions[2].is_more);
    EXPECT_EQ(order.conditions[3].symbol, "MSFT");
    EXPECT_EQ(order.conditions[4].volume, 1'000'000);
    EXPECT_EQ(order.conditions[5].percent_change, 2.5);
    EXPECT_TRUE(order.conditions_cancel_order);
    EXPECT_TRUE(order.conditions_ignore_rth);
}

TEST_F(ToWire, AlgorithmScaleHedgeAdjustment)
{
    OrderAttributes more;
    more.algorithm = Algorithm{"Adaptive", {{"adaptivePriority", "Urgent"}}};
    more.scale.emplace().initial_level_size = 100;
    more.scale->price_increment = 0.05_d;
    more.hedge.emplace().type = "B";
    more.hedge->parameter = "0.8";
    more.adjustment.emplace().order_type = "TRAIL";
    more.adjustment->trigger_price = 110_d;
    more.adjustment->trailing_amount = 1_d;
    more.adjustment->trails_by_percent = true;
    auto order = with(more);
    EXPECT_EQ(order.algo_strategy, "Adaptive");
    ASSERT_EQ(order.algo_params.size(), 1U);
    EXPECT_EQ(order.algo_params[0].second, "Urgent");
    EXPECT_EQ(order.scale_init_level_size, 100);
    EXPECT_EQ(order.scale_price_increment, 0.05);
    EXPECT_EQ(order.hedge_type, "B");
    EXPECT_EQ(order.hedge_param, "0.8");
    EXPECT_EQ(order.adjusted_order_type, "TRAIL");
    EXPECT_EQ(order.trigger_price, 110.0);
    EXPECT_EQ(order.adjustable_trailing_unit, 100);
}

TEST_F(ToWire, PegsAndVolatility)
{
    OrderAttributes more;
    more.peg.emplace().compete_up_to_midpoint = true;
    more.peg->minimum_trade_quantity = 50;
    more.peg->reference_contract_id = 8314;
    more.volatility.emplace().volatility = 35_d;
    more.volatility->type = 2;
    more.offset = 0.02_d;
    auto order = with(more);
    ASSERT_TRUE(order.compete_against_best_offset);
    EXPECT_TRUE(std::isinf(*order.compete_against_best_offset));
    EXPECT_EQ(order.min_trade_quantity, 50);
    EXPECT_EQ(order.reference_contract_id, 8314);
    EXPECT_EQ(order.volatility, 35.0);
    EXPECT_EQ(order.volatility_type, 2);
    EXPECT_EQ(order.aux_price, 0.02);
}

TEST_F(ToWire, MoneyInsteadOfAQuantity)
{
    OrderAttributes more;
    more.cash_quantity = 500_d;
    auto order = wire(buy(stock("AAPL"), 0_d).with(more));
    EXPECT_EQ(order.cash_quantity, 500.0);
    EXPECT_EQ(order.total_quantity, std::nullopt);
}

TEST_F(ToWire, WithoutAttributesNothingRareIsSaid)
{
    auto order = wire(buy(stock("A"), 1_d));
    EXPECT_TRUE(order.conditions.empty());
    EXPECT_EQ(order.algo_strategy, "");
    EXPECT_EQ(order.volatility, std::nullopt) << "an echoed one would be refused";
    EXPECT_EQ(order.exempt_code, -1);
    EXPECT_EQ(order.display_size, 0);
}

TEST_F(ToWire, AttributesCompareByWhatTheyAre)
{
    OrderAttributes more, other;
    more.hidden = other.hidden = true;
    auto a = buy(stock("A"), 1_d).with(more), b = buy(stock("A"), 1_d).with(other);
    EXPECT_EQ(a, b);
    other.hidden = false;
    EXPECT_NE(a, buy(stock("A"), 1_d).with(other));
    EXPECT_NE(a, buy(stock("A"), 1_d));
}

TEST(ContractToWire, SaysAllThatIdentifies)
{
    Texts texts;
    auto put = option("SPX", "20261218", 5000.5_d, OptionRight::put).on("CBOE");
    auto wire = to_wire(put, texts);
    EXPECT_EQ(wire.symbol, "SPX");
    EXPECT_EQ(wire.sec_type, "OPT");
    EXPECT_EQ(wire.last_trade_date_or_contract_month, "20261218");
    EXPECT_EQ(wire.strike, 5000.5);
    EXPECT_EQ(wire.right, "P");
    EXPECT_EQ(wire.multiplier.text, "100");
    EXPECT_EQ(wire.exchange, "CBOE");
    auto spread = combo("SPY", {ComboLeg{1, 2, Side::buy}, ComboLeg{3, 1, Side::sell, "ISE"}});
    auto legs = to_wire(spread, texts);
    ASSERT_EQ(legs.combo_legs.size(), 2U);
    EXPECT_EQ(legs.combo_legs[0].ratio, 2);
    EXPECT_EQ(legs.combo_legs[1].action, "SELL");
    EXPECT_EQ(legs.combo_legs[1].exchange, "ISE");
}

}  // namespace
}  // namespace trademind::ibkr_broker
