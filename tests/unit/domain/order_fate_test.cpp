// What lists prove of an order that they do not name: the moment, the zone and their completeness.
#include "domain/order_fate.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace trademind {
namespace {

using namespace std::chrono_literals;

/// 2026-01-05T00:00Z, and so many hours.
TimePoint at(Duration since_midnight)
{
    return TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}} + since_midnight;
}

struct Zone {
    const char* name;
    std::chrono::hours from_utc;
};

void PrintTo(const Zone& zone, std::ostream* out)
{
    *out << zone.name;
}

class OrderFateRule : public testing::TestWithParam<Zone> {
protected:
    /// Sent and listed by the zone's clocks, hours of 5 January.
    OrderFate fate(Duration sent, Duration listed, bool acknowledged = false, bool complete = true)
    {
        auto ahead = GetParam().from_utc;
        return fate_of_unlisted(at(sent - ahead), acknowledged,
                                {complete, at(listed - ahead), find_time_zone(GetParam().name)});
    }
};

TEST_P(OrderFateRule, the_lists_reach_back_to_midnight_of_the_zone)
{
    EXPECT_EQ(fate(11h, 11h + 20min), OrderFate::not_received);
    EXPECT_EQ(fate(5min, 23h + 59min), OrderFate::not_received);
    EXPECT_EQ(fate(23h + 50min, 24h + 10min), OrderFate::unknowable);
    EXPECT_EQ(fate(11h, 35h), OrderFate::unknowable);
}

TEST_P(OrderFateRule, just_after_midnight_the_clocks_may_differ)
{
    EXPECT_EQ(fate(24h + 2s, 24h + 10min), OrderFate::unknowable);
    EXPECT_EQ(fate(24h + 2min, 24h + 10min), OrderFate::not_received);
}

TEST_P(OrderFateRule, lists_that_are_not_whole_prove_nothing)
{
    EXPECT_EQ(fate(11h, 11h + 20min, false, false), OrderFate::unknowable);
}

TEST_P(OrderFateRule, what_was_acknowledged_is_gone_and_not_sent_again)
{
    EXPECT_EQ(fate(11h, 11h + 20min, true), OrderFate::gone);
    EXPECT_EQ(fate(11h, 35h, true, false), OrderFate::gone);
}

INSTANTIATE_TEST_SUITE_P(zones, OrderFateRule,
                         testing::Values(Zone{"America/New_York", -5h},
                                         Zone{"America/Chicago", -6h}, Zone{"Europe/Berlin", 1h},
                                         Zone{"Asia/Hong_Kong", 8h}, Zone{"Asia/Tokyo", 9h},
                                         Zone{"UTC", 0h}));

TEST(OrderFate, of_a_zone_that_is_not_known_nothing_is_proven)
{
    EXPECT_EQ(fate_of_unlisted(at(11h), false, {true, at(12h), nullptr}), OrderFate::unknowable);
}

TEST(OrderFate, an_order_from_the_future_proves_a_wrong_clock)
{
    EXPECT_EQ(fate_of_unlisted(at(13h), false, {true, at(12h), find_time_zone("UTC")}),
              OrderFate::unknowable);
}

}  // namespace
}  // namespace trademind
