// Failures of the journal's writes: each is reported once, a lock of another program after a while.
#include "execution/journal/write_failures.hpp"

#include <gtest/gtest.h>

namespace trademind::journal {
namespace {

using namespace std::chrono_literals;

const Error full{Errc::input_output, "disk full"}, locked{Errc::input_output, "locked"};

TEST(WriteFailures, one_that_lasts_is_reported_once_until_a_write_succeeds)
{
    WriteFailures failures;
    EXPECT_FALSE(failures.lasting());
    EXPECT_TRUE(failures.failed(full, true, 0s));
    EXPECT_FALSE(failures.failed(full, true, 1s));
    EXPECT_EQ(failures.lasting()->message, "disk full");
    failures.succeeded();
    EXPECT_FALSE(failures.lasting());
    EXPECT_TRUE(failures.failed(full, true, 9s));
}

TEST(WriteFailures, a_lock_is_reported_when_it_has_been_in_the_way_for_two_seconds)
{
    WriteFailures failures;
    EXPECT_FALSE(failures.failed(locked, false, 10s));
    EXPECT_FALSE(failures.failed(locked, false, 11s));
    EXPECT_TRUE(failures.failed(locked, false, 12s));
    EXPECT_FALSE(failures.failed(locked, false, 13s));
    EXPECT_FALSE(failures.lasting()) << "it passes by itself";
    EXPECT_EQ(failures.latest().message, "locked");
    failures.succeeded();
    EXPECT_FALSE(failures.failed(locked, false, 14s)) << "the count begins again";
}

TEST(WriteFailures, a_caller_that_waited_in_vain_is_remembered_until_a_write_succeeds)
{
    WriteFailures failures;
    failures.stall();
    EXPECT_TRUE(failures.is_stalled());
    failures.succeeded();
    EXPECT_FALSE(failures.is_stalled());
}

}  // namespace
}  // namespace trademind::journal
