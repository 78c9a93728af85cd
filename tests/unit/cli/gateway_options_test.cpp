// Each key of the gateway changes something.
#include "cli/gateway_options.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>

#include <unistd.h>

namespace trademind::cli {
namespace {

using testing::HasSubstr;

/// What differs from the defaults.
std::string difference(const GatewayOptions& o)
{
    GatewayOptions d;
    std::string text;
    auto differ = [&](const char* name, bool is_other) { text += is_other ? name : ""; };
    differ("host", o.host != d.host);
    differ("port", o.port != d.port);
    differ("allowed", o.allowed_addresses != d.allowed_addresses);
    differ("max_sessions", o.most_sessions != d.most_sessions);
    differ("newest_version", o.newest_version != d.newest_version);
    differ("master_client_id", o.master_client_id != d.master_client_id);
    differ("messages_per_second", o.messages_per_second != d.messages_per_second);
    differ("read_only", o.read_only != d.read_only);
    differ("record", o.session_log != d.session_log);
    differ("faults", o.faults != d.faults);
    return text;
}

class GatewayKeys : public testing::Test {
protected:
    GatewayKeys() { std::ofstream{file} << "1 lose_upstream\n"; }
    ~GatewayKeys() override { std::filesystem::remove(file); }
    std::filesystem::path file =
        std::filesystem::path{testing::TempDir()} / ("faults-" + std::to_string(::getpid()));
};

TEST_F(GatewayKeys, have_an_effect_each)
{
    const std::map<std::string, std::string> values{
        {"host", "10.0.0.1"},          {"port", "4003"},          {"allowed", "10.0.0.2"},
        {"max_sessions", "3"},         {"newest_version", "200"}, {"master_client_id", "0"},
        {"messages_per_second", "50"}, {"read_only", "true"},     {"record", "/tmp/sessions"},
        {"faults", file.string()},
    };
    auto reference = config_reference();
    std::size_t seen = 0;
    for (auto at = reference.find("| `gateway."); at != std::string::npos;
         at = reference.find("| `gateway.", at + 1))
        ++seen;
    for (const auto& [word, value] : values) {
        auto config = parse_config(
            "broker:\n  type: paper\ngateway:\n  " + word + ": " + value + "\n", "t.yaml", {});
        ASSERT_TRUE(config) << config.error().describe();
        auto options = gateway_options(config->gateway);
        ASSERT_TRUE(options) << options.error().describe();
        EXPECT_EQ(difference(*options), word);
    }
    EXPECT_EQ(seen, values.size());
    EXPECT_EQ(difference(*gateway_options({})), "") << "the defaults are the library's";
}

TEST_F(GatewayKeys, name_what_is_wrong_with_a_script_of_faults)
{
    GatewayConfig settings;
    settings.faults = "/no/such/file";
    EXPECT_THAT(gateway_options(settings).error().message, HasSubstr("/no/such/file"));
    std::ofstream{file} << "1 explode\n";
    settings.faults = file;
    EXPECT_THAT(gateway_options(settings).error().message, HasSubstr(":1:3: 'explode'"));
    std::ofstream{file} << std::string(2'000'000, '#');
    EXPECT_THAT(gateway_options(settings).error().message, HasSubstr("megabyte"));
}

}  // namespace
}  // namespace trademind::cli
