// The pacer: never more than the limit in any window, with a part kept for what is urgent.
#include "brokers/ibkr/session/pacer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>

namespace trademind::ibkr::session {
namespace {

PacingOptions limit(int messages, int for_orders = 0, int for_cancels = 0)
{
    PacingOptions options;
    options.messages_per_second = messages;
    options.window = 1s;
    options.reserved_for_orders = for_orders;
    options.reserved_for_cancels = for_cancels;
    return options;
}

TEST(Pacer, lets_a_full_window_go_at_once_and_the_next_when_the_first_is_a_window_old)
{
    Pacer pacer{limit(3)};
    for (Duration at : {Duration{10s}, Duration{10s + 100ms}, Duration{10s + 200ms}}) {
        EXPECT_EQ(pacer.delay(SendPriority::rest, at), Duration{});
        pacer.spend(at);
    }
    EXPECT_EQ(pacer.delay(SendPriority::rest, 10s + 200ms), 800ms);
    EXPECT_EQ(pacer.delay(SendPriority::rest, 11s - 1ns), 1ns);
    EXPECT_EQ(pacer.delay(SendPriority::rest, 11s), Duration{});
    pacer.spend(11s);
    EXPECT_EQ(pacer.delay(SendPriority::rest, 11s), 100ms);
}

TEST(Pacer, keeps_a_part_for_orders_and_a_part_for_cancels)
{
    Pacer pacer{limit(10, 4, 2)};
    auto allowed = [&](SendPriority lane) {
        int n = 0;
        for (; pacer.delay(lane, 0s) == Duration{}; ++n) pacer.spend(0s);
        return n;
    };
    EXPECT_EQ(allowed(SendPriority::rest), 4);
    EXPECT_EQ(allowed(SendPriority::orders), 4);
    EXPECT_EQ(allowed(SendPriority::urgent), 2);
    EXPECT_EQ(pacer.delay(SendPriority::urgent, 0s), 1s);
}

TEST(Pacer, leaves_one_message_to_each_lane_however_much_is_reserved)
{
    for (int messages = 1; messages < 5; ++messages) {
        Pacer pacer{limit(messages, 100, 100)};
        EXPECT_EQ(pacer.delay(SendPriority::rest, 0s), Duration{});
        pacer.spend(0s);
        EXPECT_EQ(pacer.delay(SendPriority::rest, 0s), 1s);
    }
}

TEST(Pacer, zero_is_no_limit)
{
    Pacer pacer{limit(0)};
    for (int n = 0; n < 1000; ++n) {
        EXPECT_EQ(pacer.delay(SendPriority::rest, 0s), Duration{});
        pacer.spend(0s);
    }
}

TEST(Pacer, a_new_socket_is_counted_anew)
{
    Pacer pacer{limit(1)};
    pacer.spend(5s);
    EXPECT_EQ(pacer.delay(SendPriority::rest, 5s), 1s);
    pacer.reset();
    EXPECT_EQ(pacer.delay(SendPriority::rest, 5s), Duration{});
}

// O16, I7: never more than fifty in any sliding second
TEST(Pacer, no_sliding_second_ever_holds_more_than_fifty)
{
    std::mt19937 random{7};
    Pacer pacer{PacingOptions{}};
    std::deque<Duration> last_second;
    Duration now = 100s;
    std::size_t most = 0;
    for (int n = 0; n < 20'000; ++n) {
        now += std::chrono::microseconds{random() % 30'000};
        auto lane = static_cast<SendPriority>(random() % lane_count);
        if (random() % 4 == 0) now += pacer.delay(lane, now);
        if (pacer.delay(lane, now) > Duration{}) continue;
        pacer.spend(now);
        last_second.push_back(now);
        while (now - last_second.front() >= 1s) last_second.pop_front();
        most = std::max(most, last_second.size());
    }
    EXPECT_LE(most, 50u);
    EXPECT_GE(most, 40u) << "the test must come near the limit to mean anything";
}

}  // namespace
}  // namespace trademind::ibkr::session
