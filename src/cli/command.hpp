// What every command has in common.
#pragma once

#include <trademind/result.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own
class App;
}

namespace trademind::cli {

class Command;
class Console;

/// How a command ends: the process's exit status.
enum class Exit {
    done = 0,
    failed = 1,
    wrong_usage = 2,
    not_connected = 3,  ///< no connection to TWS, or it broke
    refused = 4,        ///< an order or its change was refused: here, by TWS or by the exchange
    unknown = 5,        ///< an order was sent and its outcome is not known: it may be live
    declined = 6,       ///< the user did not confirm: nothing was sent or changed
};
/// "wrong_usage".
std::string_view to_string(Exit);

/// What a parsed command line asks for.
class Outcome {
public:
    Outcome() = default;
    explicit Outcome(std::string output, Exit exit = Exit::done)
        : output{std::move(output)}, exit{exit}
    {}
    /// Nothing was done, for the reason that standard error gives.
    Outcome(Exit exit, std::string problem) : problem{std::move(problem)}, exit{exit} {}
    Outcome(const Error& error) : problem{error.describe()}, code{error.code}, exit{Exit::failed} {}

    /// What goes to standard error: nothing, "trademind: <problem>", or with --json one line of
    /// JSON, as docs/JSON.md describes it.
    std::string remark() const;

    std::string output;   ///< for standard output
    std::string problem;  ///< for standard error
    error_code code;      ///< of the problem, where it has one
    Exit exit = Exit::done;
    bool as_json = false;       ///< --json was given
    bool beside_a_log = false;  ///< standard error is a log: the problem stands there in words, too
};

/// What the user did not confirm, by what it would have been.
inline Outcome not_confirmed(std::string_view done = "sent")
{
    return {Exit::declined, "not confirmed: nothing was " + std::string{done}};
}

// Each adds its command to the program; parsing the command line runs it and fills the outcome.
void add_config(Command& program, Console& console);
void add_demo(Command& program, Console& console);
void add_run(Command& program, Console& console);
void add_paper(Command& program, Console& console);
void add_kill(Command& program, Console& console);
void add_journal(Command& program, Console& console);
void add_serve(Command& program, Console& console);
void add_replay(Command& program, Console& console);
void add_explain(Command& program, Console& console);
void add_version(Command& program, Console& console);

}  // namespace trademind::cli
