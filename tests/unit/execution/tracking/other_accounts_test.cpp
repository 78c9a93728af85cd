// Several accounts and several clients in one login: the account that is traded counts, and nobody
// else's order takes the place of an own one.
#include "unit/execution/router_fixture.hpp"

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

/// What the program hears.
class Heard final : public BrokerObserver {
public:
    void on_order(const OrderReport& report) override { orders.push_back(report); }
    void on_execution(const Execution& execution) override { executions.push_back(execution); }
    void on_position(const Position& position) override { positions.push_back(position); }
    std::vector<OrderReport> orders;
    std::vector<Execution> executions;
    std::vector<Position> positions;
};

class OtherAccounts : public RouterFixture {
protected:
    OtherAccounts()
    {
        lift_limits(config.risk);
        config.risk.max_order_value.reset();
        config.risk.max_order_size.reset();
        config.risk.buying_power = false;
        config.journal.file = directory / "j.db";
        broker->account.id = own;
    }
    void made(const RouterOptions&) override { observing_ = router->observe(heard); }
    Position held(std::string account, Decimal quantity) const
    {
        Position p{aapl, quantity};
        p.account = std::move(account);
        p.market_price = 100_d;
        return p;
    }
    OrderReport report(int client, std::int64_t id, OrderRequest order, std::string account)
    {
        OrderReport told{OrderId{id}, std::move(order)};
        told.order.account = std::move(account);
        told.client_id = client;
        told.permanent_id = PermanentId{1000 * client + id};
        told.status = OrderStatus::submitted;
        return told;
    }
    Decimal most() { return router->snapshot().reserved; }

    TemporaryDirectory directory;
    const std::string own = "DU1111111", other = "DU2222222";
    std::shared_ptr<Heard> heard = std::make_shared<Heard>();

private:
    Subscription observing_;
};

TEST_F(OtherAccounts, positions_of_the_traded_account_alone_count)
{
    for (bool named : {false, true}) {
        config.account = named ? own : "";
        config.risk.max_position_size = 1000_d;
        broker->positions = {held(own, 100_d), held(other, 900_d)};
        if (router)
            restart();
        else
            make();
        ASSERT_TRUE(connect());
        broker->quote(aapl, 100_d, 100.02_d);
        run();
        EXPECT_EQ(check(sell(aapl, 500_d).limit(100_d)).reason, RiskReason::short_not_allowed);
        EXPECT_EQ(check(sell(aapl, 100_d).limit(100_d)).reason, RiskReason::ok);
        EXPECT_EQ(check(buy(aapl, 900_d).limit(100_d)).reason, RiskReason::ok);
        EXPECT_EQ(check(buy(aapl, 901_d).limit(100_d)).reason, RiskReason::max_position_size);
    }
}

TEST_F(OtherAccounts, a_position_that_changes_elsewhere_changes_nothing_here)
{
    config.account = own;
    broker->positions = {held(own, 100_d)};
    start();
    broker->positions = {held(own, 100_d), held(other, -700_d)};
    broker->tell_position(broker->positions.back());
    run();
    let_pass(1min);
    EXPECT_EQ(heard->positions.size(), 1U) << "the program hears of it";
    EXPECT_EQ(router->trading_state(), TradingState::active) << "and nothing differs";
    EXPECT_EQ(check(sell(aapl, 100_d).limit(100_d)).reason, RiskReason::ok);
    ReconcileReport report;
    PositionDifference difference;
    difference.account = other;
    difference.contract = aapl;
    difference.expected = 1_d;
    report.position_differences = {difference};
    broker->tell_reconcile(report);
    run();
    EXPECT_EQ(router->trading_state(), TradingState::active);
}

TEST_F(OtherAccounts, a_flatten_closes_what_the_traded_account_holds)
{
    config.account = own;
    broker->positions = {held(own, 100_d), held(other, 900_d)};
    start();
    broker->placing = ScriptedBroker::Placing::fill;
    router->lower(TradingState::flattening, "tester", "a test");
    run();
    let_pass(10s);
    EXPECT_EQ(broker->count("place"), 1U);
    EXPECT_EQ(broker->count("place SELL 100 AAPL"), 1U);
}

TEST_F(OtherAccounts, orders_and_executions_elsewhere_are_told_and_not_booked)
{
    config.account = own;
    start();
    broker->tell_only(report(7, 1, buy(aapl, 50_d).limit(99_d), other));
    Execution execution;
    execution.id = "e.01";
    execution.account = other;
    execution.contract = aapl;
    execution.quantity = 50_d;
    execution.price = 99_d;
    broker->tell_execution(execution);
    run();
    EXPECT_EQ(heard->orders.size(), 1U);
    EXPECT_EQ(heard->executions.size(), 1U);
    auto metrics = router->snapshot();
    EXPECT_EQ(metrics.orders_open, 0);
    EXPECT_EQ(metrics.executions, 0);
    EXPECT_TRUE(events("execution").empty());
    auto killed = kill();
    ASSERT_TRUE(killed);
    EXPECT_EQ(killed->cancels_sent, 0);
}

TEST_F(OtherAccounts, orders_of_other_clients_in_the_account_count_and_replace_nothing)
{
    config.account = own;
    start();
    auto mine = place(buy(aapl, 200_d).limit(90_d).with_client_order_id("mine"));
    ASSERT_TRUE(mine);
    auto reserved = most();
    EXPECT_EQ(reserved, 18'000_d);
    // the same number, the same name, in this account and in another
    auto same_number = report(7, to_number(mine->id), buy(aapl, 50_d).limit(80_d), own);
    auto same_name = report(8, 900, buy(aapl, 10_d).limit(80_d), own);
    same_name.order.client_order_id = "mine";
    auto elsewhere = report(9, to_number(mine->id), buy(aapl, 70_d).limit(80_d), other);
    elsewhere.order.client_order_id = "mine";
    for (const auto& told : {same_number, same_name, elsewhere}) broker->tell_only(told);
    run();
    EXPECT_EQ(router->snapshot().orders_open, 3);
    EXPECT_EQ(most(), 18'000_d + 4'000_d + 800_d);
    for (auto told : {same_number, same_name, elsewhere}) {
        told.status = OrderStatus::cancelled;
        broker->tell_only(told);
    }
    run();
    EXPECT_EQ(router->snapshot().orders_open, 1) << "the own one works on";
    EXPECT_EQ(most(), reserved);
    auto killed = kill();
    ASSERT_TRUE(killed);
    EXPECT_EQ(killed->cancels_sent, 1);
    EXPECT_EQ(broker->count("cancel " + to_string(mine->id)), 1U);
}

TEST_F(OtherAccounts, where_no_account_is_known_nothing_is_booked)
{
    make();
    broker->tell_only(report(7, 1, buy(aapl, 50_d).limit(99_d), own));
    broker->tell_position(held(own, 100_d));
    run();
    EXPECT_EQ(router->snapshot().orders_open, 0);
    EXPECT_EQ(router->snapshot().position_mismatches, 0);
}

}  // namespace
}  // namespace trademind::test
