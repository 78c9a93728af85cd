// soak: a week on the paper broker in seconds, with a validation report.
#include "soak/run.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdint>
#include <iostream>
#include <limits>

using namespace trademind;

int main(int count, char** arguments)
{
    CLI::App app{"Trade days on paper in seconds and audit the account", "soak"};
    soak::Plan plan;
    bool as_json = false;
    app.add_option("--days", plan.days, "Trading days")->check(CLI::Range(1, 250));
    app.add_option("--symbols", plan.symbols, "Made-up stocks")->check(CLI::Range(1, 500));
    app.add_option("--rows", plan.rows_per_day, "Market events a day, over all symbols")
        ->check(CLI::Range(1, 5'000'000));
    app.add_option("--restarts", plan.restarts_per_day, "Restarts of the broker a day")
        ->check(CLI::Range(0, 1'000));
    app.add_option("--seed", plan.seed, "Another number: another market, other orders")
        ->check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()));
    app.add_option("--account-file", plan.account_file,
                   "Keep the account in this new file, for 'trademind paper show'");
    app.add_option("--tape", plan.tape_file, "Trade this file in place of a made-up market");
    app.add_option("--fees", plan.fees, "fixed, tiered, lite or none")
        ->check(CLI::IsMember({"fixed", "tiered", "lite", "none"}));
    app.add_flag("--like-ibkr", plan.like_ibkr, "Use the profile ibkr_paper");
    app.add_flag("--json", as_json, "Print JSON");
    app.footer(
        "Generates the market, runs the demonstration strategy beside random orders, cancels,\n"
        "modifies and restarts, and then recomputes positions and P&L from the executions alone.\n"
        "Exit status 1: the account differs from what was recomputed.");
    CLI11_PARSE(app, count, arguments);

    auto report = soak::run(plan);
    if (!report) {
        std::cerr << "soak: " << report.error().describe() << '\n';
        return 1;
    }
    std::cout << (as_json ? to_json(*report) : to_text(*report));
    if (report->passed()) return 0;
    std::cerr << "soak: the account does not agree with its executions; see the checks\n";
    return 1;
}
