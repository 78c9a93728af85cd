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

TEST(Positions, are_valued_by_the_last_trade_of_an_open_line_then_the_row_then_the_close)
{
    Positions all;
    all.on_position(position("AAPL", 10_d, 100_d));
    Quote line{stock("AAPL").with_id(1)};
    line.time = TimePoint{std::chrono::seconds{9}};
    auto valued = [&] { return all.valued([&](const Contract&) { return &line; }, "DU1").front(); };
    EXPECT_EQ(valued().market_value, std::nullopt);
    EXPECT_EQ(valued().price_source, std::nullopt);
    line.close = 99_d;
    EXPECT_EQ(valued().market_value, 990_d);
    EXPECT_EQ(valued().price_source, PriceSource::close);
    EXPECT_EQ(valued().price_time, line.time);
    auto row = position("AAPL", 10_d, 100_d);
    row.market_price = 110_d;
    row.market_value = 1100_d;
    row.price_source = PriceSource::broker;
    row.price_time = TimePoint{std::chrono::seconds{5}};
    all.on_portfolio(row);
    EXPECT_EQ(valued().market_price, 110_d) << "yesterday's close is older than the row";
    EXPECT_EQ(valued().price_source, PriceSource::broker);
    EXPECT_EQ(valued().price_time, row.price_time);
    line.last = 120_d;
    EXPECT_EQ(valued().market_value, 1200_d);
    EXPECT_EQ(valued().unrealized_pnl, 200_d);
    EXPECT_EQ(valued().price_source, PriceSource::line);
    EXPECT_EQ(valued().price_time, line.time);
    EXPECT_EQ(all.all().front().market_price, 110_d) << "the row is kept";
}

TEST(Positions, a_price_in_pence_or_cents_is_worth_what_the_row_says)
{
    Positions all;
    Position wheat{future("YW", "202612", "CBOT").with_id(7), 2_d};
    wheat.account = "DU1";
    wheat.contract.multiplier = 1000_d;
    wheat.average_cost = 6384.43_d;
    wheat.market_price = 640.25_d;
    wheat.market_value = 12805.01_d;
    all.on_portfolio(wheat);
    Quote line{wheat.contract};
    line.last = 641_d;
    auto valued = all.valued([&](const Contract&) { return &line; }).front();
    EXPECT_EQ(valued.market_value, 12820_d);
    EXPECT_EQ(valued.unrealized_pnl, 51.14_d);
    wheat.quantity = 1_d;
    EXPECT_EQ(all.on_position(wheat)->market_value, 6402.5_d);
}

TEST(Positions, a_row_in_dollars_beside_quotes_in_cents)
{
    for (Decimal quantity : {2_d, -2_d}) {
        Positions all;
        Position wheat{future("YW", "202612", "CBOT").with_id(7), quantity};
        wheat.account = "DU1";
        wheat.contract.multiplier = 1000_d;
        wheat.average_cost = 6384.43_d;
        wheat.market_price = 6.4025_d;
        wheat.market_value = quantity * 6402.5_d;
        all.on_portfolio(wheat);
        Quote line{wheat.contract};
        for (Decimal last : {641_d, 700_d, 350_d}) {
            line.last = last;
            auto valued = all.valued([&](const Contract&) { return &line; }).front();
            EXPECT_EQ(valued.market_value, quantity * last * 10_d);
        }
    }
}

TEST(Positions, a_cost_that_is_not_reported_is_no_zero)
{
    Positions all;
    auto row = position("AAPL", 10_d, 0_d);
    row.average_cost_known = false;
    row.market_price = 110_d;
    all.on_portfolio(row);
    auto valued = all.valued([](const Contract&) { return nullptr; }).front();
    EXPECT_EQ(valued.known_average_cost(), std::nullopt);
    EXPECT_EQ(valued.unrealized_pnl, std::nullopt);
}

TEST(Positions, a_row_that_only_renews_its_time_is_no_news)
{
    Positions all;
    auto row = position("AAPL", 10_d, 100_d);
    row.market_price = 110_d;
    row.price_time = row.updated_at = TimePoint{std::chrono::seconds{1}};
    EXPECT_TRUE(all.on_portfolio(row));
    row.price_time = row.updated_at = TimePoint{std::chrono::seconds{2}};
    EXPECT_FALSE(all.on_portfolio(row));
    EXPECT_EQ(all.all().front().price_time, row.price_time) << "it is kept";
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
