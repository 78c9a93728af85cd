// trademind soak: a week on the paper broker in seconds, with a validation report.
#include "cli/command.hpp"
#include "cli/progress_bar.hpp"
#include "cli/soak_run.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <iostream>
#include <memory>

namespace trademind::cli {
namespace {

Outcome soak(const SoakPlan& plan, bool as_json)
{
    ProgressBar bar{std::cerr, person_looks_on()};
    auto report = run_soak(plan, [&bar](double part) { bar.show(part); });
    bar.clear();
    if (!report) return report.error();
    Outcome outcome{as_json ? to_json(*report) : to_text(*report)};
    if (!report->passed()) {
        outcome.exit = Exit::failed;
        outcome.problem = "the account does not agree with its executions; see the checks";
    }
    return outcome;
}

}  // namespace

void add_soak(CLI::App& app, Outcome& outcome)
{
    auto* command =
        app.add_subcommand("soak", "Trade days on paper in seconds and audit the account")
            ->group("Commands");
    auto plan = std::make_shared<SoakPlan>();
    auto as_json = std::make_shared<bool>(false);
    command->add_option("--days", plan->days, "Trading days")
        ->check(CLI::Range(1, 250))
        ->capture_default_str();
    command->add_option("--symbols", plan->symbols, "Made-up stocks")
        ->check(CLI::Range(1, 500))
        ->capture_default_str();
    command->add_option("--rows", plan->rows_per_day, "Market events a day, over all symbols")
        ->check(CLI::Range(1, 5'000'000))
        ->capture_default_str();
    command->add_option("--restarts", plan->restarts_per_day, "Restarts of the broker a day")
        ->check(CLI::Range(0, 1'000))
        ->capture_default_str();
    command->add_option("--seed", plan->seed, "Another number: another market, other mischief")
        ->capture_default_str();
    command
        ->add_option("--account-file", plan->account_file,
                     "Keep the account in this new file, for 'trademind paper show'")
        ->type_name("FILE");
    command->add_flag("--json", *as_json, "Print JSON");
    command->footer(
        "Generates the market, runs the demonstration strategy beside random orders, cancels,\n"
        "modifies and restarts, and then recomputes positions and P&L from the executions alone.\n"
        "Exit status 1: the account differs from what was recomputed.");
    command->callback([&outcome, plan, as_json] { outcome = soak(*plan, *as_json); });
}

}  // namespace trademind::cli
