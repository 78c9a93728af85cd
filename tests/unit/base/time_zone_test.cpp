// Time zones, against well-known moments, and times as TWS writes them.
#include "base/time_zone.hpp"
#include "base/posix_zone.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace trademind {
namespace {

std::string utc(std::string_view text, std::string_view zone = "UTC")
{
    auto time = parse_tws_time(text, zone);
    return time ? format_time(*time) : "nothing";
}

TEST(TwsTime, ReadsEveryFormThatIsSeen)
{
    EXPECT_EQ(utc("20260413 15:27:04 US/Eastern"), "2026-04-13T19:27:04Z");
    EXPECT_EQ(utc("20260413  15:27:04 America/New_York"), "2026-04-13T19:27:04Z");
    EXPECT_EQ(utc("20260413-19:27:04"), "2026-04-13T19:27:04Z");
    EXPECT_EQ(utc("20260413-19:27:04Z"), "2026-04-13T19:27:04Z");
    EXPECT_EQ(utc("20260413-19:27:04", "US/Eastern"), "2026-04-13T19:27:04Z");
    EXPECT_EQ(utc("20260413 15:27:04", "US/Eastern"), "2026-04-13T19:27:04Z");
    EXPECT_EQ(utc("20260113 15:27 US/Eastern"), "2026-01-13T20:27:00Z");
    EXPECT_EQ(utc("20260413"), "2026-04-13T00:00:00Z");
    EXPECT_EQ(utc("20260713 09:00:00 MET"), "2026-07-13T07:00:00Z");
    EXPECT_EQ(utc("20260713 09:00:00 Japan"), "2026-07-13T00:00:00Z");
    EXPECT_EQ(utc("20260713 09:00:00 Central European Standard Time"), "2026-07-13T07:00:00Z");
    EXPECT_EQ(utc("20260713 09:00:00 EST"), "2026-07-13T13:00:00Z");
}

TEST(TwsTime, RefusesWhatIsNoTimeOrHasAnUnknownZone)
{
    for (auto text :
         {"", "2026", "20261340", "20260413 25:00:00", "20260413 12:61:00", "20260413 12",
          "20260413 12:00:00 Mars/Olympus", "20260413 12:00:00 ../../etc/passwd", "yesterday"})
        EXPECT_EQ(utc(text), "nothing") << text;
}

TEST(TwsTime, TurnsTheClockWhereTheZoneDoes)
{
    // New York 2026: 8 March 02:00 and 1 November 02:00.
    EXPECT_EQ(utc("20260308 01:59:59 US/Eastern"), "2026-03-08T06:59:59Z");
    EXPECT_EQ(utc("20260308 03:00:00 US/Eastern"), "2026-03-08T07:00:00Z");
    EXPECT_EQ(utc("20261101 00:59:59 US/Eastern"), "2026-11-01T04:59:59Z");
    EXPECT_EQ(utc("20261101 01:30:00 US/Eastern"), "2026-11-01T05:30:00Z");
    EXPECT_EQ(utc("20261101 02:00:00 US/Eastern"), "2026-11-01T07:00:00Z");
    // Sydney turns the other way round.
    EXPECT_EQ(utc("20260115 12:00:00 Australia/Sydney"), "2026-01-15T01:00:00Z");
    EXPECT_EQ(utc("20260715 12:00:00 Australia/Sydney"), "2026-07-15T02:00:00Z");
}

TEST(TwsTime, WritesUtcAsTwsReadsIt)
{
    EXPECT_EQ(format_tws_time(*parse_time("2026-04-13T19:27:04.999Z")), "20260413-19:27:04");
}

TEST(TimeZone, new_york_needs_no_zone_files)
{
    using namespace std::chrono;
    using namespace std::chrono_literals;
    ASSERT_EQ(setenv("TZDIR", "/nonexistent", 1), 0);
    // names that no other test of this program loads
    const TimeZone* eastern = find_time_zone("Eastern Standard Time");
    const TimeZone* auckland = find_time_zone("Pacific/Auckland");
    unsetenv("TZDIR");
    EXPECT_EQ(auckland, nullptr);
    ASSERT_NE(eastern, nullptr);
    EXPECT_EQ(eastern->offset_at(sys_days{2026y / 3 / 8} + 6h + 59min), -5h);
    EXPECT_EQ(eastern->offset_at(sys_days{2026y / 3 / 8} + 7h), -4h);
    EXPECT_EQ(eastern->offset_at(sys_days{2026y / 11 / 1} + 5h + 59min), -4h);
    EXPECT_EQ(eastern->offset_at(sys_days{2026y / 11 / 1} + 6h), -5h);
    EXPECT_EQ(eastern->to_utc(local_days{2026y / 7 / 6} + 16h), sys_days{2026y / 7 / 6} + 20h);
    for (sys_days day = 2007y / 1 / 1; day < sys_days{2060y / 1 / 1}; day += days{1})
        ASSERT_EQ(eastern->offset_at(day + 6h + 30min), new_york().offset_at(day + 6h + 30min));
}

TEST(PosixZone, FollowsTheRuleForEver)
{
    auto zone = parse_posix_zone("EST5EDT,M3.2.0,M11.1.0");
    ASSERT_TRUE(zone);
    using namespace std::chrono;
    EXPECT_EQ(zone->offset_at(*parse_time("2060-07-01T00:00:00Z")), hours{-4});
    EXPECT_EQ(zone->offset_at(*parse_time("2060-12-01T00:00:00Z")), hours{-5});
    auto south = parse_posix_zone("AEST-10AEDT,M10.1.0,M4.1.0/3");
    ASSERT_TRUE(south);
    EXPECT_EQ(south->offset_at(*parse_time("2060-01-01T00:00:00Z")), hours{11});
    EXPECT_EQ(south->offset_at(*parse_time("2060-07-01T00:00:00Z")), hours{10});
    EXPECT_EQ(parse_posix_zone("<+0530>-5:30")->standard, hours{5} + minutes{30});
    EXPECT_FALSE(parse_posix_zone("EST5EDT,J60,J300"));
    EXPECT_FALSE(parse_posix_zone(""));
}

TEST(TimeZone, ReadsEveryZoneFileOfTheSystemTheSameWay)
{
    // Zones without daylight time have one offset all year.
    for (auto name : {"Asia/Tokyo", "Asia/Kolkata", "America/Phoenix"}) {
        auto* zone = find_time_zone(name);
        ASSERT_TRUE(zone) << name;
        EXPECT_EQ(zone->offset_at(*parse_time("2026-01-01T00:00:00Z")),
                  zone->offset_at(*parse_time("2026-07-01T00:00:00Z")));
    }
    EXPECT_EQ(find_time_zone("Nowhere/Atall"), nullptr);
}

}  // namespace
}  // namespace trademind
