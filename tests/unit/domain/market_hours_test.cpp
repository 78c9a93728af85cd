// The hours by which an instrument's orders are judged: listed ones, and those of its kind.
#include "domain/market_hours.hpp"

#include <gtest/gtest.h>

namespace trademind {
namespace {

using namespace literals;
using namespace std::chrono_literals;

TimePoint utc(int year, int month, int day, Duration at)
{
    return TimePoint{std::chrono::sys_days{std::chrono::year{year} / month / day}} + at;
}

TEST(MarketHours, us_stocks_by_the_exchanges_calendar)
{
    auto hours = hours_of(stock("AAPL"), nullptr);
    struct Row {
        const char* what;
        TimePoint time;
        MarketState expected;
    };
    for (const auto& row : {
             Row{"Monday, a minute early", utc(2026, 1, 5, 14h + 29min), MarketState::extended},
             Row{"Monday, the opening", utc(2026, 1, 5, 14h + 30min), MarketState::open},
             Row{"Monday, the last minute", utc(2026, 1, 5, 20h + 59min), MarketState::open},
             Row{"Monday, the close", utc(2026, 1, 5, 21h), MarketState::extended},
             Row{"Saturday", utc(2026, 1, 10, 16h), MarketState::closed},
             Row{"Sunday", utc(2026, 1, 11, 16h), MarketState::closed},
             Row{"New Year", utc(2026, 1, 1, 16h), MarketState::closed},
             Row{"Christmas", utc(2026, 12, 25, 16h), MarketState::closed},
             Row{"Thanksgiving", utc(2026, 11, 26, 16h), MarketState::closed},
             Row{"the day after, in the morning", utc(2026, 11, 27, 16h), MarketState::open},
             Row{"and after the early close", utc(2026, 11, 27, 18h + 30min),
                 MarketState::extended},
             Row{"in summer an hour earlier", utc(2026, 7, 6, 13h + 30min), MarketState::open},
             Row{"and closed an hour earlier", utc(2026, 7, 6, 20h), MarketState::extended},
             Row{"at night", utc(2026, 7, 7, 0h), MarketState::closed},
         })
        EXPECT_EQ(hours.state_at(row.time), row.expected) << row.what;
}

TEST(MarketHours, may_be_asked_in_any_order)
{
    auto hours = hours_of(stock("AAPL"), nullptr);
    EXPECT_EQ(hours.state_at(utc(2026, 1, 6, 15h)), MarketState::open);
    EXPECT_EQ(hours.state_at(utc(2026, 1, 5, 15h)), MarketState::open) << "back a day";
    EXPECT_EQ(hours.state_at(utc(2026, 1, 5, 22h)), MarketState::extended);
    EXPECT_EQ(hours.state_at(utc(2026, 1, 6, 15h)), MarketState::open);
    EXPECT_EQ(hours.state_at(utc(2026, 1, 4, 15h)), MarketState::closed) << "a Sunday before";
}

TEST(MarketHours, kinds_of_instruments)
{
    auto sunday = utc(2026, 1, 4, 3h), monday = utc(2026, 1, 5, 15h);
    auto call = option("AAPL", "20261218", 100_d, OptionRight::call);
    EXPECT_EQ(hours_of(call, nullptr).state_at(monday), MarketState::open);
    EXPECT_EQ(hours_of(call, nullptr).state_at(sunday), MarketState::closed);
    EXPECT_EQ(hours_of(crypto("BTC"), nullptr).state_at(sunday), MarketState::open);
    EXPECT_EQ(hours_of(forex("EUR", "USD"), nullptr).state_at(sunday), MarketState::closed);
    EXPECT_EQ(hours_of(forex("EUR", "USD"), nullptr).state_at(monday), MarketState::open);
    EXPECT_EQ(hours_of(future("ES", "20260320", "CME"), nullptr).state_at(monday),
              MarketState::unknown)
        << "only the broker knows a future's hours";
    EXPECT_EQ(hours_of(stock("SAP").in("EUR"), nullptr).state_at(monday), MarketState::unknown);
}

TEST(MarketHours, as_the_broker_lists_them)
{
    ContractDetails details{future("ES", "20260320", "CME")};
    details.time_zone = "US/Central";
    // two sessions on Monday, one that began on Sunday evening
    details.liquid_hours =
        "20260104:1700-20260105:0800;20260105:0830-20260105:1500;20260106:CLOSED";
    auto hours = hours_of(details.contract, &details);
    EXPECT_EQ(hours.state_at(utc(2026, 1, 4, 22h + 59min)), MarketState::closed);
    EXPECT_EQ(hours.state_at(utc(2026, 1, 4, 23h)), MarketState::open) << "17:00 in Chicago";
    EXPECT_EQ(hours.state_at(utc(2026, 1, 5, 13h + 59min)), MarketState::open);
    EXPECT_EQ(hours.state_at(utc(2026, 1, 5, 14h + 15min)), MarketState::closed) << "the break";
    EXPECT_EQ(hours.state_at(utc(2026, 1, 5, 14h + 30min)), MarketState::open);
    EXPECT_EQ(hours.state_at(utc(2026, 1, 5, 21h)), MarketState::closed);
    EXPECT_EQ(hours.state_at(utc(2026, 1, 6, 18h)), MarketState::closed) << "a day that is closed";
    EXPECT_EQ(hours.state_at(utc(2026, 1, 8, 18h)), MarketState::unknown)
        << "a day that is not listed";
}

TEST(MarketHours, what_cannot_be_read_is_not_believed)
{
    auto monday = utc(2026, 1, 5, 15h);
    for (const char* text : {"nonsense", "20260105", "20260105:0930", "20260105:0930-1600",
                             "20260105:1600-20260105:0930", "20260105:0930-20260105:9999",
                             "2026010:0930-20260105:1600"}) {
        ContractDetails details{future("ES", "20260320", "CME")};
        details.time_zone = "US/Central";
        details.liquid_hours = text;
        EXPECT_EQ(hours_of(details.contract, &details).state_at(monday), MarketState::unknown)
            << text;
    }
    ContractDetails details{future("ES", "20260320", "CME")};
    details.time_zone = "Nowhere/Atlantis";
    details.liquid_hours = "20260105:0930-20260105:1600";
    EXPECT_EQ(hours_of(details.contract, &details).state_at(monday), MarketState::unknown);
}

TEST(MarketHours, of_a_stock_by_the_list_and_behind_it_by_the_exchanges_calendar)
{
    ContractDetails details{stock("AAPL")};
    details.time_zone = "US/Eastern";
    details.liquid_hours = "20260105:0930-20260105:1600;20260106:CLOSED";
    auto hours = hours_of(details.contract, &details);
    auto day = [](unsigned d) {
        return TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / static_cast<int>(d)}};
    };
    EXPECT_EQ(hours.state_at(day(5) + 14h + 29min), MarketState::closed);
    EXPECT_EQ(hours.state_at(day(5) + 14h + 30min), MarketState::open);
    EXPECT_EQ(hours.state_at(day(5) + 21h), MarketState::closed);
    EXPECT_EQ(hours.state_at(day(6) + 15h), MarketState::closed);
    EXPECT_EQ(hours.state_at(day(7) + 4h + 59min), MarketState::closed) << "still the list's";
    EXPECT_EQ(hours.state_at(day(7) + 15h), MarketState::open) << "behind the list";
    details.liquid_hours = "nonsense";
    EXPECT_EQ(hours_of(details.contract, &details).state_at(day(5) + 15h), MarketState::open)
        << "by the exchange's calendar";
    EXPECT_EQ(hours_of(stock("SAP").in("EUR"), nullptr).state_at(day(5) + 15h),
              MarketState::unknown);
    EXPECT_EQ(hours_of(crypto("BTC"), nullptr).state_at(day(4) + 3h), MarketState::open);
    auto fx = hours_of(forex("EUR", "USD"), nullptr);
    EXPECT_EQ(fx.state_at(day(4) + 21h + 59min), MarketState::closed)
        << "Sunday before 17:00 New York";
    EXPECT_EQ(fx.state_at(day(4) + 22h), MarketState::open);
    EXPECT_EQ(fx.state_at(day(9) + 22h), MarketState::closed) << "Friday 17:00";
}

}  // namespace
}  // namespace trademind
