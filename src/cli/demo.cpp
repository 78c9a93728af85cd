// trademind demo: the whole way on the paper broker, over a market made on the spot.
#include "cli/command.hpp"
#include "cli/trading_session.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

namespace trademind::cli {
namespace {

Outcome demo(std::uint64_t seed, bool as_json)
{
    paper::GeneratorOptions market;
    market.seed = seed;
    SessionPlan plan;
    plan.tape = std::make_shared<const paper::Tape>(paper::generate_tape(market));
    plan.strategy.contracts = plan.tape->contracts;
    plan.config.paper.starting_cash = Decimal{100'000};
    plan.config.log.level = "warning";  // the tables tell it all

    auto heading = describe(plan);
    auto record = run_session(std::move(plan));
    if (!record) return record.error();
    return Outcome{as_json ? to_json(*record) : heading + '\n' + to_text(*record)};
}

}  // namespace

void add_demo(CLI::App& app, Outcome& outcome)
{
    auto* command =
        app.add_subcommand("demo", "Trade a made-up market on paper and print every table")
            ->group("Commands");
    auto as_json = std::make_shared<bool>(false);
    auto seed = std::make_shared<std::uint64_t>(1);
    command->add_option("--seed", *seed, "Another number makes another market")
        ->capture_default_str();
    command->add_flag("--json", *as_json, "Print JSON");
    command->callback([&outcome, seed, as_json] { outcome = demo(*seed, *as_json); });
}

}  // namespace trademind::cli
