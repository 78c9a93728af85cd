// The numbered cases of accounting on positions, A1 to A22, A34.
#include "unit/paper_money/books.hpp"

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::paper;

namespace {

Books after_a1()
{
    Books b;
    b.trade(share, 100_d, 25_d, 1_d);
    return b;
}

Books after_a2()
{
    Books b = after_a1();
    b.trade(share, 100_d, 27_d, 1_d);
    return b;
}

Books after_a3()
{
    Books b = after_a2();
    b.trade(share, -50_d, 28_d, 1.0439_d);
    return b;
}

Books after_a5()
{
    Books b;
    b.trade(share, -100_d, 50_d, 1_d);
    return b;
}

Books after_a6()
{
    Books b = after_a5();
    b.trade(share, 40_d, 47_d, 1_d);
    return b;
}

Books after_a8()
{
    Books b;
    b.trade(share, 100_d, 10_d, 1_d);
    b.trade(share, -150_d, 12_d, 1.50_d);
    return b;
}

}  // namespace

TEST(Accounting, A1_commission_is_cost)
{
    Books b = after_a1();
    b.ledger.mark(share, 26_d);
    EXPECT_EQ(b.average(share), 25.01_d);
    EXPECT_EQ(b.unrealized(share), 99_d);
    EXPECT_EQ(b.cash(), -2501_d);
}

TEST(Accounting, A2_average_of_two_buys)
{
    Books b = after_a2();
    b.ledger.mark(share, 26_d);
    EXPECT_EQ(b.average(share), 26.01_d);
    EXPECT_EQ(b.unrealized(share), -2_d);
    EXPECT_EQ(b.cash(), -5202_d);
}

TEST(Accounting, A3_partial_sale_keeps_the_average)
{
    Books b = after_a2();
    FillEffect sale = b.trade(share, -50_d, 28_d, 1.0439_d);
    b.ledger.mark(share, 28_d);
    EXPECT_EQ(sale.realized_pnl(), 98.4561_d);
    EXPECT_EQ(b.realized(share), 98.4561_d);
    EXPECT_EQ(b.average(share), 26.01_d);
    EXPECT_EQ(b.unrealized(share), 298.50_d);
    EXPECT_EQ(b.realized(share) + b.unrealized(share), 396.9561_d);
}

TEST(Accounting, A4_closing_everything)
{
    Books b = after_a3();
    b.trade(share, -150_d, 24_d, 1.10_d);
    EXPECT_EQ(b.realized(share), -204.1439_d);
    EXPECT_EQ(b.cash(), -204.1439_d);
    EXPECT_TRUE(b.quantity(share).is_zero());
    EXPECT_TRUE(b.ledger.position(share).cost.is_zero());
}

TEST(Accounting, A5_commission_lowers_a_shorts_average)
{
    Books b = after_a5();
    b.ledger.mark(share, 48_d);
    EXPECT_EQ(b.average(share), 49.99_d);
    EXPECT_EQ(b.unrealized(share), 199_d);
    EXPECT_EQ(b.cash(), 4999_d);
}

TEST(Accounting, A6_partial_cover)
{
    Books b = after_a6();
    b.ledger.mark(share, 48_d);
    EXPECT_EQ(b.realized(share), 118.60_d);
    EXPECT_EQ(b.average(share), 49.99_d);
    EXPECT_EQ(b.unrealized(share), 119.40_d);
}

TEST(Accounting, A7_full_cover)
{
    Books b = after_a6();
    b.trade(share, 60_d, 52_d, 1_d);
    EXPECT_EQ(b.realized(share), -3_d);
    EXPECT_EQ(b.cash(), -3_d);
    EXPECT_TRUE(b.quantity(share).is_zero());
}

TEST(Accounting, A8_flip_splits_the_fee)
{
    Books b = after_a8();
    b.ledger.mark(share, 11_d);
    EXPECT_EQ(b.realized(share), 198_d);
    EXPECT_EQ(b.quantity(share), -50_d);
    EXPECT_EQ(b.average(share), 11.99_d);
    EXPECT_EQ(b.unrealized(share), 49.50_d);
    EXPECT_EQ(b.realized(share) + b.unrealized(share), 247.50_d);
}

TEST(Accounting, A9_cover_after_the_flip)
{
    Books b = after_a8();
    b.trade(share, 50_d, 11_d, 1_d);
    EXPECT_EQ(b.realized(share), 246.50_d);
    EXPECT_EQ(b.cash(), 246.50_d);
}

TEST(Accounting, A10_flip_from_short_to_long)
{
    Books b;
    b.trade(share, -100_d, 20_d, 1_d);
    b.trade(share, 250_d, 18_d, 1.25_d);
    b.ledger.mark(share, 18_d);
    EXPECT_EQ(b.realized(share), 198.50_d);
    EXPECT_EQ(b.quantity(share), 150_d);
    EXPECT_EQ(b.average(share), 18.005_d);
    EXPECT_EQ(b.unrealized(share), -0.75_d);
}

TEST(Accounting, A11_option_average_includes_the_multiplier)
{
    Books b;
    b.trade(call_option, 2_d, 5_d, 1.30_d);
    b.ledger.mark(call_option, 6_d);
    EXPECT_EQ(b.average(call_option), 500.65_d);
    EXPECT_EQ(b.unrealized(call_option), 198.70_d);
}

TEST(Accounting, A12_option_sold)
{
    Books b;
    b.trade(call_option, 2_d, 5_d, 1.30_d);
    b.trade(call_option, -1_d, 7.25_d, 1_d);
    EXPECT_EQ(b.realized(call_option), 223.35_d);
    EXPECT_EQ(b.average(call_option), 500.65_d);
}

TEST(Accounting, A13_short_option_expires_worthless)
{
    Books b;
    b.trade(call_option, -3_d, 1.20_d, 1.95_d);
    b.ledger.mark(call_option, 0.80_d);
    EXPECT_EQ(b.average(call_option), 119.35_d);
    EXPECT_EQ(b.unrealized(call_option), 118.05_d);
    b.trade(call_option, 3_d, 0_d);
    EXPECT_EQ(b.realized(call_option), 358.05_d);
    EXPECT_EQ(b.cash(), 358.05_d);
    EXPECT_TRUE(b.quantity(call_option).is_zero());
}

TEST(Accounting, A14_future_bought)
{
    Books b;
    b.trade(es, 1_d, 5000.25_d, 2.25_d);
    b.ledger.mark(es, 5010.25_d);
    EXPECT_EQ(b.average(es), 250014.75_d);
    EXPECT_EQ(b.unrealized(es), 497.75_d);
    // only the fee is paid; the gain is in the total cash, not in the balance
    EXPECT_EQ(b.cash(), -2.25_d);
    EXPECT_EQ(b.ledger.values().futures_pnl, 500_d);
    EXPECT_EQ(b.ledger.values().net_liquidation, 497.75_d);
}

TEST(Accounting, A15_future_sold)
{
    Books b;
    b.trade(es, 1_d, 5000.25_d, 2.25_d);
    b.trade(es, -1_d, 5010.25_d, 2.25_d);
    EXPECT_EQ(b.realized(es), 495.50_d);
    EXPECT_EQ(b.cash_effect(), 495.50_d);
    b.ledger.begin_day(monday + std::chrono::days{1});
    EXPECT_EQ(b.cash(), 495.50_d);
    EXPECT_EQ(b.cash_effect(), 495.50_d);
}

TEST(Accounting, A16_gold_future_as_ibkr_reported_it)
{
    Books b;
    b.trade(gold, 1_d, 1477.3_d, 2.37_d);
    EXPECT_EQ(b.average(gold), 147732.37_d);
}

TEST(Accounting, A17_micro_futures)
{
    Books b;
    b.trade(mes, 3_d, 5000_d, 1.86_d);
    b.ledger.mark(mes, 4990_d);
    EXPECT_EQ(b.average(mes), 25000.62_d);
    EXPECT_EQ(b.unrealized(mes), -151.86_d);
}

TEST(Accounting, A18_average_of_three_prices)
{
    Books b;
    b.trade(share, 33_d, 10.01_d);
    b.trade(share, 33_d, 10.02_d);
    b.trade(share, 34_d, 10.03_d);
    b.ledger.mark(share, 10.02_d);
    EXPECT_EQ(b.average(share), 10.0201_d);
    EXPECT_EQ(b.unrealized(share), -0.01_d);
}

TEST(Accounting, A19_half_a_share)
{
    Books b;
    b.trade(share, 0.5_d, 80_d, 0.40_d);
    b.ledger.mark(share, 90_d);
    EXPECT_EQ(b.average(share), 80.80_d);
    EXPECT_EQ(b.unrealized(share), 4.60_d);
}

TEST(Accounting, A20_average_without_a_finite_decimal)
{
    Books b;
    b.trade(share, 3_d, 10_d, 1_d);
    EXPECT_EQ(b.ledger.position(share).cost, 31_d);
    EXPECT_EQ(b.average(share), 10.333333333333_d);
    b.trade(share, -3_d, 10_d);
    EXPECT_EQ(b.realized(share), -1_d);
}

TEST(Accounting, A21_average_cost_not_fifo)
{
    Books b;
    b.trade(share, 100_d, 10_d);
    b.trade(share, 100_d, 20_d);
    b.trade(share, -100_d, 18_d);
    b.ledger.mark(share, 18_d);
    EXPECT_EQ(b.realized(share), 300_d);
    EXPECT_EQ(b.unrealized(share), 300_d);
}

TEST(Accounting, A22_realized_equals_cash_when_flat)
{
    Books b;
    b.trade(share, 100_d, 10_d, 1_d);
    b.trade(share, 50_d, 10.50_d, 1_d);
    b.trade(share, -200_d, 11_d, 1.2_d);
    b.trade(share, 30_d, 10.8_d, 1_d);
    b.trade(share, 20_d, 10.7_d, 1_d);
    EXPECT_TRUE(b.quantity(share).is_zero());
    EXPECT_EQ(b.realized(share), 131.80_d);
    EXPECT_EQ(b.cash(), 131.80_d);
}

TEST(Accounting, A34_rebate_lowers_the_cost)
{
    Books b;
    b.trade(share, 100_d, 10_d, -0.20_d);
    EXPECT_EQ(b.ledger.position(share).cost, 999.80_d);
    EXPECT_EQ(b.average(share), 9.998_d);
    EXPECT_EQ(b.cash(), -999.80_d);
}
