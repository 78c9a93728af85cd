// trademind run: trades with the broker that a configuration names.
#include "cli/command.hpp"
#include "cli/live/connection.hpp"
#include "cli/trading_session.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

namespace trademind::cli {
namespace {

class RunArguments {
public:
    std::string config_file, tape_file;
    std::vector<std::string> symbols;
    int seconds = 60;
    bool as_json = false;
};

Outcome run(const RunArguments& arguments)
{
    auto config = load_config(arguments.config_file);
    if (!config) return config.error();
    SessionPlan plan;
    plan.config = std::move(*config);
    plan.time_limit = std::chrono::seconds{arguments.seconds};
    for (const auto& symbol : arguments.symbols) plan.strategy.contracts.push_back(stock(symbol));
    if (!arguments.tape_file.empty()) {
        auto tape = paper::read_tape(arguments.tape_file);
        if (!tape) return tape.error();
        plan.tape = std::make_shared<const paper::Tape>(std::move(*tape));
        if (plan.strategy.contracts.empty()) plan.strategy.contracts = plan.tape->contracts;
    } else if (plan.config.type == BrokerType::paper) {
        return Error{Errc::invalid_argument, "the paper broker needs a market: give it a --tape"};
    }
    if (plan.strategy.contracts.empty())
        return Error{Errc::invalid_argument, "nothing to trade: name at least one --symbol"};

    auto heading = describe(plan);
    auto record = run_session(std::move(plan));
    if (!record) return failure(record.error());
    return Outcome{arguments.as_json ? to_json(*record) : heading + '\n' + to_text(*record)};
}

}  // namespace

void add_run(CLI::App& app, Outcome& outcome)
{
    auto* command = app.add_subcommand("run", "Trade a small strategy on the configured broker")
                        ->group("Commands");
    auto arguments = std::make_shared<RunArguments>();
    command->add_option("--config", arguments->config_file, "YAML; see config/paper.yaml")
        ->required()
        ->type_name("FILE");
    command->add_option("--tape", arguments->tape_file, "Market to play on the paper broker (CSV)")
        ->type_name("FILE");
    command
        ->add_option("--symbol", arguments->symbols,
                     "US stock to trade; again for more (default: all of the tape)")
        ->type_name("SYMBOL");
    command->add_option("--seconds", arguments->seconds, "How long to trade without a tape")
        ->check(CLI::Range(1, 86'400))
        ->capture_default_str();
    command->add_flag("--json", arguments->as_json, "Print JSON");
    command->footer(
        "The strategy buys dips and sells the recovery. It places real orders wherever the\n"
        "configuration points: start with paper.");
    command->callback([&outcome, arguments] { outcome = run(*arguments); });
}

}  // namespace trademind::cli
