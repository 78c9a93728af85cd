// The trademind program, as a function that tests can call.
#pragma once

#include "cli/command.hpp"
#include "cli/console.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace trademind::cli {

/// Runs a command line (without the program's name) to its end. Questions, progress and streams go
/// through the console, the rest is in the outcome.
Outcome run_program(std::vector<std::string> arguments, Console console = Console::process());

/// Prints what the command has found and why it failed; returns the process's exit status. A result
/// that cannot be written (a full disk, a closed pipe) is a failure.
Exit end_program(Outcome outcome, std::ostream& out, std::ostream& err);

}  // namespace trademind::cli
