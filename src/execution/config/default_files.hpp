// Where a program keeps its journal and its kill file when the configuration names neither.
#pragma once

#include <trademind/execution/config.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace trademind::config {

/// The user's folder for the state of programs: $XDG_STATE_HOME/trademind, else
/// $HOME/.local/state/trademind; source: XDG Base Directory Specification. Nothing where the
/// environment names neither by an absolute path. Makes no folder.
std::optional<std::filesystem::path> state_folder(const Environment& environment);

/// What the default files of that configuration are called: its stem and eight digits that tell its
/// absolute place, links followed: "ibkr_config-3f2a9c1d". Empty for an empty name.
std::string state_name(const std::filesystem::path& file);

/// The journal and the kill file of a program that trades at IBKR: NAME.db and NAME.kill in
/// state_folder, with mode live NAME-live.db and NAME-live.kill. Changes nothing where there is no
/// such folder, or no name.
void use_default_journal(Config& config, std::string_view name, const Environment& environment);
void use_default_kill_file(Config& config, std::string_view name, const Environment& environment);

}  // namespace trademind::config
