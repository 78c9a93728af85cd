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

// a server that is too slow, or an account with too much

TEST_F(ListsThatDoNotCome, in_time_leave_a_connection_that_can_only_close)
{
    broker->orders_error.reset();
    broker->hold(aapl, 10_d);
    for (auto code : {Errc::timed_out, Errc::not_reconciled}) {
        broker->positions_error = Error{code, "no answer within 10 s"};
        start_connected();
        auto verdict = check(buy(aapl, 1_d).limit(99_d));
        EXPECT_EQ(verdict.reason, RiskReason::not_reconciled);
        EXPECT_NE(verdict.message.find("positions"), std::string::npos) << verdict.message;
        EXPECT_FALSE(router->snapshot().lists.positions);
        EXPECT_TRUE(router->snapshot().lists.open_orders);
        router.reset();
        run();
    }
}

TEST_F(ListsThatDoNotCome, in_time_name_the_open_orders_when_they_are_missing)
{
    broker->orders_error = Error{Errc::timed_out, "no answer within 10 s"};
    start_connected();
    auto verdict = check(buy(aapl, 1_d).limit(99_d));
    EXPECT_EQ(verdict.reason, RiskReason::not_reconciled);
    EXPECT_NE(verdict.message.find("open orders"), std::string::npos) << verdict.message;
}

TEST_F(ListsThatDoNotCome, in_time_do_not_keep_a_kill_from_flattening_once_they_have)
{
    broker->orders_error.reset();
    broker->hold(aapl, 10_d);
    broker->positions_error = Error{Errc::timed_out, "no answer within 10 s"};
    start_connected();
    auto killed = kill(TradingState::flattening);
    ASSERT_TRUE(killed);
    EXPECT_FALSE(killed->complete());
    EXPECT_EQ(killed->still_held, std::vector<std::string>{"positions are not known"});
    broker->positions_error.reset();
    broker->placing = ScriptedBroker::Placing::fill;
    for (int i = 0; i < 30; ++i) {
        broker->quote(aapl, 100_d, 100.02_d);
        advance(1s);
    }
    EXPECT_EQ(broker->held(aapl), 0_d);
}

TEST_F(ListsThatDoNotCome, because_the_link_broke_end_the_connect)
{
    broker->orders_error.reset();
    broker->positions_error = Error{Errc::connection_lost, "link broke"};
    make();
    auto up = connect();
    ASSERT_FALSE(up);
    EXPECT_EQ(up.error(), Errc::connection_lost);
}

}  // namespace
}  // namespace trademind::test
