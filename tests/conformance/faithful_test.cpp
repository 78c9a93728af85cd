// Frames that are read for something else than they say are found.
#include "conformance/faithful.hpp"

#include <gtest/gtest.h>

namespace trademind::conformance {
namespace {

using namespace std::string_literals;

std::string text(int id, const std::string& read, const std::string& written,
                 std::size_t trailing = 0)
{
    return unfaithful_text({id, 200, read, written, trailing});
}
constexpr int order_status = 3, news_end = 87, verify_completed = 66, families = 78, error = 4;

TEST(FaithfulText, WhatIsWrittenIsWhatWasRead)
{
    EXPECT_EQ(text(order_status,
                   "7\0Filled\0"s
                   "100\0"s,
                   "7\0Filled\0"s
                   "100\0"s),
              "");
    EXPECT_NE(text(order_status,
                   "7\0Filled\0"s
                   "100\0"s,
                   "7\0Filled\0"s
                   "10\0"s),
              "");
    EXPECT_NE(text(order_status, "7\0Filled\0"s, "8\0Filled\0"s), "");
    EXPECT_NE(text(order_status, "7\0Filled\0"s, "7\0Fille\0"s), "");
    EXPECT_NE(text(order_status, "7x\0Filled\0"s, "7\0Filled\0"s), "");
    EXPECT_NE(text(order_status, "7\0Filled\0"s, "7\0"s), "");
    EXPECT_EQ(text(order_status, "+7\0"s, "7\0"s), "");
}

TEST(FaithfulText, EmptyIsZeroAndFlagsHaveASign)
{
    EXPECT_EQ(text(news_end, "\0"s, "0\0"s), "");
    EXPECT_EQ(text(news_end, "2\0"s, "1\0"s), "");
    EXPECT_EQ(text(news_end, "-1\0"s, "0\0"s), "");
    EXPECT_NE(text(news_end, "2\0"s, "0\0"s), "");
    EXPECT_NE(text(news_end, "-1\0"s, "1\0"s), "");
    EXPECT_NE(text(news_end, "true\0"s, "1\0"s), "");
    EXPECT_NE(text(news_end, "2\0x\0"s, "1\0"s, 1), "");  // shifted
}

TEST(FaithfulText, a_mark_of_no_number_is_written_as_an_empty_field)
{
    for (const auto& mark : {"NaN"s, "Infinity"s, "9223372036854775807"s}) {
        EXPECT_EQ(text(order_status, mark + '\0', "\0"s), "") << mark;
        EXPECT_NE(text(order_status, mark + '\0', "0\0"s), "") << mark;
    }
}

TEST(FaithfulText, OnlyTrueIsTrue)
{
    EXPECT_EQ(text(verify_completed, "1\0TRUE\0"s, "1\0false\0"s), "");
    EXPECT_NE(text(verify_completed, "1\0TRUE\0"s, "1\0true\0"s), "");
    EXPECT_NE(text(verify_completed, "1\0true\0"s, "1\0false\0"s), "");
    EXPECT_NE(text(order_status, "1\0TRUE\0"s, "1\0false\0"s), "");
}

TEST(FaithfulText, WhatIsLeftOverIsNoListsItem)
{
    EXPECT_EQ(text(order_status, "7\0a\0b\0"s, "7\0"s, 2), "");
    EXPECT_NE(text(order_status, "7\0a\0b\0"s, "7\0"s, 1), "");
    EXPECT_NE(text(order_status, "7\0"s, "7\0"s, 2), "");
    EXPECT_NE(text(families, "0\0a\0b\0"s, "0\0"s, 2), "");
}

TEST(FaithfulText, AnOrderRejectIsJson)
{
    EXPECT_EQ(text(error,
                   "3\0"s
                   "201\0no\0{}\0"s
                   "5\0"s,
                   "3\0"s
                   "201\0no\0{}\0"s
                   "5\0"s),
              "");
    EXPECT_NE(text(error,
                   "2\0"s
                   "3\0"s
                   "201\0no\0\0"s,
                   "2\0"s
                   "3\0"s
                   "201\0no\0"s
                   "0\0"s),
              "");
}

TEST(FaithfulProtobuf, EveryFieldIsReadOrCounted)
{
    EXPECT_EQ(unfaithful_protobuf("\x08\x05", "\x08\x05", 0), "");
    EXPECT_NE(unfaithful_protobuf("\x08\x05", "\x08\x06", 0), "");
    EXPECT_NE(unfaithful_protobuf("\x08\x05", "", 0), "");
    EXPECT_EQ(unfaithful_protobuf("\x08\x05", "", 1), "");
    EXPECT_EQ(unfaithful_protobuf("\x08\0"s, "", 0), "");                   // zero
    EXPECT_EQ(unfaithful_protobuf("\x08\x85\0"s, "\x08\x05", 0), "");       // redundant byte
    EXPECT_EQ(unfaithful_protobuf("\x08\x02", "\x08\x01", 0), "");          // a flag
    EXPECT_EQ(unfaithful_protobuf("\x08\x05\x08\x06", "\x08\x06", 0), "");  // the last counts
    EXPECT_NE(unfaithful_protobuf("\x08\x05\x08\x06", "\x08\x05", 0), "");
    EXPECT_NE(unfaithful_protobuf("\x08\x05", "\x08\x05\x08\x05", 0), "");
    EXPECT_EQ(unfaithful_protobuf("\x12\x04"
                                  "0.50",
                                  "\x12\x03"
                                  "0.5",
                                  0),
              "");
    EXPECT_NE(unfaithful_protobuf("\x12\x04"
                                  "0.50",
                                  "\x12\x03"
                                  "0.6",
                                  0),
              "");
    EXPECT_NE(unfaithful_protobuf("\x1a\x02\x08\x07", "\x1a\x02\x08\x08", 0), "");
    EXPECT_NE(unfaithful_protobuf("\x08", "\x08\x05", 0), "");
}

TEST(FaithfulProtobuf, GroupsAreFields)
{
    EXPECT_EQ(unfaithful_protobuf("\x08\x05\x13\x08\x01\x14", "\x08\x05", 1), "");
    EXPECT_NE(unfaithful_protobuf("\x08\x05\x13\x08\x01\x14", "\x08\x05", 0), "");
    EXPECT_NE(unfaithful_protobuf("\x08\x05\x13\x08\x01", "\x08\x05", 1), "");
}

}  // namespace
}  // namespace trademind::conformance
