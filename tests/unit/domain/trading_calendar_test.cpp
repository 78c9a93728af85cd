// The US exchanges' calendar against the lists that NYSE has published, year by year, and what
// every calendar must keep.
#include "base/time_zone.hpp"
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
        auto local = session->open + new_york().offset_at(session->open);
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

TEST(Calendar, knows_the_holidays_and_early_closes_of_2026)
{
    using namespace std::chrono;
    auto calendar = us_equities_calendar();
    auto session = [&](sys_days day) { return *calendar->session_at_or_after(day + 17h); };
    // NYSE's list for 2026
    for (auto holiday :
         {2026y / 1 / 1, 2026y / 1 / 19, 2026y / 2 / 16, 2026y / 4 / 3, 2026y / 5 / 25,
          2026y / 6 / 19, 2026y / 7 / 3, 2026y / 9 / 7, 2026y / 11 / 26, 2026y / 12 / 25})
        EXPECT_NE(session(holiday).date, year_month_day{holiday}) << format_time(sys_days{holiday});
    for (auto early : {2026y / 11 / 27, 2026y / 12 / 24}) {
        EXPECT_EQ(session(early).date, year_month_day{early});
        EXPECT_EQ(session(early).close, sys_days{early} + 18h);
    }
    EXPECT_EQ(session(2026y / 7 / 2).close, sys_days{2026y / 7 / 2} + 20h) << "a whole day";
    EXPECT_EQ(session(2026y / 1 / 5).open, sys_days{2026y / 1 / 5} + 14h + 30min);
    EXPECT_EQ(session(2026y / 7 / 1).open, sys_days{2026y / 7 / 1} + 13h + 30min);
}

TEST(EveryDay, ends_at_four_in_new_york_and_begins_five_minutes_later)
{
    auto calendar = every_day_calendar();
    // Monday in winter: 16:00 in New York is 21:00 UTC
    auto session =
        calendar->session_at_or_after(parse_time("2026-01-05T14:30:00Z").value()).value();
    EXPECT_EQ(format_time(session.open), "2026-01-04T21:05:00Z");
    EXPECT_EQ(format_time(session.close), "2026-01-05T21:00:00Z");
    EXPECT_TRUE(session.auctions);
    auto next = calendar->session_at_or_after(session.post_close).value();
    EXPECT_EQ(format_time(next.open), "2026-01-05T21:05:00Z");
    // a Sunday in summer
    auto sunday = calendar->session_at_or_after(parse_time("2026-07-05T03:00:00Z").value()).value();
    EXPECT_EQ(format_time(sunday.close), "2026-07-05T20:00:00Z");
}

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

TEST(Calendar, of_forex_runs_from_sunday_evening_to_friday_evening)
{
    auto calendar = forex_calendar();
    // winter: 17:00 in New York is 22:00 UTC
    sys_days friday = 2026y / 1 / 9, sunday = 2026y / 1 / 11;
    EXPECT_EQ(calendar->state_at(friday + 22h - 1ns), MarketState::open);
    EXPECT_EQ(calendar->state_at(friday + 22h), MarketState::closed);
    EXPECT_EQ(calendar->state_at(sunday + 22h - 1ns), MarketState::closed);
    EXPECT_EQ(calendar->state_at(sunday + 22h), MarketState::open);
    EXPECT_EQ(calendar->session_at_or_after(friday + 22h)->date, 2026y / 1 / 12) << "Monday";
    EXPECT_EQ(calendar->close_of(2026y / 7 / 7), sys_days{2026y / 7 / 7} + 21h) << "summer";
    EXPECT_EQ(calendar->close_of(2026y / 1 / 10), std::nullopt) << "Saturday";
}

TEST(Calendar, has_the_close_of_a_date)
{
    auto exchange = us_equities_calendar();
    EXPECT_EQ(exchange->close_of(2026y / 1 / 5), sys_days{2026y / 1 / 5} + 21h);
    EXPECT_EQ(exchange->close_of(2026y / 7 / 6), sys_days{2026y / 7 / 6} + 20h);
    EXPECT_EQ(exchange->close_of(2026y / 11 / 27), sys_days{2026y / 11 / 27} + 18h) << "early";
    EXPECT_EQ(exchange->close_of(2026y / 12 / 25), std::nullopt);
    EXPECT_EQ(exchange->close_of(2026y / 2 / 30), std::nullopt) << "no date";
    EXPECT_EQ(always_open_calendar()->close_of(2026y / 1 / 5), std::nullopt);
    EXPECT_EQ(every_day_calendar()->close_of(2026y / 1 / 4), sys_days{2026y / 1 / 4} + 21h)
        << "a Sunday";
}

TEST(Calendar, settles_on_trading_days_on_which_the_banks_are_open)
{
    auto exchange = us_equities_calendar();
    std::vector<std::string> days_without;
    for (sys_days day = 2026y / 1 / 1; day <= sys_days{2026y / 12 / 31}; day += days{1})
        if (exchange->is_trading_day(day) && !exchange->is_settlement_day(day))
            days_without.push_back(format_time(day).substr(5, 5));
    EXPECT_THAT(days_without, ElementsAreArray({"10-12", "11-11"})) << "Columbus, Veterans";
    EXPECT_FALSE(exchange->is_settlement_day(2026y / 7 / 3));
    EXPECT_FALSE(exchange->is_settlement_day(2026y / 10 / 10)) << "Saturday";
    // a holiday of the banks on a Sunday is kept on Monday, one on a Saturday not at all
    EXPECT_FALSE(exchange->is_settlement_day(2029y / 11 / 12)) << "the 11th is a Sunday";
    EXPECT_TRUE(exchange->is_settlement_day(2028y / 11 / 10)) << "the 11th is a Saturday";
    EXPECT_TRUE(always_open_calendar()->is_settlement_day(2026y / 10 / 12));
    EXPECT_FALSE(always_open_calendar()->is_settlement_day(2026y / 10 / 11)) << "Sunday";
    EXPECT_FALSE(every_day_calendar()->is_settlement_day(2026y / 10 / 11)) << "Sunday";
}

TEST(Calendar, follows_new_yorks_clock_of_the_year)
{
    // before 2007 daylight time began in April
    auto session = us_equities_calendar()->session_at_or_after(sys_days{2006y / 3 / 20} + 15h);
    EXPECT_EQ(session->open, sys_days{2006y / 3 / 20} + 14h + 30min);
}

}  // namespace
}  // namespace trademind::test
