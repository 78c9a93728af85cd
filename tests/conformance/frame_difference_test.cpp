// The comparison of frames: what may differ, and that nothing else may.
#include "conformance/frame_difference.hpp"

#include <gtest/gtest.h>

namespace trademind::conformance {
namespace {

using namespace std::string_literals;

TEST(TextFrames, AreCutIntoFields)
{
    EXPECT_EQ(split_fields("1\0\0abc\0"s), (std::vector<std::string>{"1", "", "abc"}));
    EXPECT_EQ(split_fields("1\0ab"s), (std::vector<std::string>{"1", "ab<cut>"}));
    EXPECT_TRUE(split_fields("").empty());
}

TEST(TextFrames, NumbersMayBeSpeltDifferently)
{
    EXPECT_EQ(text_difference("+100E+0\0"s, "100\0"s), "");
    EXPECT_EQ(text_difference("1e-07\0"s, "0.0000001\0"s), "");
    EXPECT_EQ(text_difference("1e+22\0"s, "10000000000000000000000\0"s), "");
    EXPECT_EQ(text_difference("1e-16\0"s, "0.0000000000000001\0"s), "");
    EXPECT_NE(text_difference("1e-16\0"s, "0.0000000000000002\0"s), "");
    EXPECT_NE(text_difference("1e-16\0"s, "0\0"s), "");
    EXPECT_NE(text_difference("100\0"s, "101\0"s), "");
    EXPECT_NE(text_difference("0.3\0"s, "0.30000000000000004\0"s), "");
    EXPECT_NE(text_difference("100\0"s, "100x\0"s), "");
}

TEST(TextFrames, UnsetMarksAreOneAndNoNumber)
{
    for (auto mark : {"\0"s, "2147483647\0"s, "1.7976931348623e+308\0"s, "-SNaN\0"s}) {
        EXPECT_EQ(text_difference(mark, "\0"s), "");
        EXPECT_NE(text_difference(mark, "0\0"s), "");
        EXPECT_NE(text_difference("0\0"s, mark), "");
    }
}

TEST(TextFrames, CountAndOrderOfFieldsMatter)
{
    EXPECT_EQ(text_difference("1\0a\0"s, "1\0a\0"s), "");
    EXPECT_EQ(text_difference("1\0a\0"s, "1\0"s), "wanted 2 fields, found 1");
    EXPECT_EQ(text_difference("1\0"s, "1\0\0"s), "wanted 1 fields, found 2");
    EXPECT_EQ(text_difference("a\0b\0"s, "b\0a\0"s), "field 0: wanted \"a\", found \"b\"");
    EXPECT_NE(text_difference("a\0b\0"s, "a\0b"s), "");
    EXPECT_NE(text_difference("a\0"s, "A\0"s), "");
}

// field 1 varint 5, field 2 text "ab", field 3 message {1: varint 7}
const std::string message =
    "\x08\x05\x12\x02"
    "ab"
    "\x1a\x02\x08\x07";

TEST(ProtobufFrames, EveryFieldAndValueMatters)
{
    EXPECT_EQ(protobuf_difference(message, message), "");
    EXPECT_EQ(protobuf_difference(message,
                                  "\x08\x06\x12\x02"
                                  "ab"
                                  "\x1a\x02\x08\x07"),
              "protobuf field 1: wanted bytes 05, found bytes 06");
    EXPECT_EQ(protobuf_difference(message,
                                  "\x08\x05\x12\x02"
                                  "ac"
                                  "\x1a\x02\x08\x07"),
              "protobuf field 2: wanted \"ab\", found \"ac\"");
    EXPECT_EQ(protobuf_difference(message,
                                  "\x08\x05\x12\x02"
                                  "ab"
                                  "\x1a\x02\x08\x08"),
              "protobuf field 3.1: wanted bytes 07, found bytes 08");
    EXPECT_EQ(protobuf_difference(message,
                                  "\x08\x05\x12\x02"
                                  "ab"),
              "protobuf field 3: missing");
    EXPECT_EQ(protobuf_difference("\x08\x05", "\x08\x05\x10\0"s),
              "protobuf field 2: not in the official frame");
    EXPECT_EQ(protobuf_difference("\x08\0"s, ""), "protobuf field 1: missing");  // explicit zero
    EXPECT_EQ(protobuf_difference("\x08\x05", "\x08\x05\x08\x05"),
              "protobuf field 1: wanted 1 times, found 2 times");
    EXPECT_NE(protobuf_difference("\x08\x05", "\x0d\x05\0\0\0"s), "");  // another wire type
    EXPECT_EQ(protobuf_difference(message, "\x08"), "our frame is no protobuf message");
    EXPECT_NE(protobuf_difference("\x08", message), "");
}

TEST(ProtobufFrames, EntriesOfAMapHaveNoOrder)
{
    const std::string a =
        "\x0a\x06\x0a\x01"
        "a"
        "\x12\x01"
        "1";
    const std::string b =
        "\x0a\x06\x0a\x01"
        "b"
        "\x12\x01"
        "2";
    const std::string c =
        "\x0a\x06\x0a\x01"
        "c"
        "\x12\x01"
        "2";
    EXPECT_EQ(protobuf_difference(a + b, b + a), "");
    EXPECT_NE(protobuf_difference(a + b, a + c), "");
    EXPECT_NE(protobuf_difference(a + b, a), "");
    EXPECT_NE(protobuf_difference(a + b, a + b + b), "");
}

TEST(ProtobufFrames, OtherRepeatedFieldsHaveOne)
{
    EXPECT_NE(protobuf_difference("\x08\x05\x08\x06", "\x08\x06\x08\x05"), "");
    EXPECT_NE(
        protobuf_difference("\x0a\x02\x08\x01\x0a\x02\x08\x02", "\x0a\x02\x08\x02\x0a\x02\x08\x01"),
        "");
}

}  // namespace
}  // namespace trademind::conformance
