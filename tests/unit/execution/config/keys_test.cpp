// Every key of the configuration: what it accepts and prints again, and what it refuses.
#include "execution/config/keys.hpp"
#include "unit/execution/config/key_rows.hpp"

#include <trademind/execution/config.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace trademind {
namespace {

using Row = test::ConfigKeyRow;
using test::table;

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

/// The same with what else the value needs.
std::string good_yaml_of(const std::string& key, const std::string& value)
{
    auto text = yaml_of(key, value);
    if (key == "broker.paper.foreign_cash") text += "    exchange_rates: [EUR 1.08, GBP 1.27]\n";
    return text;
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
            auto config = parse_config(good_yaml_of(row.key, value), "c.yaml");
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

TEST(ConfigKeys, a_list_stands_only_where_a_key_takes_one)
{
    for (const auto& key : config::all_keys("USD")) {
        auto yaml = yaml_of(key.name, "x");
        yaml = yaml.substr(0, yaml.size() - 4) + "[1, 2]\n";
        auto config = parse_config(yaml, "c.yaml");
        bool refused = !config && config.error().message.find("is a list, but takes one value: " +
                                                              key.range) != std::string::npos;
        EXPECT_EQ(refused, !key.is_list)
            << key.name << ' ' << (config ? "taken" : config.error().message);
    }
}

TEST(ConfigKeys, no_key_takes_a_blank_or_a_control_character)
{
    for (const auto& row : table())
        for (const char* value : {"  ", "a\\nb", "a\\0b", "\\t"}) {
            auto config = parse_config(yaml_of(row.key, value), "c.yaml");
            ASSERT_FALSE(config) << row.key << ": \"" << value << "\" was taken";
            EXPECT_EQ(config.error().message.find('\n'), std::string::npos) << row.key;
            EXPECT_NE(config.error().message.find(row.key), std::string::npos);
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
        auto from = parse_config(good_yaml_of(key.name, row->good.front()), "c.yaml").value();
        auto to = parse_config(good_yaml_of(key.name, row->good.back()), "c.yaml").value();
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
