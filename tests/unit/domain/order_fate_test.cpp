// What lists prove of an order: {open, completed, neither} x {before, after midnight} x zones x
// {lists whole, cut}.
#include <trademind/order_fate.hpp>

#include <gtest/gtest.h>

#include <optional>
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

enum class Cut { none, open, completed, executions };

ListCoverage cut(ListCoverage lists, Cut missing)
{
    lists.open = missing != Cut::open;
    lists.completed = missing != Cut::completed;
    lists.executions = missing != Cut::executions;
    return lists;
}

class OrderFateRule : public testing::TestWithParam<Zone> {
protected:
    TimePoint by_the_zone(Duration hour) const { return at(hour - GetParam().from_utc); }
    ListCoverage lists(Duration listed) const
    {
        return lists_since_midnight(GetParam().name, by_the_zone(listed));
    }
    /// Sent and listed by the zone's clocks, hours of 5 January.
    std::optional<OrderFate> fate(Duration sent, Duration listed, bool acknowledged = false,
                                  Cut missing = Cut::none)
    {
        return judge_fate(std::nullopt, by_the_zone(sent), acknowledged,
                          cut(lists(listed), missing));
    }
};

TEST_P(OrderFateRule, the_table)
{
    using enum OrderFate;
    constexpr Duration before = 23h + 50min, after = 24h + 10min;
    struct Row {
        std::optional<OrderStatus> listed;
        Duration sent;  ///< listed 20 minutes later
        bool acknowledged;
        Cut missing;
        std::optional<OrderFate> fate;
    };
    constexpr auto working = OrderStatus::submitted, filled = OrderStatus::filled;
    const Row rows[]{
        // in a list: whatever the hour, whatever else came
        {working, before, false, Cut::none, live},
        {working, after, false, Cut::none, live},
        {OrderStatus::inactive, after, true, Cut::none, live},
        {filled, before, false, Cut::none, ended},
        {filled, after, true, Cut::none, ended},
        {OrderStatus::cancelled, after, false, Cut::none, ended},
        {OrderStatus::rejected, after, false, Cut::none, ended},
        {working, before, false, Cut::open, live},
        {filled, after, false, Cut::executions, ended},
        // in none, and the broker has never reported it
        {{}, before, false, Cut::none, unknowable},
        {{}, after, false, Cut::none, not_received},
        {{}, after, false, Cut::completed, unknowable},
        {{}, after, false, Cut::executions, unknowable},
        {{}, before, false, Cut::completed, unknowable},
        {{}, before, false, Cut::open, std::nullopt},
        {{}, after, false, Cut::open, std::nullopt},
        // in none, and the broker has reported it
        {{}, before, true, Cut::none, unknowable},
        {{}, after, true, Cut::none, unknowable},
        {{}, after, true, Cut::open, std::nullopt},
        {{}, after, true, Cut::completed, std::nullopt},
        {{}, before, true, Cut::executions, std::nullopt},
    };
    for (const Row& row : rows)
        EXPECT_EQ(judge_fate(row.listed, by_the_zone(row.sent), row.acknowledged,
                             cut(lists(row.sent + 20min), row.missing)),
                  row.fate)
            << "row " << &row - rows;
}

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

TEST_P(OrderFateRule, the_reason_says_what_became_of_it)
{
    OrderInquiry order;
    order.client_order_id = "u";
    order.sent_at = by_the_zone(11h);
    auto never = fate_of_unlisted(order, lists(12h));
    ASSERT_TRUE(never);
    EXPECT_EQ(never->fate, OrderFate::not_received);
    EXPECT_EQ(never->reason, "not among the broker's orders: it never arrived");
    auto late = fate_of_unlisted(order, lists(36h));
    ASSERT_TRUE(late);
    EXPECT_EQ(late->fate, OrderFate::unknowable);
    EXPECT_NE(late->reason.find("it may have filled"), std::string::npos);
    auto unproven = fate_of_unlisted(order, cut(lists(12h), Cut::open));
    ASSERT_FALSE(unproven);
    EXPECT_EQ(unproven.error(), Errc::not_reconciled);
}

INSTANTIATE_TEST_SUITE_P(zones, OrderFateRule,
                         testing::Values(Zone{"America/New_York", -5h},
                                         Zone{"America/Chicago", -6h}, Zone{"Europe/Berlin", 1h},
                                         Zone{"Asia/Hong_Kong", 8h}, Zone{"Asia/Tokyo", 9h},
                                         Zone{"UTC", 0h}));

TEST(OrderFate, of_a_zone_that_is_not_known_nothing_is_proven)
{
    EXPECT_EQ(judge_fate(std::nullopt, at(11h), false, lists_since_midnight("Mars/North", at(12h))),
              OrderFate::unknowable);
}

TEST(OrderFate, an_order_from_the_future_proves_a_wrong_clock)
{
    EXPECT_EQ(judge_fate(std::nullopt, at(13h), false, lists_since_midnight("UTC", at(12h))),
              OrderFate::unknowable);
}

TEST(OrderFate, a_report_says_whether_the_order_has_ended)
{
    OrderReport report{OrderId{3}, buy(stock("AAPL"), Decimal{1})};
    report.status = OrderStatus::submitted;
    EXPECT_EQ(FateReport{report}.fate, OrderFate::live);
    report.status = OrderStatus::filled;
    EXPECT_EQ(FateReport{report}.fate, OrderFate::ended);
    EXPECT_EQ(FateReport{report}.reason, "the broker lists it as Filled");
}

}  // namespace
}  // namespace trademind
