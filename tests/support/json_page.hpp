// What docs/JSON.md promises of a command's keys.
#pragma once

#include "support/source_dir.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace trademind::test {

/// The keys of the page's row of that command, in order; without those of lists inside.
inline std::vector<std::string> documented_keys(const std::string& command)
{
    std::ifstream in{source_dir() / "docs/JSON.md"};
    std::vector<std::string> keys;
    for (std::string line; std::getline(in, line);) {
        auto second = line.find(" | ");
        if (!line.starts_with("| `") || second == std::string::npos ||
            line.substr(0, second).find('`' + command + '`') == std::string::npos)
            continue;
        auto cell = std::regex_replace(line.substr(second), std::regex{R"(\([^)]*\))"}, "");
        const std::regex word{"`([a-z_]+)`"};
        for (std::sregex_iterator at{cell.begin(), cell.end(), word}, end; at != end; ++at)
            keys.push_back((*at)[1]);
        break;
    }
    return keys;
}

inline std::vector<std::string> keys_of(const nlohmann::ordered_json& object)
{
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

}  // namespace trademind::test
