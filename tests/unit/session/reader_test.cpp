// The receive buffer.
#include "brokers/ibkr/session/reader.hpp"

#include "brokers/ibkr/wire/frame.hpp"
#include "support/allocation_count.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace trademind::ibkr::session {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string frame(std::string_view payload)
{
    std::string out(4, '\0');
    wire::put_big_endian(out.data(), static_cast<std::uint32_t>(payload.size()));
    return out.append(payload);
}

void receive(Reader& reader, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto space = reader.prepare();
        auto size = std::min(space.size(), bytes.size());
        std::memcpy(space.data(), bytes.data(), size);
        reader.commit(size);
        bytes.remove_prefix(size);
    }
}

std::vector<std::string> take(Reader& reader)
{
    std::vector<std::string> frames;
    for (std::string_view payload; reader.next(payload) == Reader::State::frame;)
        frames.emplace_back(payload);
    return frames;
}

TEST(Reader, gives_whole_frames_only)
{
    Reader reader;
    EXPECT_THAT(take(reader), IsEmpty());
    receive(reader, frame("one") + frame("two") + frame("three").substr(0, 5));
    EXPECT_THAT(take(reader), ElementsAre("one", "two"));
    EXPECT_EQ(reader.partial(), 5u);
    receive(reader, frame("three").substr(5));
    EXPECT_THAT(take(reader), ElementsAre("three"));
    EXPECT_EQ(reader.partial(), 0u);
}

TEST(Reader, takes_bytes_one_by_one)
{
    Reader reader;
    auto bytes = frame("a") + frame("bc") + frame(std::string(300, 'd'));
    std::vector<std::string> frames;
    for (char byte : bytes) {
        receive(reader, {&byte, 1});
        for (auto& each : take(reader)) frames.push_back(std::move(each));
    }
    EXPECT_THAT(frames, ElementsAre("a", "bc", std::string(300, 'd')));
}

TEST(Reader, takes_the_largest_frame)
{
    Reader reader;
    std::string largest(wire::max_frame, 'x');
    receive(reader, frame(largest) + frame("after"));
    EXPECT_THAT(take(reader), ElementsAre(largest, "after"));
    EXPECT_LT(reader.prepare().size(), 1024u * 1024) << "its memory is given back";
}

TEST(Reader, a_length_that_cannot_be_stays_broken)
{
    for (std::uint32_t length : {0u, 0x100'0000u, 0x7FFF'FFFFu, 0xFFFF'FFFFu}) {
        Reader reader;
        std::string bytes(4, '\0');
        wire::put_big_endian(bytes.data(), length);
        receive(reader, frame("good") + bytes);
        std::string_view payload;
        EXPECT_EQ(reader.next(payload), Reader::State::frame);
        EXPECT_EQ(reader.next(payload), Reader::State::broken);
        EXPECT_EQ(reader.next(payload), Reader::State::broken);
        EXPECT_EQ(reader.bad_length(), length);
        reader.reset();
        EXPECT_EQ(reader.next(payload), Reader::State::incomplete);
    }
}

TEST(Reader, a_promised_length_takes_no_memory)
{
    Reader reader;
    receive(reader, std::string("\0\xFF\xFF\xFF", 4));
    EXPECT_LT(reader.prepare().size(), 1024u * 1024);
}

TEST(Reader, receiving_allocates_nothing_once_it_has_grown)
{
    Reader reader;
    auto bytes = frame("1") + frame(std::string(500, 'x')) + frame("3");
    receive(reader, bytes);
    take(reader);
    test::AllocationCount count;
    for (int n = 0; n < 1000; ++n) {
        receive(reader, bytes);
        for (std::string_view payload; reader.next(payload) == Reader::State::frame;) {}
    }
    EXPECT_EQ(count.allocations(), 0u);
}

}  // namespace
}  // namespace trademind::ibkr::session
