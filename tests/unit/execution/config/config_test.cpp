// Configuration files: the plan's keys, the shipped files, and what is refused with which words.
#include "execution/config/keys.hpp"
#include "execution/config/nearest.hpp"
#include "support/source_dir.hpp"

#include <trademind/execution/config.hpp>
#include <trademind/execution/factory.hpp>
#include <trademind/execution/unsafe_raw_broker.hpp>

#include <boost/asio/io_context.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <sys/stat.h>

namespace trademind {
namespace {

using namespace literals;
using namespace std::chrono_literals;

std::filesystem::path source(const char* file)
{
    return test::source_dir() / file;
}

std::string complaint(std::string_view yaml)
{
    auto config = parse_config(yaml, "c.yaml");
    if (config) return "";
    EXPECT_EQ(config.error(), Errc::config);
    return config.error().message;
}

TEST(Config, a_second_document_is_refused_with_its_line)
{
    EXPECT_EQ(complaint("broker: {type: paper}\n---\n"), "");
    EXPECT_EQ(complaint("---\nbroker: {type: paper}\n"), "");
    auto text = complaint("broker: {max_order_size: 1000}\n---\nbroker: {max_order_size: 10}\n");
    EXPECT_NE(text.find("c.yaml:3: a second YAML document begins here"), std::string::npos) << text;
}

TEST(Config, CF_1_to_11_the_plans_keys)
{
    auto config = parse_config(R"(
broker:
  type: ibkr
  ibkr:
    host: gateway
    port: 4002
    client_id: 7
    reconnect_attempts: 3
    reconnect_delay: 4
    default_order_type: LIMIT
    time_in_force: GTC
    market_data_type: realtime
  max_order_size: 250
  max_order_value: 12000.50
journal:
  file: j.db
)",
                               "c.yaml");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->type, BrokerType::ibkr);
    EXPECT_EQ(config->ibkr.host, "gateway");
    EXPECT_EQ(config->ibkr.port, 4002);
    EXPECT_EQ(config->ibkr.client_id, 7);
    EXPECT_EQ(config->ibkr.reconnect_attempts, 3);
    EXPECT_EQ(config->ibkr.reconnect_delay, 4s);
    EXPECT_EQ(config->default_order_type, OrderType::limit);
    EXPECT_EQ(config->time_in_force, TimeInForce::good_till_cancelled);
    EXPECT_EQ(config->market_data_type, MarketDataType::realtime);
    EXPECT_EQ(config->risk.max_order_size, 250_d);
    EXPECT_EQ(config->risk.max_order_value, 12000.50_d);
}

TEST(Config, CF_2_to_6_and_11_reach_the_ibkr_broker)
{
    Config config;
    config.ibkr.host = "gateway";
    config.ibkr.port = 4002;
    config.ibkr.client_id = 7;
    config.ibkr.reconnect_attempts = 3;
    config.ibkr.reconnect_delay = 4s;
    config.ibkr.connect_timeout = 8s;
    config.ibkr.messages_per_second = 30;
    config.request_timeout = 9s;
    config.account = "DU1";
    config.market_data_type = MarketDataType::delayed_frozen;
    auto options = ibkr_options(config);
    EXPECT_EQ(options.host, "gateway");
    EXPECT_EQ(options.port, 4002);
    EXPECT_EQ(options.client_id, 7);
    EXPECT_EQ(options.reconnect_attempts, 3);
    EXPECT_EQ(options.reconnect_delay, 4s);
    EXPECT_EQ(options.connect_timeout, 8s);
    EXPECT_EQ(options.messages_per_second, 30);
    EXPECT_EQ(options.request_timeout, 9s);
    EXPECT_EQ(options.account, "DU1");
    EXPECT_EQ(options.market_data_type, MarketDataType::delayed_frozen);
}

TEST(Config, FA_1_FA_2_each_type_makes_its_broker)
{
    asio::io_context io;
    Config config;
    EXPECT_EQ(make_unsafe_raw_broker(config, io.get_executor()).value()->name(), "paper");
    config.type = BrokerType::ibkr;
    EXPECT_EQ(make_unsafe_raw_broker(config, io.get_executor()).value()->name(), "ibkr");
    EXPECT_EQ(make_broker(config, io.get_executor()).error().message,
              "broker.type is ibkr: journal.file must name the journal");
    config.type = static_cast<BrokerType>(7);
    EXPECT_EQ(make_unsafe_raw_broker(config, io.get_executor()).error().message,
              "broker.type 7 is unknown");
}

TEST(Config, FA_2_paper_has_a_section_of_its_own)
{
    Config config;
    config.paper.starting_cash = 25000_d;
    config.paper.seed = 9;
    config.paper.account_file = "account.sqlite";
    config.risk.currency = "EUR";
    config.account = "P1";
    auto options = paper_options(config);
    EXPECT_EQ(options.cash.at("EUR"), 25000_d);
    EXPECT_EQ(options.base_currency, "EUR");
    EXPECT_EQ(options.account, "P1");
    EXPECT_EQ(options.state_file, "account.sqlite");
    EXPECT_TRUE(options.fee_model);
}

TEST(Config, a_paper_profile_and_the_keys_that_override_it)
{
    using paper::MarketRemainder;
    auto options = [](std::string_view keys) {
        return paper_options(
            parse_config("broker: {paper: {" + std::string{keys} + "}}", "c.yaml").value());
    };
    auto plain = options("seed: 1");
    EXPECT_TRUE(plain.allow_relative);
    EXPECT_EQ(plain.directed_remainder, MarketRemainder::wait);

    auto ibkr = options("profile: ibkr_paper");
    EXPECT_FALSE(ibkr.allow_relative);
    EXPECT_EQ(ibkr.market_remainder, MarketRemainder::wait);
    EXPECT_EQ(ibkr.directed_remainder, MarketRemainder::cancel);
    EXPECT_EQ(options("profile: ibkr_paper, starting_cash: 5 USD").cash.at("USD"), 5_d);

    auto mixed =
        options("profile: ibkr_paper, market_remainder: slip_one_tick, relative_orders: true");
    EXPECT_TRUE(mixed.allow_relative);
    EXPECT_EQ(mixed.market_remainder, MarketRemainder::slip_one_tick);
    EXPECT_EQ(mixed.directed_remainder, MarketRemainder::slip_one_tick);
    EXPECT_FALSE(options("relative_orders: false").allow_relative);
    EXPECT_TRUE(
        complaint("broker: {paper: {profile: nautilus}}").find("conservative, ibkr_paper") !=
        std::string::npos);
}

TEST(Config, FA_3_an_unknown_type_is_refused_by_name)
{
    EXPECT_EQ(complaint("broker: {type: alpaca}"),
              "c.yaml:1: broker.type: \"alpaca\" must be one of paper, ibkr");
}

TEST(Config, an_empty_file_is_the_paper_broker_with_defaults)
{
    Config defaults;
    defaults.metrics.config_name = "c";
    EXPECT_EQ(parse_config("", "c.yaml").value(), defaults);
    EXPECT_EQ(parse_config("broker:\n", "c.yaml").value(), defaults);
}

TEST(Config, every_documented_default_is_the_one_that_holds)
{
    Config defaults;
    for (const auto& key : config::all_keys("USD")) {
        Config read;
        EXPECT_EQ(key.read(key.print(defaults), read), std::nullopt) << key.name;
        EXPECT_EQ(read, defaults) << key.name;
        EXPECT_FALSE(key.meaning.empty()) << key.name;
        EXPECT_FALSE(key.range.empty()) << key.name;
    }
}

TEST(Config, names_and_aliases_are_unique)
{
    std::vector<std::string> seen;
    for (const auto& key : config::all_keys("USD")) {
        seen.push_back(key.name);
        if (!key.alias.empty()) seen.push_back(key.alias);
    }
    auto all = seen.size();
    std::ranges::sort(seen);
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    EXPECT_EQ(seen.size(), all);
}

TEST(Config, the_shipped_files_are_good_and_safe)
{
    auto ibkr = load_config(source("config/ibkr_config.yaml"), {});
    ASSERT_TRUE(ibkr) << ibkr.error().message;
    EXPECT_EQ(ibkr->type, BrokerType::ibkr);
    EXPECT_EQ(ibkr->mode, TradingMode::paper);
    EXPECT_FALSE(ibkr->journal.file.empty());
    EXPECT_TRUE(ibkr->journal.survives_power_cut);
    auto paper = load_config(source("config/paper.yaml"), {});
    ASSERT_TRUE(paper) << paper.error().message;
    EXPECT_EQ(paper->type, BrokerType::paper);
    EXPECT_EQ(paper->risk, RiskLimits{});
}

TEST(Config, the_reference_page_is_up_to_date)
{
    if (std::getenv("UPDATE_CONFIG_REFERENCE"))
        std::ofstream{source("docs/CONFIG.md")} << config_reference();
    std::ifstream in{source("docs/CONFIG.md")};
    std::stringstream page;
    page << in.rdbuf();
    EXPECT_EQ(page.str(), config_reference())
        << "write it anew: UPDATE_CONFIG_REFERENCE=1 bin/execution_test";
}

TEST(Config, CF_12_R28_an_unknown_key_is_refused_with_the_nearest)
{
    EXPECT_EQ(complaint("broker:\n  type: paper\n  max_order_sise: 10\n"),
              "c.yaml:3: broker.max_order_sise: unknown key; did you mean broker.max_order_size?");
    EXPECT_EQ(complaint("risk:\n\n  max_order_valeu: 10 USD\n"),
              "c.yaml:3: risk.max_order_valeu: unknown key; did you mean broker.max_order_value?");
    EXPECT_EQ(complaint("brokr:\n  type: paper\n"),
              "c.yaml:2: brokr.type: unknown key; did you mean broker.type?");
    EXPECT_EQ(complaint("max_daily_loss: 2%\n"),
              "c.yaml:1: max_daily_loss: unknown key; did you mean risk.max_daily_loss?");
    EXPECT_EQ(complaint("risk: 5\n"), "c.yaml:1: risk: is a section and has no value of its own");
}

TEST(Config, R27_a_limit_of_zero_or_less_is_refused)
{
    EXPECT_EQ(complaint("risk:\n  max_order_qty: 0\n"),
              "c.yaml:2: risk.max_order_qty: \"0\" must be greater than 0; \"no limit\" is written "
              "unlimited");
    EXPECT_NE(complaint("broker: {max_order_value: -50000}").find("greater than 0"),
              std::string::npos);
    EXPECT_NE(complaint("risk: {max_open_orders: -1}").find("greater than 0"), std::string::npos);
    EXPECT_EQ(parse_config("risk: {max_order_qty: unlimited}", "c.yaml")->risk.max_order_size,
              std::nullopt);
}

TEST(Config, a_missing_unit_is_refused)
{
    EXPECT_EQ(complaint("risk:\n  max_daily_loss: 2000\n"),
              "c.yaml:2: risk.max_daily_loss: \"2000\" needs its unit: write \"2000 USD\", "
              "\"2000%\" or \"2000x\" (of equity)");
    EXPECT_EQ(complaint("risk:\n  max_quote_age: 5\n"),
              "c.yaml:2: risk.max_quote_age: \"5\" needs its unit: write \"5 s\" or \"5 ms\"");
    EXPECT_EQ(complaint("risk:\n  price_collar: 5\n"),
              "c.yaml:2: risk.price_collar: \"5\" needs its unit: write \"5%\"");
}

TEST(Config, money_in_another_currency_is_refused)
{
    EXPECT_EQ(complaint("risk:\n  currency: EUR\n  max_position_value: 5 USD\n"),
              "c.yaml:3: risk.max_position_value: \"5 USD\" is in USD but risk.currency is EUR");
    auto euro = parse_config("risk: {max_position_value: 5 EUR, currency: EUR}", "c.yaml");
    ASSERT_TRUE(euro);
    EXPECT_EQ(euro->risk.max_position_value, 5_d);
}

TEST(Config, a_key_twice_is_refused_also_under_its_other_name)
{
    EXPECT_EQ(complaint("broker: {max_order_size: 5}\nrisk: {max_order_qty: 6}\n"),
              "c.yaml:2: risk.max_order_qty: was given already in line 1 as broker.max_order_size");
    EXPECT_NE(complaint("risk:\n  order_burst: 5\n  order_burst: 6\n").find("c.yaml:3"),
              std::string::npos);
}

TEST(Config, an_empty_value_is_refused)
{
    EXPECT_EQ(complaint("broker:\n  max_order_size:\n"),
              "c.yaml:2: broker.max_order_size: has no value");
    EXPECT_EQ(complaint("risk: {allowed_symbols: []}"),
              "c.yaml:1: risk.allowed_symbols: has no value");
}

TEST(Config, broken_yaml_names_the_line)
{
    EXPECT_TRUE(complaint("broker:\n  type: [paper\n").starts_with("c.yaml:")) << "flow list";
    EXPECT_EQ(complaint("- a\n- b\n").substr(0, 9), "c.yaml:1:");
    EXPECT_NE(complaint("broker: {type: [[paper]]}").find("single words"), std::string::npos);
    EXPECT_EQ(load_config("/nowhere/c.yaml").error().message,
              "/nowhere/c.yaml: cannot be read: No such file or directory");
    EXPECT_EQ(load_config("/tmp").error().message,
              "/tmp: cannot be read: is a directory, not a file");
    // none of them is waited for, and none is read without end
    auto fifo = std::filesystem::path{testing::TempDir()} / "trademind-fifo.yaml";
    std::filesystem::remove(fifo);
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    EXPECT_EQ(load_config(fifo).error().message,
              fifo.string() + ": cannot be read: is a FIFO, and nobody writes to it");
    std::filesystem::remove(fifo);
    EXPECT_FALSE(load_config("/dev/zero"));
}

TEST(Config, aliases_are_refused_before_anything_is_made_of_them)
{
    std::string bomb = "a: &a {x: 1, y: 2}\n";
    for (char c = 'b'; c < 'l'; ++c) {
        auto before = std::string{"*"} + static_cast<char>(c - 1);
        bomb += fmt::format("{0}: &{0} {{p: {1}, q: {1}, r: {1}, s: {1}, t: {1}, u: {1}}}\n", c,
                            before);
    }
    EXPECT_NE(complaint(bomb).find("alias"), std::string::npos);
    EXPECT_NE(complaint("broker: &b\n  paper: *b\n").find("c.yaml:2: an alias"), std::string::npos);
    EXPECT_NE(complaint("x: &x {max_order_size: 1}\nbroker:\n  <<: *x\n").find("alias"),
              std::string::npos);
    std::string many;
    for (int i = 0; i < 30'000; ++i) many += fmt::format("k{}: 1\n", i);
    EXPECT_NE(complaint(many).find("more entries"), std::string::npos);
}

TEST(Config, a_section_takes_no_value_and_no_list)
{
    EXPECT_NE(complaint("risk: \"\"").find("is a section"), std::string::npos);
    EXPECT_NE(complaint("risk: []").find("is a section"), std::string::npos);
    EXPECT_TRUE(parse_config("risk:\n", "c.yaml"));
    EXPECT_NE(complaint("broker: {max_order_size: [1000000]}").find("is a list"),
              std::string::npos);
}

TEST(Config, the_environment_wins_and_is_checked)
{
    auto with = [](std::string variable, std::string value) {
        return parse_config("broker: {account: DU1}", "c.yaml", [=](const char* name) {
            return variable == name ? std::optional{value} : std::nullopt;
        });
    };
    EXPECT_EQ(with("TRADEMIND_HOST", "box")->ibkr.host, "box");
    EXPECT_EQ(with("TRADEMIND_PORT", "4002")->ibkr.port, 4002);
    EXPECT_EQ(with("TRADEMIND_ACCOUNT", "DU2")->account, "DU2");
    EXPECT_EQ(with("TRADEMIND_PORT", "70000").error().message,
              "environment: TRADEMIND_PORT (for broker.ibkr.port): must be a whole number from 1 "
              "to 65535");
    EXPECT_EQ(with("TRADEMIND_HOST", "").error().message,
              "environment: TRADEMIND_HOST (for broker.ibkr.host): is empty");
}

TEST(Config, live_needs_two_keys_an_account_and_a_port_that_agrees)
{
    auto live = [](std::string more) {
        return complaint("journal: {file: j}\nbroker:\n  type: ibkr\n  mode: live\n" + more);
    };
    EXPECT_NE(live("").find("broker.allow_live is not true"), std::string::npos);
    EXPECT_NE(live("  allow_live: true\n").find("broker.account must name"), std::string::npos);
    EXPECT_NE(live("  allow_live: true\n  account: U1\n").find("7497 is a paper port"),
              std::string::npos);
    EXPECT_EQ(live("  allow_live: true\n  account: U1\n  ibkr: {port: 4001}\n"), "");
    for (const char* account : {"DU123", "DF123"})
        EXPECT_NE(live(fmt::format("  allow_live: true\n  account: {}\n  ibkr: {{port: 4001}}\n",
                                   account))
                      .find("broker.account names a paper account"),
                  std::string::npos);
    EXPECT_NE(complaint("journal: {file: j}\nbroker: {type: ibkr, ibkr: {port: 7496}}")
                  .find("7496 is a live port"),
              std::string::npos);
    EXPECT_NE(complaint("broker: {mode: live}").find("broker.type is paper"), std::string::npos);
}

TEST(Config, unsafe_combinations_are_refused)
{
    EXPECT_NE(complaint("risk: {enabled: false}").find("disabled_on_purpose"), std::string::npos);
    EXPECT_EQ(complaint("risk: {enabled: false, disabled_on_purpose: true}"), "");
    auto without_journal = parse_config("broker: {type: ibkr}", "c.yaml").value();
    EXPECT_TRUE(validate(without_journal)) << "what places nothing needs no journal";
    EXPECT_NE(validate_for_orders(without_journal).error().message.find("journal.file"),
              std::string::npos);
}

TEST(Config, the_effective_configuration_hides_the_account)
{
    auto find = [](const Config& config, std::string_view key) {
        for (const auto& line : effective_config(config))
            if (line.starts_with(key)) return line;
        return std::string{};
    };
    Config config;
    config.account = "U1234567";
    EXPECT_EQ(find(config, "broker.account"), "broker.account: *****567");
    config.log.show_account = true;
    EXPECT_EQ(find(config, "broker.account"), "broker.account: U1234567");
    EXPECT_EQ(find(config, "risk.max_gross_value"), "risk.max_gross_value: 2x");
    EXPECT_EQ(effective_config(config).size(), config::all_keys("USD").size());
}

TEST(Config, a_complaint_never_shows_the_account)
{
    EXPECT_EQ(complaint("broker: {account: U1234567, type: x}"),
              "c.yaml:1: broker.type: \"x\" must be one of paper, ibkr");
}

TEST(Nearest, counts_edits_and_swaps)
{
    EXPECT_EQ(config::edit_distance("", "abc"), 3U);
    EXPECT_EQ(config::edit_distance("port", "prot"), 1U);
    EXPECT_EQ(config::edit_distance("sise", "size"), 1U);
    EXPECT_EQ(config::edit_distance("kitten", "sitting"), 3U);
    EXPECT_EQ(config::nearest("x", {}), "");
}

}  // namespace
}  // namespace trademind
