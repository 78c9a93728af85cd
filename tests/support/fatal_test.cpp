// A test that crashes: ctest looks whether its program names it (tests/house.cmake).
#include <gtest/gtest.h>

#include <cstdlib>

TEST(Fatal, IsNamed)
{
    std::abort();
}
