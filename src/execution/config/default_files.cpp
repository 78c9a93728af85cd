// Default places of the journal and the kill file.
#include "execution/config/default_files.hpp"

#include "execution/config/paths.hpp"

#include <fmt/format.h>

#include <cstdint>
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
    if (!folder || name.empty()) return std::nullopt;
    std::string stem{name};
    // the day's equity in a journal of play money says nothing of the losses of real money
    if (config.mode == TradingMode::live) stem += "-live";
    return *folder / (stem + extension);
}

/// FNV-1a: the same on every machine and in every release, which std::hash is not.
std::uint64_t stable_hash(std::string_view text)
{
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
    return hash;
}

}  // namespace

std::string state_name(const std::filesystem::path& file)
{
    if (file.empty()) return {};
    auto place = place_of(file);
    return fmt::format("{}-{:08x}", place.stem().string(),
                       static_cast<std::uint32_t>(stable_hash(place.string())));
}

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
