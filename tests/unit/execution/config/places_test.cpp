// Where keys may stand in the file, the plan's own file, and where journal and kill file are by
// default.
#include "execution/config/places.hpp"
#include "execution/config/default_files.hpp"
#include "execution/config/keys.hpp"
#include "support/source_dir.hpp"

#include <trademind/execution/config.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace trademind {
namespace {

using namespace literals;
using namespace std::chrono_literals;

Environment variables(std::map<std::string, std::string> all)
{
    return [all = std::move(all)](const char* name) {
        auto found = all.find(name);
        return found == all.end() ? std::nullopt : std::optional{found->second};
    };
}

std::string why_refused(std::string_view yaml)
{
    auto config = parse_config(yaml, "c.yaml");
    return config ? "" : config.error().message;
}

TEST(PlansFile, CF_1_to_12_is_taken_byte_for_byte)
{
    auto file = test::source_dir() / "tests/unit/execution/config/plan/ibkr_config.yaml";
    auto config = load_config(file, variables({{"HOME", "/home/trader"}}));
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->type, BrokerType::ibkr);
    EXPECT_EQ(config->ibkr.host, "127.0.0.1");
    EXPECT_EQ(config->ibkr.port, 7497);
    EXPECT_EQ(config->ibkr.client_id, 1);
    EXPECT_EQ(config->ibkr.reconnect_attempts, 5);
    EXPECT_EQ(config->ibkr.reconnect_delay, 5s);
    EXPECT_EQ(config->default_order_type, OrderType::market);
    EXPECT_EQ(config->time_in_force, TimeInForce::day);
    EXPECT_EQ(config->risk.max_order_size, 1000_d);
    EXPECT_EQ(config->risk.max_order_value, 50'000_d);
    EXPECT_EQ(config->market_data_type, MarketDataType::delayed);
    auto state = "/home/trader/.local/state/trademind/" + config::state_name(file);
    EXPECT_EQ(config->journal.file, state + ".db");
    EXPECT_EQ(config->kill_switch.file, state + ".kill");
    EXPECT_TRUE(validate_for_orders(*config));
}

TEST(Places, keys_of_all_brokers_stand_in_a_brokers_section_as_well)
{
    auto config = parse_config(R"(
broker:
  type: ibkr
  max_daily_loss: 1%
  ibkr:
    account: DU1
    request_timeout: 3 s
    max_order_size: 7
    max_order_qty: 7
)",
                               "c.yaml");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().message,
              "c.yaml:9: broker.ibkr.max_order_qty: was given already in line 8 as "
              "broker.ibkr.max_order_size");
    config = parse_config(R"(
broker:
  type: ibkr
  max_daily_loss: 1%
  ibkr: {account: DU1, request_timeout: 3 s, max_order_size: 7, max_position_size: 70}
risk:
  max_order_value: 900
)",
                          "c.yaml");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->risk.max_daily_loss, MoneyLimit::of_equity(0.01_d));
    EXPECT_EQ(config->account, "DU1");
    EXPECT_EQ(config->request_timeout, 3s);
    EXPECT_EQ(config->risk.max_order_size, 7_d);
    EXPECT_EQ(config->risk.max_position_size, 70_d);
    EXPECT_EQ(config->risk.max_order_value, 900_d);
}

/// Each key of the sections broker and risk, below each section that shares them.
TEST(Places, every_key_of_all_brokers_but_the_ambiguous_ones)
{
    auto keys = config::all_keys("USD");
    std::vector<std::string> refused;
    for (const auto& key : keys) {
        auto section = key.name.substr(0, key.name.rfind('.'));
        if (section != "broker" && section != "risk") continue;
        auto elsewhere = "broker.ibkr" + key.name.substr(key.name.rfind('.'));
        const auto* found = config::find_key(elsewhere, keys);
        if (!found) {
            refused.push_back(key.name);
            continue;
        }
        EXPECT_EQ(found->name, key.name);
    }
    // each of the last three would mean an alert as well
    EXPECT_EQ(refused, (std::vector<std::string>{"broker.type", "risk.enabled", "risk.max_rejects",
                                                 "risk.max_denials"}));
}

TEST(Places, a_brokers_own_keys_stay_in_its_section)
{
    EXPECT_EQ(why_refused("broker: {host: gateway}"),
              "c.yaml:1: broker.host: unknown key; did you mean broker.ibkr.host?");
    EXPECT_EQ(why_refused("risk: {port: 4002}"),
              "c.yaml:1: risk.port: unknown key; did you mean gateway.port?");
    EXPECT_NE(why_refused("broker: {ibkr: {seed: 4}}").find("broker.paper.seed?"),
              std::string::npos);
    EXPECT_NE(why_refused("alerts: {max_order_size: 4}").find("unknown key"), std::string::npos);
    EXPECT_NE(why_refused("broker: {ibkr: {type: paper}}").find("did you mean broker.type?"),
              std::string::npos);
}

TEST(Places, limits_meant_for_paper_do_not_reach_an_account_at_ibkr)
{
    EXPECT_EQ(why_refused("broker: {paper: {max_order_size: 9}}"), "");
    EXPECT_EQ(why_refused("broker:\n  type: ibkr\n  paper:\n    max_order_size: 100000\n"),
              "c.yaml:4: broker.paper.max_order_size: broker.type is ibkr; for that broker write "
              "broker.max_order_size instead");
}

TEST(DefaultFiles, stand_in_the_state_folder_under_the_name_of_the_file)
{
    auto journal_of = [](std::string_view yaml, std::string_view name, const Environment& e) {
        return parse_config(yaml, name, e).value().journal.file;
    };
    const std::string ibkr = "broker: {type: ibkr}";
    auto home = variables({{"HOME", "/h"}});
    EXPECT_EQ(journal_of(ibkr, "/etc/trend.yaml", home),
              "/h/.local/state/trademind/trend-093d9e6d.db");
    auto trend = config::state_name("trend.yaml");
    EXPECT_EQ(trend, config::state_name(std::filesystem::absolute("trend.yaml")));
    EXPECT_EQ(journal_of(ibkr, "trend.yaml",
                         variables({{"HOME", "/h"}, {"XDG_STATE_HOME", "/var/state"}})),
              "/var/state/trademind/" + trend + ".db");
    EXPECT_EQ(
        journal_of(ibkr, "trend.yaml", variables({{"HOME", "/h"}, {"XDG_STATE_HOME", "relative"}})),
        "/h/.local/state/trademind/" + trend + ".db")
        << "a relative path is to be ignored";
    EXPECT_EQ(journal_of(ibkr, "trend.yaml", variables({})), "");
    EXPECT_EQ(journal_of("broker: {type: paper}", "trend.yaml", home), "");
    EXPECT_EQ(journal_of(ibkr + "\njournal: {file: j.db}", "trend.yaml", home), "j.db");
    EXPECT_EQ(journal_of(ibkr + "\njournal: {file: none}", "trend.yaml", home), "");

    auto live = parse_config(
        "broker: {type: ibkr, mode: live, allow_live: true, account: U1, ibkr: {port: 7496}}",
        "trend.yaml", home);
    EXPECT_EQ(live->journal.file, "/h/.local/state/trademind/" + trend + "-live.db");
    EXPECT_EQ(live->kill_switch.file, "/h/.local/state/trademind/" + trend + "-live.kill");
}

TEST(DefaultFiles, two_files_of_one_name_share_nothing_and_a_link_shares_all)
{
    auto folder = std::filesystem::path{testing::TempDir()} / "default_files";
    std::filesystem::remove_all(folder);
    for (const char* place : {"a", "b"}) {
        std::filesystem::create_directories(folder / place);
        std::ofstream{folder / place / "trend.yaml"} << "broker: {type: ibkr}\n";
    }
    std::filesystem::create_symlink(folder / "a" / "trend.yaml", folder / "link.yaml");
    auto load = [&](const std::filesystem::path& file) {
        return load_config(file, variables({{"HOME", "/h"}})).value();
    };
    auto a = load(folder / "a" / "trend.yaml"), b = load(folder / "b" / "trend.yaml");
    EXPECT_NE(a.journal.file, b.journal.file);
    EXPECT_NE(a.kill_switch.file, b.kill_switch.file);
    EXPECT_EQ(load(folder / "b" / ".." / "a" / "trend.yaml").journal.file, a.journal.file);
    auto digits = [](const std::filesystem::path& file) {
        auto stem = file.stem().string();
        return stem.substr(stem.rfind('-'));
    };
    EXPECT_EQ(digits(load(folder / "link.yaml").journal.file), digits(a.journal.file));
    std::filesystem::remove_all(folder);
}

TEST(Faults, all_are_named_in_the_order_of_the_file)
{
    EXPECT_EQ(why_refused("broker:\n"
                          "  mode: live\n"
                          "  max_order_size: ten\n"
                          "  ibkr: {prot: 4002, port: 0}\n"
                          "risk:\n"
                          "  currency: EUR\n"
                          "  max_gross_value: 5 USD\n"
                          "  allowed_symbols: [[A]]\n"
                          "  order_burst: 3\n"
                          "  order_burst: 4\n"
                          "broker.account: x\n"),
              "c.yaml:2: broker.mode is live, but broker.type is paper\n"
              "c.yaml:2: broker.mode is live, but broker.allow_live is not true\n"
              "c.yaml:3: broker.max_order_size: \"ten\" must be a number, or unlimited\n"
              "c.yaml:4: broker.ibkr.prot: unknown key; did you mean broker.ibkr.port?\n"
              "c.yaml:4: broker.ibkr.port: \"0\" must be a whole number from 1 to 65535\n"
              "c.yaml:7: risk.max_gross_value: \"5 USD\" is in USD but risk.currency is EUR\n"
              "c.yaml:8: risk.allowed_symbols: a list holds single words only\n"
              "c.yaml:10: risk.order_burst: was given already in line 9");
}

TEST(Faults, what_follows_from_a_fault_is_none_of_its_own)
{
    EXPECT_EQ(why_refused("risk: {currency: dollars, max_gross_value: 5 EUR}\n"
                          "broker: {type: ibkr, mode: live, allow_live: yes, account: U1, "
                          "ibkr: {port: 4001}}"),
              "c.yaml:1: risk.currency must be a currency such as USD\n"
              "c.yaml:2: broker.allow_live: \"yes\" must be one of true, false");
}

}  // namespace
}  // namespace trademind
