// Paths of a configuration: made absolute, and each the file of one key.
#pragma once

#include "execution/config/faults.hpp"

#include <trademind/execution/config.hpp>

#include <filesystem>

namespace trademind::config {

/// The same path for the same file, also through links and before it exists.
std::filesystem::path place_of(const std::filesystem::path& path);

/// Makes the paths absolute: a relative one belongs to the folder of the file that names it, also
/// where that file is reached through a link. A pipe has no folder.
void root_paths(Config& made, const std::filesystem::path& file, Faults& faults);

/// Two keys that name one file, or a key that names the configuration itself (`file`): each of them
/// would destroy what the other writes.
void refuse_shared_paths(Config& made, const std::filesystem::path& file, Faults& faults);

/// Keys of the file whose path leads nowhere: a folder that is not there, a tape that is none, a
/// program for alerts that cannot be started.
void refuse_missing_places(Config& made, Faults& faults);

}  // namespace trademind::config
