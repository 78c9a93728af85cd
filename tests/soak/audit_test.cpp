// The judge of a soak: it passes a true account, and finds every kind of difference.
#include "soak/audit.hpp"
#include "soak/start.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

using namespace trademind;
using namespace trademind::literals;
using namespace trademind::soak;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using trademind::test::start;

namespace {

/// Two orders of X: 100 bought at 10.02, 40 of them sold at 10.04; the market is at 10.04/10.06.
class SoakAuditTest : public testing::Test {
protected:
    SoakAuditTest()
    {
        tape.contracts = {stock("X")};
        tape.rows.emplace_back(
            0, paper::MarketChange{start}.with_bid(10_d, 300).with_ask(10.02_d, 100));
        tape.rows.emplace_back(
            0, paper::MarketChange{start + 1s}.with_bid(10.04_d, 200).with_ask(10.06_d, 50));

        fill(1, "a", Side::buy, 100, 10.02_d, 0s);
        fill(2, "b", Side::sell, 40, 10.04_d, 1s);
        order(1, buy(stock("X"), 100).limit(10.05_d), 100, 10.02_d);
        order(2, sell(stock("X"), 40), 40, 10.04_d);

        // cost 1,003 for 100, so 601.80 for what is left
        Position x{stock("X"), 60};
        x.market_price = 10.04_d;
        x.realized_pnl = -0.60_d;
        snapshot.positions = {x};
        snapshot.account.cash_balance = 999397.60_d;
        snapshot.account.realized_pnl = -0.60_d;
        snapshot.account.unrealized_pnl = 0.60_d;
        snapshot.account.portfolio_value = 1000000_d;
        for (const auto& report : snapshot.orders) log.on_order(report);
        for (const auto& e : snapshot.executions) log.on_execution(e);
    }
    void fill(int id, std::string name, Side side, Decimal quantity, Decimal price, Duration after)
    {
        Execution e;
        e.id = name;
        e.order_id = OrderId{id};
        e.contract = stock("X");
        e.side = side;
        e.quantity = quantity;
        e.price = price;
        e.time = start + after;
        e.commission = Commission{std::move(name), 1_d, "USD"};
        snapshot.executions.push_back(e);
    }
    void order(int id, OrderRequest request, Decimal filled, Decimal price)
    {
        OrderReport report{OrderId{id}, std::move(request)};
        report.status = OrderStatus::filled;
        report.filled = filled;
        report.remaining = {};
        report.average_fill_price = price;
        report.commission = 1_d;
        snapshot.orders.push_back(std::move(report));
    }
    /// The names of the checks that do not hold.
    std::vector<std::string> different()
    {
        Audit audit{tape, 1'000'000};
        audit.judge(log, snapshot);
        EXPECT_EQ(audit.checks.size(), 17U);
        std::vector<std::string> names;
        for (const auto& check : audit.checks)
            if (!check.holds) names.push_back(check.name);
        faults = audit.faults;
        return names;
    }

    paper::Tape tape;
    EventLog log;
    AccountSnapshot snapshot;
    std::vector<std::string> faults;
};

TEST_F(SoakAuditTest, a_true_account_passes)
{
    EXPECT_THAT(different(), IsEmpty());
    EXPECT_THAT(faults, IsEmpty());
}

TEST_F(SoakAuditTest, an_execution_that_nobody_was_told_is_found)
{
    log.executions.pop_back();
    EXPECT_THAT(different(), ElementsAre("executions told", "executions told once"));
}

TEST_F(SoakAuditTest, an_execution_told_twice_is_found)
{
    log.executions.back() = log.executions.front();
    EXPECT_THAT(different(), ElementsAre("executions told once"));
}

TEST_F(SoakAuditTest, a_lost_execution_shows_everywhere)
{
    snapshot.executions.pop_back();
    EXPECT_THAT(
        different(),
        ElementsAre("executions told", "executions told once", "orders equal to their executions",
                    "positions equal to their executions", "cash", "realized P&L", "unrealized P&L",
                    "net liquidation", "total P&L"));
}

TEST_F(SoakAuditTest, orders_must_be_the_sum_of_their_fills)
{
    auto true_orders = snapshot.orders;
    auto expect_found = [&](auto change) {
        snapshot.orders = true_orders;
        change(snapshot.orders.front());
        EXPECT_THAT(different(), testing::Contains("orders equal to their executions"));
    };
    expect_found([](OrderReport& o) { o.filled = 99; });
    expect_found([](OrderReport& o) { o.average_fill_price = 10.03_d; });
    expect_found([](OrderReport& o) { o.average_fill_price.reset(); });
    expect_found([](OrderReport& o) { o.commission = 2_d; });
    expect_found([](OrderReport& o) { o.remaining = 1_d; });
    expect_found([](OrderReport& o) { o.order.quantity = 99; });
}

TEST_F(SoakAuditTest, an_order_that_is_not_as_told_is_found)
{
    snapshot.orders.front().status = OrderStatus::cancelled;
    EXPECT_THAT(different(), ElementsAre("orders as last told"));
    snapshot.orders.front().status = OrderStatus::filled;
    log.orders.erase(OrderId{1});
    EXPECT_THAT(different(), ElementsAre("orders as last told"));
}

TEST_F(SoakAuditTest, a_cent_of_cash_is_found)
{
    *snapshot.account.cash_balance += 0.01_d;
    EXPECT_THAT(different(), ElementsAre("cash"));
    snapshot.account.cash_balance.reset();
    EXPECT_THAT(different(), ElementsAre("cash")) << "unknown is not right";
}

TEST_F(SoakAuditTest, a_cent_of_profit_is_found)
{
    *snapshot.account.realized_pnl += 0.01_d;
    EXPECT_THAT(different(), ElementsAre("realized P&L", "total P&L"));
    *snapshot.account.unrealized_pnl -= 0.01_d;
    EXPECT_THAT(different(), ElementsAre("realized P&L", "unrealized P&L"))
        << "the sum is right, the parts are not";
}

TEST_F(SoakAuditTest, a_wrong_position_is_found)
{
    snapshot.positions.front().quantity = 61;
    EXPECT_THAT(different(), ElementsAre("positions equal to their executions"));
    snapshot.positions.clear();
    EXPECT_THAT(different(), testing::IsSupersetOf({"positions tracked", "net liquidation"}));
}

TEST_F(SoakAuditTest, a_flat_position_needs_no_line)
{
    fill(3, "c", Side::sell, 60, 10.04_d, 1s);
    order(3, sell(stock("X"), 60), 60, 10.04_d);
    log.on_order(snapshot.orders.back());
    log.on_execution(snapshot.executions.back());
    snapshot.positions.clear();
    snapshot.account.cash_balance = snapshot.account.portfolio_value = 999999_d;
    snapshot.account.realized_pnl = -1_d;
    snapshot.account.unrealized_pnl = 0_d;
    EXPECT_THAT(different(), IsEmpty());
}

TEST_F(SoakAuditTest, a_fill_outside_the_market_is_found_and_named)
{
    snapshot.executions.back().price = 10.09_d;
    EXPECT_THAT(different(), testing::Contains("fills outside quote and limit"));
    ASSERT_THAT(faults, testing::SizeIs(1));
    EXPECT_EQ(faults.front(),
              "execution b of SELL 40 X MKT DAY, 10.09 at 2026-01-05T15:00:01Z: outside the "
              "quotes");
}

TEST_F(SoakAuditTest, a_fill_before_its_order_came_is_found_and_named)
{
    snapshot.orders.back().submitted_at = start + 2s;
    EXPECT_THAT(different(), ElementsAre("fills before their order came"));
    ASSERT_THAT(faults, testing::SizeIs(1));
    EXPECT_EQ(faults.front(),
              "execution b at 2026-01-05T15:00:01Z: its order came at 2026-01-05T15:00:02Z");
}

TEST_F(SoakAuditTest, what_is_left_of_an_order_fills_at_its_own_limit)
{
    // 10.10 is beyond both quotes: fine for an order that bid 10.10, not for one that bid 10.05
    fill(3, "c", Side::buy, 5, 10.10_d, 1s);
    EXPECT_THAT(different(), testing::Contains("fills outside quote and limit"));
    log.limits[OrderId{3}] = {10.05_d, 10.10_d};
    EXPECT_THAT(different(), testing::Not(testing::Contains("fills outside quote and limit")));
    log.limits[OrderId{3}] = {10.05_d};
    EXPECT_THAT(different(), testing::Contains("fills outside quote and limit"));
}

TEST_F(SoakAuditTest, more_than_was_displayed_is_found_except_in_auctions_and_on_prints)
{
    auto fill_beyond = [&](OrderRequest request) {
        snapshot.executions.resize(2);
        snapshot.orders.resize(2);
        fill(3, "c", Side::buy, 51, 10.06_d, 1s);
        order(3, std::move(request), 51, 10.06_d);
        return different();
    };
    constexpr auto name = "quotes that filled more than they showed";
    EXPECT_THAT(fill_beyond(buy(stock("X"), 51)), testing::Contains(name));
    ASSERT_FALSE(faults.empty());
    EXPECT_EQ(faults.back(), "X 2026-01-05T15:00:01Z: bought 51 of 50, sold 40 of 200");
    for (auto type : {OrderType::market_on_close, OrderType::limit_on_close,
                      OrderType::pegged_to_midpoint, OrderType::midprice})
        EXPECT_THAT(fill_beyond(buy(stock("X"), 51).of_type(type)),
                    testing::Not(testing::Contains(name)))
            << to_string(type);
    EXPECT_THAT(fill_beyond(buy(stock("X"), 51).in_force(TimeInForce::opening)),
                testing::Not(testing::Contains(name)));
}

TEST_F(SoakAuditTest, a_restart_may_lose_nothing)
{
    log.reconcile(snapshot.orders, snapshot.executions);
    EXPECT_THAT(different(), IsEmpty());

    auto fewer = snapshot.executions;
    fewer.pop_back();
    log.reconcile(snapshot.orders, fewer);
    EXPECT_EQ(log.lost_executions, 1U);
    EXPECT_THAT(different(), ElementsAre("executions lost by restarts"));
}

TEST_F(SoakAuditTest, a_restart_may_not_lose_or_revive_orders)
{
    auto orders = snapshot.orders;
    orders.pop_back();
    log.reconcile(orders, snapshot.executions);
    EXPECT_EQ(log.lost_orders, 1U);
    EXPECT_THAT(different(), ElementsAre("orders lost by restarts"));

    EventLog other;
    for (const auto& report : snapshot.orders) other.on_order(report);
    orders = snapshot.orders;
    orders.front().status = OrderStatus::submitted;
    other.reconcile(orders, {});
    EXPECT_EQ(other.revived_orders, 1U);
    EXPECT_THAT(other.live, ElementsAre(OrderId{1}));
    orders.front().filled = 50;
    other.reconcile(orders, {});
    EXPECT_EQ(other.revived_orders, 2U) << "filled less than before";
}

TEST_F(SoakAuditTest, the_witness_knows_what_is_live_and_every_limit_there_was)
{
    EventLog w;
    OrderReport report{OrderId{9}, buy(stock("X"), 10).limit(9_d)};
    report.status = OrderStatus::submitted;
    w.on_order(report);
    report.order.limit_price = 9.50_d;
    w.on_order(report);
    EXPECT_THAT(w.live, ElementsAre(OrderId{9}));
    EXPECT_THAT(w.limits[OrderId{9}], ElementsAre(9_d, 9.50_d));
    report.status = OrderStatus::cancelled;
    w.on_order(report);
    EXPECT_THAT(w.live, IsEmpty());
}

TEST_F(SoakAuditTest, a_commission_finds_its_execution)
{
    EventLog w;
    for (const char* id : {"a", "b"}) {
        Execution e;
        e.id = id;
        w.on_execution(e);
    }
    w.on_commission(Commission{"a", 0.35_d, "USD"});
    w.on_commission(Commission{"nobody's", 7_d, "USD"});
    EXPECT_EQ(w.executions[0].commission->amount, 0.35_d);
    EXPECT_FALSE(w.executions[1].commission);
}

}  // namespace
