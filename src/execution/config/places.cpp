// Looks a key up by the place in which the file has it.
#include "execution/config/places.hpp"

#include <algorithm>
#include <array>

namespace trademind::config {
namespace {

constexpr std::array<std::string_view, 4> shared_sections{"broker", "broker.ibkr", "broker.paper",
                                                          "risk"};

std::string_view section_of_name(std::string_view name)
{
    auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot);
}

std::string_view last_word(std::string_view name)
{
    return name.substr(name.rfind('.') + 1);
}

bool is_of_every_broker(const Key& key)
{
    auto section = section_of_name(key.name);
    return (section == "broker" || section == "risk") && key.name != "broker.type";
}

}  // namespace

const Key* find_key(std::string_view name, const std::vector<Key>& keys)
{
    for (const Key& key : keys)
        if (key.name == name || (!key.alias.empty() && key.alias == name)) return &key;
    if (std::ranges::find(shared_sections, section_of_name(name)) == shared_sections.end())
        return nullptr;
    const Key* found = nullptr;
    for (const Key& key : keys) {
        if (last_word(key.name) != last_word(name) && last_word(key.alias) != last_word(name))
            continue;
        if (found) return nullptr;
        found = &key;
    }
    return found && is_of_every_broker(*found) ? found : nullptr;
}

std::vector<std::string> names_of(const std::vector<Key>& keys)
{
    std::vector<std::string> names;
    for (const Key& key : keys) {
        names.push_back(key.name);
        if (!key.alias.empty()) names.push_back(key.alias);
    }
    return names;
}

}  // namespace trademind::config
