// Unset, zero, the protocol's marks and what cannot be read are told apart: of each tick, of each
// row of a book, of each value of an account.
#include "brokers/ibkr/broker/account_values.hpp"
#include "brokers/ibkr/broker/quote_builder.hpp"
#include "unit/ibkr/now.hpp"

#include <trademind/brokers/ibkr/depth_book.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;
using Value = std::optional<Decimal>;

struct PriceTick {
    int live, delayed;
    Value Quote::*price;
    int size_tick = -1;  ///< of the size that goes with it
    Value Quote::*size = nullptr;
};
const PriceTick price_ticks[]{
    {1, 66, &Quote::bid, 0, &Quote::bid_size},
    {2, 67, &Quote::ask, 3, &Quote::ask_size},
    {4, 68, &Quote::last, 5, &Quote::last_size},
    {6, 72, &Quote::high},
    {7, 73, &Quote::low},
    {9, 75, &Quote::close},
    {14, 76, &Quote::open},
};

}  // namespace

TEST(UnsetValues, OfPriceTicks)
{
    for (const auto& tick : price_ticks)
        for (int type : {tick.live, tick.delayed}) {
            SCOPED_TRACE(type);
            QuoteBuilder builder{stock("AAPL")};
            auto told = [&](Value price, Value size) {
                builder.on_price(type, price, size, now);
                return builder.quote().*tick.price;
            };
            EXPECT_EQ(told(101.5_d, 7_d), 101.5_d);
            for (const auto& size : {Value{}, Value{0_d}, Value{-1_d}}) {
                EXPECT_EQ(told(-1_d, size), Value{}) << "there is none";
                EXPECT_EQ(told(101.5_d, 7_d), 101.5_d);
                EXPECT_EQ(told(0_d, size), Value{}) << "nor is a zero without a size";
                EXPECT_EQ(told(101.5_d, 7_d), 101.5_d);
            }
            EXPECT_EQ(told(0_d, 7_d), 0_d) << "with a size it is a price";
            EXPECT_EQ(told(-1_d, 7_d), -1_d);
            EXPECT_EQ(told(-37.63_d, {}), -37.63_d);
            EXPECT_EQ(told({}, 7_d), Value{}) << "unset, or not to be read";
            if (tick.size) {
                EXPECT_EQ(builder.quote().*tick.size, Value{}) << "half a quote";
            }
        }
}

TEST(UnsetValues, OfSizeTicks)
{
    for (const auto& tick : price_ticks) {
        if (!tick.size) continue;
        SCOPED_TRACE(tick.size_tick);
        QuoteBuilder builder{stock("AAPL")};
        auto told = [&](Value size) {
            builder.on_size(tick.size_tick, size, now);
            return builder.quote().*tick.size;
        };
        EXPECT_EQ(told(5_d), Value{}) << "of a price that there is not";
        builder.on_price(tick.live, 101.5_d, 7_d, now);
        EXPECT_EQ(told(0_d), 0_d);
        EXPECT_EQ(told(5_d), 5_d);
        EXPECT_EQ(told({}), Value{});
        EXPECT_EQ(told(5_d), 5_d);
        EXPECT_EQ(told(-1_d), Value{}) << "not told";
        builder.on_price(tick.live, 101.5_d, -1_d, now);
        EXPECT_EQ(builder.quote().*tick.size, Value{});
    }
    QuoteBuilder builder{stock("AAPL")};
    for (int type : {8, 74}) {
        builder.on_size(type, 0_d, now);
        EXPECT_EQ(builder.quote().volume, 0_d);
        builder.on_size(type, {}, now);
        EXPECT_EQ(builder.quote().volume, Value{});
        builder.on_size(type, 1000_d, now);
        builder.on_size(type, -1_d, now);
        EXPECT_EQ(builder.quote().volume, Value{});
    }
}

TEST(UnsetValues, OfTimesAndHalts)
{
    QuoteBuilder builder{stock("AAPL")};
    for (int type : {45, 88}) {
        builder.on_text(type, "1767625200", now);
        EXPECT_EQ(builder.quote().last_time, TimePoint{std::chrono::seconds{1'767'625'200}});
        for (std::string_view none : {"0", "-1", "9223372036854775807"}) {
            builder.on_text(type, none, now);
            EXPECT_EQ(builder.quote().last_time, std::nullopt) << none;
            builder.on_text(type, "1767625200", now);
        }
        builder.on_text(type, "yesterday", now);
        EXPECT_NE(builder.quote().last_time, std::nullopt) << "says nothing of the time before";
    }
    for (int type : {49, 90}) {
        builder.on_generic(type, 2, now);
        EXPECT_TRUE(builder.quote().halted);
        builder.on_generic(type, -1, now);
        EXPECT_TRUE(builder.quote().halted) << "not known whether it is over";
        builder.on_generic(type, 0, now);
        EXPECT_FALSE(builder.quote().halted);
    }
}

TEST(UnsetValues, OfRowsOfABook)
{
    auto takes = [](std::optional<double> price, Value size) {
        ibkr::DepthBook book{5};
        ibkr::DepthRow row;
        row.side = 1;
        row.price = price;
        row.size = size;
        return book.apply(row);
    };
    EXPECT_TRUE(takes(101.5, 7_d));
    EXPECT_TRUE(takes(0.0, 7_d)) << "a spread may be offered for nothing";
    EXPECT_TRUE(takes(101.5, 0_d)) << "a level that has nothing";
    EXPECT_FALSE(takes({}, 7_d));
    EXPECT_FALSE(takes(1.7976931348623157E308, 7_d));
    EXPECT_FALSE(takes(101.5, {}));
    EXPECT_FALSE(takes(101.5, -1_d));
}

TEST(UnsetValues, OfAnAccount)
{
    using Field = Value (*)(const Account&);
    const std::vector<std::pair<std::string_view, Field>> tags{
        {"NetLiquidation", [](const Account& a) { return a.portfolio_value; }},
        {"TotalCashBalance", [](const Account& a) { return a.cash_balance; }},
        {"SettledCash", [](const Account& a) { return a.settled_cash; }},
        {"BuyingPower", [](const Account& a) { return a.buying_power; }},
        {"EquityWithLoanValue", [](const Account& a) { return a.equity_with_loan; }},
        {"GrossPositionValue", [](const Account& a) { return a.gross_position_value; }},
        {"InitMarginReq", [](const Account& a) { return a.margin.initial; }},
        {"MaintMarginReq", [](const Account& a) { return a.margin.maintenance; }},
        {"AvailableFunds", [](const Account& a) { return a.margin.available_funds; }},
        {"ExcessLiquidity", [](const Account& a) { return a.margin.excess_liquidity; }},
        {"FullInitMarginReq", [](const Account& a) { return a.full_margin.initial; }},
        {"LookAheadInitMarginReq", [](const Account& a) { return a.look_ahead.initial; }},
        {"SMA", [](const Account& a) { return a.sma; }},
        {"Cushion", [](const Account& a) { return a.cushion; }},
        {"RealizedPnL", [](const Account& a) { return a.realized_pnl; }},
        {"UnrealizedPnL", [](const Account& a) { return a.unrealized_pnl; }},
        {"AccruedCash", [](const Account& a) { return a.accrued_cash; }},
    };
    for (const auto& tag : tags) {
        SCOPED_TRACE(tag.first);
        AccountValues values;
        auto told = [&](std::string_view text) {
            values.set("DU1", tag.first, text, "BASE");
            return tag.second(values.account("DU1"));
        };
        EXPECT_EQ(tag.second(values.account("DU1")), Value{});
        EXPECT_EQ(told("0.00"), 0_d);
        for (std::string_view none : {"", "N/A", "1.7976931348623157E308", "nan", "1,000"})
            EXPECT_EQ(told(none), Value{}) << none;
        EXPECT_EQ(told("-12.5"), -12.5_d);
    }
}

TEST(UnsetValues, OfDayTradesAndRates)
{
    AccountValues values;
    auto told = [&](std::string_view text) {
        values.set("DU1", "DayTradesRemaining", text, "");
        return values.account("DU1").day_trades_remaining;
    };
    EXPECT_EQ(told("0"), 0);
    EXPECT_EQ(told("3"), 3);
    for (std::string_view none : {"-1", "", "Unlimited", "3 of 3"})
        EXPECT_EQ(told(none), std::nullopt) << none;
    values.set("DU1", "NetLiquidation", "100", "USD");
    values.set("DU1", "CashBalance", "0", "EUR");
    auto rate = [&](std::string_view text) {
        values.set("DU1", "ExchangeRate", text, "EUR");
        return values.account("DU1").balances.front().exchange_rate;
    };
    EXPECT_EQ(values.account("DU1").balances.front().cash, 0_d);
    EXPECT_EQ(rate("1.08"), 1.08_d);
    for (std::string_view none : {"", "0", "-1", "1.7976931348623157E308"})
        EXPECT_EQ(rate(none), Value{}) << none;
}

}  // namespace trademind::ibkr_broker
