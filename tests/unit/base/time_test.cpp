// Points in time: ISO 8601 in UTC, both ways.
#include <trademind/time.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

using namespace std::chrono;
using namespace std::chrono_literals;
using namespace trademind;

TEST(Time, PrintsAFractionOnlyWhereThereIsOne)
{
    TimePoint t = sys_days{2026y / November / 24} + 15h + 30min;
    EXPECT_EQ(format_time(t), "2026-11-24T15:30:00Z");
    EXPECT_EQ(format_time(t + 500ms), "2026-11-24T15:30:00.5Z");
    EXPECT_EQ(format_time(t + 1ns), "2026-11-24T15:30:00.000000001Z");
    EXPECT_EQ(format_time(TimePoint{}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(format_time(TimePoint{-1ns}), "1969-12-31T23:59:59.999999999Z");
}

TEST(Time, ReadsWhatItPrints)
{
    std::mt19937_64 random{1};
    for (int i = 0; i < 2000; ++i) {
        TimePoint t{nanoseconds{static_cast<std::int64_t>(random())} / 2};
        EXPECT_EQ(parse_time(format_time(t)), t) << format_time(t);
    }
}

TEST(Time, RefusesWhatIsNoTime)
{
    for (auto text :
         {"", "2026-11-24", "2026-11-24T15:30:00", "2026-11-24T15:30:00+00:01",
          "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-24T24:00:00Z",
          "2026-11-24T15:60:00Z", "2026-11-24T15:30:60Z", "2026-11-24T15:30:00.Z",
          "2026-11-24T15:30:00.1234567890Z", "2026-11-24T15:30:00+01:00", "2026-11-24T15:30:00Zx",
          "26-11-24T15:30:00Z", "-026-11-24T15:30:00Z", "2026-1-024T15:30:00Z",
          "2026-11-24T+5:30:00Z", "1600-01-01T00:00:00Z", "2300-01-01T00:00:00Z"})
        EXPECT_FALSE(parse_time(text)) << text;
}

TEST(Time, ReadsEverySpellingOfUtc)
{
    auto expected = parse_time("2026-11-24T15:30:00.5Z");
    ASSERT_TRUE(expected);
    for (auto text : {"2026-11-24T15:30:00.5+00:00", "2026-11-24 15:30:00.5+00:00",
                      "2026-11-24T15:30:00.5+0000", "2026-11-24T15:30:00.5+00",
                      "2026-11-24T15:30:00,5-00:00", "2026-11-24t15:30:00.5z"})
        EXPECT_EQ(parse_time(text), expected) << text;
}

TEST(Time, KnowsLeapDays)
{
    EXPECT_TRUE(parse_time("2028-02-29T00:00:00Z"));
    EXPECT_TRUE(parse_time("2000-02-29T00:00:00Z"));
    EXPECT_FALSE(parse_time("2100-02-29T00:00:00Z"));
}

TEST(Time, HoldsTheYearsThatItPromises)
{
    EXPECT_EQ(format_time(parse_time("1678-01-01T00:00:00Z").value()), "1678-01-01T00:00:00Z");
    EXPECT_EQ(format_time(parse_time("2261-12-31T23:59:59Z").value()), "2261-12-31T23:59:59Z");
}
