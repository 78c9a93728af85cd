// The trademind program, as a function that tests can call.
#pragma once

#include "cli/command.hpp"
#include "cli/console.hpp"

#include <string>
#include <vector>

namespace trademind::cli {

/// Runs a command line (without the program's name) to its end. Questions, progress and streams go
/// through the console, the rest is in the outcome.
Outcome run_program(std::vector<std::string> arguments, Console console = Console::process());

}  // namespace trademind::cli
