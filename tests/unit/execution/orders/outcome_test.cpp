// What an error, or a report, proves of an order.
#include "execution/orders/outcome.hpp"

#include <gtest/gtest.h>

namespace trademind::test {
namespace {

using namespace literals;

OrderReport rejected(Error why)
{
    OrderReport report{OrderId{5}, buy(stock("AAPL"), 1_d)};
    report.status = OrderStatus::rejected;
    report.error = std::move(why);
    return report;
}

TEST(Outcome, a_refusal_before_anything_left_is_one)
{
    for (auto code :
         {Errc::not_connected, Errc::not_reconciled, Errc::no_account, Errc::trading_halted})
        EXPECT_TRUE(proves_refusal(Error{code}) && proves_not_received(Error{code}));
    for (auto code : {Errc::timed_out, Errc::connection_lost, Errc::internal, Errc::cancelled})
        EXPECT_FALSE(proves_refusal(Error{code}) || proves_not_received(Error{code}));
}

TEST(Outcome, what_did_not_leave_is_no_reject_by_the_broker)
{
    for (auto code : {Errc::not_connected, Errc::not_reconciled, Errc::no_account, Errc::cancelled,
                      Errc::trading_halted})
        EXPECT_FALSE(is_reject(Error{code}));
    EXPECT_TRUE(is_reject(Error{Errc::rejected}));
    EXPECT_TRUE(is_reject(make_tws_error(201, "margin")));
}

TEST(Outcome, the_brokers_word_on_an_order_proves_that_it_had_it)
{
    EXPECT_FALSE(proves_not_received(make_tws_error(504, "Not connected")));
    EXPECT_FALSE(proves_not_received(rejected(make_tws_error(201, "margin"))));
    auto never = rejected(Error{Errc::unknown_order, "it never reached TWS"});
    EXPECT_TRUE(proves_not_received(never));
    EXPECT_TRUE(proves_not_received(rejected(Error{Errc::cancelled, "given up before it left"})));
    auto numbered = never;
    numbered.permanent_id = PermanentId{77};
    EXPECT_FALSE(proves_not_received(numbered));
    auto filled = never;
    filled.filled = 1_d;
    EXPECT_FALSE(proves_not_received(filled));
    auto other = never;
    other.status = OrderStatus::cancelled;
    EXPECT_FALSE(proves_not_received(other));
}

}  // namespace
}  // namespace trademind::test
