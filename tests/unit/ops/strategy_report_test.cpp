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
