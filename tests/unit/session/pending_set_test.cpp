// What is due, and in which order.
#include "brokers/ibkr/session/pending_set.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr::session {
namespace {

enum class What { close, failure, ready, none };
using Pending = PendingSet<What>;

TEST(PendingSet, are_taken_in_the_order_of_their_names)
{
    Pending pending;
    EXPECT_EQ(pending.take(), What::none);
    for (auto what : {What::ready, What::close, What::failure}) pending.add(what);
    for (auto what : {What::close, What::failure, What::ready, What::none, What::none})
        EXPECT_EQ(pending.take(), what);
    EXPECT_FALSE(pending.any());
}

TEST(PendingSet, one_that_is_dropped_or_added_twice_is_not_there_or_once)
{
    Pending pending;
    pending.add(What::ready);
    pending.add(What::close);
    pending.add(What::close);
    pending.drop(What::ready);
    EXPECT_FALSE(pending.has(What::ready));
    EXPECT_EQ(pending.take(), What::close);
    EXPECT_FALSE(pending.any());
}

}  // namespace
}  // namespace trademind::ibkr::session
