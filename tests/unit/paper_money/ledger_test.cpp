// The ledger beyond the numbered cases: days, currencies, unknown prices, errors.
#include "unit/paper_money/books.hpp"

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::paper;
using std::chrono::days;

TEST(Ledger, starts_empty_and_known)
{
    AccountValues v = Ledger{}.values();
    EXPECT_EQ(v.net_liquidation, 0_d);
    EXPECT_EQ(v.buying_power, 0_d);
    EXPECT_EQ(v.cushion, std::nullopt);
    EXPECT_EQ(v.day_trades_remaining, std::nullopt);
    EXPECT_EQ(v.currency, "USD");
}

TEST(Ledger, an_unpriced_position_is_unknown_not_zero)
{
    Books b;
    b.ledger.deposit("USD", 1000_d);
    b.trade(share, 10_d, 50_d);
    b.ledger.forget_mark(share);
    AccountValues v = b.ledger.values();
    EXPECT_EQ(v.total_cash_value, 500_d);
    EXPECT_EQ(v.net_liquidation, std::nullopt);
    EXPECT_EQ(v.unrealized_pnl, std::nullopt);
    EXPECT_EQ(v.buying_power, std::nullopt);
    EXPECT_EQ(b.ledger.report(share).market_value, std::nullopt);
    b.ledger.mark(share, 51_d);
    EXPECT_EQ(b.ledger.values().net_liquidation, 1010_d);
}

TEST(Ledger, an_unpriced_future_makes_the_cash_unknown)
{
    Books b;
    b.trade(es, 1_d, 5000_d);
    b.ledger.forget_mark(es);
    EXPECT_EQ(b.ledger.values().total_cash_value, std::nullopt);
    EXPECT_EQ(b.ledger.values().currencies.at(0).cash_balance, std::nullopt);
}

TEST(Ledger, a_missing_exchange_rate_makes_totals_unknown)
{
    Books b;
    b.ledger.deposit("EUR", 100_d);
    EXPECT_EQ(b.ledger.values().net_liquidation, std::nullopt);
    EXPECT_EQ(b.ledger.values().total_cash_value, std::nullopt);
    b.ledger.set_exchange_rate("EUR", 1.10_d);
    EXPECT_EQ(b.ledger.values().total_cash_value, 110_d);
}

TEST(Ledger, the_first_fill_is_a_mark_later_ones_are_not)
{
    Books b;
    b.trade(share, 10_d, 50_d);
    EXPECT_EQ(b.ledger.report(share).market_price, 50_d);
    b.trade(share, 10_d, 60_d);
    EXPECT_EQ(b.ledger.report(share).market_price, 50_d);
}

TEST(Ledger, gains_of_futures_become_cash_every_day)
{
    Books b;
    b.trade(es, 1_d, 5000_d);
    b.ledger.mark(es, 5010_d);
    EXPECT_EQ(b.cash(), 0_d);
    EXPECT_EQ(b.ledger.values().futures_pnl, 500_d);
    b.ledger.begin_day(monday + days{1});
    EXPECT_EQ(b.cash(), 500_d);
    EXPECT_EQ(b.ledger.values().futures_pnl, 0_d);
    b.ledger.mark(es, 4990_d);
    EXPECT_EQ(b.ledger.values().total_cash_value, -500_d);
    EXPECT_EQ(b.ledger.report(es).unrealized_pnl, -500_d);
    EXPECT_EQ(b.ledger.values().gross_position_value, 0_d);
}

TEST(Ledger, a_future_without_mark_is_swept_later)
{
    Books b;
    b.trade(es, 1_d, 5000_d);
    b.ledger.forget_mark(es);
    b.ledger.begin_day(monday + days{1});
    b.ledger.mark(es, 5010_d);
    EXPECT_EQ(b.ledger.values().total_cash_value, 500_d);
    b.ledger.begin_day(monday + days{2});
    EXPECT_EQ(b.cash(), 500_d);
}

TEST(Ledger, days_do_not_go_back)
{
    Books b;
    b.ledger.begin_day(monday + days{2});
    b.ledger.begin_day(monday);
    EXPECT_EQ(b.ledger.today(), monday + days{2});
}

TEST(Ledger, a_fill_of_a_new_day_begins_it)
{
    Books b;
    LedgerFill fill;
    fill.instrument = share;
    fill.quantity = 1_d;
    fill.price = 10_d;
    fill.trade_date = monday + days{1};
    b.ledger.apply(fill);
    EXPECT_EQ(b.ledger.today(), monday + days{1});
}

TEST(Ledger, buying_power_is_limited_by_the_days_first_equity)
{
    Books b;
    b.ledger.deposit("USD", 10000_d);
    b.trade(share, 100_d, 100_d);
    b.ledger.begin_day(monday + days{1});
    b.ledger.mark(share, 200_d);
    AccountValues v = b.ledger.values();
    EXPECT_EQ(v.equity_with_loan_value, 20000_d);
    EXPECT_EQ(v.previous_equity, 10000_d);
    EXPECT_EQ(v.available_funds, 15000_d);
    EXPECT_EQ(v.buying_power, (10000_d - 5000_d) * 4_d);
}

TEST(Ledger, fees_in_another_currency_are_not_lost)
{
    Books b;
    b.ledger.set_exchange_rate("EUR", 2_d);
    b.trade(share, 10_d, 50_d, 1_d, "EUR");
    EXPECT_EQ(b.cash("EUR"), -1_d);
    EXPECT_EQ(b.ledger.position(share).cost, 500_d);
    EXPECT_EQ(b.ledger.values().realized_pnl, -2_d);
}

TEST(Ledger, a_currency_trade_moves_cash_and_keeps_a_record)
{
    Books b;
    b.ledger.deposit("USD", 2000_d);
    b.trade(eur_usd, 1000_d, 1.10_d, 2_d, "USD");
    b.ledger.mark(eur_usd, 1.20_d);
    EXPECT_EQ(b.cash("USD"), 898_d);
    EXPECT_EQ(b.cash("EUR"), 1000_d);
    EXPECT_EQ(b.ledger.report(eur_usd).unrealized_pnl, 100_d);
    AccountValues v = b.ledger.values();
    EXPECT_EQ(v.net_liquidation, 2098_d);
    EXPECT_EQ(v.realized_pnl, -2_d);   // the fee
    EXPECT_EQ(v.unrealized_pnl, 0_d);  // the gain is in the balances
}

TEST(Ledger, spot_currencies_settle_after_two_days)
{
    LedgerOptions options;
    options.margin = std::make_shared<CashAccountMargin>();
    Books b{options};
    b.ledger.deposit("USD", 2000_d);
    b.trade(eur_usd, 1000_d, 1.10_d);
    EXPECT_EQ(b.ledger.cash("EUR")->settled(), 0_d);
    b.ledger.begin_day(monday + days{1});
    EXPECT_EQ(b.ledger.cash("EUR")->settled(), 0_d);
    b.ledger.begin_day(monday + days{2});
    EXPECT_EQ(b.ledger.cash("EUR")->settled(), 1000_d);
}

TEST(Ledger, nonsense_is_refused_and_changes_nothing)
{
    Books b;
    b.trade(share, 1_d, 10_d);
    LedgerState before = b.ledger.state();
    LedgerFill fill;
    fill.instrument = share;
    fill.trade_date = monday;
    EXPECT_THROW(b.ledger.apply(fill), std::invalid_argument);
    fill.quantity = -1_d;
    EXPECT_THROW(b.ledger.apply(fill), std::invalid_argument);
    fill.quantity = 1_d;
    fill.instrument = 1000;
    EXPECT_THROW(b.ledger.apply(fill), std::invalid_argument);
    EXPECT_THROW(b.ledger.define(50, stock("ABC"), 0_d), std::invalid_argument);
    EXPECT_EQ(b.ledger.state(), before);
}

TEST(Ledger, amounts_beyond_reason_are_refused_and_change_nothing)
{
    Books b;
    b.trade(share, 1_d, 10_d);
    LedgerState before = b.ledger.state();
    EXPECT_THROW(b.trade(share, 100000000000_d, 100000000000_d), std::overflow_error);
    EXPECT_THROW(b.trade(share, Decimal::max(), 2_d), std::overflow_error);
    EXPECT_THROW(b.trade(share, 1_d, 1_d, Decimal::max()), std::overflow_error);
    EXPECT_THROW(b.ledger.deposit("USD", Decimal::max()), std::overflow_error);
    EXPECT_EQ(b.ledger.state(), before);
}

TEST(Ledger, a_mark_beyond_reason_is_no_price)
{
    Books b;
    b.trade(share, 1000_d, 10_d);
    b.ledger.mark(share, Decimal::max());
    EXPECT_EQ(b.ledger.values().net_liquidation, std::nullopt);
    EXPECT_EQ(b.ledger.report(share).market_value, std::nullopt);
    b.ledger.mark(share, 10_d);
    EXPECT_EQ(b.ledger.values().net_liquidation, 0_d);
}

TEST(Ledger, negative_prices_are_prices)
{
    Books b;
    b.trade(mes, 1_d, -37.63_d);
    b.ledger.mark(mes, -40_d);
    EXPECT_EQ(b.unrealized(mes), -11.85_d);
    b.ledger.mark(share, 0_d);
    b.trade(share, 10_d, 5_d);
    EXPECT_EQ(b.unrealized(share), -50_d);
}

TEST(Ledger, price_magnifier_is_part_of_the_unit_value)
{
    Ledger ledger;
    ledger.define(0, stock("VOD").on("LSE").in("GBP"), 0.01_d);
    LedgerFill fill;
    fill.quantity = 1000_d;
    fill.price = 75.5_d;  // pence
    fill.trade_date = monday;
    ledger.apply(fill);
    EXPECT_EQ(ledger.cash("GBP")->amount, -755_d);
    EXPECT_EQ(ledger.report(0).average_cost, 0.755_d);
}

TEST(Ledger, positions_leave_out_what_is_closed)
{
    Books b;
    b.trade(share, 1_d, 10_d);
    b.trade(other_share, 1_d, 10_d);
    b.trade(other_share, -1_d, 11_d);
    ASSERT_EQ(b.ledger.positions().size(), 1U);
    EXPECT_EQ(b.ledger.positions()[0].contract.symbol, "ABC");
    ASSERT_EQ(b.ledger.positions(true).size(), 2U);
    EXPECT_EQ(b.ledger.positions(true)[1].realized_pnl, 1_d);
}

TEST(Ledger, preview_tells_what_a_fill_would_do)
{
    Books b;
    b.ledger.deposit("USD", 10000_d);
    b.trade(share, 100_d, 50_d);
    LiveOrder order;
    order.instrument = share;
    order.quantity = 100_d;
    order.price = 50_d;
    order.fees = 1_d;
    MarginImpact impact = b.ledger.preview(order);
    EXPECT_EQ(impact.initial_before, 1250_d);
    EXPECT_EQ(impact.initial_after, 2500_d);
    EXPECT_EQ(impact.maintenance_after, 2500_d);
    EXPECT_EQ(impact.equity_before, 10000_d);
    EXPECT_EQ(impact.equity_after, 9999_d);

    b.trade(share, 100_d, 50_d, 1_d);
    AccountValues v = b.ledger.values();
    EXPECT_EQ(v.initial_margin, impact.initial_after);
    EXPECT_EQ(v.equity_with_loan_value, impact.equity_after);
}

TEST(Ledger, preview_agrees_with_the_fill_for_every_product)
{
    for (InstrumentId id : {share, call_option, put_option, es, euro_share})
        for (Decimal quantity : {3_d, -2_d, 7_d}) {
            Books b;
            b.ledger.deposit("USD", 1000000_d);
            b.ledger.mark(eur_usd, 1.25_d);
            b.ledger.mark(share, 75_d);
            b.trade(id, -1_d, 90_d);
            b.ledger.mark(id, 100_d);
            LiveOrder order;
            order.instrument = id;
            order.side = quantity.sign() > 0 ? Side::buy : Side::sell;
            order.quantity = quantity.abs();
            order.price = 99_d;
            order.fees = 2_d;
            MarginImpact impact = b.ledger.preview(order);
            b.trade(id, quantity, 99_d, 2_d);
            AccountValues v = b.ledger.values();
            EXPECT_EQ(impact.initial_after, v.initial_margin) << id << ' ' << quantity;
            EXPECT_EQ(impact.maintenance_after, v.maintenance_margin) << id << ' ' << quantity;
            EXPECT_EQ(impact.equity_after, v.equity_with_loan_value) << id << ' ' << quantity;
        }
}
