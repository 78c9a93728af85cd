// Day trades: the numbered cases D1 to D8, and what the regimes make of the count.
#include "unit/paper_money/books.hpp"

#include <gtest/gtest.h>

#include <vector>

using namespace trademind;
using namespace trademind::paper;
using std::chrono::days;

namespace {

/// Day trades of these signed quantities, all of one day.
int count(const std::vector<Decimal>& quantities, Decimal overnight = 0)
{
    Books b;
    if (!overnight.is_zero()) b.trade(share, overnight, 10_d);
    b.ledger.begin_day(monday + days{1});
    for (Decimal quantity : quantities) b.trade(share, quantity, 10_d);
    return b.ledger.day_trades();
}

LedgerOptions legacy()
{
    LedgerOptions options;
    options.day_trade_regime = DayTradeRegime::pattern_day_trader;
    return options;
}

/// An account of 10,000 with that many day trades today, and a position overnight.
Books day_trader(int trades, LedgerOptions options = legacy())
{
    Books b{std::move(options)};
    b.ledger.deposit("USD", 10000_d);
    b.trade(other_share, 10_d, 10_d);
    b.ledger.begin_day(monday + days{1});
    for (; trades > 0; --trades) {
        b.trade(share, 10_d, 10_d);
        b.trade(share, -10_d, 10_d);
    }
    return b;
}

LiveOrder order(InstrumentId id, Side side, Decimal quantity)
{
    LiveOrder o;
    o.id = OrderId{1};
    o.instrument = id;
    o.side = side;
    o.quantity = quantity;
    o.price = 10_d;
    return o;
}

}  // namespace

TEST(DayTrades, D1_two_buys_closed_by_one_sale)
{
    EXPECT_EQ(count({250_d, 250_d, -500_d}), 1);
}

TEST(DayTrades, D2_two_round_trips)
{
    EXPECT_EQ(count({100_d, -100_d, 100_d, -100_d}), 2);
}

TEST(DayTrades, D3_one_buy_closed_by_three_sales)
{
    EXPECT_EQ(count({500_d, -100_d, -100_d, -300_d}), 1);
}

TEST(DayTrades, D4_three_buys_closed_in_part_by_two_sales)
{
    EXPECT_EQ(count({250_d, 300_d, 100_d, -150_d, -175_d}), 1);
}

TEST(DayTrades, D5_two_changes_of_direction)
{
    EXPECT_EQ(count({199_d, 142_d, -1_d, 45_d, -100_d, -200_d}), 2);
}

TEST(DayTrades, D6_two_symbols)
{
    Books b;
    b.trade(share, 200_d, 10_d);
    b.trade(other_share, 100_d, 10_d);
    EXPECT_TRUE(b.trade(share, -100_d, 10_d).day_trade);
    EXPECT_TRUE(b.trade(other_share, -100_d, 10_d).day_trade);
    EXPECT_EQ(b.ledger.day_trades(), 2);
}

TEST(DayTrades, D7_closing_overnight_shares_first)
{
    EXPECT_EQ(count({-100_d, 100_d}, 100_d), 0);
}

TEST(DayTrades, D8_buying_more_before_selling_all)
{
    EXPECT_EQ(count({50_d, -150_d}, 100_d), 1);
}

TEST(DayTrades, short_sale_covered_the_same_day)
{
    EXPECT_EQ(count({-100_d, 100_d}), 1);
}

TEST(DayTrades, turning_around_closes_and_opens)
{
    EXPECT_EQ(count({100_d, -200_d, 100_d}), 2);
}

TEST(DayTrades, futures_and_currencies_do_not_count)
{
    Books b;
    b.trade(es, 1_d, 5000_d);
    b.trade(es, -1_d, 5001_d);
    b.trade(eur_usd, 1000_d, 1.1_d);
    b.trade(eur_usd, -1000_d, 1.1_d);
    EXPECT_EQ(b.ledger.day_trades(), 0);
}

TEST(DayTrades, options_count)
{
    Books b;
    b.trade(call_option, 1_d, 5_d);
    b.trade(call_option, -1_d, 5_d);
    EXPECT_EQ(b.ledger.day_trades(), 1);
}

TEST(DayTrades, window_of_five_business_days)
{
    Books b;
    b.trade(share, 10_d, 10_d);
    b.trade(share, -10_d, 10_d);
    b.ledger.begin_day(monday + days{4});  // Friday
    EXPECT_EQ(b.ledger.day_trades(), 1);
    b.ledger.begin_day(monday + days{7});  // next Monday
    EXPECT_EQ(b.ledger.day_trades(), 0);
}

TEST(DayTrades, a_holiday_lengthens_the_window)
{
    LedgerOptions options;
    options.is_business_day = [](Date d) { return is_weekday(d) && d != monday + days{2}; };
    Books b{options};
    b.trade(share, 10_d, 10_d);
    b.trade(share, -10_d, 10_d);
    b.ledger.begin_day(monday + days{7});
    EXPECT_EQ(b.ledger.day_trades(), 1);
    b.ledger.begin_day(monday + days{8});
    EXPECT_EQ(b.ledger.day_trades(), 0);
}

TEST(DayTradeRegimes, legacy_rule_counts_down_and_stops_opening)
{
    Books b = day_trader(2);
    EXPECT_EQ(b.ledger.values().day_trades_remaining, 1);
    EXPECT_TRUE(b.ledger.check(order(share, Side::buy, 1_d)));
    b.trade(share, 1_d, 10_d);
    b.trade(share, -1_d, 10_d);
    EXPECT_EQ(b.ledger.values().day_trades_remaining, 0);
    auto refused = b.ledger.check(order(share, Side::buy, 1_d));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::day_trade_limit);
}

TEST(DayTradeRegimes, legacy_rule_lets_positions_close)
{
    Books b = day_trader(3);
    EXPECT_TRUE(b.ledger.check(order(other_share, Side::sell, 10_d)));
    auto too_many = b.ledger.check(order(other_share, Side::sell, 11_d));
    ASSERT_FALSE(too_many);
    EXPECT_EQ(too_many.error(), Errc::day_trade_limit);
}

TEST(DayTradeRegimes, legacy_rule_spares_25000)
{
    Books b = day_trader(3);
    b.ledger.deposit("USD", 15000_d);
    EXPECT_EQ(b.ledger.values().day_trades_remaining, std::nullopt);
    EXPECT_TRUE(b.ledger.check(order(share, Side::buy, 1_d)));
}

TEST(DayTradeRegimes, the_25000_are_dollars_whatever_the_account_is_kept_in)
{
    LedgerOptions options = legacy();
    options.base_currency = "EUR";
    Books b{options};
    b.ledger.deposit("EUR", 24'000_d);
    EXPECT_NE(b.ledger.values().day_trades_remaining, std::nullopt) << "the rate is not known";
    b.ledger.set_exchange_rate("USD", 0.90_d);
    EXPECT_EQ(b.ledger.values().day_trades_remaining, std::nullopt) << "26,667 dollars";
    b.ledger.deposit("EUR", -2000_d);
    EXPECT_NE(b.ledger.values().day_trades_remaining, std::nullopt) << "24,444 dollars";
}

TEST(DayTradeRegimes, unknown_equity_is_too_little)
{
    EXPECT_EQ(day_trades_left(DayTradeRegime::pattern_day_trader, std::nullopt, 1), 2);
    EXPECT_EQ(day_trades_left(DayTradeRegime::pattern_day_trader, 24999.99_d, 5), 0);
    EXPECT_EQ(day_trades_left(DayTradeRegime::pattern_day_trader, 25000_d, 5), std::nullopt);
}

TEST(DayTradeRegimes, newer_rule_and_none_do_not_count)
{
    for (auto regime : {DayTradeRegime::intraday_margin, DayTradeRegime::off}) {
        LedgerOptions options;
        options.day_trade_regime = regime;
        Books b = day_trader(4, options);
        EXPECT_EQ(b.ledger.day_trades(), 4);
        EXPECT_EQ(b.ledger.values().day_trades_remaining, std::nullopt);
        EXPECT_TRUE(b.ledger.check(order(share, Side::buy, 1_d)));
    }
}

TEST(DayTradeRegimes, cash_accounts_are_not_limited)
{
    LedgerOptions options = legacy();
    options.margin = std::make_shared<CashAccountMargin>();
    Books b = day_trader(4, options);
    EXPECT_EQ(b.ledger.values().day_trades_remaining, std::nullopt);
    EXPECT_TRUE(b.ledger.check(order(share, Side::buy, 1_d)));
}

TEST(DayTradeCounter, keeps_two_weeks)
{
    DayTradeCounter counter;
    counter.add(monday);
    counter.add(monday + days{1});
    counter.add(monday);
    EXPECT_EQ(counter.days(),
              (std::vector<DayTradeCounter::Day>{{monday, 2}, {monday + days{1}, 1}}));
    EXPECT_EQ(counter.count(monday, is_weekday), 2);
    EXPECT_EQ(counter.count(monday + days{1}, is_weekday), 3);
    counter.add(monday + days{15});
    EXPECT_EQ(counter.days().size(), 2U);
    EXPECT_EQ(counter.days().front().date, monday + days{1});
}

TEST(DayTrades, a_snapshot_in_the_middle_of_one)
{
    Books b;
    b.trade(share, 100_d, 10_d);
    Books again;
    again.ledger.restore(b.ledger.state());
    EXPECT_TRUE(again.trade(share, -100_d, 10_d).day_trade);
    EXPECT_EQ(again.ledger.day_trades(), 1);
}
