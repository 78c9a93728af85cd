// Faults of a configuration as one error.
#include "execution/config/faults.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::config {

void Faults::add(int line, std::string_view text)
{
    all_.emplace_back(line, fmt::format("{}:{}: {}", name_, line, text));
}

void Faults::add(std::string_view text)
{
    auto at = lines_.find(text.substr(0, text.find_first_of(": ")));
    if (at != lines_.end()) return add(at->second, text);
    all_.emplace_back(behind_all, fmt::format("{}: {}", name_, text));
}

void Faults::add_elsewhere(std::string text)
{
    all_.emplace_back(behind_all, std::move(text));
}

void Faults::add_value(int line, const std::string& key, std::string_view text)
{
    add(line, text);
    keys_.push_back(key);
}

bool Faults::explain(std::string_view text) const
{
    return std::ranges::any_of(
        keys_, [&](const std::string& key) { return text.find(key) != std::string_view::npos; });
}

Error Faults::error() const
{
    auto sorted = all_;
    std::ranges::stable_sort(sorted, {}, &std::pair<int, std::string>::first);
    std::string text;
    for (const auto& [line, fault] : sorted) text += (text.empty() ? "" : "\n") + fault;
    return {Errc::config, std::move(text)};
}

}  // namespace trademind::config
