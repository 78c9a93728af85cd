// Clients of a gateway in text and in protobuf.
#pragma once

#include "unit/gateway/gateway_world.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace trademind::test {

/// The parameter is the newest version that clients speak.
class GatewayClients : public testing::TestWithParam<int> {
protected:
    GatewayWorld world;
    std::unique_ptr<WireClient> client(int id) { return world.client(id, GetParam()); }

    static std::vector<std::string> statuses(const WireClient& client, int order)
    {
        std::vector<std::string> words;
        for (const auto& status : client.all<ibkr::OrderStatus>())
            if (status.order_id == order && (words.empty() || words.back() != status.status))
                words.emplace_back(status.status);
        return words;
    }
    /// The last word about that order; empty: none came.
    static std::string last_status(const WireClient& client, int order)
    {
        auto words = statuses(client, order);
        return words.empty() ? std::string{} : words.back();
    }
};

/// Text before error times, the last text version, and protobuf.
inline auto client_versions()
{
    return testing::Values(180, 200, 225);
}
inline std::string version_name(const testing::TestParamInfo<int>& info)
{
    return "version_" + std::to_string(info.param);
}

}  // namespace trademind::test
