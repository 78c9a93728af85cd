// Lanes and batches.
#include "brokers/ibkr/session/writer.hpp"

#include "support/allocation_count.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::ibkr::session {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PacingOptions unlimited()
{
    PacingOptions options;
    options.messages_per_second = 0;
    return options;
}

TEST(Writer, hands_out_lanes_in_order_and_frames_in_the_order_of_sending)
{
    Writer writer{unlimited()};
    writer.push("r1 ", SendPriority::rest, 1);
    writer.push("o1 ", SendPriority::orders, 2);
    writer.push("r2 ", SendPriority::rest, 3);
    writer.push("u1 ", SendPriority::urgent, 4);
    writer.push("o2 ", SendPriority::orders, 5);
    EXPECT_EQ(writer.begin(0s), "u1 o1 o2 r1 r2 ");
    writer.finished();
    EXPECT_EQ(writer.begin(0s), "");
    EXPECT_EQ(writer.due(0s), std::nullopt);
}

TEST(Writer, a_gate_drops_orders_and_nothing_else)
{
    Writer writer{unlimited()};
    bool closed = true;
    std::vector<Tag> dropped;
    writer.set_gate([&](Tag tag) {
        if (!closed || tag == 9) return true;
        dropped.push_back(tag);
        return false;
    });
    writer.push("o1 ", SendPriority::orders, 1);
    writer.push("o9 ", SendPriority::orders, 9);
    writer.push("r1 ", SendPriority::rest, 3);
    writer.push("u1 ", SendPriority::urgent, 4);
    EXPECT_EQ(writer.begin(0s), "u1 o9 r1 ") << "what may pass follows what was dropped";
    EXPECT_THAT(dropped, ElementsAre(1));
    EXPECT_FALSE(writer.has_waiting());
    writer.finished();
    EXPECT_FALSE(writer.withdraw(1)) << "it is gone";
    closed = false;
    EXPECT_EQ(writer.begin(0s), "") << "and does not come back";
    writer.push("o2 ", SendPriority::orders, 2);
    EXPECT_EQ(writer.begin(0s), "o2 ");
}

TEST(Writer, a_gate_drops_what_pacing_holds_up)
{
    PacingOptions options;
    options.messages_per_second = 2;
    options.window = 1s;
    options.reserved_for_orders = options.reserved_for_cancels = 0;
    Writer writer{options};
    bool closed = false;
    int dropped = 0;
    writer.set_gate([&](Tag) {
        dropped += closed;
        return !closed;
    });
    for (Tag tag = 1; tag <= 5; ++tag) writer.push("o", SendPriority::orders, tag);
    EXPECT_EQ(writer.begin(0s), "oo");
    writer.finished();
    closed = true;
    EXPECT_EQ(writer.begin(0s), "") << "without waiting for its turn";
    EXPECT_EQ(dropped, 3);
    EXPECT_EQ(writer.due(0s), std::nullopt);
    std::vector<Tag> not_sent;
    writer.broken(0, not_sent);
    EXPECT_THAT(not_sent, IsEmpty());
}

TEST(Writer, a_batch_is_bounded_so_that_a_cancel_is_not_stuck_behind_a_megabyte)
{
    Writer writer{unlimited()};
    std::string large(1000, 'x');
    for (int n = 0; n < 200; ++n) writer.push(large, SendPriority::rest, no_tag);
    auto first = writer.begin(0s).size();
    EXPECT_GE(first, 64u * 1024);
    EXPECT_LT(first, 66u * 1024);
    writer.finished();
    writer.push("cancel", SendPriority::urgent, no_tag);
    EXPECT_EQ(writer.begin(0s).substr(0, 6), "cancel");
}

TEST(Writer, a_slow_lane_does_not_hold_back_a_faster_one)
{
    PacingOptions options;
    options.messages_per_second = 3;
    options.window = 1s;
    options.reserved_for_orders = 1;
    options.reserved_for_cancels = 1;
    Writer writer{options};
    for (auto frame : {"r1 ", "r2 "}) writer.push(frame, SendPriority::rest, no_tag);
    EXPECT_EQ(writer.begin(0s), "r1 ");
    writer.finished();
    EXPECT_EQ(writer.due(0s), 1s);
    writer.push("o1 ", SendPriority::orders, no_tag);
    EXPECT_EQ(writer.due(0s), Duration{});
    EXPECT_EQ(writer.begin(0s), "o1 ");
    writer.finished();
    EXPECT_EQ(writer.begin(1s), "r2 ");
}

TEST(Writer, foretells_the_wait_with_all_that_goes_before)
{
    PacingOptions options;
    options.messages_per_second = 2;
    options.window = 1s;
    options.reserved_for_orders = options.reserved_for_cancels = 0;
    Writer writer{options};
    EXPECT_EQ(writer.delay(SendPriority::rest, 0s), Duration{});
    for (int n = 0; n < 5; ++n) writer.push("x", SendPriority::rest, no_tag);
    EXPECT_EQ(writer.delay(SendPriority::rest, 0s), 2s);
    EXPECT_EQ(writer.delay(SendPriority::urgent, 0s), Duration{})
        << "what waits below does not count";
    writer.push("x", SendPriority::urgent, no_tag);
    EXPECT_EQ(writer.delay(SendPriority::rest, 0s), 3s);
}

// fail at each byte of a batch
TEST(Writer, tells_exactly_the_frames_that_did_not_leave_whole)
{
    for (std::size_t written = 0; written <= 9; ++written) {
        Writer writer{unlimited()};
        for (Tag tag : {1u, 2u, 3u}) writer.push("abc", SendPriority::orders, tag);
        ASSERT_EQ(writer.begin(0s).size(), 9u);
        writer.push("late", SendPriority::rest, 9);
        std::vector<Tag> not_sent;
        writer.broken(written, not_sent);
        std::vector<Tag> expected;
        for (Tag tag : {1u, 2u, 3u})
            if (tag * 3 > written) expected.push_back(tag);
        expected.push_back(9);
        EXPECT_EQ(not_sent, expected) << written;
        EXPECT_EQ(writer.begin(0s), "");
    }
}

TEST(Writer, a_greeting_goes_alone_and_is_nobodys)
{
    Writer writer{unlimited()};
    writer.greet("API");
    EXPECT_EQ(writer.begin(0s), "API");
    std::vector<Tag> not_sent;
    writer.broken(1, not_sent);
    EXPECT_THAT(not_sent, IsEmpty());
}

TEST(Writer, takes_back_from_the_middle)
{
    Writer writer{unlimited()};
    for (Tag tag : {1u, 2u, 1u, 3u}) writer.push(std::to_string(tag), SendPriority::rest, tag);
    EXPECT_TRUE(writer.withdraw(1));
    EXPECT_EQ(writer.waiting(SendPriority::rest), 2u);
    EXPECT_FALSE(writer.withdraw(1));
    EXPECT_EQ(writer.begin(0s), "23");
    EXPECT_FALSE(writer.withdraw(2)) << "it has been handed out";
}

TEST(Writer, a_frame_that_is_not_ended_is_not_there)
{
    Writer writer{unlimited()};
    writer.push("a", SendPriority::rest, 1);
    auto* lane = writer.begin_frame(SendPriority::rest);
    ASSERT_TRUE(lane);
    lane->append("bc");
    writer.end_frame(SendPriority::rest, 2);
    ASSERT_TRUE(writer.begin_frame(SendPriority::rest)) << "its message could not be written";
    EXPECT_EQ(writer.waiting(SendPriority::rest), 2u);
    EXPECT_TRUE(writer.withdraw(1));
    writer.push("d", SendPriority::rest, 3);
    EXPECT_EQ(writer.begin(0s), "bcd");
}

TEST(Writer, refuses_beyond_its_capacity)
{
    auto options = unlimited();
    options.queue = 2;
    Writer writer{options};
    EXPECT_TRUE(writer.push("a", SendPriority::rest, no_tag));
    EXPECT_TRUE(writer.push("b", SendPriority::rest, no_tag));
    EXPECT_FALSE(writer.push("c", SendPriority::rest, no_tag));
    writer.begin(0s);
    writer.finished();
    EXPECT_TRUE(writer.push("c", SendPriority::rest, no_tag));
}

TEST(Writer, a_queue_that_never_empties_keeps_its_bytes_in_order)
{
    FrameQueue queue;
    std::string expected, seen;
    for (int n = 0; n < 5000; ++n) {
        auto frame = std::to_string(n) + ",";
        expected += frame;
        queue.begin_frame().append(frame);
        queue.end_frame(static_cast<Tag>(n));
        if (n % 10 != 9) continue;
        for (int taken = 0; taken < 9; ++taken, queue.pop()) seen += queue.front();
    }
    for (; !queue.empty(); queue.pop()) seen += queue.front();
    EXPECT_EQ(seen, expected);
}

TEST(Writer, sending_allocates_nothing_once_it_has_grown)
{
    Writer writer{unlimited()};
    std::string frame(300, 'x');
    auto round = [&] {
        for (int n = 0; n < 20; ++n) writer.push(frame, SendPriority::orders, 7);
        writer.begin(0s);
        writer.finished();
    };
    for (int warm = 0; warm < 3; ++warm) round();
    test::AllocationCount count;
    for (int n = 0; n < 100; ++n) round();
    EXPECT_EQ(count.allocations(), 0u);
}

}  // namespace
}  // namespace trademind::ibkr::session
