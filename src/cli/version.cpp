// trademind version: what this program is and what it speaks.
#include "cli/version.hpp"

#include "cli/options.hpp"
#include "cli/trading_json.hpp"

#include <trademind/brokers/ibkr/messages/version.hpp>

#include <boost/version.hpp>

#include <fmt/format.h>
#include <memory>
#include <string>

namespace trademind::cli {
namespace {

constexpr int oldest = static_cast<int>(ibkr::Version::oldest);
constexpr int newest = static_cast<int>(ibkr::Version::newest);

std::string boost_version()
{
    return fmt::format("{}.{}.{}", BOOST_VERSION / 100'000, BOOST_VERSION / 100 % 1'000,
                       BOOST_VERSION % 100);
}

std::string compiler()
{
#if defined(__clang__)
    return "clang " __clang_version__;
#else
    return "g++ " __VERSION__;
#endif
}

}  // namespace

nlohmann::ordered_json version_json()
{
    return {{"version", TRADEMIND_VERSION},
            {"tws_server_versions", {{"oldest", oldest}, {"newest", newest}}},
            {"boost", boost_version()},
            {"compiler", compiler()}};
}

std::string version_text()
{
    return fmt::format(
        "trademind {}\n"
        "  TWS server versions  {} to {}\n"
        "  Boost                {}\n"
        "  compiler             {}",
        TRADEMIND_VERSION, oldest, newest, boost_version(), compiler());
}

void add_version(Command& program, Console&)
{
    auto command = program.add("version", "Print the versions of program and protocol");
    auto as_json = std::make_shared<bool>(false);
    command.json(*as_json).run(
        [as_json] { return Outcome{*as_json ? page(version_json()) : version_text() + '\n'}; });
}

}  // namespace trademind::cli
