// Checks 12 to 14: how often, how many, and the same again.
#include "unit/execution/risk/desk_of_checks.hpp"

namespace trademind::risk {
namespace {

using namespace literals;
using namespace std::chrono_literals;

// 12 and 13: rates

TEST_F(Checks, c12_a_burst_and_a_rate_that_closing_orders_share)
{
    hold(100_d);
    limits().max_orders_per_second = 10;
    limits().order_burst = 3;
    auto order = buying(1_d, 100_d);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(reason(order), RiskReason::ok) << i;
        state.conduct.passed({instrument, order}, limits(), at);
    }
    EXPECT_EQ(verdict(order).message, "More than 10 orders a second after a burst of 3");
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::order_rate) << "closing as well";
    pass(99ms);
    EXPECT_EQ(reason(order), RiskReason::order_rate);
    pass(1ms);
    EXPECT_EQ(reason(order), RiskReason::ok);
    limits().max_orders_per_second.reset();
    EXPECT_EQ(reason(order), RiskReason::ok);
}

TEST_F(Checks, c12_changes_count_too)
{
    limits().max_orders_per_second = 10;
    limits().order_burst = 2;
    auto& working = work(buying(10_d, 100_d));
    state.conduct.modified(limits(), at);
    EXPECT_EQ(reason(buying(10_d, 99_d), &working), RiskReason::ok);
    state.conduct.modified(limits(), at);
    EXPECT_EQ(reason(buying(10_d, 99_d), &working), RiskReason::order_rate);
}

TEST_F(Checks, c13_orders_in_a_minute)
{
    hold(100_d);
    limits().max_orders_per_minute = 2;
    state.conduct.take_limits(limits());
    auto order = buying(1_d, 100_d);
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(reason(order), RiskReason::ok);
        state.conduct.passed({instrument, order}, limits(), at);
        pass(1s);
    }
    EXPECT_EQ(verdict(order).message, "More than 2 orders in a minute");
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::ok) << "closing passes";
    pass(57s);
    EXPECT_EQ(reason(order), RiskReason::order_count);
    pass(1s);
    EXPECT_EQ(reason(order), RiskReason::ok) << "the first is a minute old";
}

TEST_F(Checks, c13_orders_in_a_day)
{
    hold(100_d);
    limits().max_orders_per_day = 2;
    auto order = buying(1_d, 100_d);
    for (int i = 0; i < 2; ++i) state.conduct.passed({instrument, order}, limits(), at);
    EXPECT_EQ(verdict(order).message, "More than 2 orders in a day");
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::ok);
    at.time += 9h;
    EXPECT_EQ(reason(order), RiskReason::ok) << "a new day in UTC";
}

// 14: duplicates

TEST_F(Checks, c14_what_makes_an_order_the_same)
{
    hold(100_d);
    limits().duplicate_window = 1s;
    auto first = buying(1_d, 100_d);
    state.conduct.passed({instrument, first}, limits(), at);
    EXPECT_EQ(reason(first), RiskReason::duplicate_order);
    EXPECT_EQ(reason(buying(2_d, 100_d)), RiskReason::ok) << "quantity";
    EXPECT_EQ(reason(buying(1_d, 99_d)), RiskReason::ok) << "price";
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::ok) << "side";
    EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::ok) << "type";
    EXPECT_EQ(reason(buy(contract, 1_d).stop(90_d).limit(100_d)), RiskReason::ok) << "stop";
    auto elsewhere = first;
    elsewhere.time_in_force = TimeInForce::good_till_cancelled;
    EXPECT_EQ(reason(elsewhere), RiskReason::duplicate_order) << "the time in force does not";
    auto& working = work(first);
    EXPECT_EQ(reason(first, &working), RiskReason::ok) << "a change is none";
    pass(1s - 1ns);
    EXPECT_EQ(reason(first), RiskReason::duplicate_order);
    pass(1ns);
    EXPECT_EQ(reason(first), RiskReason::ok) << "a second later";
}

TEST_F(Checks, c14_closing_twice_is_a_mistake_too)
{
    hold(100_d);
    limits().duplicate_window = 1s;
    state.conduct.passed({instrument, selling(1_d, 100_d)}, limits(), at);
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::duplicate_order);
    limits().duplicate_window = {};
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::ok) << "off";
}

TEST_F(Checks, c14_the_window_slides_over_all_that_was_placed)
{
    limits().duplicate_window = 1s;
    limits().max_orders_per_second = 10;
    limits().order_burst = 3;
    state.conduct.take_limits(limits());
    for (int n = 1; n <= 3000; ++n) {
        auto order = buying(Decimal{n}, 50_d);
        EXPECT_EQ(reason(order), RiskReason::ok) << n;
        state.conduct.passed({instrument, order}, limits(), at);
        EXPECT_TRUE(state.conduct.is_duplicate({instrument, order}, 1s, at.uptime)) << n;
        pass(250ms);
        for (int back = 0; back < 6 && back < n; ++back) {
            bool within = back < 3;  // 250, 500 and 750 ms ago; a second ago is out
            auto older = buying(Decimal{n - back}, 50_d);
            ASSERT_EQ(state.conduct.is_duplicate({instrument, older}, 1s, at.uptime), within)
                << n << ", " << back << " before";
        }
        quote(100_d, 100.02_d);
    }
}

}  // namespace
}  // namespace trademind::risk
