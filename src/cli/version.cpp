// trademind version: what this program is and what it speaks.
#include "cli/command.hpp"

#include <trademind/brokers/ibkr/messages/version.hpp>

#include <boost/version.hpp>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <nlohmann/json.hpp>

#include <memory>

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

std::string text()
{
    return fmt::format(
        "trademind {}\n"
        "  TWS server versions  {} to {}\n"
        "  Boost                {}\n"
        "  compiler             {}\n",
        TRADEMIND_VERSION, oldest, newest, boost_version(), compiler());
}

std::string json()
{
    nlohmann::ordered_json json{{"version", TRADEMIND_VERSION},
                                {"tws_server_versions", {{"oldest", oldest}, {"newest", newest}}},
                                {"boost", boost_version()},
                                {"compiler", compiler()}};
    return json.dump(2) + '\n';
}

}  // namespace

void add_version(CLI::App& app, Outcome& outcome)
{
    auto* command = app.add_subcommand("version", "Print the versions of program and protocol")
                        ->group("Commands");
    auto as_json = std::make_shared<bool>(false);
    command->add_flag("--json", *as_json, "Print JSON");
    command->callback([&outcome, as_json] { outcome = Outcome{*as_json ? json() : text()}; });
}

}  // namespace trademind::cli
