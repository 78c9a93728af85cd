// The numbered cases of accounting on whole accounts, A23 to A28.
#include "unit/paper_money/books.hpp"

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::paper;

namespace {

constexpr Date tuesday = monday + std::chrono::days{1};

LedgerOptions cash_account()
{
    LedgerOptions options;
    options.margin = std::make_shared<CashAccountMargin>();
    return options;
}

Books after_a23()
{
    Books b;
    b.ledger.deposit("USD", 10000_d);
    b.ledger.begin_day(tuesday);
    b.trade(share, 100_d, 150_d, 1_d);
    b.ledger.mark(share, 150_d);
    return b;
}

}  // namespace

TEST(Accounting, A23_margin_account)
{
    Books b = after_a23();
    AccountValues v = b.ledger.values();
    EXPECT_EQ(b.cash(), -5001_d);
    EXPECT_EQ(v.net_liquidation, 9999_d);
    EXPECT_EQ(v.initial_margin, 3750_d);
    EXPECT_EQ(v.maintenance_margin, 3750_d);
    EXPECT_EQ(v.available_funds, 6249_d);
    EXPECT_EQ(v.buying_power, 24996_d);
    EXPECT_EQ(v.regulation_t_excess, 2499_d);
}

TEST(Accounting, A24_margin_account_after_a_fall)
{
    Books b = after_a23();
    b.ledger.mark(share, 130_d);
    AccountValues v = b.ledger.values();
    EXPECT_EQ(v.net_liquidation, 7999_d);
    EXPECT_EQ(v.maintenance_margin, 3250_d);
    EXPECT_EQ(v.excess_liquidity, 4749_d);
    EXPECT_EQ(v.cushion->round(6, Rounding::toward_zero), 0.593699_d);
}

TEST(Accounting, A25_price_of_liquidation)
{
    Books b = after_a23();
    b.ledger.mark(share, 66.68_d);
    EXPECT_EQ(b.ledger.values().excess_liquidity, 0_d);
    b.ledger.mark(share, 66.67_d);
    EXPECT_LT(b.ledger.values().excess_liquidity, 0_d);
}

TEST(Accounting, A26_foreign_stock_paid_with_converted_cash)
{
    Books b;
    b.ledger.deposit("USD", 13201.10_d);
    b.trade(eur_usd, 12001_d, 1.10_d);
    b.ledger.mark(eur_usd, 1.10_d);
    EXPECT_EQ(b.cash("USD"), 0_d);
    EXPECT_EQ(b.cash("EUR"), 12001_d);
    b.trade(euro_share, 100_d, 120_d, 1_d);
    b.ledger.mark(euro_share, 125_d);
    b.ledger.mark(eur_usd, 1.12_d);

    AccountValues v = b.ledger.values();
    EXPECT_EQ(b.cash("EUR"), 0_d);
    EXPECT_EQ(v.stock_market_value, 14000_d);
    EXPECT_EQ(*v.net_liquidation - 13201.10_d, 798.90_d);
    EXPECT_EQ(v.unrealized_pnl, 558.88_d);
}

TEST(Accounting, A27_foreign_stock_on_credit)
{
    Books b;
    b.ledger.deposit("USD", 20000_d);
    b.ledger.mark(eur_usd, 1.10_d);
    b.trade(euro_share, 100_d, 120_d, 1_d);
    EXPECT_EQ(b.cash("EUR"), -12001_d);
    b.ledger.mark(euro_share, 125_d);
    b.ledger.mark(eur_usd, 1.12_d);
    EXPECT_EQ(*b.ledger.values().net_liquidation - 20000_d, 558.88_d);
}

TEST(Accounting, A28_cash_account_spends_settled_cash)
{
    Books b{cash_account()};
    b.ledger.deposit("USD", 10000_d);
    b.trade(share, 100_d, 50_d, 1_d);
    b.trade(share, -100_d, 55_d, 1_d);
    AccountValues v = b.ledger.values();
    EXPECT_EQ(v.total_cash_value, 10498_d);
    EXPECT_EQ(v.settled_cash, 4998_d);
    EXPECT_EQ(v.buying_power, 4998_d);
    b.ledger.begin_day(tuesday);
    EXPECT_EQ(b.ledger.values().settled_cash, 10498_d);
    EXPECT_EQ(b.ledger.values().total_cash_value, 10498_d);
    EXPECT_EQ(b.ledger.values().buying_power, 10498_d);
}
