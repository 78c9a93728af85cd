// The trademind program, as a function that tests can call.
#pragma once

#include "cli/command.hpp"

#include <string>
#include <vector>

namespace trademind::cli {

/// Runs a command line (without the program's name) to its end.
Outcome run_program(std::vector<std::string> arguments);

}  // namespace trademind::cli
