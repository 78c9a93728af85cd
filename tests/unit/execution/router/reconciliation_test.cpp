// Lists that do not come: nothing is said to be none, no order leaves, and they are asked for until
// they come.
#include "unit/execution/router_fixture.hpp"

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class ListsThatDoNotCome : public RouterFixture {
protected:
    ListsThatDoNotCome()
    {
        lift_limits(config.risk);
        config.journal.file = directory / "j.db";
        broker->orders_error =
            Error{Errc::not_reconciled, "TWS's list of open orders did not come"};
    }
    Result<std::vector<OrderReport>> orders(OrderFilter filter)
    {
        return answer<Result<std::vector<OrderReport>>>(
            [&](auto token) { router->get_orders(filter, std::move(token)); });
    }
    void start_connected()
    {
        make();
        ASSERT_TRUE(connect());
        broker->quote(aapl, 100_d, 100.02_d);
        run();
    }

    TemporaryDirectory directory;
};

TEST_F(ListsThatDoNotCome, no_order_leaves_and_none_is_said_to_have_been_sent)
{
    start_connected();
    EXPECT_FALSE(router->snapshot().reconciled);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d).with_client_order_id("z")),
              RiskReason::not_reconciled);
    EXPECT_EQ(broker->count("place"), 0U);
    EXPECT_EQ(router->snapshot().orders_unconfirmed, 0);
    EXPECT_TRUE(events("order").empty());
}

TEST_F(ListsThatDoNotCome, are_an_error_and_not_an_empty_list)
{
    start_connected();
    for (auto filter : {OrderFilter::open, OrderFilter::all}) {
        auto none = orders(filter);
        ASSERT_FALSE(none);
        EXPECT_EQ(none.error(), Errc::not_reconciled);
    }
}

TEST_F(ListsThatDoNotCome, leave_a_kill_incomplete)
{
    start_connected();
    auto killed = kill();
    ASSERT_TRUE(killed);
    EXPECT_TRUE(killed->unconfirmed);
    EXPECT_FALSE(killed->complete());
}

TEST_F(ListsThatDoNotCome, are_asked_for_until_they_come)
{
    start_connected();
    let_pass(30s);
    EXPECT_FALSE(router->snapshot().reconciled);
    broker->orders_error.reset();
    let_pass(config.request_timeout + 1s);
    EXPECT_TRUE(router->snapshot().reconciled);
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
}

TEST_F(ListsThatDoNotCome, a_refusal_before_anything_left_is_no_order_that_may_be_live)
{
    broker->orders_error.reset();
    start_connected();
    for (auto code : {Errc::not_reconciled, Errc::no_account}) {
        broker->placing = ScriptedBroker::Placing::refuse;
        broker->refusal = Error{code, "nothing was sent"};
        auto refused = place(buy(aapl, 1_d).limit(99_d));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error(), code);
        EXPECT_EQ(router->snapshot().orders_unconfirmed, 0);
    }
}

}  // namespace
}  // namespace trademind::test
