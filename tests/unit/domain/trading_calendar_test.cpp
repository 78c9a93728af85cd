// The US exchanges' calendar against the lists that NYSE has published, year by year, and what
// every calendar must keep.
#include "support/manual_clock.hpp"

#include <trademind/trading_calendar.hpp>

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using namespace std::chrono;
using testing::ElementsAreArray;

struct ListedYear {
    int year;
    std::vector<std::string> closed;  ///< weekdays without trading
    std::vector<std::string> early;   ///< 13:00 in New York
};

class NyseYears : public testing::TestWithParam<ListedYear> {
protected:
    static std::string text(sys_days day) { return format_time(day).substr(5, 5); }
    sys_days first() const { return year{GetParam().year} / 1 / 1; }
    sys_days last() const { return year{GetParam().year} / 12 / 31; }
};

TEST_P(NyseYears, close_on_the_listed_days_and_no_others)
{
    auto calendar = us_equities_calendar();
    std::vector<std::string> closed, early;
    for (sys_days day = first(); day <= last(); day += days{1}) {
        weekday w{day};
        auto session = calendar->session_at_or_after(day + 12h);
        ASSERT_TRUE(session);
        bool trades = session->date == year_month_day{day};
        if (w == Saturday || w == Sunday) {
            EXPECT_FALSE(trades) << text(day);
            continue;
        }
        if (!trades) {
            closed.push_back(text(day));
            continue;
        }
        if (session->close - session->open == 3h + 30min) early.push_back(text(day));
    }
    EXPECT_THAT(closed, ElementsAreArray(GetParam().closed));
    EXPECT_THAT(early, ElementsAreArray(GetParam().early));
}

TEST_P(NyseYears, have_sessions_of_half_past_nine_in_order)
{
    auto calendar = us_equities_calendar();
    TimePoint at = first();
    int sessions = 0;
    while (at < last()) {
        auto session = calendar->session_at_or_after(at);
        ASSERT_TRUE(session);
        EXPECT_GT(session->post_close, at) << "a session that is over is not given again";
        EXPECT_EQ(session->open - session->pre_open, 5h + 30min);
        EXPECT_EQ(session->post_close - session->close, 4h);
        auto local = session->open - new_york_offset(session->open);
        EXPECT_EQ(local, sys_days{session->date} + 9h + 30min);
        EXPECT_TRUE(session->auctions);
        // the same session for whoever asks within it
        for (TimePoint inside : {session->pre_open, session->open, session->post_close - 1ns})
            EXPECT_EQ(calendar->session_at_or_after(inside)->open, session->open);
        at = session->post_close;
        ++sessions;
    }
    EXPECT_GE(sessions, 250);
    EXPECT_LE(sessions, 254);
}

const ListedYear years[] = {
    {2018,
     {"01-01", "01-15", "02-19", "03-30", "05-28", "07-04", "09-03", "11-22", "12-05", "12-25"},
     {"07-03", "11-23", "12-24"}},
    {2020,
     {"01-01", "01-20", "02-17", "04-10", "05-25", "07-03", "09-07", "11-26", "12-25"},
     {"11-27", "12-24"}},
    {2021,
     {"01-01", "01-18", "02-15", "04-02", "05-31", "07-05", "09-06", "11-25", "12-24"},
     {"11-26"}},
    // a New Year's Day on a Saturday is not kept; Juneteenth for the first time
    {2022,
     {"01-17", "02-21", "04-15", "05-30", "06-20", "07-04", "09-05", "11-24", "12-26"},
     {"11-25"}},
    {2023,
     {"01-02", "01-16", "02-20", "04-07", "05-29", "06-19", "07-04", "09-04", "11-23", "12-25"},
     {"07-03", "11-24"}},
    {2024,
     {"01-01", "01-15", "02-19", "03-29", "05-27", "06-19", "07-04", "09-02", "11-28", "12-25"},
     {"07-03", "11-29", "12-24"}},
    // 9 January: mourning for President Carter
    {2025,
     {"01-01", "01-09", "01-20", "02-17", "04-18", "05-26", "06-19", "07-04", "09-01", "11-27",
      "12-25"},
     {"07-03", "11-28", "12-24"}},
    {2026,
     {"01-01", "01-19", "02-16", "04-03", "05-25", "06-19", "07-03", "09-07", "11-26", "12-25"},
     {"11-27", "12-24"}},
    {2027,
     {"01-01", "01-18", "02-15", "03-26", "05-31", "06-18", "07-05", "09-06", "11-25", "12-24"},
     {"11-26"}},
    {2028,
     {"01-17", "02-21", "04-14", "05-29", "06-19", "07-04", "09-04", "11-23", "12-25"},
     {"07-03", "11-24"}},
};

INSTANTIATE_TEST_SUITE_P(Each, NyseYears, testing::ValuesIn(years),
                         [](const auto& one) { return std::to_string(one.param.year); });

/// Hours as TWS lists them, and what they mean.
struct Hours {
    const char* name;
    const char* zone;
    const char* trading;
    const char* liquid;
    const char* at;
    const char* pre_open;
    const char* open;
    const char* close;
    const char* post_close;
};

class ListedHours : public testing::TestWithParam<Hours> {};

TEST_P(ListedHours, make_a_session)
{
    const Hours& hours = GetParam();
    ContractDetails details{stock("X")};
    details.time_zone = hours.zone;
    details.trading_hours = hours.trading;
    details.liquid_hours = hours.liquid;
    auto calendar = calendar_from_hours(details);
    ASSERT_TRUE(calendar) << calendar.error().describe();
    auto session = (*calendar)->session_at_or_after(parse_time(hours.at).value());
    ASSERT_TRUE(session);
    EXPECT_EQ(format_time(session->pre_open), hours.pre_open);
    EXPECT_EQ(format_time(session->open), hours.open);
    EXPECT_EQ(format_time(session->close), hours.close);
    EXPECT_EQ(format_time(session->post_close), hours.post_close);
}

const Hours listed_hours[] = {
    {"frankfurt_in_winter", "MET", "20260105:0900-20260105:1730", "20260105:0900-20260105:1730",
     "2026-01-05T00:00:00Z", "2026-01-05T08:00:00Z", "2026-01-05T08:00:00Z", "2026-01-05T16:30:00Z",
     "2026-01-05T16:30:00Z"},
    {"tokyo_with_its_lunch", "Asia/Tokyo",
     "20260105:0900-20260105:1130;20260105:1230-20260105:1530",
     "20260105:0900-20260105:1130;20260105:1230-20260105:1530", "2026-01-05T00:00:00Z",
     "2026-01-05T00:00:00Z", "2026-01-05T00:00:00Z", "2026-01-05T06:30:00Z",
     "2026-01-05T06:30:00Z"},
    // a future's day begins on the evening before
    {"chicago_over_night", "US/Central", "20260104:1700-20260105:1600",
     "20260105:0830-20260105:1500", "2026-01-05T00:00:00Z", "2026-01-04T23:00:00Z",
     "2026-01-05T14:30:00Z", "2026-01-05T21:00:00Z", "2026-01-05T22:00:00Z"},
    {"behind_a_closed_day", "US/Eastern", "20260119:CLOSED;20260120:0400-20260120:2000",
     "20260119:CLOSED;20260120:0930-20260120:1600", "2026-01-19T15:00:00Z", "2026-01-20T09:00:00Z",
     "2026-01-20T14:30:00Z", "2026-01-20T21:00:00Z", "2026-01-21T01:00:00Z"},
    {"in_summer", "US/Eastern", "20260701:0400-20260701:2000", "20260701:0930-20260701:1600",
     "2026-07-01T00:30:00Z", "2026-07-01T08:00:00Z", "2026-07-01T13:30:00Z", "2026-07-01T20:00:00Z",
     "2026-07-02T00:00:00Z"},
    {"without_liquid_hours", "US/Eastern", "20260105:0930-20260105:1600", "",
     "2026-01-05T00:00:00Z", "2026-01-05T14:30:00Z", "2026-01-05T14:30:00Z", "2026-01-05T21:00:00Z",
     "2026-01-05T21:00:00Z"},
    {"the_next_one_after_a_session", "US/Eastern",
     "20260105:0930-20260105:1600;20260106:0930-20260106:1300",
     "20260105:0930-20260105:1600;20260106:0930-20260106:1300", "2026-01-05T21:00:00Z",
     "2026-01-06T14:30:00Z", "2026-01-06T14:30:00Z", "2026-01-06T18:00:00Z",
     "2026-01-06T18:00:00Z"},
};

INSTANTIATE_TEST_SUITE_P(Each, ListedHours, testing::ValuesIn(listed_hours),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST(Calendar, always_open_is_one_session_without_an_end)
{
    auto calendar = always_open_calendar();
    for (TimePoint at : {TimePoint::min(), TimePoint{}, ManualClock::start()}) {
        auto session = calendar->session_at_or_after(at);
        ASSERT_TRUE(session);
        EXPECT_EQ(session->open, TimePoint::min());
        EXPECT_EQ(session->close, TimePoint::max());
        EXPECT_FALSE(session->auctions);
    }
}

TEST(Calendar, closings_of_mourning_and_storms_are_known)
{
    auto calendar = us_equities_calendar();
    for (auto day :
         {2007y / 1 / 2, 2012y / 10 / 29, 2012y / 10 / 30, 2018y / 12 / 5, 2025y / 1 / 9})
        EXPECT_NE(calendar->session_at_or_after(sys_days{day} + 17h)->date, year_month_day{day});
}

}  // namespace
}  // namespace trademind::test
