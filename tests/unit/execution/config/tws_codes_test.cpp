// TWS codes, client ids and the daily restart from the configuration.
#include <trademind/execution/config.hpp>
#include <trademind/execution/factory.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace trademind {
namespace {

Result<Config> parse(const std::string& codes)
{
    return parse_config("broker:\n  ibkr:\n    codes:" + codes, "test.yaml", {});
}

TEST(ConfigCodes, a_list_of_maps)
{
    auto config = parse(R"(
      - { code: 10999, class: order_warning, advice: "look, and go on; really" }
      - code: 10998
        class: order_reject
        changes_order: true
)");
    ASSERT_TRUE(config) << config.error().message;
    ASSERT_EQ(config->ibkr.tws_codes.size(), 2u);
    EXPECT_EQ(config->ibkr.tws_codes[0],
              TwsCodeChange(10999, TwsCodeKind::order_warning, false, "look, and go on; really"));
    EXPECT_EQ(config->ibkr.tws_codes[1], TwsCodeChange(10998, TwsCodeKind::order_reject, true, ""));
}

TEST(ConfigCodes, none_by_default_and_by_name)
{
    EXPECT_TRUE(parse(" none\n")->ibkr.tws_codes.empty());
    EXPECT_TRUE(parse_config("", "test.yaml", {})->ibkr.tws_codes.empty());
}

TEST(ConfigCodes, what_is_wrong_is_named)
{
    struct Case {
        std::string yaml, says;
    };
    for (const auto& [yaml, says] : std::vector<Case>{
             {" 10999\n", "is no list"},
             {"\n      - { class: warning }\n", "without code or class"},
             {"\n      - { code: 5 }\n", "without code or class"},
             {"\n      - { code: -5, class: warning }\n", "no number above 0"},
             {"\n      - { code: x, class: warning }\n", "no number above 0"},
             {"\n      - { code: 5, class: wrong }\n", "has class \"wrong\""},
             {"\n      - { code: 5, class: warning, changes_order: maybe }\n", "true or false"},
             {"\n      - { code: 5, class: warning, note: x }\n", "has \"note\""},
             {"\n      - { code: 5, class: warning }\n      - { code: 5, class: warning }\n",
              "twice"},
             {"\n      - { code: 5, class: [a] }\n", "single words only"},
         }) {
        auto config = parse(yaml);
        ASSERT_FALSE(config) << yaml;
        EXPECT_NE(config.error().message.find(says), std::string::npos) << config.error().message;
        EXPECT_NE(config.error().message.find("broker.ibkr.codes"), std::string::npos);
    }
}

TEST(ConfigCodes, other_lists_hold_words_only)
{
    auto config = parse_config("risk:\n  allowed_symbols:\n    - { code: 5 }\n", "test.yaml", {});
    ASSERT_FALSE(config);
    EXPECT_NE(config.error().message.find("single words only"), std::string::npos)
        << config.error().message;
}

TEST(ConfigCodes, are_shown_and_compared)
{
    auto with = parse("\n      - { code: 10999, class: order_warning, advice: look }\n");
    ASSERT_TRUE(with);
    auto lines = effective_config(*with);
    auto shown = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
        return line.starts_with("broker.ibkr.codes");
    });
    ASSERT_NE(shown, lines.end());
    EXPECT_EQ(*shown, "broker.ibkr.codes: 10999 order warning (look)");
    auto change = compare(Config{}, *with);
    ASSERT_EQ(change.items.size(), 1u);
    EXPECT_TRUE(change.needs_restart());
}

TEST(ConfigCodes, next_client_ids)
{
    auto config = parse_config("broker:\n  ibkr:\n    next_client_ids: 4\n", "test.yaml", {});
    ASSERT_TRUE(config);
    EXPECT_EQ(config->ibkr.next_client_ids, 4);
    EXPECT_FALSE(parse_config("broker:\n  ibkr:\n    next_client_ids: 40\n", "test.yaml", {}));
}

TEST(ConfigStreamsAndZone, reach_the_broker)
{
    auto config = parse_config(
        "broker:\n  ibkr:\n    resubscribe_after_restore: 45 s\n    resubscribe_after_farm: 2 min\n"
        "    resubscribe_while_withheld: 0 s\n",
        "t.yaml", {});
    ASSERT_TRUE(config) << config.error().message;
    auto options = ibkr_options(*config);
    EXPECT_EQ(options.resubscribe_after_restore, std::chrono::seconds{45});
    EXPECT_EQ(options.resubscribe_after_farm, std::chrono::minutes{2});
    EXPECT_EQ(options.resubscribe_while_withheld, Duration{}) << "never";
    auto abroad = parse_config("broker:\n  ibkr:\n    time_zone: Europe/Berlin\n", "t.yaml", {});
    ASSERT_TRUE(abroad) << abroad.error().message;
    EXPECT_EQ(ibkr_options(*abroad).time_zone, "Europe/Berlin");
    IbkrOptions defaults;
    auto unsaid = ibkr_options(Config{});
    EXPECT_EQ(unsaid.resubscribe_after_restore, defaults.resubscribe_after_restore);
    EXPECT_EQ(unsaid.time_zone, defaults.time_zone);
    EXPECT_EQ(unsaid.resubscribe_after_farm, defaults.resubscribe_after_farm);
    EXPECT_EQ(unsaid.resubscribe_while_withheld, defaults.resubscribe_while_withheld);
}

TEST(ConfigDailyRestart, a_time_with_a_zone)
{
    auto of = [](const std::string& text) {
        return parse_config("broker:\n  ibkr:\n    daily_restart: " + text + "\n", "t.yaml", {});
    };
    auto shown = effective_config(*of("23:45 America/New_York"));
    EXPECT_EQ(std::ranges::count(shown, "broker.ibkr.daily_restart: 23:45 America/New_York"), 1);
    EXPECT_TRUE(of("none")->ibkr.away_windows.empty());
    for (const char* wrong : {"24:00 UTC", "23:60 UTC", "2345 UTC", "23:45", "23:45 Nowhere/Town",
                              "aa:bb UTC", "-1:00 UTC"}) {
        auto config = of(wrong);
        ASSERT_FALSE(config) << wrong;
        EXPECT_NE(config.error().message.find("daily_restart"), std::string::npos);
    }
}

TEST(ConfigDailyRestart, becomes_a_window_of_the_broker)
{
    auto config = parse_config(
        "broker:\n  ibkr:\n    daily_restart: 23:55 Europe/Berlin\n    region: europe\n", "t.yaml",
        {});
    ASSERT_TRUE(config);
    auto options = ibkr_options(*config);
    EXPECT_EQ(options.region, IbkrRegion::europe);
    ASSERT_EQ(options.away_windows.size(), 1u);
    const auto& window = options.away_windows.front();
    EXPECT_EQ(window.days.size(), 7u);
    EXPECT_EQ(window.from, std::chrono::minutes{23 * 60 + 55});
    EXPECT_EQ(window.to, std::chrono::minutes{24 * 60 + 5});
    EXPECT_EQ(window.time_zone, "Europe/Berlin");
    EXPECT_TRUE(ibkr_options(Config{}).away_windows.empty());
}

}  // namespace
}  // namespace trademind
