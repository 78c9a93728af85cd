// Which frames arrived together.
#include "brokers/ibkr/transport/read_group.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr::transport {
namespace {

TEST(ReadGroup, goes_on_while_its_last_frame_is_cut)
{
    ReadGroup group;
    EXPECT_FALSE(group.goes_on(true)) << "nothing was delivered";
    EXPECT_FALSE(group.end());
    group.delivered();
    EXPECT_TRUE(group.goes_on(true));
    EXPECT_FALSE(group.goes_on(false));
    EXPECT_TRUE(group.end());
    EXPECT_FALSE(group.end());
}

TEST(ReadGroup, a_frame_of_megabytes_does_not_hold_back_what_came_before_it)
{
    ReadGroup group;
    group.delivered();
    for (int read = 0; read < 8; ++read) EXPECT_TRUE(group.goes_on(true));
    EXPECT_FALSE(group.goes_on(true));
    EXPECT_TRUE(group.end());
    group.delivered();
    EXPECT_TRUE(group.goes_on(true));
}

}  // namespace
}  // namespace trademind::ibkr::transport
