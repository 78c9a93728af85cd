// Every request of the official client, whole and broken: answered, and no session ends by it.
#include "conformance/vector_file.hpp"
#include "support/source_dir.hpp"
#include "unit/gateway/gateway_world.hpp"

#include <gtest/gtest.h>

#include <map>

namespace trademind::test {
namespace {

/// Frames by the server version that they are for.
std::map<int, std::vector<std::string>> frames_of(const char* name)
{
    std::map<int, std::vector<std::string>> frames;
    for (const auto& vector : conformance::read_vectors(source_dir() / "tests/golden" / name)) {
        if (!vector.contains("frame") || !vector["frame"].is_string()) continue;
        frames[vector["server_version"].get<int>()].push_back(
            conformance::unhex(vector["frame"].get<std::string>()));
    }
    return frames;
}

/// A client that sends them all and is still served at the end.
void expect_served(int version, const std::vector<std::string>& payloads)
{
    GatewayOptions options;
    options.newest_version = 225;
    GatewayWorld world{options};
    auto client = world.client(1, version);
    ASSERT_TRUE(client) << version;
    for (std::size_t n = 0; n < payloads.size(); ++n) {
        if (payloads[n].empty()) continue;
        client->send_payload(payloads[n]);
        if (n % 50 != 0) continue;
        world.run();
        ASSERT_FALSE(client->ended()) << version << ", at frame " << n;
    }
    world.run();
    client->forget();
    client->send(ibkr::CurrentTimeRequest{});
    EXPECT_TRUE(client->next<ibkr::CurrentTime>()) << version;
}

}  // namespace

TEST(GatewayVectors, of_the_official_client_are_all_served)
{
    std::size_t count = 0;
    for (const auto& [version, payloads] : frames_of("outbound.jsonl.xz")) {
        expect_served(version, payloads);
        count += payloads.size();
    }
    EXPECT_GT(count, 2000U);
}

TEST(GatewayVectors, that_are_cut_or_of_another_side_end_no_session)
{
    std::map<int, std::vector<std::string>> broken = frames_of("malformed.jsonl.xz");
    for (const auto& [version, payloads] : frames_of("outbound.jsonl.xz"))
        for (std::size_t n = 0; n < payloads.size(); n += 7)
            for (std::size_t cut : {payloads[n].size() / 2, payloads[n].size() - 1})
                broken[version].push_back(payloads[n].substr(0, cut));
    for (const auto& [version, payloads] : broken) expect_served(version, payloads);
}

}  // namespace trademind::test
