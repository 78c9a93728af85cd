// trademind soak: a week on the paper broker in seconds, with a validation report.
#include "cli/options.hpp"
#include "cli/progress_bar.hpp"
#include "cli/soak_run.hpp"

#include <cstdint>
#include <iostream>
#include <limits>
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

void add_soak(Command& program, Console&)
{
    auto command = program.add("soak", "Trade days on paper in seconds and audit the account");
    auto plan = std::make_shared<SoakPlan>();
    auto as_json = std::make_shared<bool>(false);
    command.option("--days", plan->days, whole_number(1, 250), "Trading days")
        .option("--symbols", plan->symbols, whole_number(1, 500), "Made-up stocks")
        .option("--rows", plan->rows_per_day, whole_number(1, 5'000'000),
                "Market events a day, over all symbols")
        .option("--restarts", plan->restarts_per_day, whole_number(0, 1'000),
                "Restarts of the broker a day")
        .option("--seed", plan->seed, whole_number(0, std::numeric_limits<std::int64_t>::max()),
                "Another number: another market, other mischief")
        .option("--account-file", plan->account_file, text("FILE"),
                "Keep the account in this new file, for 'trademind paper show'")
        .json(*as_json)
        .footer(
            "Generates the market, runs the demonstration strategy beside random orders, "
            "cancels,\n"
            "modifies and restarts, and then recomputes positions and P&L from the executions "
            "alone.\n"
            "Exit status 1: the account differs from what was recomputed.");
    command.run([plan, as_json] { return soak(*plan, *as_json); });
}

}  // namespace trademind::cli
