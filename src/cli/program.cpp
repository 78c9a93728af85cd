// The trademind program: its commands and its help page.
#include "cli/program.hpp"

#include "base/escape.hpp"
#include "base/log.hpp"
#include "cli/interrupts.hpp"
#include "cli/live/commands.hpp"
#include "cli/misspelling.hpp"
#include "cli/options.hpp"
#include "cli/trading_json.hpp"
#include "cli/version.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ostream>
#include <sstream>
#include <system_error>

namespace trademind::cli {
namespace {

constexpr auto purpose =
    "trademind trades on Interactive Brokers over the TWS socket, or on paper inside this "
    "process.\n"
    "The configuration says which; the program is the same.";

constexpr auto examples = R"(Examples:
  trademind demo                                      trade a made-up market and print every table
  trademind run --config config/paper.yaml --tape day.csv
  trademind paper show --config config/paper.yaml     the account that a paper broker keeps
  trademind kill --config config/ibkr_config.yaml     stop trading and cancel, from anywhere
  trademind journal verify --config config/ibkr_config.yaml
  trademind config check config/ibkr_config.yaml      is it right, and if not, which lines are wrong?
  trademind connect --port 4002                       is TWS or IB Gateway there, and what is it?
  trademind buy AAPL 10 --limit 189.10 --what-if      what would it cost?
  trademind serve                                     be a TWS for other programs, on paper
  trademind explain 201                               what does this TWS code mean?
  trademind help COMMAND                              all options of a command

Commands without --config take the file that TRADEMIND_CONFIG names, or else
~/.config/trademind/config.yaml where there is one; run and explain take --config only.

Exit status: 0 it is done; 1 it failed, and standard error says why; 2 the command line is wrong;
3 no connection; 4 an order was refused; 5 an order's outcome is unknown: it may be live;
6 not confirmed, nothing was sent or changed.)";

void add_commands(CLI::App& app, Outcome& outcome, Console& console)
{
    Command program{app, outcome};
    add_demo(program, console);
    add_run(program, console);
    add_paper(program, console);
    add_kill(program, console);
    add_journal(program, console);
    add_config(program, console);
    add_live_commands(program, console);
    add_serve(program, console);
    add_replay(program, console);
    add_explain(program, console);
    add_version(program, console);
    program.add("help", "Print this page, or that of a command");
}

/// What a help page or the versions are, or what is wrong with the line. JSON has no hint to a
/// help page in its text, and the page itself as one.
Outcome outcome_of(CLI::App& app, const CLI::ParseError& stop, bool as_json)
{
    if (as_json && dynamic_cast<const CLI::CallForVersion*>(&stop))
        return Outcome{page(version_json())};
    std::ostringstream output, problem;
    if (app.exit(stop, output, problem) == 0)
        return Outcome{as_json ? page({{"help", output.str()}}) : output.str()};
    auto text = as_json ? stop.what() + std::string{"\n"} : problem.str();
    text += suggestions(app);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return {Exit::wrong_usage, std::move(text)};
}

Outcome parse(CLI::App& app, Outcome& outcome, std::vector<std::string> arguments, bool as_json)
{
    std::ranges::reverse(arguments);  // as CLI11 takes them
    try {
        app.parse(std::move(arguments));
    } catch (const CLI::ParseError& stop) {
        return outcome_of(app, stop, as_json);
    } catch (const WrongUsage& wrong) {
        return {Exit::wrong_usage, wrong.what()};
    } catch (const std::exception& thrown) {
        return {Exit::failed, thrown.what()};
    }
    return std::move(outcome);
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
    app.set_version_flag("-V,--version", version_text, "Print the versions");
    add_commands(app, outcome, console);
    app.footer(examples);  // after the commands, which would inherit it

    if (arguments.empty()) return Outcome{app.help(), Exit::wrong_usage};
    // a wish to stop counts from the beginning: these end in order
    if (arguments.front() == "run" || arguments.front() == "serve") Interrupts::hold();
    // "help COMMAND" is "COMMAND --help"
    if (arguments.front() == "help") {
        arguments.erase(arguments.begin());
        arguments.emplace_back("--help");
    }
    bool as_json = std::ranges::find(arguments, "--json") != arguments.end();
    auto unknown = unknown_command(app, arguments);
    outcome = unknown.empty() ? parse(app, outcome, std::move(arguments), as_json)
                              : Outcome{Exit::wrong_usage, std::move(unknown)};
    outcome.as_json = as_json;
    return outcome;
}

Exit end_program(Outcome outcome, std::ostream& out, std::ostream& err)
{
    errno = 0;
    // the words of brokers and files are in it
    out << (outcome.as_json ? outcome.output : escaped_lines(outcome.output)) << std::flush;
    if (!out) {
        auto why = errno ? ": " + std::generic_category().message(errno) : std::string{};
        outcome.problem +=
            (outcome.problem.empty() ? "" : "\n") + ("standard output cannot be written" + why);
        // what is worse than a lost result keeps its status
        if (outcome.exit == Exit::done) outcome.exit = Exit::failed;
    }
    // the problem comes last, behind the log's lines of it
    if (!outcome.problem.empty()) static_cast<void>(log::flush(std::chrono::seconds{1}));
    // who reads the log reads words, who reads the last line reads JSON
    if (outcome.as_json && outcome.beside_a_log && !outcome.problem.empty())
        err << "trademind: " << escaped_lines(outcome.problem) << '\n';
    err << outcome.remark() << std::flush;
    return outcome.exit;
}

}  // namespace trademind::cli
