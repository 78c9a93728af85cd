// Silence and what is made of it.
#include "brokers/ibkr/session/heartbeat.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr::session {
namespace {

using Verdict = Heartbeat::Verdict;

class HeartbeatTest : public testing::Test {
protected:
    HeartbeatTest() { heartbeat_.start(100s); }
    Heartbeat heartbeat_{HeartbeatOptions{}};
};

TEST_F(HeartbeatTest, says_nothing_while_bytes_come)
{
    for (Duration now = 100s; now < 200s; now += 14s) {
        EXPECT_EQ(heartbeat_.check(now), Verdict::quiet);
        heartbeat_.heard(now);
        EXPECT_EQ(heartbeat_.next(), now + 15s);
    }
}

TEST_F(HeartbeatTest, asks_at_the_end_of_silence_and_not_before)
{
    EXPECT_EQ(heartbeat_.check(115s - 1ns), Verdict::quiet);
    EXPECT_EQ(heartbeat_.check(115s), Verdict::probe);
    EXPECT_EQ(heartbeat_.next(), 120s);
    EXPECT_EQ(heartbeat_.check(119s), Verdict::quiet);
}

TEST_F(HeartbeatTest, gives_up_after_three_misses_in_a_row)
{
    EXPECT_EQ(heartbeat_.check(115s), Verdict::probe);
    EXPECT_EQ(heartbeat_.check(120s), Verdict::probe);
    EXPECT_EQ(heartbeat_.check(125s), Verdict::probe);
    EXPECT_EQ(heartbeat_.check(130s - 1ns), Verdict::quiet);
    EXPECT_EQ(heartbeat_.check(130s), Verdict::dead);
}

TEST_F(HeartbeatTest, any_byte_forgives_all_misses)
{
    heartbeat_.check(115s);
    heartbeat_.check(120s);
    heartbeat_.heard(121s);
    EXPECT_EQ(heartbeat_.next(), 136s);
    EXPECT_EQ(heartbeat_.check(136s), Verdict::probe);
    EXPECT_EQ(heartbeat_.check(141s), Verdict::probe);
    EXPECT_EQ(heartbeat_.check(146s), Verdict::probe);
}

// a process that was stopped for a minute has answers in its socket that it has not read yet
TEST_F(HeartbeatTest, a_long_pause_of_our_own_counts_as_one_miss)
{
    EXPECT_EQ(heartbeat_.check(175s), Verdict::probe);
    EXPECT_EQ(heartbeat_.check(175s), Verdict::quiet);
    EXPECT_EQ(heartbeat_.next(), 180s);
}

TEST(Heartbeat, can_be_switched_off)
{
    HeartbeatOptions off;
    off.silence = 0s;
    Heartbeat heartbeat{off};
    heartbeat.start(1s);
    EXPECT_EQ(heartbeat.next(), std::nullopt);
    EXPECT_EQ(heartbeat.check(1000s), Verdict::quiet);
}

}  // namespace
}  // namespace trademind::ibkr::session
