// Calendars from trading hours as TWS lists them.
#include <trademind/trading_calendar.hpp>

#include <gtest/gtest.h>

#include <string>

namespace trademind {
namespace {

using namespace std::chrono;
using namespace literals;

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

TEST(Calendar, out_of_the_hours_of_contract_details)
{
    using namespace std::chrono;
    ContractDetails details{stock("X")};
    details.time_zone = "US/Eastern";
    details.trading_hours =
        "20261124:0400-20261124:2000;20261125:0400-20261125:2000;20261126:CLOSED;"
        "20261127:0400-20261127:1700";
    details.liquid_hours =
        "20261124:0930-20261124:1600;20261125:0930-20261125:1600;20261126:CLOSED;"
        "20261127:0930-20261127:1300";
    auto calendar = calendar_from_hours(details);
    ASSERT_TRUE(calendar) << calendar.error().describe();
    auto first = (*calendar)->session_at_or_after(sys_days{2026y / 11 / 24} + 12h);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->pre_open, sys_days{2026y / 11 / 24} + 9h);
    EXPECT_EQ(first->open, sys_days{2026y / 11 / 24} + 14h + 30min);
    EXPECT_EQ(first->close, sys_days{2026y / 11 / 24} + 21h);
    EXPECT_EQ(first->post_close, sys_days{2026y / 11 / 25} + 1h);
    EXPECT_TRUE(first->auctions);
    auto short_day = (*calendar)->session_at_or_after(sys_days{2026y / 11 / 26} + 12h);
    EXPECT_EQ(short_day->date, 2026y / 11 / 27);
    EXPECT_EQ(short_day->close, sys_days{2026y / 11 / 27} + 18h);
    EXPECT_FALSE((*calendar)->session_at_or_after(sys_days{2026y / 11 / 28} + 12h));
    for (const char* wrong :
         {"20261124:0930", "2026112", "20261332:CLOSED", "20261124", "20261124:0930-1600",
          "20261124:1600-20261124:0930", "nonsense-hours", ""}) {
        details.trading_hours = details.liquid_hours = wrong;
        EXPECT_FALSE(calendar_from_hours(details)) << wrong;
    }
}

ContractDetails tokyo()
{
    ContractDetails details{stock("7203").on("TSEJ").in("JPY")};
    details.time_zone = "Asia/Tokyo";
    details.trading_hours = details.liquid_hours =
        "20260105:0900-20260105:1130;20260105:1230-20260105:1530;20260106:CLOSED;"
        "20260107:0900-20260107:1130;20260107:1230-20260107:1530";
    return details;
}

TEST(Calendar, of_listed_hours_keeps_the_breaks)
{
    auto calendar = calendar_from_hours(tokyo()).value();
    auto session = calendar->session_at_or_after(sys_days{2026y / 1 / 5}).value();
    ASSERT_EQ(session.breaks.size(), 1U);
    EXPECT_EQ(format_time(session.breaks[0].from), "2026-01-05T02:30:00Z");
    EXPECT_EQ(format_time(session.breaks[0].until), "2026-01-05T03:30:00Z");
    struct Row {
        Duration at;
        MarketState state;
    };
    for (const Row& row : {Row{-1min, MarketState::closed}, Row{0min, MarketState::open},
                           Row{2h + 29min, MarketState::open}, Row{2h + 30min, MarketState::closed},
                           Row{3h + 29min, MarketState::closed}, Row{3h + 30min, MarketState::open},
                           Row{6h + 29min, MarketState::open}, Row{6h + 30min, MarketState::closed},
                           Row{24h, MarketState::closed}, Row{48h, MarketState::open}})
        EXPECT_EQ(calendar->state_at(sys_days{2026y / 1 / 5} + row.at), row.state)
            << format_time(sys_days{2026y / 1 / 5} + row.at);
}

TEST(Calendar, of_listed_hours_reaches_from_the_first_day_to_the_end_of_the_last)
{
    auto calendar = calendar_from_hours(tokyo()).value();
    // midnight in Tokyo is 15:00 of the day before in UTC
    EXPECT_EQ(calendar->state_at(sys_days{2026y / 1 / 4} + 14h + 59min), MarketState::unknown);
    EXPECT_EQ(calendar->state_at(sys_days{2026y / 1 / 4} + 15h), MarketState::closed);
    EXPECT_EQ(calendar->state_at(sys_days{2026y / 1 / 7} + 14h + 59min), MarketState::closed);
    EXPECT_EQ(calendar->state_at(sys_days{2026y / 1 / 7} + 15h), MarketState::unknown);
    EXPECT_TRUE(calendar->is_trading_day(2026y / 1 / 5));
    EXPECT_FALSE(calendar->is_trading_day(2026y / 1 / 6));
    EXPECT_TRUE(calendar->is_trading_day(2026y / 1 / 8)) << "not listed: a weekday";
    EXPECT_FALSE(calendar->is_trading_day(2026y / 1 / 10)) << "not listed: a Saturday";
    EXPECT_EQ(calendar->close_of(2026y / 1 / 7), sys_days{2026y / 1 / 7} + 6h + 30min);
    EXPECT_EQ(calendar->close_of(2026y / 1 / 6), std::nullopt);
    EXPECT_EQ(calendar->close_of(2026y / 1 / 8), std::nullopt);
}

TEST(Calendar, of_a_session_that_ends_on_the_next_day_reaches_its_end)
{
    ContractDetails details{future("ES", "20260320", "CME")};
    details.time_zone = "US/Central";
    details.trading_hours = details.liquid_hours = "20260104:1700-20260105:1600";
    auto calendar = calendar_from_hours(details).value();
    EXPECT_EQ(calendar->state_at(sys_days{2026y / 1 / 5} + 21h), MarketState::open);
    EXPECT_EQ(calendar->state_at(sys_days{2026y / 1 / 6} + 5h), MarketState::closed);
    EXPECT_EQ(calendar->state_at(sys_days{2026y / 1 / 6} + 6h), MarketState::unknown);
    EXPECT_EQ(calendar->close_of(2026y / 1 / 5), sys_days{2026y / 1 / 5} + 22h);
}

TEST(Calendar, of_closed_days_alone_is_closed)
{
    ContractDetails details{stock("AAPL")};
    details.time_zone = "US/Eastern";
    details.trading_hours = details.liquid_hours = "20260103:CLOSED;20260104:CLOSED";
    auto calendar = calendar_from_hours(details);
    ASSERT_TRUE(calendar) << calendar.error().describe();
    EXPECT_EQ((*calendar)->state_at(sys_days{2026y / 1 / 3} + 15h), MarketState::closed);
    EXPECT_EQ((*calendar)->state_at(sys_days{2026y / 1 / 5} + 15h), MarketState::unknown);
}

TEST(Calendar, of_listed_hours_needs_their_zone)
{
    ContractDetails details = tokyo();
    details.time_zone.clear();
    EXPECT_EQ(calendar_from_hours(details).error(), Errc::invalid_argument);
}

}  // namespace
}  // namespace trademind
