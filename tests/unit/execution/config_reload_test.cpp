// What a changed configuration means while a program runs: tighter, looser, or a restart.
#include <trademind/execution/config.hpp>

#include <gtest/gtest.h>

namespace trademind {
namespace {

using namespace literals;
using namespace std::chrono_literals;

ConfigChange change(const std::function<void(Config&)>& edit)
{
    Config to;
    edit(to);
    return compare(Config{}, to);
}
bool loosens(const std::function<void(Config&)>& edit)
{
    auto c = change(edit);
    EXPECT_EQ(c.items.size(), 1U);
    EXPECT_FALSE(c.needs_restart());
    return c.loosens();
}

TEST(ConfigReload, nothing_changed)
{
    EXPECT_TRUE(change([](Config&) {}).items.empty());
}

TEST(ConfigReload, tighter_and_looser_limits)
{
    EXPECT_FALSE(loosens([](Config& c) { c.risk.max_order_size = 999_d; }));
    EXPECT_TRUE(loosens([](Config& c) { c.risk.max_order_size = 1001_d; }));
    EXPECT_TRUE(loosens([](Config& c) { c.risk.max_order_size.reset(); }));
    EXPECT_FALSE(loosens([](Config& c) { c.risk.stop_distance = 0.1_d; }));
    EXPECT_TRUE(loosens([](Config& c) { c.risk.duplicate_window = 0s; }));
    EXPECT_FALSE(loosens([](Config& c) { c.risk.duplicate_window = 2s; }));
    EXPECT_TRUE(loosens([](Config& c) { c.risk.short_sales = ShortSales::allow; }));
    EXPECT_TRUE(loosens([](Config& c) { c.risk.short_requires_locate = false; }));
    EXPECT_TRUE(loosens([](Config& c) { c.risk.allowed_symbols = {"AAPL"}; }));
    EXPECT_FALSE(loosens([](Config& c) { c.log.level = "debug"; }));
}

TEST(ConfigReload, limits_of_equity_and_of_money_do_not_compare)
{
    EXPECT_TRUE(loosens([](Config& c) { c.risk.max_daily_loss = MoneyLimit::amount(1_d); }));
    EXPECT_TRUE(loosens([](Config& c) { c.risk.max_daily_loss = {}; }));
    EXPECT_TRUE(loosens([](Config& c) { c.risk.max_daily_loss = MoneyLimit::of_equity(0.03_d); }));
    EXPECT_FALSE(loosens([](Config& c) { c.risk.max_daily_loss = MoneyLimit::of_equity(0.01_d); }));
}

TEST(ConfigReload, what_cannot_change_while_running)
{
    auto c = change([](Config& to) { to.ibkr.port = 4002; });
    ASSERT_EQ(c.items.size(), 1U);
    EXPECT_TRUE(c.needs_restart());
    EXPECT_EQ(c.items[0].key, "broker.ibkr.port");
    EXPECT_EQ(c.items[0].from, "7497");
    EXPECT_EQ(c.items[0].to, "4002");
    EXPECT_TRUE(change([](Config& to) { to.risk.enabled = false; }).needs_restart());
}

}  // namespace
}  // namespace trademind
