// Names of order frames, and which of them the kill switch stops.
#include "brokers/ibkr/broker/order_tags.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr_broker {
namespace {

constexpr TradingState states[] = {TradingState::active, TradingState::reducing,
                                   TradingState::halted, TradingState::flattening};

TEST(OrderTags, name_the_order_and_the_change)
{
    detail::SendGate gate;
    for (auto number : {1, 0, -1, -2147483647, 2147483647}) {
        auto tag = tag_for(OrderId{number}, TradingState::reducing, gate);
        auto change = change_tag_for(OrderId{number}, TradingState::reducing, gate);
        ASSERT_TRUE(tag && change);
        EXPECT_NE(*tag, *change);
        EXPECT_TRUE(is_order_frame(*tag) && !is_change(*tag) && is_change(*change));
        EXPECT_EQ(order_number(*tag), number);
        EXPECT_EQ(order_number(*change), number);
        EXPECT_TRUE(leaves_until(*change) == TradingState::reducing);
    }
    EXPECT_FALSE(is_order_frame(17)) << "a request's";
}

TEST(OrderTags, a_frame_leaves_only_in_the_states_it_was_let_through_for)
{
    for (auto until : states)
        for (auto fallen : states) {
            detail::SendGate gate;
            auto tag = tag_for(OrderId{7}, until, gate);
            ASSERT_TRUE(tag && may_leave(*tag, gate));
            gate.set(fallen);
            bool passes = fallen <= until;
            EXPECT_EQ(may_leave(*tag, gate), passes);
            EXPECT_EQ(tag_for(OrderId{8}, until, gate).has_value(), passes);
            gate.set(TradingState::active);
            EXPECT_EQ(may_leave(*tag, gate), passes) << "what a fall stopped stays stopped";
            auto later = tag_for(OrderId{9}, until, gate);
            EXPECT_TRUE(later && may_leave(*later, gate));
        }
}

TEST(OrderTags, many_falls_leave_the_name_whole)
{
    detail::SendGate gate;
    for (int n = 0; n < 100'000; ++n) {
        gate.set(TradingState::halted);
        gate.set(TradingState::active);
    }
    auto tag = tag_for(OrderId{-5}, TradingState::active, gate);
    ASSERT_TRUE(tag);
    EXPECT_TRUE(may_leave(*tag, gate));
    EXPECT_EQ(order_number(*tag), -5);
    EXPECT_TRUE(leaves_until(*tag) == TradingState::active);
}

TEST(OrderTags, what_is_no_order_frame_leaves_while_nothing_is_halted)
{
    detail::SendGate gate;
    EXPECT_TRUE(may_leave(0, gate));
    gate.set(TradingState::reducing);
    EXPECT_FALSE(may_leave(0, gate));
}

}  // namespace
}  // namespace trademind::ibkr_broker
