// What is due, and in which order.
#include "brokers/ibkr/session/pending_actions.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr::session {
namespace {

using What = PendingActions::What;

TEST(PendingActions, are_taken_in_the_order_of_their_names)
{
    PendingActions pending;
    EXPECT_EQ(pending.take(), What::none);
    for (auto what : {What::report, What::stage, What::close, What::failure, What::connectivity,
                      What::step, What::ready})
        pending.add(what);
    for (auto what : {What::close, What::connectivity, What::failure, What::ready, What::stage,
                      What::step, What::report, What::none, What::none})
        EXPECT_EQ(pending.take(), what);
    EXPECT_FALSE(pending.any());
}

TEST(PendingActions, one_that_is_dropped_or_added_twice_is_not_there_or_once)
{
    PendingActions pending;
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
