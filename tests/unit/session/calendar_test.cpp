// Planned windows through a week and through the clock changes.
#include "brokers/ibkr/session/calendar.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr::session {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

TimePoint at(year_month_day date, Duration time)
{
    return sys_days{date} + time;
}
Calendar one(std::vector<weekday> days, minutes from, minutes to, const char* zone,
             minutes margin = 0min)
{
    return Calendar{{{"window", std::move(days), from, to, find_time_zone(zone)}}, margin};
}

TEST(Calendar, a_window_without_a_zone_is_never_open)
{
    Calendar calendar{{{"window", {Monday}, 0min, 24h, nullptr}}};
    EXPECT_FALSE(calendar.covers(at(2026y / January / 5, 12h)));
}

TEST(Calendar, covers_its_days_from_the_first_moment_to_before_the_last)
{
    auto calendar = one({Monday, Wednesday}, 9h, 10h, "UTC");
    EXPECT_FALSE(calendar.covers(at(2026y / January / 5, 9h - 1ns)));
    EXPECT_TRUE(calendar.covers(at(2026y / January / 5, 9h)));
    EXPECT_TRUE(calendar.covers(at(2026y / January / 5, 10h - 1ns)));
    EXPECT_FALSE(calendar.covers(at(2026y / January / 5, 10h)));
    EXPECT_FALSE(calendar.covers(at(2026y / January / 6, 9h + 30min)));
    EXPECT_TRUE(calendar.covers(at(2026y / January / 7, 9h + 30min)));
}

TEST(Calendar, a_window_over_midnight_belongs_to_the_day_it_begins)
{
    auto calendar = one({Friday}, 23h, 3h, "UTC");
    EXPECT_FALSE(calendar.covers(at(2026y / January / 9, 2h)));
    EXPECT_TRUE(calendar.covers(at(2026y / January / 9, 23h)));
    EXPECT_TRUE(calendar.covers(at(2026y / January / 10, 3h - 1ns)));
    EXPECT_FALSE(calendar.covers(at(2026y / January / 10, 3h)));
}

TEST(Calendar, the_margin_is_on_either_side_also_over_midnight)
{
    auto calendar = one({Tuesday}, 0min, 30min, "UTC", 15min);
    EXPECT_FALSE(calendar.covers(at(2026y / January / 5, 23h + 45min - 1ns)));
    EXPECT_TRUE(calendar.covers(at(2026y / January / 5, 23h + 45min)));
    EXPECT_TRUE(calendar.covers(at(2026y / January / 6, 45min - 1ns)));
    EXPECT_FALSE(calendar.covers(at(2026y / January / 6, 45min)));
}

// O1: every window, through a week, in winter and in summer
TEST(Calendar, new_york_reset_follows_the_clock_on_the_wall)
{
    auto calendar = one({Sunday, Monday, Tuesday, Wednesday, Thursday, Friday}, 23h + 45min,
                        1h + 45min, "US/Eastern");
    // Monday 5 January, 23:45 in New York is 04:45 UTC on Tuesday
    EXPECT_FALSE(calendar.covers(at(2026y / January / 6, 4h + 44min)));
    EXPECT_TRUE(calendar.covers(at(2026y / January / 6, 4h + 45min)));
    EXPECT_FALSE(calendar.covers(at(2026y / January / 6, 6h + 45min)));
    // in July it is an hour earlier
    EXPECT_TRUE(calendar.covers(at(2026y / July / 7, 3h + 45min)));
    EXPECT_FALSE(calendar.covers(at(2026y / July / 7, 5h + 45min)));
    // none begins on Saturday
    EXPECT_FALSE(calendar.covers(at(2026y / January / 11, 5h)));
}

TEST(Calendar, the_sunday_login_is_at_one_in_new_york_on_both_clock_changes)
{
    auto calendar = one({Sunday}, 1h, 2h, "US/Eastern");
    // spring: one o'clock is the last hour of winter time
    EXPECT_TRUE(calendar.covers(at(2026y / March / 8, 6h)));
    EXPECT_FALSE(calendar.covers(at(2026y / March / 8, 7h)));
    // autumn: the hour from one to two happens twice
    EXPECT_TRUE(calendar.covers(at(2026y / November / 1, 5h)));
    EXPECT_TRUE(calendar.covers(at(2026y / November / 1, 6h)));
    EXPECT_FALSE(calendar.covers(at(2026y / November / 1, 7h)));
}

std::string window_at(Region region, year_month_day date, Duration time)
{
    auto calendar = Calendar::planned(region);
    const auto* window = calendar.covers(at(date, time));
    return window ? window->name : "none";
}

TEST(Calendar, planned_windows_name_what_they_are)
{
    auto america = [](year_month_day date, Duration time) {
        return window_at(Region::north_america, date, time);
    };
    // 23:30 to 02:00 in New York, the margin included: in winter and in summer
    EXPECT_EQ(america(2026y / January / 6, 4h + 29min), "none");
    EXPECT_EQ(america(2026y / January / 6, 4h + 30min), "server reset North America");
    EXPECT_EQ(america(2026y / January / 6, 7h - 1ns), "server reset North America");
    EXPECT_EQ(america(2026y / January / 6, 7h), "none");
    EXPECT_EQ(america(2026y / July / 7, 3h + 30min), "server reset North America");
    EXPECT_EQ(america(2026y / July / 7, 6h), "none");
    EXPECT_EQ(america(2026y / January / 10, 7h + 30min), "weekend maintenance");
    EXPECT_EQ(america(2026y / January / 11, 6h + 30min), "weekly login");
    EXPECT_EQ(window_at(Region::europe, 2026y / January / 6, 5h), "server reset Europe");
    EXPECT_EQ(window_at(Region::europe, 2026y / July / 7, 5h), "server reset Europe");
    EXPECT_EQ(window_at(Region::asia, 2026y / July / 6, 21h), "server reset Asia, morning");
    EXPECT_EQ(window_at(Region::asia, 2026y / July / 7, 12h + 30min), "server reset Asia, evening");
}

TEST(Calendar, no_window_of_another_region_hides_an_outage_in_trading_hours)
{
    // 09:30 to 16:00 in New York
    for (Duration time = 14h + 30min; time < 21h; time += 1min)
        EXPECT_EQ(window_at(Region::north_america, 2026y / January / 6, time), "none");
    // 09:00 to 17:30 in Frankfurt
    for (Duration time = 8h; time < 16h + 30min; time += 1min)
        EXPECT_EQ(window_at(Region::europe, 2026y / January / 6, time), "none");
    // 09:30 to 16:00 in Hong Kong
    for (Duration time = 1h + 30min; time < 8h; time += 1min)
        EXPECT_EQ(window_at(Region::asia, 2026y / January / 6, time), "none");
}

TEST(Calendar, of_its_user_comes_on_top)
{
    auto calendar = Calendar::planned();
    calendar.add({"my restart", {Monday}, 14h + 25min, 14h + 35min, find_time_zone("UTC")});
    EXPECT_EQ(calendar.covers(at(2026y / January / 5, 14h + 30min))->name, "my restart");
}

}  // namespace
}  // namespace trademind::ibkr::session
