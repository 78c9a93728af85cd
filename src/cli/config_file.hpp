// Which configuration a command reads when its line names none.
#pragma once

#include <string>

namespace trademind::cli {

/// `given` unless it is empty. Otherwise the file that TRADEMIND_CONFIG names (set but empty:
/// none), or trademind/config.yaml in XDG_CONFIG_HOME or ~/.config where it exists, or nothing. The
/// working directory does not count: the same command means the same everywhere.
std::string config_file_or_usual(const std::string& given);

}  // namespace trademind::cli
