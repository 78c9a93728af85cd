// What a changed configuration means while a program runs: tighter, looser, or a restart.
#include <trademind/execution/config.hpp>

#include <gtest/gtest.h>

#include <algorithm>

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

/// Independent of the table that parses: for each limit, a value that allows less and one that
/// allows more.
TEST(ConfigReload, which_way_each_limit_is_looser)
{
    struct Row {
        const char *key, *tight, *loose;
    };
    for (const auto& row : {
             Row{"broker.max_order_size", "1", "unlimited"},
             Row{"broker.max_order_value", "1 USD", "2 USD"},
             Row{"risk.allow_negative_prices", "false", "true"},
             Row{"risk.restricted_allow_close", "false", "true"},
             Row{"risk.price_collar", "1%", "off"},
             Row{"risk.price_collar_options", "1%", "2%"},
             Row{"risk.price_collar_minimum_ticks", "0", "1"},
             Row{"risk.price_collar_needs_quote", "true", "false"},
             Row{"risk.stop_distance", "1%", "off"},
             Row{"risk.max_quote_age", "1 s", "2 s"},
             Row{"risk.max_quote_age_delayed", "1 s", "2 s"},
             Row{"risk.allow_last_price", "false", "true"},
             Row{"risk.reduce_without_price", "false", "true"},
             Row{"risk.max_orders_per_second", "1", "unlimited"},
             Row{"risk.order_burst", "1", "2"},
             Row{"risk.max_orders_per_minute", "1", "2"},
             Row{"risk.max_orders_per_day", "1", "unlimited"},
             Row{"risk.duplicate_window", "2 s", "0 s"},
             Row{"risk.max_open_orders", "1", "2"},
             Row{"risk.max_open_orders_per_symbol", "1", "2"},
             Row{"risk.max_position_size", "1", "unlimited"},
             Row{"risk.max_position_value", "1 USD", "unlimited"},
             Row{"risk.max_gross_value", "1x", "2x"},
             Row{"risk.max_net_value", "50%", "unlimited"},
             Row{"risk.max_concentration", "1%", "off"},
             Row{"risk.allow_self_trade", "false", "true"},
             Row{"risk.allow_short", "false", "true"},
             Row{"risk.short_requires_locate", "true", "false"},
             Row{"risk.buying_power", "true", "false"},
             Row{"risk.buying_power_cushion", "5%", "0%"},
             Row{"risk.max_account_age", "1 s", "2 s"},
             Row{"risk.max_daily_loss", "1%", "2%"},
             Row{"risk.daily_loss_flattens", "true", "false"},
             Row{"risk.max_drawdown", "1%", "off"},
             Row{"risk.max_rejects", "1", "unlimited"},
             Row{"risk.rejects_window", "2 s", "1 s"},
             Row{"risk.max_denials", "1", "2"},
             Row{"risk.denials_window", "2 s", "1 s"},
             Row{"risk.max_executions_without_review", "1", "unlimited"},
             Row{"kill_switch.position_mismatch_after", "1 s", "2 s"},
             Row{"kill_switch.max_clock_skew", "1 s", "2 s"},
             Row{"kill_switch.clock_check_interval", "1 s", "2 s"},
             Row{"kill_switch.stale_data_after", "1 s", "2 s"},
             Row{"kill_switch.watch_positions", "true", "false"},
             Row{"alerts.enabled", "true", "false"},
             Row{"alerts.link_down_after", "1 s", "2 s"},
             Row{"alerts.max_rejects", "1", "unlimited"},
             Row{"alerts.repeat_after", "1 s", "2 s"},
         }) {
        auto with = [&](std::string_view value) {
            std::string_view key = row.key;
            auto dot = key.find('.');
            return parse_config(std::string{key.substr(0, dot)} + ": {" +
                                    std::string{key.substr(dot + 1)} + ": " + std::string{value} +
                                    "}",
                                "c.yaml")
                .value();
        };
        auto tight = with(row.tight), loose = with(row.loose);
        EXPECT_TRUE(compare(tight, loose).loosens()) << row.key << " to " << row.loose;
        EXPECT_FALSE(compare(loose, tight).loosens()) << row.key << " to " << row.tight;
        EXPECT_FALSE(compare(tight, loose).needs_restart()) << row.key;
    }
}

/// Lists and choices have no order: every change needs the name.
TEST(ConfigReload, changes_without_a_direction_need_a_name_both_ways)
{
    struct Row {
        const char *one, *other;
    };
    for (const auto& row : {
             Row{"risk: {allowed_symbols: [AAPL]}", "risk: {allowed_symbols: [AAPL, MSFT]}"},
             Row{"risk: {restricted_symbols: [AAPL]}", "risk: {restricted_symbols: [MSFT]}"},
             Row{"risk: {allowed_security_types: [STK]}", "risk: {allowed_security_types: [OPT]}"},
             Row{"risk: {located_symbols: [AAPL]}", "risk: {located_symbols: none}"},
             Row{"risk: {day_trade_regime: legacy}", "risk: {day_trade_regime: legacy_warn}"},
             Row{"risk: {wrong_side_stops: deny}", "risk: {wrong_side_stops: allow}"},
             Row{"risk: {market_orders_outside_hours: deny}",
                 "risk: {market_orders_outside_hours: allow}"},
             Row{"kill_switch: {on_unknown_order: halted}",
                 "kill_switch: {on_unknown_order: none}"},
             Row{"kill_switch: {on_stale_data: halted}", "kill_switch: {on_stale_data: reducing}"},
         }) {
        auto one = parse_config(row.one, "c.yaml").value();
        auto other = parse_config(row.other, "c.yaml").value();
        EXPECT_TRUE(compare(one, other).loosens()) << row.one;
        EXPECT_TRUE(compare(other, one).loosens()) << row.other;
    }
}

TEST(ConfigReload, one_that_loosens_among_many_that_tighten_needs_the_name)
{
    auto c = change([](Config& to) {
        to.risk.max_order_size = 1_d;
        to.risk.max_open_orders = 1;
        to.risk.max_denials = 11;
    });
    ASSERT_EQ(c.items.size(), 3U);
    EXPECT_TRUE(c.loosens());
    EXPECT_EQ(std::ranges::count_if(c.items, &ConfigChange::Item::loosens), 1);
}

}  // namespace
}  // namespace trademind
