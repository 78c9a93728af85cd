// What a misspelt command or option most likely means.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace trademind::cli {

/// What is wrong with the commands that a line begins with; empty where all of them exist.
std::string unknown_command(const CLI::App& app, const std::vector<std::string>& words);

/// "did you mean --limit?" for each unknown option of a line that could not be parsed; may be
/// empty.
std::string suggestions(const CLI::App& app);

}  // namespace trademind::cli
