// Numbers that cannot be computed with: each field of each row, at and beyond its range.
#include "brokers/ibkr/translation/number_gate.hpp"

#include "base/epoch.hpp"
#include "brokers/ibkr/broker/account_values.hpp"
#include "brokers/ibkr/broker/fill_sums.hpp"
#include "brokers/ibkr/translation/from_wire.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

const double absurd_doubles[]{1e10 * 1e6,
                              -1e16,
                              1e26,
                              1.6e26,
                              1e300,
                              std::numeric_limits<double>::infinity(),
                              -std::numeric_limits<double>::infinity(),
                              std::nan("")};
const Decimal absurd_decimals[]{100'000'000'001_d, -100'000'000'001_d,
                                Decimal::parse("1.6e26").value(), Decimal::max(), Decimal::min()};

ibkr::ExecutionDetails fill()
{
    ibkr::ExecutionDetails message;
    message.contract.sec_type = "STK";
    message.contract.symbol = "AAPL";
    message.execution.exec_id = "x.01";
    message.execution.side = "BOT";
    message.execution.shares = 10_d;
    message.execution.price = 189.0;
    message.execution.time = "20260105 15:00:00 UTC";
    return message;
}

std::optional<Execution> read(const ibkr::ExecutionDetails& message, UnknownWords& unread)
{
    return from_wire(message, "UTC", unread);
}

}  // namespace

TEST(NumberGate, an_execution_with_a_number_beyond_its_range_is_none)
{
    UnknownWords unread;
    ASSERT_TRUE(read(fill(), unread));
    for (double x : absurd_doubles) {
        auto message = fill();
        message.execution.price = x;
        EXPECT_FALSE(read(message, unread)) << x;
        message = fill();
        message.execution.average_price = x;
        EXPECT_EQ(read(message, unread)->average_price, 189_d) << x;
    }
    for (Decimal d : absurd_decimals) {
        auto message = fill();
        message.execution.shares = d;
        EXPECT_FALSE(read(message, unread)) << d;
        message = fill();
        message.execution.cumulative_quantity = d;
        EXPECT_EQ(read(message, unread)->cumulative_quantity, 10_d) << d;
    }
    auto message = fill();
    message.execution.shares = -10_d;
    unread.clear();
    EXPECT_FALSE(read(message, unread)) << "nothing is traded by less than nothing";
    EXPECT_EQ(word_of(unread, "shares", ""), "-10");
}

TEST(NumberGate, a_position_beyond_its_range_is_none_and_its_other_numbers_are_unknown)
{
    ibkr::PortfolioValue row;
    row.contract.sec_type = "STK";
    row.contract.symbol = "AAPL";
    row.position = -10_d;
    row.market_price = 189.0;
    UnknownWords unread;
    ASSERT_TRUE(from_wire(row, unread));
    EXPECT_EQ(from_wire(row, unread)->quantity, -10_d) << "a short position";
    for (Decimal d : absurd_decimals) {
        auto bad = row;
        bad.position = d;
        unread.clear();
        EXPECT_FALSE(from_wire(bad, unread)) << d;
        EXPECT_EQ(word_of(unread, "position", ""), d.str());
    }
    for (double x : absurd_doubles) {
        auto bad = row;
        bad.market_price = bad.market_value = bad.average_cost = bad.unrealized_pnl = x;
        auto read = from_wire(bad, unread);
        ASSERT_TRUE(read) << x;
        EXPECT_FALSE(read->market_price) << x;
        EXPECT_FALSE(read->market_value) << x;
        EXPECT_FALSE(read->known_average_cost()) << x;
        EXPECT_FALSE(read->unrealized_pnl) << x;
    }
}

TEST(NumberGate, a_status_with_counts_that_cannot_be_tells_no_counts)
{
    ibkr::OrderStatus status;
    status.status = "Submitted";
    for (Decimal d : {-1_d, 100'000'000'001_d, Decimal::max(), Decimal::min()}) {
        status.filled = status.remaining = d;
        auto news = from_wire(status);
        ASSERT_TRUE(news) << d;
        EXPECT_FALSE(news->filled) << d;
        EXPECT_FALSE(news->remaining) << d;
        EXPECT_EQ(news->unread.size(), 2U) << "and that is reported";
    }
    status.filled = 1_d;
    status.remaining = 0_d;
    for (double x : absurd_doubles) {
        status.average_fill_price = status.last_fill_price = x;
        auto news = from_wire(status);
        EXPECT_EQ(news->filled, 1_d);
        EXPECT_FALSE(news->average_price) << x;
        EXPECT_FALSE(news->last_price) << x;
    }
}

TEST(NumberGate, a_commission_beyond_its_range_is_none)
{
    ibkr::CommissionAndFeesReport report;
    report.exec_id = "x.01";
    report.commission_and_fees = -1.5;
    UnknownWords unread;
    EXPECT_EQ(from_wire(report, unread)->amount, -1.5_d) << "a rebate";
    for (double x : absurd_doubles) {
        report.commission_and_fees = x;
        EXPECT_FALSE(from_wire(report, unread)) << x;
    }
}

TEST(NumberGate, a_bar_beyond_its_range_or_of_no_moment_is_none)
{
    ibkr::HistoricalBar bar;
    bar.date = "1767625200";
    bar.open = bar.high = bar.low = bar.close = 189.0;
    UnknownWords unread;
    ASSERT_TRUE(from_wire(bar, "UTC", unread));
    for (double x : absurd_doubles) {
        auto bad = bar;
        bad.high = x;
        EXPECT_FALSE(from_wire(bad, "UTC", unread)) << x;
    }
    for (const char* date : {"9223372036854775807", "99999999999", "-5", "99991231", "00000000",
                             "99999999999999999999999999"}) {
        auto bad = bar;
        bad.date = date;
        EXPECT_FALSE(from_wire(bad, "UTC", unread)) << date;
    }
}

TEST(NumberGate, an_account_value_beyond_its_range_is_unknown)
{
    AccountValues values;
    for (const char* text : {"1e16", "-1e16", "1.6e26", "1e300", "nan", "inf", "", "12 USD"}) {
        values.set("DU1", "NetLiquidation", text, "USD");
        EXPECT_EQ(values.number("DU1", "NetLiquidation", "USD"), std::nullopt) << text;
    }
    values.set("DU1", "NetLiquidation", "-5.25", "USD");
    EXPECT_EQ(values.number("DU1", "NetLiquidation", "USD"), -5.25_d);
}

TEST(NumberGate, sums_of_what_it_lets_through_fit)
{
    Execution execution;
    execution.quantity = most_quantity;
    execution.price = most_price;
    FillSums sums;
    for (int i = 0; i < 10'000; ++i) sums.add(execution, {}, {});
    EXPECT_GT(sums.value(false), 0_d);
}

TEST(Epoch, moments_are_of_this_age)
{
    EXPECT_EQ(moment_of(0), TimePoint{});
    EXPECT_TRUE(moment_of(latest_second));
    for (std::int64_t seconds :
         {std::int64_t{-1}, latest_second + 1, std::int64_t{1} << 62,
          std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
        EXPECT_FALSE(moment_of(seconds)) << seconds;
    EXPECT_EQ(nearest_moment(std::numeric_limits<std::int64_t>::min()), TimePoint{});
    EXPECT_EQ(nearest_moment(std::numeric_limits<std::int64_t>::max()), *moment_of(latest_second));
}

}  // namespace trademind::ibkr_broker
