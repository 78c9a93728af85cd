// The trademind program: its commands and its help page.
#include "cli/program.hpp"

#include "cli/live/commands.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <optional>
#include <sstream>

namespace trademind::cli {
namespace {

constexpr auto purpose =
    "trademind trades on Interactive Brokers over the TWS socket, or on paper inside this "
    "process.\n"
    "The configuration says which; the program is the same.";

constexpr auto examples = R"(Examples:
  trademind demo                                      trade a made-up market and print every table
  trademind run --config config/paper.yaml --tape day.csv
  trademind soak --days 5                             a week on paper in seconds, audited
  trademind paper show --config config/paper.yaml     the account that a paper broker keeps
  trademind kill --config config/ibkr_config.yaml     stop trading and cancel, from anywhere
  trademind journal verify --config config/ibkr_config.yaml
  trademind connect --port 4002                       is TWS or IB Gateway there, and what is it?
  trademind buy AAPL 10 --limit 189.10 --what-if      what would it cost?
  trademind explain 201                               what does this TWS code mean?
  trademind COMMAND --help                            all options of a command

Exit status: 0 it is done; 1 it failed, and standard error says why; 2 the command line is wrong;
3 no connection; 4 an order was refused; 5 an order's outcome is unknown: it may be live;
6 not confirmed, nothing was sent.)";

/// What to answer to a first word that is neither an option nor a command.
std::optional<Outcome> unknown_command(const CLI::App& app, const std::string& word)
{
    if (word.starts_with('-')) return std::nullopt;
    std::string known;
    for (const CLI::App* command : app.get_subcommands({})) {
        if (command->get_name() == word) return std::nullopt;
        known += (known.empty() ? "" : ", ") + command->get_name();
    }
    Outcome outcome{"", Exit::wrong_usage};
    outcome.problem = "no command '" + word + "'; there are: " + known;
    return outcome;
}

}  // namespace

Outcome run_program(std::vector<std::string> arguments, Console console)
{
    Outcome outcome;
    CLI::App app{purpose, "trademind"};
    app.require_subcommand(1);
    app.get_formatter()->column_width(26);
    app.get_formatter()->label("SUBCOMMAND", "COMMAND");
    app.set_help_flag("-h,--help", "Print this page");
    add_demo(app, outcome);
    add_run(app, outcome);
    add_soak(app, outcome);
    add_paper(app, outcome);
    add_kill(app, outcome);
    add_journal(app, outcome);
    add_live_commands(app, outcome, console);
    add_replay(app, outcome);
    add_explain(app, outcome);
    add_version(app, outcome);
    app.footer(examples);  // after the commands, which would inherit it

    if (arguments.empty()) return Outcome{app.help(), Exit::wrong_usage};
    if (auto wrong = unknown_command(app, arguments.front())) return *wrong;

    std::ranges::reverse(arguments);  // as CLI11 takes them
    try {
        app.parse(std::move(arguments));
    } catch (const CLI::ParseError& stop) {
        std::ostringstream output, problem;
        int code = app.exit(stop, output, problem);
        outcome = Outcome{output.str(), code == 0 ? Exit::done : Exit::wrong_usage};
        outcome.problem = problem.str();
    }
    return outcome;
}

}  // namespace trademind::cli
