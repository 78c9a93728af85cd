// What a misspelt command or option most likely means.
#include "cli/misspelling.hpp"

#include "execution/config/nearest.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <cstddef>

namespace trademind::cli {
namespace {

/// The nearest candidate, where it is near enough to be meant.
std::string meant(const std::string& word, const std::vector<std::string>& candidates)
{
    auto nearest = config::nearest(word, candidates);
    auto most = std::max<std::size_t>(1, word.size() / 3);
    return config::edit_distance(word, nearest) <= most ? nearest : "";
}

std::vector<std::string> commands_of(const CLI::App& app)
{
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
    return names;
}

std::vector<std::string> options_of(const CLI::App& app)
{
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options())
        for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

}  // namespace

std::string unknown_command(const CLI::App& app, const std::vector<std::string>& words)
{
    const CLI::App* at = &app;
    std::string way;
    for (const auto& word : words) {
        auto known = commands_of(*at);
        if (known.empty() || word.starts_with('-')) return {};
        auto found = std::ranges::find(known, word);
        if (found == known.end()) {
            auto near = meant(word, known);
            std::string list;
            for (const auto& name : known) list += (list.empty() ? "" : ", ") + name;
            return "no command '" + way + word + '\'' +
                   (near.empty() ? "" : " (did you mean '" + way + near + "'?)") +
                   "; there are: " + list;
        }
        at = at->get_subcommands({})[static_cast<std::size_t>(found - known.begin())];
        way += word + ' ';
    }
    return {};
}

std::string suggestions(const CLI::App& app)
{
    const CLI::App* at = &app;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    std::string all;
    for (const auto& word : app.remaining(true)) {
        if (!word.starts_with("--")) continue;
        auto near = meant(word.substr(0, word.find('=')), options_of(*at));
        if (!near.empty()) all += (all.empty() ? "did you mean " : ", ") + near;
    }
    return all.empty() ? all : all + "?";
}

}  // namespace trademind::cli
