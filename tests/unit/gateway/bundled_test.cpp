// The instruments that come with the gateway.
#include "gateway/bundled.hpp"

#include <trademind/trading_calendar.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace trademind::gateway {
namespace {

using namespace std::chrono_literals;

const TimePoint now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 17} + 15h};

TEST(BundledInstruments, have_numbers_of_their_own)
{
    std::set<std::int64_t> ids;
    for (const auto& details : bundled_instruments(now)) {
        EXPECT_GT(details.contract.id, 0);
        EXPECT_LT(details.contract.id, std::int64_t{1} << 31);
        EXPECT_TRUE(ids.insert(details.contract.id).second) << details.contract.describe();
        EXPECT_TRUE(details.minimum_tick);
    }
}

TEST(BundledInstruments, are_the_same_in_every_run)
{
    EXPECT_EQ(bundled_instruments(now), bundled_instruments(now));
    auto ids = [](TimePoint when) {
        std::map<std::string, std::int64_t> all;
        for (const auto& details : bundled_instruments(when))
            all[details.contract.describe()] = details.contract.id;
        return all;
    };
    auto today = ids(now), later = ids(now + std::chrono::days{40});
    for (const auto& [name, id] : later)
        if (today.contains(name)) {
            EXPECT_EQ(today[name], id) << name;
        }
}

TEST(BundledInstruments, have_options_that_have_not_expired)
{
    int options = 0;
    for (const auto& details : bundled_instruments(now)) {
        if (details.contract.type != SecurityType::option) continue;
        ++options;
        EXPECT_GT(details.contract.expiry, "20260117");
        EXPECT_EQ(details.contract.expiry.size(), 8U);
        EXPECT_TRUE(details.contract.strike && details.contract.right &&
                    details.contract.multiplier);
    }
    EXPECT_GT(options, 100);
}

TEST(BundledInstruments, have_hours_that_can_be_read)
{
    for (const auto& details : bundled_instruments(now)) {
        if (details.contract.type != SecurityType::stock) continue;
        auto calendar = calendar_from_hours(details);
        ASSERT_TRUE(calendar) << details.contract.symbol;
        EXPECT_EQ((*calendar)->state_at(now), MarketState::open);
        EXPECT_EQ((*calendar)->state_at(now + 12h), MarketState::open);
    }
}

}  // namespace
}  // namespace trademind::gateway
