// An order whose answer was lost, a restart across midnight of TWS's own time zone, and the same
// client order id again: it is never sent twice, and never blocked where the lists disprove it.
#include "unit/execution/router_fixture.hpp"

#include <chrono>
#include <ostream>
#include <string>

namespace trademind::test {
namespace {

using namespace std::chrono_literals;
using namespace trademind::literals;

struct Zone {
    const char* name;
    std::chrono::hours from_utc;  ///< in January
};

void PrintTo(const Zone& zone, std::ostream* out)
{
    *out << zone.name;
}

class DoubleOrder : public RouterFixture, public testing::WithParamInterface<Zone> {
protected:
    DoubleOrder() { config.ibkr.time_zone = GetParam().name; }
    ~DoubleOrder() override
    {
        router.reset();
        run();
    }

    /// From the clock's start until the zone's clocks show `local` (after midnight).
    Duration until_local(Duration local) const
    {
        auto start = ManualClock::start();
        auto shown = start + GetParam().from_utc;
        Duration today = shown - std::chrono::floor<std::chrono::days>(shown);
        return local >= today ? local - today : local - today + 24h;
    }

    /// Places "u" after `wait`, loses the answer, restarts 20 minutes later and places it again:
    /// how often the broker was handed it.
    std::size_t times_sent(Duration wait)
    {
        config.journal.file = directory / "j.db";
        clock->advance(wait);
        start();
        broker->placing = ScriptedBroker::Placing::lose;
        auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("u");
        EXPECT_FALSE(place(order));
        router.reset();
        run();
        clock->advance(20min);
        broker->placing = ScriptedBroker::Placing::accept;
        make();
        EXPECT_TRUE(connect());
        let_pass(40s, 1s);
        broker->quote(aapl, 100_d, 100.02_d);
        auto again = place(order);
        answer = again ? std::string{to_string(again->status)} : again.error().describe();
        return broker->count("place");
    }

    TemporaryDirectory directory;
    std::string answer;
};

TEST_P(DoubleOrder, past_midnight_it_is_not_sent_again)
{
    EXPECT_EQ(times_sent(until_local(23h + 50min)), 1U) << "the second answer: " << answer;
    EXPECT_EQ(answer, "Unknown") << "it may have filled";
}

TEST_P(DoubleOrder, on_the_same_day_it_never_arrived)
{
    EXPECT_EQ(times_sent(until_local(11h)), 2U) << "the second answer: " << answer;
}

TEST_P(DoubleOrder, midnight_elsewhere_changes_nothing)
{
    auto to_utc_midnight = 23h + 50min - (14h + 30min);
    EXPECT_EQ(times_sent(to_utc_midnight), 2U) << "the second answer: " << answer;
}

INSTANTIATE_TEST_SUITE_P(zones, DoubleOrder,
                         testing::Values(Zone{"America/New_York", -5h},
                                         Zone{"America/Chicago", -6h}, Zone{"Europe/Berlin", 1h},
                                         Zone{"Asia/Hong_Kong", 8h}, Zone{"Asia/Tokyo", 9h}));

}  // namespace
}  // namespace trademind::test
