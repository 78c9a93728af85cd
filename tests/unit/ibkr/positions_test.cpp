// Positions from two streams without a common order.
#include "brokers/ibkr/broker/positions.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

Position position(std::string symbol, Decimal quantity, Decimal cost, std::int64_t id = 1)
{
    Position p{stock(std::move(symbol)).with_id(id), quantity};
    p.account = "DU1";
    p.average_cost = cost;
    return p;
}

TEST(Positions, NewsOnlyWhereSomethingChanged)
{
    Positions all;
    EXPECT_TRUE(all.on_position(position("AAPL", 10_d, 100_d)));
    EXPECT_FALSE(all.on_position(position("AAPL", 10_d, 100_d)));
    EXPECT_TRUE(all.on_position(position("AAPL", 12_d, 100_d)));
    EXPECT_EQ(all.all().size(), 1U);
}

TEST(Positions, ZeroClosesWhatWasKnownOnce)
{
    Positions all;
    EXPECT_FALSE(all.on_position(position("AAPL", 0_d, 0_d))) << "zeroes of the first image";
    all.on_position(position("AAPL", 10_d, 100_d));
    auto closed = all.on_position(position("AAPL", 0_d, 0_d));
    ASSERT_TRUE(closed);
    EXPECT_TRUE(closed->quantity.is_zero());
    EXPECT_FALSE(all.on_position(position("AAPL", 0_d, 0_d)));
    EXPECT_TRUE(all.all().empty());
}

TEST(Positions, PriceStaysWhenTheQuantityChanges)
{
    Positions all;
    auto valued = position("AAPL", 10_d, 100_d);
    valued.market_price = 110_d;
    valued.market_value = 1100_d;
    valued.unrealized_pnl = 100_d;
    valued.realized_pnl = 5_d;
    all.on_portfolio(valued);
    auto more = all.on_position(position("AAPL", 20_d, 105_d));
    ASSERT_TRUE(more);
    EXPECT_EQ(more->market_value, 2200_d);
    EXPECT_EQ(more->unrealized_pnl, 100_d);
    EXPECT_EQ(more->realized_pnl, 5_d);
}

TEST(Positions, MultiplierIsInTheValue)
{
    Positions all;
    Position put{option("QQQ", "20261218", 400_d, OptionRight::put).with_id(5), -2_d};
    put.account = "DU1";
    put.average_cost = 2100.6321_d;
    all.on_position(put);
    put.market_price = 20_d;
    all.on_portfolio(put);
    put.quantity = -1_d;
    auto half = all.on_position(put);
    ASSERT_TRUE(half);
    EXPECT_EQ(half->market_value, -2000_d);
    EXPECT_EQ(half->unrealized_pnl, 100.6321_d);
}

TEST(Positions, WhatANewImageDoesNotNameIsClosed)
{
    Positions all;
    all.on_position(position("AAPL", 10_d, 100_d, 1));
    all.on_position(position("MSFT", 5_d, 400_d, 2));
    all.end_image();
    EXPECT_TRUE(all.complete());
    all.begin_image();
    EXPECT_FALSE(all.complete());
    all.on_position(position("MSFT", 5_d, 400_d, 2));
    auto closed = all.end_image();
    ASSERT_EQ(closed.size(), 1U);
    EXPECT_EQ(closed.front().contract.symbol, "AAPL");
    EXPECT_TRUE(closed.front().quantity.is_zero());
    EXPECT_EQ(all.all().size(), 1U);
}

TEST(Positions, AccountsAreApart)
{
    Positions all;
    all.on_position(position("AAPL", 10_d, 100_d));
    auto other = position("AAPL", 3_d, 100_d);
    other.account = "DU2";
    all.on_position(other);
    EXPECT_EQ(all.all().size(), 2U);
    EXPECT_EQ(all.all("DU2").front().quantity, 3_d);
    EXPECT_EQ(all.find("DU1", stock("AAPL").with_id(1))->quantity, 10_d);
    EXPECT_EQ(all.find("DU3", stock("AAPL").with_id(1)), nullptr);
}

}  // namespace
}  // namespace trademind::ibkr_broker
