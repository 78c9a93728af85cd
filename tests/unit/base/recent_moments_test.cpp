// The last moments of something, counted within a window.
#include "base/recent_moments.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace trademind {
namespace {

using namespace std::chrono_literals;

TEST(RecentMoments, count_a_window_that_slides)
{
    RecentMoments moments;
    moments.add(1s);
    EXPECT_EQ(moments.within(10s, 1s), 0U) << "no room: counts nothing";
    moments.resize(3);
    for (auto t : {1s, 2s, 3s, 4s}) moments.add(t);
    EXPECT_EQ(moments.within(10s, 4s), 3U) << "only the last three are kept";
    EXPECT_EQ(moments.within(2s, 4s), 2U) << "exactly two seconds ago is out";
    moments.resize(5);
    moments.add(5s);
    EXPECT_EQ(moments.within(10s, 5s), 4U);
    moments.resize(2);
    EXPECT_EQ(moments.within(10s, 5s), 2U);
}

}  // namespace
}  // namespace trademind
