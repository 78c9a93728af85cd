// Every key of the configuration: what it accepts and prints again, and what it refuses.
#include "execution/config/keys.hpp"

#include <trademind/execution/config.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace trademind {
namespace {

/// Values as they are printed, the first and the last that is allowed; and values that are none.
class Row {
public:
    std::string key;
    std::vector<std::string> good, bad;
};

const std::vector<Row>& table()
{
    static const std::vector<Row> rows{
        Row{"broker.type", {"paper"}, {"none of these", "paperx", "0"}},
        Row{"broker.market_data_type",
            {"realtime", "frozen", "delayed", "delayed_frozen"},
            {"none of these", "realtimex", "0"}},
        Row{"broker.default_order_type",
            {"MARKET", "LIMIT", "STOP", "STOP_LIMIT"},
            {"none of these", "MARKETx", "0"}},
        Row{"broker.time_in_force", {"DAY", "GTC", "IOC", "FOK"}, {"none of these", "DAYx", "0"}},
        Row{"broker.mode", {"paper"}, {"none of these", "paperx", "0"}},
        Row{"broker.allow_live", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"broker.account", {"DU1234567", "none"}, {}},
        Row{"broker.max_order_size",
            {"0.5", "250", "unlimited"},
            {"0", "-1", "ten", "10 shares", "off", "1e40"}},
        Row{"broker.max_order_value",
            {"0.01 USD", "12000.5 USD", "unlimited"},
            {"0", "-5 USD", "5 EUR", "50,000", "5%", "off", "nan"}},
        Row{"broker.request_timeout",
            {"100 ms", "10 min"},
            {"5", "s", "-1 s", "5 days", "unlimited", "99 ms", "11 min"}},
        Row{"broker.ibkr.host", {"gateway", "10.0.0.1"}, {}},
        Row{"broker.ibkr.port", {"1", "65535"}, {"0", "65536", "1.5", "0x10", "many", "unlimited"}},
        Row{"broker.ibkr.client_id",
            {"0", "2147483647"},
            {"-1", "2147483648", "1.5", "0x10", "many", "unlimited"}},
        Row{"broker.ibkr.reconnect_attempts",
            {"0", "1000"},
            {"-1", "1001", "1.5", "0x10", "many", "unlimited"}},
        Row{"broker.ibkr.reconnect_delay",
            {"100 ms", "10 min"},
            {"99 ms", "11 min", "s", "-1", "5 days"}},
        Row{"broker.ibkr.connect_timeout",
            {"100 ms", "10 min"},
            {"5", "s", "-1 s", "5 days", "unlimited", "99 ms", "11 min"}},
        Row{"broker.ibkr.messages_per_second",
            {"1", "1000"},
            {"0", "1001", "1.5", "0x10", "many", "unlimited"}},
        Row{"broker.ibkr.record_file", {"frames.rec", "none"}, {}},
        Row{"broker.ibkr.region",
            {"north_america", "europe", "asia"},
            {"none of these", "asiax", "0"}},
        Row{"broker.ibkr.daily_restart",
            {"23:45 America/New_York", "none"},
            {"25:00 America/New_York", "23:45", "noon", "23:45 Atlantis/Capital"}},
        Row{"broker.ibkr.time_zone",
            {"America/New_York", "Europe/Berlin", "UTC"},
            {"Nowhere/Town", "23:45", "0"}},
        Row{"broker.ibkr.next_client_ids",
            {"0", "31"},
            {"-1", "32", "1.5", "0x10", "many", "unlimited"}},
        Row{"broker.ibkr.resubscribe_after_restore",
            {"0 h", "1 h"},
            {"5", "-1 s", "61 min", "off"}},
        Row{"broker.ibkr.resubscribe_after_farm", {"0 h", "1 h"}, {"5", "-1 s", "61 min", "off"}},
        Row{"broker.ibkr.resubscribe_while_withheld",
            {"0 h", "1 h"},
            {"5", "-1 s", "61 min", "off"}},
        Row{"broker.ibkr.codes", {"none"}, {"10999", "all"}},
        Row{"broker.paper.starting_cash",
            {"0.01 USD", "250000 USD"},
            {"0", "-1", "5 EUR", "unlimited", "50,000"}},
        Row{"broker.paper.commission",
            {"pro_fixed", "pro_tiered", "lite", "none"},
            {"none of these", "pro_fixedx", "0"}},
        Row{"broker.paper.profile",
            {"conservative", "ibkr_paper"},
            {"none of these", "conservativex", "0"}},
        Row{"broker.paper.market_remainder",
            {"profile", "wait", "slip_one_tick", "cancel"},
            {"none of these", "waitx", "0"}},
        Row{"broker.paper.relative_orders",
            {"profile", "true", "false"},
            {"yes", "1", "TRUE", "maybe"}},
        Row{"broker.paper.seed",
            {"0", "9223372036854775807"},
            {"-1", "9223372036854775808", "1.5", "seed"}},
        Row{"broker.paper.account_file", {"a/b.sqlite", "none"}, {}},
        Row{"risk.currency", {"USD"}, {"usd", "US", "DOLLAR", "$"}},
        Row{"risk.enabled", {"true"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.disabled_on_purpose", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.allow_negative_prices", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.allowed_symbols", {"AAPL", "AAPL, BRK B", "all"}, {", "}},
        Row{"risk.restricted_symbols", {"GME", "GME, AMC", "none"}, {", "}},
        Row{"risk.restricted_allow_close", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.allowed_security_types", {"STK", "STK, OPT, FUT"}, {"STOCK", "STK, STOCK", ", "}},
        Row{"risk.price_collar",
            {"0.5%", "1000%", "off"},
            {"5", "0%", "-5%", "1001%", "5 USD", "unlimited", "five"}},
        Row{"risk.price_collar_options",
            {"0.5%", "1000%", "off"},
            {"5", "0%", "-5%", "1001%", "5 USD", "unlimited", "five"}},
        Row{"risk.price_collar_minimum_ticks",
            {"0", "1000"},
            {"-1", "1001", "1.5", "0x10", "many", "unlimited"}},
        Row{"risk.price_collar_needs_quote", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.stop_distance",
            {"0.5%", "1000%", "off"},
            {"5", "0%", "-5%", "1001%", "5 USD", "unlimited", "five"}},
        Row{"risk.max_quote_age",
            {"1 ms", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "0 s", "25 h"}},
        Row{"risk.max_quote_age_delayed",
            {"1 ms", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "0 s", "25 h"}},
        Row{"risk.quote_wait", {"0 h", "1 min"}, {"5", "-1 s", "61 s", "unlimited"}},
        Row{"risk.allow_last_price", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.reduce_without_price", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.max_orders_per_second",
            {"1", "1000000", "unlimited"},
            {"0", "-1", "1.5", "1000001", "many", "off", "5 orders"}},
        Row{"risk.order_burst", {"1", "10000"}, {"0", "10001", "1.5", "0x10", "many", "unlimited"}},
        Row{"risk.max_orders_per_minute",
            {"1", "1000000", "unlimited"},
            {"0", "-1", "1.5", "1000001", "many", "off", "5 orders"}},
        Row{"risk.max_orders_per_day",
            {"1", "1000000", "unlimited"},
            {"0", "-1", "1.5", "1000001", "many", "off", "5 orders"}},
        Row{"risk.duplicate_window", {"0 h", "1 h"}, {"5", "-1 s", "2 h", "unlimited"}},
        Row{"risk.max_open_orders",
            {"1", "1000000", "unlimited"},
            {"0", "-1", "1.5", "1000001", "many", "off", "5 orders"}},
        Row{"risk.max_open_orders_per_symbol",
            {"1", "1000000", "unlimited"},
            {"0", "-1", "1.5", "1000001", "many", "off", "5 orders"}},
        Row{"risk.max_position_size",
            {"0.5", "250", "unlimited"},
            {"0", "-1", "ten", "10 shares", "off", "1e40"}},
        Row{"risk.max_position_value",
            {"0.01 USD", "12000.5 USD", "unlimited"},
            {"0", "-5 USD", "5 EUR", "50,000", "5%", "off", "nan"}},
        Row{"risk.max_gross_value",
            {"2%", "2x", "2000 USD", "unlimited"},
            {"2", "0%", "-1x", "0 USD", "2 EUR", "2 y", "off"}},
        Row{"risk.max_net_value",
            {"2%", "2x", "2000 USD", "unlimited"},
            {"2", "0%", "-1x", "0 USD", "2 EUR", "2 y", "off"}},
        Row{"risk.max_concentration",
            {"0.5%", "10000%", "off"},
            {"5", "0%", "-5%", "10001%", "5 USD", "unlimited", "five"}},
        Row{"risk.allow_self_trade", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.allow_short", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.short_requires_locate", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.located_symbols", {"GME", "GME, AMC", "none"}, {", "}},
        Row{"risk.buying_power", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.buying_power_cushion",
            {"0%", "2.5%", "90%"},
            {"5", "-1%", "91%", "off", "unlimited", "x"}},
        Row{"risk.account_type", {"margin", "cash"}, {"none of these", "marginx", "0"}},
        Row{"risk.max_account_age",
            {"1 s", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "25 h"}},
        Row{"risk.day_trade_regime",
            {"intraday_margin", "legacy_warn", "legacy"},
            {"none of these", "intraday_marginx", "0"}},
        Row{"risk.max_daily_loss",
            {"2%", "2x", "2000 USD", "unlimited"},
            {"2", "0%", "-1x", "0 USD", "2 EUR", "2 y", "off"}},
        Row{"risk.daily_loss_flattens", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"risk.max_drawdown",
            {"0.5%", "100%", "off"},
            {"5", "0%", "-5%", "101%", "5 USD", "unlimited", "five"}},
        Row{"risk.wrong_side_stops", {"deny", "allow"}, {"none of these", "denyx", "0"}},
        Row{"risk.market_orders_outside_hours", {"deny", "allow"}, {"none of these", "denyx", "0"}},
        Row{"risk.max_rejects",
            {"1", "1000000", "unlimited"},
            {"0", "-1", "1.5", "1000001", "many", "off", "5 orders"}},
        Row{"risk.rejects_window",
            {"1 s", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "25 h"}},
        Row{"risk.max_denials",
            {"1", "1000000", "unlimited"},
            {"0", "-1", "1.5", "1000001", "many", "off", "5 orders"}},
        Row{"risk.denials_window",
            {"1 s", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "25 h"}},
        Row{"risk.max_executions_without_review",
            {"1", "1000000", "unlimited"},
            {"0", "-1", "1.5", "1000001", "many", "off", "5 orders"}},
        Row{"journal.file", {"j.db", "none"}, {}},
        Row{"journal.durability", {"power", "process"}, {"none of these", "powerx", "0"}},
        Row{"kill_switch.file", {"k", "none"}, {}},
        Row{"kill_switch.poll_interval",
            {"10 ms", "10 s"},
            {"5", "s", "-1 s", "5 days", "unlimited", "9 ms", "11 s"}},
        Row{"kill_switch.on_signal", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"kill_switch.cancel_scope", {"own", "account"}, {"none of these", "ownx", "0"}},
        Row{"kill_switch.cancel_retry",
            {"10 ms", "1 min"},
            {"5", "s", "-1 s", "5 days", "unlimited", "9 ms", "2 min"}},
        Row{"kill_switch.cancel_timeout",
            {"100 ms", "10 min"},
            {"5", "s", "-1 s", "5 days", "unlimited", "99 ms", "11 min"}},
        Row{"kill_switch.flatten_collar",
            {"0%", "2.5%", "50%"},
            {"5", "-1%", "51%", "off", "unlimited", "x"}},
        Row{"kill_switch.flatten_max_order_size",
            {"0.5", "250", "unlimited"},
            {"0", "-1", "ten", "10 shares", "off", "1e40"}},
        Row{"kill_switch.on_unknown_order",
            {"none", "reducing", "halted"},
            {"none of these", "nonex", "0"}},
        Row{"kill_switch.on_position_mismatch",
            {"none", "reducing", "halted"},
            {"none of these", "nonex", "0"}},
        Row{"kill_switch.on_clock_skew",
            {"none", "reducing", "halted"},
            {"none of these", "nonex", "0"}},
        Row{"kill_switch.on_stale_data",
            {"none", "reducing", "halted"},
            {"none of these", "nonex", "0"}},
        Row{"kill_switch.on_lost_executions",
            {"none", "reducing", "halted"},
            {"none of these", "nonex", "0"}},
        Row{"kill_switch.position_mismatch_after",
            {"100 ms", "10 min"},
            {"5", "s", "-1 s", "5 days", "unlimited", "99 ms", "11 min"}},
        Row{"kill_switch.max_clock_skew",
            {"1 s", "1 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "2 h"}},
        Row{"kill_switch.clock_check_interval",
            {"1 s", "1 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "2 h"}},
        Row{"kill_switch.stale_data_after",
            {"1 s", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "25 h"}},
        Row{"alerts.link_down_after",
            {"1 s", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "25 h"}},
        Row{"alerts.link_down_page_after",
            {"1 s", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "25 h"}},
        Row{"alerts.stale_data_after",
            {"1 s", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "25 h"}},
        Row{"alerts.unconfirmed_after",
            {"1 s", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "25 h"}},
        Row{"alerts.unconfirmed_page_after",
            {"1 s", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "25 h"}},
        Row{"alerts.window",
            {"1 s", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "25 h"}},
        Row{"alerts.repeat_after",
            {"1 s", "24 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "25 h"}},
        Row{"alerts.max_rejects",
            {"1", "1000000", "unlimited"},
            {"0", "-1", "1.5", "1000001", "many", "off", "5 orders"}},
        Row{"alerts.max_denials",
            {"1", "1000000", "unlimited"},
            {"0", "-1", "1.5", "1000001", "many", "off", "5 orders"}},
        Row{"alerts.enabled", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"alerts.command", {"/usr/local/bin/page", "none"}, {}},
        Row{"alerts.command_timeout",
            {"100 ms", "10 min"},
            {"5", "s", "-1 s", "5 days", "unlimited", "99 ms", "11 min"}},
        Row{"metrics.file", {"/var/lib/node/broker.prom", "none"}, {"metrics.txt"}},
        Row{"metrics.program", {"night", "auto"}, {}},
        Row{"metrics.interval",
            {"1 s", "1 h"},
            {"5", "s", "-1 s", "5 days", "unlimited", "999 ms", "2 h"}},
        Row{"kill_switch.watch_positions", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
        Row{"log.level",
            {"trace", "debug", "info", "warning", "error", "off"},
            {"none of these", "tracex", "0"}},
        Row{"log.file", {"t.log", "none"}, {}},
        Row{"log.max_file_size",
            {"10000", "10000000000"},
            {"9999", "10000000001", "1.5", "0x10", "many", "unlimited"}},
        Row{"log.max_files", {"1", "1000"}, {"0", "1001", "1.5", "0x10", "many", "unlimited"}},
        Row{"log.show_account", {"true", "false"}, {"yes", "1", "TRUE", "maybe"}},
    };
    return rows;
}

/// "a.b.c: value" as YAML, the value quoted: nothing of it is YAML's.
std::string yaml_of(const std::string& key, const std::string& value)
{
    std::string text, indent;
    std::size_t from = 0;
    for (auto dot = key.find('.'); dot != std::string::npos; dot = key.find('.', from)) {
        text += indent + key.substr(from, dot - from) + ":\n";
        indent += "  ";
        from = dot + 1;
    }
    return text + indent + key.substr(from) + ": \"" + value + "\"\n";
}

std::string effective(const Config& config, const std::string& key)
{
    for (const auto& line : effective_config(config))
        if (line.starts_with(key + ": ")) return line.substr(key.size() + 2);
    return "no such key";
}

TEST(ConfigKeys, the_table_here_names_every_key)
{
    std::vector<std::string> here, there;
    for (const auto& row : table()) here.push_back(row.key);
    for (const auto& key : config::all_keys("USD")) there.push_back(key.name);
    std::ranges::sort(here);
    std::ranges::sort(there);
    EXPECT_EQ(here, there);
}

TEST(ConfigKeys, each_good_value_is_taken_and_printed_as_it_was)
{
    for (const auto& row : table())
        for (const auto& value : row.good) {
            auto config = parse_config(yaml_of(row.key, value), "c.yaml");
            ASSERT_TRUE(config) << row.key << ": " << value << ": " << config.error().message;
            if (row.key == "broker.account") config->log.show_account = true;
            EXPECT_EQ(effective(*config, row.key), value) << row.key;
        }
}

TEST(ConfigKeys, each_bad_value_is_refused_with_line_and_key)
{
    for (const auto& row : table())
        for (const auto& value : row.bad) {
            auto config = parse_config(yaml_of(row.key, value), "c.yaml");
            ASSERT_FALSE(config) << row.key << ": \"" << value << "\" was taken";
            auto lines = std::to_string(std::ranges::count(row.key, '.') + 1);
            EXPECT_TRUE(config.error().message.starts_with("c.yaml:" + lines + ": " + row.key))
                << config.error().message;
            EXPECT_EQ(config.error(), Errc::config);
        }
}

TEST(ConfigKeys, no_key_takes_an_empty_value)
{
    for (const auto& row : table()) {
        auto yaml = yaml_of(row.key, "");
        auto config = parse_config(yaml.substr(0, yaml.size() - 3) + "\n", "c.yaml");
        ASSERT_FALSE(config) << row.key;
        EXPECT_NE(config.error().message.find(row.key + ": has no value"), std::string::npos)
            << config.error().message;
    }
}

TEST(ConfigKeys, a_map_where_a_value_belongs_is_refused)
{
    for (const auto& row : table()) {
        auto yaml = yaml_of(row.key + ".deeper", "1");
        auto config = parse_config(yaml, "c.yaml");
        ASSERT_FALSE(config) << row.key;
        EXPECT_NE(config.error().message.find("unknown key"), std::string::npos)
            << config.error().message;
    }
}

TEST(ConfigKeys, each_other_name_means_the_same_key)
{
    int aliases = 0;
    for (const auto& key : config::all_keys("USD")) {
        if (key.alias.empty()) continue;
        ++aliases;
        auto row = std::ranges::find(table(), key.name, &Row::key);
        ASSERT_NE(row, table().end()) << key.name;
        auto by_name = parse_config(yaml_of(key.name, row->good.front()), "c.yaml");
        auto by_alias = parse_config(yaml_of(key.alias, row->good.front()), "c.yaml");
        ASSERT_TRUE(by_name && by_alias) << key.alias;
        EXPECT_EQ(*by_name, *by_alias) << key.alias;
    }
    EXPECT_GT(aliases, 8);
}

TEST(ConfigKeys, a_letter_off_names_the_key_that_was_meant)
{
    for (const auto& row : table()) {
        auto wrong = row.key;
        wrong.back() = wrong.back() == 'x' ? 'y' : 'x';
        auto config = parse_config(yaml_of(wrong, row.good.front()), "c.yaml");
        ASSERT_FALSE(config) << wrong;
        EXPECT_NE(config.error().message.find(wrong + ": unknown key; did you mean "),
                  std::string::npos)
            << config.error().message;
    }
}

/// What a change from the first value to the last does while a program runs.
TEST(ConfigKeys, what_a_change_of_each_key_means)
{
    std::map<std::string, std::string> expected;
    for (const auto& key : config::all_keys("USD")) {
        auto row = std::ranges::find(table(), key.name, &Row::key);
        ASSERT_NE(row, table().end()) << key.name;
        if (row->good.size() < 2) continue;
        auto from = parse_config(yaml_of(key.name, row->good.front()), "c.yaml").value();
        auto to = parse_config(yaml_of(key.name, row->good.back()), "c.yaml").value();
        auto there = compare(from, to), back = compare(to, from);
        ASSERT_EQ(there.items.size(), 1U) << key.name;
        EXPECT_EQ(there.items[0].key, key.name);
        EXPECT_EQ(there.items[0].from,
                  key.name == "broker.account" ? "DU1234567" : row->good.front());
        EXPECT_EQ(there.needs_restart(), back.needs_restart()) << key.name;
        using config::Reload;
        switch (key.reload) {
        case Reload::restart:
            EXPECT_TRUE(there.needs_restart()) << key.name;
            EXPECT_FALSE(there.loosens()) << key.name;
            break;
        case Reload::free:
            EXPECT_FALSE(there.needs_restart() || there.loosens() || back.loosens()) << key.name;
            break;
        case Reload::named: EXPECT_TRUE(there.loosens() && back.loosens()) << key.name; break;
        case Reload::smaller:
        case Reload::larger:
            EXPECT_NE(there.loosens(), back.loosens()) << key.name << ": one way only";
            break;
        }
    }
}

TEST(ConfigKeys, the_environment_overrides_three_of_them)
{
    const std::map<std::string, std::string> variables{{"TRADEMIND_HOST", "broker.ibkr.host"},
                                                       {"TRADEMIND_PORT", "broker.ibkr.port"},
                                                       {"TRADEMIND_ACCOUNT", "broker.account"}};
    for (const auto& [variable, key] : variables) {
        auto row = std::ranges::find(table(), key, &Row::key);
        auto with = [&, name = variable](const std::string& value) {
            return parse_config(yaml_of(row->key, row->good.back()), "c.yaml",
                                [&](const char* asked) {
                                    return name == asked ? std::optional{value} : std::nullopt;
                                });
        };
        auto config = with(row->good.front());
        ASSERT_TRUE(config) << config.error().message;
        config->log.show_account = true;
        EXPECT_EQ(effective(*config, key), row->good.front()) << "the environment wins";
        for (const auto& bad : row->bad) {
            auto refused = with(bad);
            ASSERT_FALSE(refused) << variable << '=' << bad;
            EXPECT_TRUE(refused.error().message.starts_with("environment: " + variable + " (for "))
                << refused.error().message;
        }
        EXPECT_FALSE(with("")) << "an empty variable is a mistake";
    }
}

}  // namespace
}  // namespace trademind
