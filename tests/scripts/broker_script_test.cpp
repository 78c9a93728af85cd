// Runs the scripts about orders, sessions, market data and requests against an IBKR broker.
#include "scripts/broker_script.hpp"
#include "support/source_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace trademind::test {
namespace {

std::filesystem::path folder()
{
    return source_dir() / "tests/scripts";
}

/// "orders/P4_..." and so on: the name of the file says what it shows.
std::vector<std::string> scripts()
{
    std::vector<std::string> names;
    for (std::string room : {"orders", "session_broker", "market", "requests"})
        for (const auto& entry : std::filesystem::directory_iterator{folder() / room})
            if (entry.path().extension() == ".yaml")
                names.push_back(room + "/" + entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

class BrokerScripts : public testing::TestWithParam<std::string> {};

TEST_P(BrokerScripts, goes_as_written)
{
    BrokerScript script;
    ASSERT_NO_THROW(script.run_file(folder() / (GetParam() + ".yaml")));
}

INSTANTIATE_TEST_SUITE_P(scripts, BrokerScripts, testing::ValuesIn(scripts()),
                         [](const auto& test) {
                             auto name = test.param;
                             std::ranges::replace(name, '/', '_');
                             return name;
                         });

}  // namespace
}  // namespace trademind::test
