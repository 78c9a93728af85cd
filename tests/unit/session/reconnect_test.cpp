// Waits between attempts.
#include "brokers/ibkr/session/reconnect.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::ibkr::session {
namespace {

using testing::ElementsAre;

ReconnectOptions exact()
{
    ReconnectOptions options;
    options.jitter = 0;
    options.first_connect = true;
    return options;
}

std::vector<Duration> waits(Reconnect& reconnect, int count, bool planned = false)
{
    std::vector<Duration> all;
    for (int n = 0; n < count; ++n)
        if (auto wait = reconnect.failed(Setback::passing, planned, 0s)) all.push_back(*wait);
    return all;
}

TEST(Reconnect, tries_fast_first_then_doubles_up_to_the_longest_for_ever)
{
    Reconnect reconnect{exact()};
    EXPECT_THAT(waits(reconnect, 11),
                ElementsAre(5s, 5s, 5s, 5s, 5s, 10s, 20s, 40s, 60s, 60s, 60s));
    EXPECT_EQ(waits(reconnect, 1000).size(), 1000u);
}

TEST(Reconnect, gives_up_after_its_attempts_when_not_for_ever)
{
    auto options = exact();
    options.for_ever = false;
    options.attempts = 3;
    Reconnect reconnect{options};
    EXPECT_THAT(waits(reconnect, 10), ElementsAre(5s, 5s, 5s));
}

TEST(Reconnect, a_delay_beyond_the_longest_stays_what_it_is)
{
    auto options = exact();
    options.delay = 90s;
    Reconnect reconnect{options};
    EXPECT_THAT(waits(reconnect, 7), testing::Each(90s));
}

TEST(Reconnect, no_attempt_when_switched_off_or_when_it_cannot_help)
{
    auto options = exact();
    options.enabled = false;
    Reconnect off{options};
    off.ready(0s);
    EXPECT_EQ(off.failed(Setback::passing, false, 100s), std::nullopt);
    Reconnect on{exact()};
    on.ready(0s);
    EXPECT_EQ(on.failed(Setback::final, false, 100s), std::nullopt);
}

TEST(Reconnect, the_first_connect_is_not_retried_unless_asked_for)
{
    auto options = exact();
    options.first_connect = false;
    Reconnect reconnect{options};
    EXPECT_EQ(reconnect.failed(Setback::passing, false, 0s), std::nullopt);
    reconnect.ready(0s);
    EXPECT_EQ(reconnect.failed(Setback::passing, false, 100s), 5s);
    EXPECT_EQ(reconnect.failed(Setback::passing, false, 105s), 5s);
    reconnect.restart();
    EXPECT_EQ(reconnect.failed(Setback::passing, false, 0s), std::nullopt);
}

TEST(Reconnect, only_a_session_that_held_clears_the_count)
{
    auto options = exact();
    options.attempts = 1;
    Reconnect reconnect{options};
    waits(reconnect, 3);
    reconnect.ready(100s);
    EXPECT_EQ(reconnect.failed(Setback::passing, false, 129s), 40s);
    reconnect.ready(200s);
    EXPECT_EQ(reconnect.failed(Setback::passing, false, 230s), 5s);
    EXPECT_EQ(reconnect.failures(), 1);
}

TEST(Reconnect, failures_within_a_planned_window_are_not_counted)
{
    auto options = exact();
    options.for_ever = false;
    options.attempts = 1;
    Reconnect reconnect{options};
    EXPECT_EQ(waits(reconnect, 100, true).size(), 100u);
    EXPECT_EQ(reconnect.failures(), 0);
    EXPECT_EQ(waits(reconnect, 5).size(), 1u);
}

TEST(Reconnect, a_client_id_in_use_is_given_time)
{
    Reconnect reconnect{exact()};
    EXPECT_EQ(reconnect.failed(Setback::client_id_in_use, false, 0s), 15s);
    waits(reconnect, 6);
    EXPECT_EQ(reconnect.failed(Setback::client_id_in_use, false, 0s), 40s);
}

TEST(Reconnect, ids_above_the_refused_one_are_tried_as_often_as_allowed_after_each_start)
{
    auto options = exact();
    options.next_client_ids = 2;
    Reconnect reconnect{options};
    EXPECT_TRUE(reconnect.take_next_client_id());
    EXPECT_TRUE(reconnect.take_next_client_id());
    EXPECT_FALSE(reconnect.take_next_client_id());
    reconnect.restart();
    EXPECT_TRUE(reconnect.take_next_client_id());
}

TEST(Reconnect, after_stop_nothing_is_tried_or_counted_until_the_next_start)
{
    auto options = exact();
    options.first_connect = true;
    Reconnect reconnect{options};
    reconnect.stop();
    EXPECT_FALSE(reconnect.failed(Setback::passing, false, 0s));
    EXPECT_EQ(reconnect.failures(), 0);
    reconnect.restart();
    EXPECT_TRUE(reconnect.failed(Setback::passing, false, 0s));
}

TEST(Reconnect, jitter_stays_within_its_part_and_follows_the_seed)
{
    auto options = exact();
    options.jitter = 0.2;
    options.attempts = 1000;
    Reconnect one{options}, same{options};
    options.seed = 42;
    Reconnect other{options};
    auto first = waits(one, 1000);
    EXPECT_EQ(first, waits(same, 1000));
    EXPECT_NE(first, waits(other, 1000));
    auto [shortest, longest] = std::ranges::minmax(first);
    EXPECT_GE(shortest, 4s);
    EXPECT_LE(longest, 6s);
    EXPECT_LT(shortest, 4100ms);
    EXPECT_GT(longest, 5900ms);
}

}  // namespace
}  // namespace trademind::ibkr::session
