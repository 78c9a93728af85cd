// Check 10: how far a stop lies from the market, and on which side.
#include "unit/execution/risk/desk_of_checks.hpp"

#include <gtest/gtest.h>

namespace trademind::risk {
namespace {

using namespace literals;

TEST_F(Checks, c10_stops_too_far_or_on_the_wrong_side)
{
    limits().stop_distance = 0.1_d;
    limits().wrong_side_stops = WrongSideStops::deny;
    quote(100_d, 100_d);
    struct Row {
        const char* name;
        OrderRequest order;
        RiskReason expected;
    };
    auto touched = [&](Side side, Decimal price) {
        auto order = OrderRequest{side, contract, 1_d}.stop(price);
        order.type = OrderType::market_if_touched;
        return order;
    };
    for (const auto& row : {
             Row{"ten percent above", buy(contract, 1_d).stop(110_d), RiskReason::ok},
             Row{"a cent more", buy(contract, 1_d).stop(110.01_d), RiskReason::stop_distance},
             Row{"a buy stop below", buy(contract, 1_d).stop(99_d), RiskReason::stop_distance},
             Row{"at the market", buy(contract, 1_d).stop(100_d), RiskReason::ok},
             Row{"ten percent below", sell(contract, 1_d).stop(90_d), RiskReason::ok},
             Row{"a cent less", sell(contract, 1_d).stop(89.99_d), RiskReason::stop_distance},
             Row{"a sell stop above", sell(contract, 1_d).stop(101_d), RiskReason::stop_distance},
             Row{"touched: the other side", touched(Side::buy, 95_d), RiskReason::ok},
             Row{"touched: wrong", touched(Side::buy, 105_d), RiskReason::stop_distance},
             Row{"touched: selling", touched(Side::sell, 105_d), RiskReason::ok},
         })
        EXPECT_EQ(reason(row.order), row.expected) << row.name;
    no_quote();
    EXPECT_EQ(reason(buy(contract, 1_d).stop(105_d)), RiskReason::no_price);
    limits().stop_distance.reset();
    EXPECT_EQ(reason(buy(contract, 1_d).stop(105_d)), RiskReason::no_price) << "to value it by";
    quote(100_d, 100_d);
    EXPECT_EQ(reason(buy(contract, 1_d).stop(500_d)), RiskReason::ok) << "off";
}

TEST_F(Checks, c10_a_stop_on_the_wrong_side_is_refused_whatever_the_distance_limit)
{
    limits().wrong_side_stops = RiskLimits{}.wrong_side_stops;
    ASSERT_FALSE(limits().stop_distance);
    quote(189.98_d, 190_d);
    auto refused = verdict(buy(contract, 10_d).stop(150_d));
    EXPECT_EQ(refused.reason, RiskReason::stop_distance);
    EXPECT_EQ(refused.message,
              "Stop 150 is on the wrong side of the market 189.98: a buy stop below the market "
              "would trigger at once; correct it, or set risk.wrong_side_stops: allow");
    limits().wrong_side_stops = WrongSideStops::allow;
    EXPECT_EQ(reason(buy(contract, 10_d).stop(150_d)), RiskReason::ok);
}

TEST_F(Checks, c10_the_side_holds_for_stops_and_touched_orders_of_every_kind)
{
    limits().wrong_side_stops = WrongSideStops::deny;
    quote(100_d, 102_d);
    auto order = [&](Side side, OrderType type, Decimal stop) {
        auto made = OrderRequest{side, contract, 1_d}.stop(stop).of_type(type);
        if (needs_limit_price(type)) made.limit_price = stop;
        if (type == OrderType::trailing_stop || type == OrderType::trailing_stop_limit)
            made.trailing_amount = 1_d;
        if (type == OrderType::trailing_stop_limit) made.limit_price.reset();
        if (type == OrderType::trailing_stop_limit) made.limit_offset = 1_d;
        return made;
    };
    for (auto type : {OrderType::stop, OrderType::stop_limit, OrderType::trailing_stop,
                      OrderType::trailing_stop_limit, OrderType::market_if_touched,
                      OrderType::limit_if_touched}) {
        SCOPED_TRACE(to_string(type));
        bool touched = is_touched(type);
        auto above = touched ? Side::sell : Side::buy;
        EXPECT_EQ(reason(order(above, type, 105_d)), RiskReason::ok);
        EXPECT_EQ(reason(order(above, type, 101_d)), RiskReason::ok) << "inside the spread";
        EXPECT_EQ(reason(order(above, type, 99_d)), RiskReason::stop_distance);
        EXPECT_EQ(reason(order(opposite(above), type, 98_d)), RiskReason::ok);
        EXPECT_EQ(reason(order(opposite(above), type, 103_d)), RiskReason::stop_distance);
    }
}

TEST_F(Checks, c10_where_quotes_trigger_a_stop_inside_the_spread_is_on_the_wrong_side)
{
    limits().wrong_side_stops = WrongSideStops::deny;
    quote(100_d, 102_d);
    auto by_quotes = buy(contract, 1_d).stop(101_d).triggered_by(TriggerMethod::bid_ask);
    EXPECT_EQ(reason(by_quotes), RiskReason::stop_distance);
    EXPECT_EQ(reason(sell(contract, 1_d).stop(101_d).triggered_by(TriggerMethod::double_bid_ask)),
              RiskReason::stop_distance);
    EXPECT_EQ(reason(sell(contract, 1_d).stop(99_d).triggered_by(TriggerMethod::bid_ask)),
              RiskReason::ok);
}

TEST_F(Checks, c10_a_child_is_compared_with_the_price_at_which_its_parent_fills)
{
    limits().wrong_side_stops = WrongSideStops::deny;
    quote(100_d, 100.02_d);
    auto& parent = work(buy(contract, 10_d).stop(110_d));
    auto exit = [&](Decimal stop) { return sell(contract, 10_d).stop(stop).child_of(*parent.id); };
    EXPECT_EQ(reason(exit(105_d)), RiskReason::ok);
    EXPECT_EQ(reason(exit(111_d)), RiskReason::stop_distance);
    auto& limit = work(buy(contract, 10_d).limit(90_d));
    EXPECT_EQ(reason(sell(contract, 10_d).stop(95_d).child_of(*limit.id)),
              RiskReason::stop_distance);
    EXPECT_EQ(reason(sell(contract, 10_d).stop(85_d).child_of(*limit.id)), RiskReason::ok);
}

TEST_F(Checks, c10_a_position_can_be_protected_without_a_live_quote)
{
    limits().wrong_side_stops = WrongSideStops::deny;
    limits().stop_distance = 0.1_d;
    hold(10_d);
    no_quote();
    EXPECT_EQ(reason(sell(contract, 10_d).stop(95_d)), RiskReason::ok);
    EXPECT_EQ(reason(sell(contract, 11_d).stop(95_d)), RiskReason::no_price);
    quote(100_d, 100.02_d);
    instrument->quote->type = MarketDataType::delayed;
    EXPECT_EQ(reason(sell(contract, 10_d).stop(101_d)), RiskReason::ok)
        << "the market may have risen since";
}

TEST_F(Checks, c10_a_stop_that_starts_later_or_stays_where_it_was_is_not_compared)
{
    limits().wrong_side_stops = WrongSideStops::deny;
    quote(100_d, 100.02_d);
    auto later = sell(contract, 1_d).stop(105_d);
    EXPECT_EQ(reason(later), RiskReason::stop_distance);
    later.good_after_time = "20260105 15:30:00 US/Eastern";
    EXPECT_EQ(reason(later), RiskReason::ok);
    OrderAttributes more;
    more.conditions = {OrderCondition::price(265598, "SMART", true, 110_d)};
    EXPECT_EQ(reason(sell(contract, 1_d).stop(105_d).with(more)), RiskReason::ok);
    auto& working = work(sell(contract, 10_d).stop(105_d));
    EXPECT_EQ(reason(sell(contract, 5_d).stop(105_d), &working), RiskReason::ok);
    EXPECT_EQ(reason(sell(contract, 5_d).stop(106_d), &working), RiskReason::stop_distance);
}

}  // namespace
}  // namespace trademind::risk
