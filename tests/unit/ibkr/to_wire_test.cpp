// Orders as the protocol takes them: types, prices and rare attributes.
#include "brokers/ibkr/translation/to_wire.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <type_traits>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

/// Walks an order's field list: the names of all fields, and of those that are set.
class Fields {
public:
    static constexpr bool from_client() { return false; }

    explicit Fields(const ibkr::Order& order) { ibkr::Order::describe(order, *this); }

    template <class T> void operator()(const char* name, int, const T& x) { note(name, x); }
    template <class T> void answered(const char* name, int, const T& x) { note(name, x); }
    template <class T> void sent(const char* name, int, const T& x) { note(name, x); }
    template <class T> void always(const char* name, int, const T& x) { note(name, x); }
    template <class T> void tags(const char* name, int, const T& x) { note(name, x); }
    template <class T, class L> void list(const char* name, int, const T& x, L) { note(name, x); }
    template <class L> void nested(const char* name, int, const ibkr::SoftDollarTier& x, L)
    {
        note(name, x.value);
    }
    template <class T> void from(ibkr::Version, const char* name, int, const T& x)
    {
        note(name, x);
    }
    template <class T> void ended(ibkr::Version, const char* name, const T& x) { note(name, x); }
    template <class T> void json(const char* name, const T& x) { note(name, x); }

    std::set<std::string> all, set;

private:
    template <class T> static bool is_set(const T& x)
    {
        if constexpr (requires { x.has_value(); })
            return x.has_value();
        else if constexpr (requires { x.empty(); })
            return !x.empty();
        else
            return x != T{};
    }
    template <class T> void note(const char* name, const T& x)
    {
        all.insert(name);
        if (is_set(x)) set.insert(name);
    }
};

class ToWire : public testing::Test {
protected:
    Texts texts;
    OrderRequest kept;
    ibkr::Order wire(OrderRequest order)
    {
        kept = std::move(order);
        account_ = "DU1";
        return to_wire(kept, account_);
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

TEST_F(ToWire, WhoSentItAndWhatABondHasAccrued)
{
    OrderAttributes more;
    more.submitter = "desk 3";
    more.bond_accrued_interest = "1.25";
    auto order = with(more);
    EXPECT_EQ(order.submitter, "desk 3");
    EXPECT_EQ(order.bond_accrued_interest, "1.25");
}

/// Every field of a placeOrder that a program sets can be set through an OrderRequest: the others
/// are TWS's own, or the library's.
TEST_F(ToWire, NoFieldOfPlaceOrderIsOutOfReach)
{
    OrderAttributes more;
    more.cash_quantity = more.percent_offset = more.discretionary_amount = 1_d;
    more.display_size = more.minimum_quantity = more.duration = more.post_to_ats = 1;
    more.all_or_none = more.block_order = more.hidden = more.sweep_to_fill = more.not_held = true;
    more.opt_out_smart_routing = more.include_overnight = more.randomize_size = true;
    more.randomize_price = more.solicited = more.override_percentage_constraints = true;
    more.post_only = more.imbalance_only = more.discretionary_up_to_limit_price = true;
    more.use_price_management_algorithm = more.auto_cancel_parent = true;
    more.auction_strategy = more.origin = 1;
    more.oms_container = more.deactivate = more.allow_pre_open = more.ignore_open_auction = true;
    more.route_marketable_to_bbo = more.seek_price_improvement = more.what_if_type = 1;
    more.auto_cancel_date = more.advanced_error_override = more.active_start_time = "t";
    more.active_stop_time = more.designated_location = more.open_close = more.rule_80a = "t";
    more.conditions = {OrderCondition::margin(true, 30)};
    more.conditions_cancel_order = more.conditions_ignore_regular_hours = true;
    more.algorithm = Algorithm{"Vwap", {{"maxPctVol", "0.1"}}};
    more.algorithm->id = "a";
    auto& scale = more.scale.emplace();
    scale.initial_level_size = scale.subsequent_level_size = scale.initial_position = 1;
    scale.initial_fill_quantity = scale.price_adjust_interval = 1;
    scale.price_increment = scale.price_adjust_value = scale.profit_offset = 1_d;
    scale.auto_reset = scale.random_percent = true;
    scale.table = "t";
    auto& hedge = more.hedge.emplace();
    hedge.type = hedge.parameter = "B";
    hedge.maximum_size = 1;
    hedge.no_automatic_price = true;
    auto& adjustment = more.adjustment.emplace();
    adjustment.order_type = "TRAIL";
    adjustment.trigger_price = adjustment.stop_price = adjustment.stop_limit_price = 1_d;
    adjustment.trailing_amount = 1_d;
    adjustment.trails_by_percent = true;
    auto& peg = more.peg.emplace();
    peg.starting_price = peg.stock_reference_price = peg.delta = peg.stock_range_lower = 1_d;
    peg.stock_range_upper = peg.change_amount = peg.reference_change_amount = 1_d;
    peg.compete_against_best_offset = peg.midpoint_offset_at_whole = 1_d;
    peg.midpoint_offset_at_half = 1_d;
    peg.reference_contract_id = 1;
    peg.reference_exchange = "t";
    peg.change_decreases = true;
    peg.minimum_trade_quantity = peg.minimum_compete_size = 1;
    auto& volatility = more.volatility.emplace();
    volatility.volatility = volatility.delta_neutral_price = 1_d;
    volatility.type = volatility.reference_price_type = 1;
    volatility.continuous_update = volatility.delta_neutral_short_sale = true;
    volatility.delta_neutral_order_type = volatility.delta_neutral_settling_firm = "t";
    volatility.delta_neutral_clearing_account = volatility.delta_neutral_clearing_intent = "t";
    volatility.delta_neutral_open_close = volatility.delta_neutral_designated_location = "t";
    volatility.delta_neutral_contract_id = volatility.delta_neutral_short_sale_slot = 1;
    more.soft_dollar_tier = SoftDollarTerms{"t", "t"};
    more.combo_routing = more.options = {{"t", "t"}};
    more.short_sale_slot = 1;
    more.exempt_code = 1;
    more.advisor_group = more.advisor_method = more.advisor_percentage = more.model_code = "t";
    more.settling_firm = more.clearing_account = more.clearing_intent = "t";
    more.customer_account = more.mifid2_decision_maker = more.mifid2_decision_algo = "t";
    more.mifid2_execution_trader = more.mifid2_execution_algo = more.external_operator = "t";
    more.manual_order_time = more.submitter = more.bond_accrued_interest = "t";
    more.professional_customer = true;
    more.manual_order_indicator = 1;
    auto plain = sell(stock("A"), 1_d)
                     .trailing(1_d, 2_d)
                     .good_till("t")
                     .outside_regular_hours()
                     .with_client_order_id("t")
                     .in_oca_group("t", OcaType::cancel_with_block)
                     .child_of(OrderId{1})
                     .held()
                     .triggered_by(TriggerMethod::last)
                     .with(more);
    plain.good_after_time = "t";
    plain.limit_offset = 1_d;
    auto set = Fields{wire(plain)}.set;
    set.merge(Fields{wire(sell(stock("A"), 1_d).limit(1_d))}.set);
    set.merge(Fields{wire(sell(stock("A"), 1_d).trailing_percent(1_d))}.set);

    std::set<std::string> of_tws{
        "clientId",     "orderId",         "permId",      "filledQuantity",  "shareholder",
        "parentPermId", "refFuturesConId", "basisPoints", "basisPointsType", "whatIf"};
    EXPECT_TRUE(set.erase("transmit")) << "of the others, which are not held";
    auto all = Fields{ibkr::Order{}}.all;
    all.erase("transmit");
    for (const auto& name : all) EXPECT_NE(set.contains(name), of_tws.contains(name)) << name;
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
