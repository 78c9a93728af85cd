// Options that make no sense are refused by name.
#include "brokers/ibkr/session/options.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace trademind::ibkr::session {
namespace {

TEST(LinkOptions, the_defaults_are_valid)
{
    EXPECT_TRUE(LinkOptions{}.validate());
}

TEST(LinkOptions, each_nonsense_is_named)
{
    struct Case {
        const char* message;
        std::function<void(LinkOptions&)> spoil;
    };
    for (const auto& [message, spoil] : std::vector<Case>{
             {"host: is empty", [](auto& o) { o.host = ""; }},
             {"host: has characters that no host name has", [](auto& o) { o.host = "a b"; }},
             {"host: has characters that no host name has", [](auto& o) { o.host = "a\n"; }},
             {"port: must be 1 to 65535", [](auto& o) { o.port = 0; }},
             {"client_id: -1 is negative", [](auto& o) { o.client_id = -1; }},
             {"connect_options: must be printable ASCII",
              [](auto& o) { o.connect_options = "\xC3\xA9"; }},
             {"server versions: 175 to 225 is not a range within 176 to 225",
              [](auto& o) { o.oldest = Version{175}; }},
             {"server versions: 176 to 226 is not a range within 176 to 225",
              [](auto& o) { o.newest = Version{226}; }},
             {"server versions: 201 to 200 is not a range within 176 to 225",
              [](auto& o) { o.oldest = Version{201}, o.newest = Version{200}; }},
             {"timeouts.resolve: must be more than 0", [](auto& o) { o.timeouts.resolve = 0s; }},
             {"timeouts.connect: must be more than 0", [](auto& o) { o.timeouts.connect = 0s; }},
             {"timeouts.handshake: must be more than 0",
              [](auto& o) { o.timeouts.handshake = -1s; }},
             {"timeouts.start: must be more than 0", [](auto& o) { o.timeouts.start = 0s; }},
             {"timeouts.write: must be more than 0", [](auto& o) { o.timeouts.write = 0s; }},
             {"reconnect_delay: must be more than 0", [](auto& o) { o.reconnect.delay = 0s; }},
             {"reconnect_attempts: is negative", [](auto& o) { o.reconnect.attempts = -1; }},
             {"reconnect.jitter: must be at least 0 and less than 1",
              [](auto& o) { o.reconnect.jitter = 1; }},
             {"reconnect.jitter: must be at least 0 and less than 1",
              [](auto& o) { o.reconnect.jitter = -0.1; }},
             {"messages_per_second: is negative",
              [](auto& o) { o.pacing.messages_per_second = -1; }},
             {"pacing.queue: must be more than 0", [](auto& o) { o.pacing.queue = 0; }},
             {"heartbeat: silence, patience and misses must be more than 0",
              [](auto& o) { o.heartbeat.misses = 0; }},
             {"heartbeat: silence, patience and misses must be more than 0",
              [](auto& o) { o.heartbeat.patience = 0s; }},
             {"windows: mine has no time zone",
              [](auto& o) {
                  o.windows.add({"mine", {}, {}, {}, nullptr});
              }},
         }) {
        LinkOptions options;
        spoil(options);
        auto valid = options.validate();
        ASSERT_FALSE(valid) << message;
        EXPECT_EQ(valid.error(), Errc::invalid_argument);
        EXPECT_EQ(valid.error().message, message);
    }
}

TEST(LinkOptions, no_heartbeat_is_a_choice)
{
    LinkOptions options;
    options.heartbeat.silence = 0s;
    EXPECT_TRUE(options.validate());
}

TEST(LinkOptions, addresses_are_written_as_people_write_them)
{
    LinkOptions options;
    EXPECT_EQ(options.address(), "127.0.0.1:7497");
    options.host = "::1";
    EXPECT_EQ(options.address(), "[::1]:7497");
    options.host = "gateway.local";
    options.port = 4002;
    EXPECT_EQ(options.address(), "gateway.local:4002");
}

}  // namespace
}  // namespace trademind::ibkr::session
