// Keys of the gateway.
#include "execution/config/keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace trademind::config {
namespace {

/// Numeric addresses; whether each is one is judged where it listens.
ValueType<std::vector<std::string>> addresses()
{
    using List = std::vector<std::string>;
    auto is_wrong = [](const std::string& address) {
        return address.find_first_not_of("0123456789abcdefABCDEF:.") != std::string::npos;
    };
    return {"", "a list of numeric addresses, or none",
            [is_wrong](std::string_view given) -> Parsed<List> {
                if (given == "none") return List{};
                auto list = split_list(given);
                if (list.empty()) return Wrong{"is empty: write none"};
                if (auto wrong = std::ranges::find_if(list, is_wrong); wrong != list.end())
                    return Wrong{fmt::format("has no numeric address \"{}\"", *wrong)};
                return list;
            },
            [](const List& value) {
                return value.empty() ? std::string{"none"}
                                     : fmt::format("{}", fmt::join(value, ", "));
            },
            true};
}

ValueType<std::optional<int>> client_id_or_none()
{
    return {"", "0 to 2147483647, or none",
            [](std::string_view given) -> Parsed<std::optional<int>> {
                if (given == "none") return std::optional<int>{};
                int id = 0;
                auto [end, ec] = std::from_chars(given.data(), given.data() + given.size(), id);
                if (ec != std::errc{} || end != given.data() + given.size() || id < 0)
                    return Wrong{"must be 0 to 2147483647, or none"};
                return std::optional{id};
            },
            [](const std::optional<int>& id) { return id ? std::to_string(*id) : "none"; }};
}

}  // namespace

std::vector<Key> gateway_keys()
{
    std::vector<Key> keys;
    Section{keys, "gateway", &Config::gateway}
        .key("host", &GatewayConfig::host, host(),
             "Where trademind serve listens: a numeric address. Others than this machine need "
             "gateway.allowed.")
        .key("port", &GatewayConfig::port, whole(0, 65'535, ""), "0: any free port.")
        .key("allowed", &GatewayConfig::allowed, addresses(),
             "Who may connect beside this machine: the protocol has neither passwords nor "
             "encryption.")
        .key("max_sessions", &GatewayConfig::max_sessions, whole(1, 1000, "sessions"),
             "More connections are closed at once.")
        .key("newest_version", &GatewayConfig::newest_version, whole(176, 225, ""),
             "The newest server version that is spoken.")
        .key("master_client_id", &GatewayConfig::master_client_id, client_id_or_none(),
             "The client that hears of all clients' orders.")
        .key("messages_per_second", &GatewayConfig::messages_per_second, count_limit("messages"),
             "What a client may send; one that goes on sending more is closed, as at TWS.")
        .key("read_only", &GatewayConfig::read_only, flag(), "Refuses orders, as TWS does.")
        .key("record", &GatewayConfig::record, path(),
             "A folder that gets a recording of each session, for trademind replay.")
        .key("faults", &GatewayConfig::faults, path(),
             "A script of trouble to make; docs/GATEWAY.md.");
    return keys;
}

}  // namespace trademind::config
