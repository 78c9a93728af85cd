// Working orders by the price at which they may trade: who meets whom, and how many are looked at.
#include "execution/risk/price_ladder.hpp"

#include <gtest/gtest.h>

#include <list>
#include <string>

namespace trademind::test {
namespace {

using namespace literals;

class Ladder : public testing::Test {
protected:
    TrackedOrder& add(std::string name, Side side, std::optional<Decimal> limit,
                      OrderType type = OrderType::limit)
    {
        auto& order = orders.emplace_back();
        order.client_order_id = std::move(name);
        order.booked.side = side;
        order.booked.worst_limit = limit;
        order.booked.waits_for_trigger = risk::waits_for_trigger(type);
        order.booked.number = orders.size();
        ladder.add(order);
        return order;
    }
    /// The names in the order in which they are looked at, until `last` of them met.
    std::string met_by(Side side, std::optional<Decimal> price, int last = 100)
    {
        std::string names;
        ladder.look_at(side, price, [&](const TrackedOrder& order) {
            names += order.client_order_id;
            return --last == 0;
        });
        return names;
    }

    std::list<TrackedOrder> orders;
    risk::PriceLadder ladder;
};

TEST_F(Ladder, a_buyer_meets_the_sellers_at_or_below_his_price_the_cheapest_first)
{
    add("c", Side::sell, 102_d);
    add("a", Side::sell, 100_d);
    add("b", Side::sell, 101_d);
    add("x", Side::buy, 103_d);
    EXPECT_EQ(met_by(Side::buy, 99.99_d), "");
    EXPECT_EQ(met_by(Side::buy, 100_d), "a");
    EXPECT_EQ(met_by(Side::buy, 101.5_d), "ab");
    EXPECT_EQ(met_by(Side::buy, {}), "abc");
}

TEST_F(Ladder, a_seller_meets_the_buyers_at_or_above_his_price_the_dearest_first)
{
    add("a", Side::buy, 100_d);
    add("c", Side::buy, 102_d);
    add("b", Side::buy, 101_d);
    EXPECT_EQ(met_by(Side::sell, 102.01_d), "");
    EXPECT_EQ(met_by(Side::sell, 101_d), "cb");
    EXPECT_EQ(met_by(Side::sell, {}), "cba");
}

TEST_F(Ladder, who_trades_at_any_price_is_met_first_and_by_everybody)
{
    add("a", Side::sell, 100_d);
    add("m", Side::sell, {}, OrderType::market);
    EXPECT_EQ(met_by(Side::buy, 1_d), "m");
    EXPECT_EQ(met_by(Side::buy, 100_d), "ma");
}

TEST_F(Ladder, an_order_that_waits_for_a_trigger_meets_none)
{
    add("s", Side::sell, {}, OrderType::stop);
    add("t", Side::sell, 90_d, OrderType::stop_limit);
    EXPECT_EQ(met_by(Side::buy, {}), "");
}

TEST_F(Ladder, an_unknown_side_may_meet_both)
{
    auto& order = add("u", Side::unknown, 100_d);
    EXPECT_EQ(met_by(Side::buy, 101_d), "u");
    EXPECT_EQ(met_by(Side::sell, 99_d), "u");
    ladder.remove(order);
    EXPECT_EQ(met_by(Side::buy, {}) + met_by(Side::sell, {}), "");
}

TEST_F(Ladder, ten_thousand_that_cannot_meet_are_not_looked_at)
{
    for (int i = 0; i < 10'000; ++i) add("s", Side::sell, 100_d + Decimal{i});
    EXPECT_EQ(met_by(Side::buy, 99_d), "");
    EXPECT_EQ(met_by(Side::buy, 200'000_d, 1), "s") << "the first that meets ends it";
    for (auto& order : orders) ladder.remove(order);
    EXPECT_EQ(met_by(Side::buy, {}), "");
}

}  // namespace
}  // namespace trademind::test
