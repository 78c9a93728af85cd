// Reports of what a broker tells.
#include <trademind/execution/strategy_report.hpp>

#include <gmock/gmock.h>

namespace trademind {
namespace {

using namespace literals;

Account worth(Decimal equity, std::string_view time)
{
    Account account{"U1"};
    account.portfolio_value = equity;
    account.gross_position_value = Decimal{};
    account.updated_at = parse_time(time).value();
    return account;
}

OrderReport order_of(std::int64_t id, OrderStatus status)
{
    OrderReport report;
    report.id = OrderId{id};
    report.status = status;
    return report;
}

TEST(StrategyReporter, puts_equity_fills_and_orders_together)
{
    StrategyReporter reporter;
    reporter.on_account(worth(1000_d, "2026-01-05T15:00:00Z"));
    reporter.on_order(order_of(1, OrderStatus::submitted));
    Execution e;
    e.id = "1.01";
    e.contract = stock("A");
    e.quantity = 10_d;
    e.price = 100_d;
    e.time = parse_time("2026-01-05T15:00:01Z").value();
    reporter.on_execution(e);
    reporter.on_order(order_of(1, OrderStatus::filled));
    reporter.on_order(order_of(2, OrderStatus::rejected));
    reporter.on_order(order_of(3, OrderStatus::cancelled));
    reporter.on_account(worth(1010_d, "2026-01-05T15:01:00Z"));
    auto report = reporter.report();
    EXPECT_EQ(report.orders, 3U);
    EXPECT_EQ(report.filled_orders, 1U);
    EXPECT_EQ(report.cancelled_orders, 1U);
    EXPECT_EQ(report.rejected_orders, 1U);
    EXPECT_EQ(report.pnl, 10_d);
    ASSERT_EQ(report.days.size(), 1U) << "of fills and equity one";
    EXPECT_EQ(report.days[0].turnover, 1000_d);
    EXPECT_EQ(report.days[0].pnl, 10_d);
    EXPECT_EQ(report.turnover_rate, 1_d);
}

/// Two days, two stocks and a future, bought and sold; each figure beside what a hand makes of it.
class WorkedExample : public testing::Test {
protected:
    WorkedExample()
    {
        quote(stock("A"), 9.99_d, 10.01_d);   // midpoint 10.00
        quote(stock("B"), 49.90_d, 50.10_d);  // midpoint 50.00
        quote(es, 4999.50_d, 5000.50_d);      // midpoint 5000.00
        sample("2026-01-05T15:00:00Z", 10000_d, 0_d);
        fill("1.01", stock("A"), Side::buy, 100_d, 10.01_d, "2026-01-05T15:00:00Z", 1_d, {});
        sample("2026-01-05T15:00:00Z", 9998_d, 1001_d);
        // an hour with 1,001 of 9,998 in the market
        fill("2.01", stock("A"), Side::sell, 40_d, 9.98_d, "2026-01-05T16:00:00Z", 1_d, -2.60_d);
        sample("2026-01-05T16:00:00Z", 9990_d, 600_d);
        // the night: 23 hours with 600 of 9,990
        fill("3.01", stock("B"), Side::sell, 10_d, 50.05_d, "2026-01-06T15:00:00Z", 1.50_d, {});
        sample("2026-01-06T15:00:00Z", 10040_d, 1100_d);
        fill("4.01", es, Side::buy, 1_d, 5000.25_d, "2026-01-06T15:30:00Z", 2.25_d, {});
        sample("2026-01-06T15:30:00Z", 10020_d, 1100_d);
        fill("5.01", stock("B"), Side::buy, 10_d, 49.95_d, "2026-01-06T16:00:00Z", 1.50_d, -2_d);
        sample("2026-01-06T16:00:00Z", 10060_d, 600_d);
        Position a{stock("A"), 60_d}, f{es, 1_d};
        a.unrealized_pnl = 9_d;
        f.unrealized_pnl = 50_d;
        report = reporter.report({a, f});
    }
    void quote(const Contract& contract, Decimal bid, Decimal ask)
    {
        Quote q{contract};
        q.bid = bid;
        q.ask = ask;
        reporter.on_quote(q);
    }
    void sample(std::string_view time, Decimal equity, Decimal gross)
    {
        Account account = worth(equity, time);
        account.gross_position_value = gross;
        reporter.on_account(account);
    }
    void fill(std::string id, Contract contract, Side side, Decimal quantity, Decimal price,
              std::string_view time, Decimal fee, std::optional<Decimal> realized)
    {
        Execution e;
        e.id = id;
        e.contract = std::move(contract);
        e.side = side;
        e.quantity = quantity;
        e.price = price;
        e.time = parse_time(time).value();
        reporter.on_execution(e);
        Commission commission{id, fee, "USD"};
        commission.realized_pnl = realized;
        reporter.on_commission(commission);
    }

    static Contract future_es()
    {
        Contract c = future("ES", "202603", "CME");
        c.multiplier = 50_d;
        return c;
    }
    Contract es = future_es();
    StrategyReporter reporter;
    StrategyReport report;
};

TEST_F(WorkedExample, equity_and_drawdown)
{
    EXPECT_EQ(report.equity_start, 10000_d);
    EXPECT_EQ(report.equity_end, 10060_d);
    EXPECT_EQ(report.equity_high, 10060_d);
    EXPECT_EQ(report.equity_low, 9990_d);
    EXPECT_EQ(report.pnl, 60_d);
    EXPECT_EQ(report.rate, 0.006_d);
    // 10 from 10,000 to 9,990, and 20 from 10,040 to 10,020
    EXPECT_EQ(report.drawdown.amount, 20_d);
    EXPECT_EQ(report.drawdown.rate, 0.001992031873_d) << "20 / 10,040";
    EXPECT_EQ(format_time(report.drawdown.high_at), "2026-01-06T15:00:00Z");
    EXPECT_EQ(format_time(report.drawdown.low_at), "2026-01-06T15:30:00Z");
    EXPECT_EQ(report.equity.size(), 6U);
}

TEST_F(WorkedExample, turnover_costs_and_slippage)
{
    // 1,001 + 399.20 + 500.50 + 250,012.50 + 499.50
    EXPECT_EQ(report.total.turnover, 252412.70_d);
    EXPECT_EQ(report.total.costs, 7.25_d);
    // 100 x 0.01 + 40 x 0.02 - 10 x 0.05 + 50 x 0.25 - 10 x 0.05
    EXPECT_EQ(report.total.slippage, 13.30_d);
    EXPECT_EQ(report.total.without_midpoint, 0U);
    EXPECT_EQ(report.total.realized, -4.60_d);
    EXPECT_EQ(report.total.fills, 5U);
}

TEST_F(WorkedExample, exposure_by_time)
{
    // hours: 1 of 1,001; 23 of 600; 0.5 of 1,100; 0.5 of 1,100. Equity: 9,998; 9,990; 10,040;
    // 10,020 gross 15,901 / 25, equity 249,798 / 25
    EXPECT_EQ(report.average_exposure, 0.063655433590_d) << "15,901 / 249,798";
    EXPECT_EQ(report.highest_exposure, 0.109780439122_d) << "1,100 / 10,020";
    EXPECT_EQ(report.time_in_market, 1_d);
    EXPECT_EQ(report.turnover_rate, 25.261681438602_d) << "252,412.70 / (249,798 / 25)";
}

TEST_F(WorkedExample, days)
{
    ASSERT_EQ(report.days.size(), 2U);
    const ReportDay &first = report.days[0], &second = report.days[1];
    EXPECT_EQ(first.date, "20260105");
    EXPECT_EQ(first.equity_start, 10000_d);
    EXPECT_EQ(first.equity_end, 9990_d);
    EXPECT_EQ(first.pnl, -10_d);
    EXPECT_EQ(first.rate, -0.001_d);
    EXPECT_EQ(first.fills, 2U);
    EXPECT_EQ(first.turnover, 1400.20_d);
    EXPECT_EQ(first.costs, 2_d);
    EXPECT_EQ(first.slippage, 1.80_d);
    EXPECT_EQ(first.realized, -2.60_d);
    EXPECT_EQ(second.equity_start, 9990_d);
    EXPECT_EQ(second.equity_end, 10060_d);
    EXPECT_EQ(second.pnl, 70_d);
    EXPECT_EQ(second.rate, 0.007007007007_d) << "70 / 9,990";
    EXPECT_EQ(second.fills, 3U);
    EXPECT_EQ(second.turnover, 251012.50_d);
    EXPECT_EQ(second.costs, 5.25_d);
    EXPECT_EQ(second.slippage, 11.50_d);
    EXPECT_EQ(second.realized, -2_d);
}

TEST_F(WorkedExample, symbols)
{
    ASSERT_EQ(report.symbols.size(), 3U);
    const ReportSymbol &a = report.symbols[0], &b = report.symbols[1], &f = report.symbols[2];
    EXPECT_EQ(a.contract.symbol, "A");
    EXPECT_EQ(a.bought, 100_d);
    EXPECT_EQ(a.sold, 40_d);
    EXPECT_EQ(a.position, 60_d);
    EXPECT_EQ(a.turnover, 1400.20_d);
    EXPECT_EQ(a.costs, 2_d);
    EXPECT_EQ(a.slippage, 1.80_d);
    EXPECT_EQ(a.realized, -2.60_d);
    EXPECT_EQ(a.unrealized, 9_d);
    EXPECT_EQ(a.pnl, 6.40_d);
    EXPECT_EQ(b.contract.symbol, "B");
    EXPECT_EQ(b.position, 0_d);
    EXPECT_EQ(b.turnover, 1000_d);
    EXPECT_EQ(b.costs, 3_d);
    EXPECT_EQ(b.slippage, -1_d);
    EXPECT_EQ(b.pnl, -2_d);
    EXPECT_EQ(f.contract.symbol, "ES");
    EXPECT_EQ(f.turnover, 250012.50_d);
    EXPECT_EQ(f.slippage, 12.50_d);
    EXPECT_EQ(f.position, 1_d);
    EXPECT_EQ(f.pnl, 50_d);
}

TEST(StrategyReporter, an_account_without_a_value_is_no_sample)
{
    StrategyReporter reporter;
    Account unknown{"U1"};
    reporter.on_account(unknown);
    EXPECT_FALSE(reporter.report().equity_start);
    EXPECT_TRUE(reporter.report().equity.empty());
}

}  // namespace
}  // namespace trademind
