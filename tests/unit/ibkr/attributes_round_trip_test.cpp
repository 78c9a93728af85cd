// Rare attributes out to TWS and back: what was set comes back, what TWS makes up does not.
#include "brokers/ibkr/translation/from_wire.hpp"
#include "brokers/ibkr/translation/to_wire.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

/// The order as TWS would echo it.
OrderRequest echoed(const OrderRequest& order)
{
    Texts texts;
    auto contract = to_wire(order.contract, texts);
    add_to_contract(contract, order);
    return from_wire(contract, to_wire(order, "DU1"));
}

struct Attribute {
    std::string name;
    std::function<void(OrderAttributes&)> set;
    OrderType type = OrderType::limit;
};
void PrintTo(const Attribute& attribute, std::ostream* out)
{
    *out << attribute.name;
}

class RoundTrip : public testing::TestWithParam<Attribute> {};

TEST_P(RoundTrip, ComesBackAsItWasSet)
{
    OrderAttributes more;
    GetParam().set(more);
    ASSERT_NE(more, OrderAttributes{});
    auto order = buy(stock("AAPL"), 100_d).limit(10_d).with(more);
    order.type = GetParam().type;
    auto back = echoed(order);
    ASSERT_TRUE(back.attributes);
    EXPECT_EQ(*back.attributes, more);
}

std::vector<Attribute> attributes()
{
    using A = OrderAttributes;
    auto texts = [](std::string A::*member) { return [member](A& a) { a.*member = "value"; }; };
    auto flags = [](bool A::*member) { return [member](A& a) { a.*member = true; }; };
    return {
        {"cash_quantity", [](A& a) { a.cash_quantity = 500.25_d; }},
        {"display_size", [](A& a) { a.display_size = 10; }},
        {"minimum_quantity", [](A& a) { a.minimum_quantity = 5; }},
        {"all_or_none", flags(&A::all_or_none)},
        {"block_order", flags(&A::block_order)},
        {"hidden", flags(&A::hidden)},
        {"sweep_to_fill", flags(&A::sweep_to_fill)},
        {"not_held", flags(&A::not_held)},
        {"opt_out_smart_routing", flags(&A::opt_out_smart_routing)},
        {"include_overnight", flags(&A::include_overnight)},
        {"randomize_size", flags(&A::randomize_size)},
        {"randomize_price", flags(&A::randomize_price)},
        {"solicited", flags(&A::solicited)},
        {"override_percentage", flags(&A::override_percentage_constraints)},
        {"post_only", flags(&A::post_only)},
        {"imbalance_only", flags(&A::imbalance_only)},
        {"discretionary_amount", [](A& a) { a.discretionary_amount = 0.05_d; }},
        {"discretionary_up_to_limit", flags(&A::discretionary_up_to_limit_price)},
        {"duration", [](A& a) { a.duration = 90; }},
        {"post_to_ats", [](A& a) { a.post_to_ats = 3; }},
        {"price_management_off", [](A& a) { a.use_price_management_algorithm = false; }},
        {"price_management_on", [](A& a) { a.use_price_management_algorithm = true; }},
        {"auto_cancel_date", texts(&A::auto_cancel_date)},
        {"auto_cancel_parent", flags(&A::auto_cancel_parent)},
        {"advanced_error_override", texts(&A::advanced_error_override)},
        {"active_start_time", texts(&A::active_start_time)},
        {"active_stop_time", texts(&A::active_stop_time)},
        {"auction_strategy", [](A& a) { a.auction_strategy = 2; }},
        {"oms_container", flags(&A::oms_container)},
        {"deactivate", flags(&A::deactivate)},
        {"allow_pre_open", flags(&A::allow_pre_open)},
        {"ignore_open_auction", flags(&A::ignore_open_auction)},
        {"route_marketable_to_bbo", [](A& a) { a.route_marketable_to_bbo = 1; }},
        {"seek_price_improvement", [](A& a) { a.seek_price_improvement = 1; }},
        {"what_if_type", [](A& a) { a.what_if_type = 2; }},
        {"delta_neutral",
         [](A& a) {
             a.delta_neutral = DeltaNeutralTerms{8314, 0.5_d, 140.25_d};
         }},
        {"soft_dollar_tier",
         [](A& a) {
             a.soft_dollar_tier = SoftDollarTerms{"Research", "3"};
         }},
        {"origin", [](A& a) { a.origin = 1; }},
        {"short_sale_slot", [](A& a) { a.short_sale_slot = 2; }},
        {"designated_location", texts(&A::designated_location)},
        {"exempt_code", [](A& a) { a.exempt_code = 0; }},
        {"open_close", texts(&A::open_close)},
        {"rule_80a", texts(&A::rule_80a)},
        {"advisor_group", texts(&A::advisor_group)},
        {"advisor_method", texts(&A::advisor_method)},
        {"advisor_percentage", texts(&A::advisor_percentage)},
        {"model_code", texts(&A::model_code)},
        {"settling_firm", texts(&A::settling_firm)},
        {"clearing_account", texts(&A::clearing_account)},
        {"clearing_intent", texts(&A::clearing_intent)},
        {"customer_account", texts(&A::customer_account)},
        {"professional_customer", flags(&A::professional_customer)},
        {"decision_maker", texts(&A::mifid2_decision_maker)},
        {"decision_algo", texts(&A::mifid2_decision_algo)},
        {"execution_trader", texts(&A::mifid2_execution_trader)},
        {"execution_algo", texts(&A::mifid2_execution_algo)},
        {"external_operator", texts(&A::external_operator)},
        {"manual_order_time", texts(&A::manual_order_time)},
        {"manual_order_indicator", [](A& a) { a.manual_order_indicator = 1; }},
        {"options",
         [](A& a) {
             a.options = {{"key", "value"}};
         }},
        {"combo_routing",
         [](A& a) {
             a.combo_routing = {{"NonGuaranteed", "1"}};
         }},
        {"algorithm",
         [](A& a) {
             a.algorithm = Algorithm{"Vwap", {{"maxPctVol", "0.1"}, {"noTakeLiq", "1"}}};
             a.algorithm->id = "mine";
         }},
        {"scale",
         [](A& a) {
             a.scale.emplace();
             a.scale->initial_level_size = 10;
             a.scale->subsequent_level_size = 5;
             a.scale->price_increment = 0.1_d;
             a.scale->profit_offset = 0.2_d;
             a.scale->auto_reset = true;
             a.scale->initial_position = 3;
             a.scale->table = "t";
         }},
        {"hedge",
         [](A& a) {
             a.hedge.emplace();
             a.hedge->type = "B";
             a.hedge->parameter = "1.2";
             a.hedge->maximum_size = 7;
             a.hedge->no_automatic_price = true;
         }},
        {"adjustment",
         [](A& a) {
             a.adjustment.emplace();
             a.adjustment->order_type = "TRAIL";
             a.adjustment->trigger_price = 12_d;
             a.adjustment->stop_price = 9_d;
             a.adjustment->trailing_amount = 0.5_d;
             a.adjustment->trails_by_percent = true;
         }},
        {"relative_offset",
         [](A& a) {
             a.offset = 0.02_d;
             a.percent_offset = 0.01_d;
         },
         OrderType::relative},
        {"primary_peg_offset", [](A& a) { a.offset = 0.03_d; }, OrderType::pegged_to_primary},
        {"peg_to_midpoint",
         [](A& a) {
             a.offset = 0_d;
             a.peg.emplace();
             a.peg->midpoint_offset_at_whole = 0.01_d;
             a.peg->midpoint_offset_at_half = 0.005_d;
             a.peg->minimum_trade_quantity = 50;
         },
         OrderType::pegged_to_midpoint},
        {"peg_to_best",
         [](A& a) {
             a.peg.emplace();
             a.peg->compete_up_to_midpoint = true;
             a.peg->minimum_compete_size = 100;
         },
         OrderType::pegged_to_best},
        {"peg_to_stock",
         [](A& a) {
             a.peg.emplace();
             a.peg->starting_price = 2.5_d;
             a.peg->stock_reference_price = 100_d;
             a.peg->delta = 0.4_d;
             a.peg->stock_range_lower = 95_d;
             a.peg->stock_range_upper = 105_d;
         },
         OrderType::pegged_to_stock},
        {"peg_to_benchmark",
         [](A& a) {
             a.peg.emplace();
             a.peg->reference_contract_id = 8314;
             a.peg->reference_exchange = "NYSE";
             a.peg->change_amount = 0.1_d;
             a.peg->reference_change_amount = 0.2_d;
             a.peg->change_decreases = true;
         },
         OrderType::pegged_to_benchmark},
        {"volatility",
         [](A& a) {
             a.volatility.emplace();
             a.volatility->volatility = 35_d;
             a.volatility->type = 2;
             a.volatility->continuous_update = true;
             a.volatility->reference_price_type = 1;
             a.volatility->delta_neutral_order_type = "LMT";
             a.volatility->delta_neutral_price = 1.5_d;
             a.volatility->delta_neutral_contract_id = 77;
             a.volatility->delta_neutral_settling_firm = "firm";
             a.volatility->delta_neutral_clearing_account = "there";
             a.volatility->delta_neutral_clearing_intent = "Away";
             a.volatility->delta_neutral_open_close = "O";
             a.volatility->delta_neutral_short_sale = true;
             a.volatility->delta_neutral_short_sale_slot = 2;
             a.volatility->delta_neutral_designated_location = "here";
         },
         OrderType::volatility},
        {"conditions",
         [](A& a) {
             a.conditions = {OrderCondition::price(8314, "SMART", true, 150.5_d).or_next(),
                             OrderCondition::time(false, "20261224-15:00:00"),
                             OrderCondition::margin(true, 30),
                             OrderCondition::execution("AAPL", "STK", "*"),
                             OrderCondition::volume(8314, "NYSE", true, 1000),
                             OrderCondition::change(8314, "NYSE", false, 2.5_d)};
             a.conditions_cancel_order = true;
             a.conditions_ignore_regular_hours = true;
         }},
    };
}

INSTANTIATE_TEST_SUITE_P(attributes, RoundTrip, testing::ValuesIn(attributes()),
                         [](const auto& test) { return test.param.name; });

TEST(RoundTripOfLegs, PricesComeBackLegByLeg)
{
    OrderAttributes more;
    more.leg_prices = {1.5_d, std::nullopt};
    auto spread = combo("SPY", {ComboLeg{1, 2, Side::buy}, ComboLeg{3, 1, Side::sell}});
    auto back = echoed(buy(spread, 1_d).with(more));
    ASSERT_TRUE(back.attributes);
    EXPECT_EQ(back.attributes->leg_prices, more.leg_prices);
    EXPECT_FALSE(echoed(buy(spread, 1_d)).attributes) << "none were set";
}

TEST(RoundTripOfLegs, OpenCloseAndShortSalesComeBackLegByLeg)
{
    ComboLeg borrowed{3, 1, Side::sell};
    borrowed.open_close = 1;
    borrowed.short_sale_slot = 2;
    borrowed.designated_location = "elsewhere";
    borrowed.exempt_code = 0;
    auto spread = combo("SPY", {ComboLeg{1, 2, Side::buy}, borrowed});
    auto back = echoed(buy(spread, 1_d));
    EXPECT_EQ(back.contract.legs, spread.legs);
}

/// An order of `type` as TWS fills it in.
RareAttributes taken(const std::function<void(ibkr::Order&)>& fill, OrderType type)
{
    ibkr::Order order;
    fill(order);
    return attributes_from_wire(ibkr::Contract{}, order, type);
}

TEST(MadeUpByTws, IsNotTaken)
{
    auto made_up = [](ibkr::Order& order) {
        order.volatility = 0.25;
        order.volatility_type = 2;
        order.reference_price_type = 1;
        order.delta_neutral_order_type = "None";
        order.adjusted_order_type = "None";
        order.hedge_type = "None";
        order.clearing_intent = "IB";
        order.trail_stop_price = 12.5;
        order.aux_price = 0.0;
        order.dont_use_auto_price_for_hedge = true;
        order.oca_type = 3;
        order.display_size = 0;
        order.discretionary_amount = 0.0;
        order.exempt_code = -1;
        order.conditions_cancel_order = true;
        order.open_close = "None";
        order.submitter = "user";
        order.bond_accrued_interest = "0.25";
        order.route_marketable_to_bbo = 0;
        order.seek_price_improvement = 0;
    };
    EXPECT_FALSE(taken(made_up, OrderType::limit));
    EXPECT_FALSE(taken(made_up, OrderType::stop));
    EXPECT_FALSE(taken(made_up, OrderType::trailing_stop));
}

TEST(MadeUpByTws, AVolatilityCountsOnAVolatilityOrderOnly)
{
    auto fill = [](ibkr::Order& order) { order.volatility = 0.25; };
    auto taken_there = taken(fill, OrderType::volatility);
    ASSERT_TRUE(taken_there);
    EXPECT_EQ(taken_there->volatility->volatility, 0.25_d);
    EXPECT_FALSE(taken(fill, OrderType::limit));
}

TEST(MadeUpByTws, AnOffsetIsNoneWhereItIsAStop)
{
    auto fill = [](ibkr::Order& order) { order.aux_price = 180.5; };
    EXPECT_FALSE(taken(fill, OrderType::stop));
    EXPECT_EQ(taken(fill, OrderType::relative)->offset, 180.5_d);
}

}  // namespace
}  // namespace trademind::ibkr_broker
