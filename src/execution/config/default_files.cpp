// Default places of the journal and the kill file.
#include "execution/config/default_files.hpp"

#include <string>

namespace trademind::config {
namespace {

std::optional<std::filesystem::path> absolute_of(const Environment& environment, const char* name)
{
    auto value = environment ? environment(name) : std::nullopt;
    if (!value) return std::nullopt;
    std::filesystem::path path{*value};
    // the specification: a relative path is to be ignored
    return path.is_absolute() ? std::optional{path} : std::nullopt;
}

std::optional<std::filesystem::path> in_state_folder(const Config& config, std::string_view name,
                                                     const Environment& environment,
                                                     const char* extension)
{
    auto folder = state_folder(environment);
    auto stem = std::filesystem::path{name}.stem().string();
    if (!folder || stem.empty()) return std::nullopt;
    // the day's equity in a journal of play money says nothing of the losses of real money
    if (config.mode == TradingMode::live) stem += "-live";
    return *folder / (stem + extension);
}

}  // namespace

std::optional<std::filesystem::path> state_folder(const Environment& environment)
{
    if (auto state = absolute_of(environment, "XDG_STATE_HOME")) return *state / "trademind";
    if (auto home = absolute_of(environment, "HOME"))
        return *home / ".local" / "state" / "trademind";
    return std::nullopt;
}

void use_default_journal(Config& config, std::string_view name, const Environment& environment)
{
    auto file = in_state_folder(config, name, environment, ".db");
    if (!file) return;
    config.journal.file = std::move(*file);
    config.journal.makes_folder = true;
}

void use_default_kill_file(Config& config, std::string_view name, const Environment& environment)
{
    if (auto file = in_state_folder(config, name, environment, ".kill"))
        config.kill_switch.file = std::move(*file);
}

}  // namespace trademind::config
