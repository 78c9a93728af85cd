// What every command has in common.
#pragma once

#include <trademind/result.hpp>

#include <string>

namespace CLI {
class App;
}

namespace trademind::cli {

/// How a command ends: the process's exit status.
enum class Exit {
    done = 0,
    failed = 1,
    wrong_usage = 2,
    not_connected = 3,  ///< no connection to TWS, or it broke
    refused = 4,        ///< an order or its change was refused: here, by TWS or by the exchange
    unknown = 5,        ///< an order was sent and its outcome is not known: it may be live
    declined = 6,       ///< the user did not confirm: nothing was sent
};

/// What a parsed command line asks for.
class Outcome {
public:
    Outcome() = default;
    explicit Outcome(std::string output, Exit exit = Exit::done)
        : output{std::move(output)}, exit{exit}
    {}
    /// A failure, explained on standard error.
    Outcome(const Error& error) : problem{error.describe()}, exit{Exit::failed} {}

    std::string output;   ///< for standard output
    std::string problem;  ///< for standard error
    Exit exit = Exit::done;
};

// Each adds its command to the program; parsing the command line runs it and fills the outcome.
void add_demo(CLI::App& app, Outcome& outcome);
void add_run(CLI::App& app, Outcome& outcome);
void add_soak(CLI::App& app, Outcome& outcome);
void add_paper(CLI::App& app, Outcome& outcome);
void add_kill(CLI::App& app, Outcome& outcome);
void add_journal(CLI::App& app, Outcome& outcome);
void add_replay(CLI::App& app, Outcome& outcome);
void add_explain(CLI::App& app, Outcome& outcome);
void add_version(CLI::App& app, Outcome& outcome);

}  // namespace trademind::cli
