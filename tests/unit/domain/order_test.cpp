// Orders: what modifiers make of them, how they read, and the states of a report.
#include <trademind/order.hpp>
#include <trademind/order_report.hpp>

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::literals;

TEST(Order, IsAMarketDayOrderUnlessTold)
{
    auto order = buy(stock("AAPL"), 10_d);
    EXPECT_EQ(order.side, Side::buy);
    EXPECT_EQ(order.quantity, 10_d);
    EXPECT_EQ(order.type, OrderType::market);
    EXPECT_EQ(order.time_in_force, TimeInForce::day);
    EXPECT_FALSE(order.limit_price);
    EXPECT_FALSE(order.stop_price);
    EXPECT_TRUE(order.transmit);
    EXPECT_FALSE(order.outside_rth);
    EXPECT_EQ(sell(stock("AAPL"), 1_d).side, Side::sell);
}

TEST(Order, PricesMakeTheType)
{
    auto order = [] { return buy(stock("AAPL"), 10_d); };
    EXPECT_EQ(order().limit(1_d).type, OrderType::limit);
    EXPECT_EQ(order().stop(1_d).type, OrderType::stop);
    auto both = order().stop(2_d).limit(1_d);
    EXPECT_EQ(both.type, OrderType::stop_limit);
    EXPECT_EQ(both, order().limit(1_d).stop(2_d)) << "the order of the modifiers is no matter";
    EXPECT_EQ(order().limit(0_d).limit_price, 0_d) << "zero is a price, not an absence";
    EXPECT_EQ(order().limit(-0.05_d).limit_price, -0.05_d) << "spreads trade below zero";
    EXPECT_EQ(order().of_type(OrderType::limit_on_close).limit(1_d).type,
              OrderType::limit_on_close);
    EXPECT_EQ(order().of_type(OrderType::limit_if_touched).stop(1_d).limit(2_d).type,
              OrderType::limit_if_touched);
}

TEST(Order, TrailsByAmountOrPercent)
{
    auto amount = sell(stock("AAPL"), 10_d).trailing(0.50_d, 189_d);
    EXPECT_EQ(amount.type, OrderType::trailing_stop);
    EXPECT_EQ(amount.trailing_amount, 0.5_d);
    EXPECT_EQ(amount.stop_price, 189_d);
    EXPECT_FALSE(amount.trailing_rate);
    auto percent = sell(stock("AAPL"), 10_d).trailing_percent(2_d);
    EXPECT_EQ(percent.trailing_rate, 2_d);
    EXPECT_FALSE(percent.trailing_amount);
    EXPECT_FALSE(percent.stop_price);
}

TEST(Order, LivesAsLongAsItsTimeInForceSays)
{
    auto order = [] { return buy(stock("AAPL"), 10_d); };
    EXPECT_EQ(order().good_till_cancelled().time_in_force, TimeInForce::good_till_cancelled);
    EXPECT_EQ(order().immediate_or_cancel().time_in_force, TimeInForce::immediate_or_cancel);
    EXPECT_EQ(order().fill_or_kill().time_in_force, TimeInForce::fill_or_kill);
    EXPECT_EQ(order().good_till_cancelled().day().time_in_force, TimeInForce::day);
    auto dated = order().good_till("20261224-21:00:00");
    EXPECT_EQ(dated.time_in_force, TimeInForce::good_till_date);
    EXPECT_EQ(dated.good_till_date, "20261224-21:00:00");
}

TEST(Order, TakesAttributes)
{
    auto order = buy(stock("AAPL"), 10_d)
                     .outside_regular_hours()
                     .for_account("DU1")
                     .with_client_order_id("a-1")
                     .in_oca_group("group", OcaType::reduce_with_block)
                     .child_of(OrderId{7})
                     .held()
                     .triggered_by(TriggerMethod::last);
    EXPECT_TRUE(order.outside_rth);
    EXPECT_EQ(order.account, "DU1");
    EXPECT_EQ(order.client_order_id, "a-1");
    EXPECT_EQ(order.oca_group, "group");
    EXPECT_EQ(order.oca_type, OcaType::reduce_with_block);
    EXPECT_EQ(order.parent_id, OrderId{7});
    EXPECT_FALSE(order.transmit);
    EXPECT_EQ(order.trigger_method, TriggerMethod::last);
}

TEST(Order, ReadsLikeAnOrder)
{
    EXPECT_EQ(buy(stock("AAPL"), 10_d).describe(), "BUY 10 AAPL MKT DAY");
    EXPECT_EQ(sell(stock("AAPL"), 0.5_d).limit(189.10_d).good_till_cancelled().describe(),
              "SELL 0.5 AAPL LMT 189.1 GTC");
    EXPECT_EQ(buy(stock("AAPL"), 1_d).stop(190_d).limit(190.5_d).describe(),
              "BUY 1 AAPL STP LMT 190.5 stop 190 DAY");
    EXPECT_EQ(sell(stock("AAPL"), 1_d).trailing(0.5_d).describe(),
              "SELL 1 AAPL TRAIL trail 0.5 DAY");
    EXPECT_EQ(sell(stock("AAPL"), 1_d).trailing_percent(2_d).describe(),
              "SELL 1 AAPL TRAIL trail 2% DAY");
}

TEST(Order, TypesKnowThePricesTheyNeed)
{
    using enum OrderType;
    for (auto type : {limit, stop_limit, limit_if_touched, limit_on_close, relative_limit_combo})
        EXPECT_TRUE(needs_limit_price(type)) << to_string(type);
    for (auto type : {market, stop, trailing_stop, market_on_close, midprice, pegged_to_market})
        EXPECT_FALSE(needs_limit_price(type)) << to_string(type);
    for (auto type : {stop, stop_limit, market_if_touched, limit_if_touched, stop_with_protection})
        EXPECT_TRUE(needs_stop_price(type)) << to_string(type);
    for (auto type : {market, limit, trailing_stop, limit_on_close, relative})
        EXPECT_FALSE(needs_stop_price(type)) << to_string(type);
}

TEST(OrderReport, StartsWithNothingFilled)
{
    OrderReport report{OrderId{3}, buy(stock("AAPL"), 10_d)};
    EXPECT_EQ(report.status, OrderStatus::pending_submit);
    EXPECT_EQ(report.filled, 0_d);
    EXPECT_EQ(report.remaining, 10_d);
    EXPECT_FALSE(report.average_fill_price) << "no price before the first fill";
}

TEST(OrderStatus, IsDoneOrOpenOrInactive)
{
    using enum OrderStatus;
    for (auto s : {filled, cancelled, api_cancelled, rejected}) {
        EXPECT_TRUE(is_done(s)) << to_string(s);
        EXPECT_FALSE(is_open(s)) << to_string(s);
    }
    for (auto s :
         {pending_submit, api_pending, pre_submitted, submitted, pending_cancel, unknown}) {
        EXPECT_FALSE(is_done(s)) << to_string(s);
        EXPECT_TRUE(is_open(s)) << to_string(s);
    }
    EXPECT_FALSE(is_done(inactive)) << "it may become active again";
    EXPECT_FALSE(is_open(inactive));
}

TEST(OrderFilter, ChoosesByStatus)
{
    using enum OrderStatus;
    EXPECT_TRUE(matches(OrderFilter::open, pending_cancel));
    EXPECT_FALSE(matches(OrderFilter::open, filled));
    EXPECT_TRUE(matches(OrderFilter::filled, filled));
    EXPECT_FALSE(matches(OrderFilter::filled, submitted));
    EXPECT_TRUE(matches(OrderFilter::cancelled, cancelled));
    EXPECT_TRUE(matches(OrderFilter::cancelled, api_cancelled));
    EXPECT_FALSE(matches(OrderFilter::cancelled, submitted))
        << "cancelled does not mean everything";
    EXPECT_FALSE(matches(OrderFilter::cancelled, rejected));
    for (auto s : {submitted, filled, cancelled, inactive, rejected, unknown})
        EXPECT_TRUE(matches(OrderFilter::all, s)) << to_string(s);
}
