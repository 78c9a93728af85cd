// trademind run: trades with the broker that a configuration names.
#include "cli/command.hpp"
#include "cli/live/connection.hpp"
#include "cli/trading_session.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>
#include <optional>

namespace trademind::cli {
namespace {

class RunArguments {
public:
    std::string config_file, tape_file;
    std::vector<std::string> symbols;
    std::optional<int> seconds;
    bool keep_orders = false, as_json = false;
};

/// Not done before the end of own orders, and the account, are known.
Outcome outcome_of(const TradingRecord& record, std::string report)
{
    Outcome outcome{std::move(report)};
    if (!record.may_still_work.empty()) {
        outcome.exit = Exit::unknown;
        outcome.problem =
            "NOT CONFIRMED, orders may still work at the broker; look at `trademind orders`:";
        for (const auto& what : record.may_still_work) outcome.problem += "\n  " + what;
    } else if (record.account_unknown) {
        outcome.exit = failure(*record.account_unknown).exit;
        outcome.problem =
            "positions and account are not known at the end: " + record.account_unknown->describe();
    }
    return outcome;
}

/// The market of the paper broker, by the command line or the configuration: its tape, and what can
/// be traded there.
Result<> find_market(SessionPlan& plan, const std::string& tape_file)
{
    PaperConfig& paper = plan.config.paper;
    if (!tape_file.empty()) {
        paper.market = PaperMarketSource::tape;
        paper.tape = tape_file;
    }
    bool is_paper = plan.config.type == BrokerType::paper;
    if (!paper.tape.empty() && (is_paper || !tape_file.empty())) {
        auto tape = paper::read_tape(paper.tape);
        if (!tape) return tape.error();
        plan.tape = std::make_shared<const paper::Tape>(std::move(*tape));
        if (plan.strategy.contracts.empty()) plan.strategy.contracts = plan.tape->contracts;
        return {};
    }
    if (!is_paper) return {};
    if (!paper.market)
        return Error{Errc::invalid_argument,
                     "the paper broker needs a market: give it a --tape, or set "
                     "broker.paper.market"};
    if (paper.market == PaperMarketSource::pushed)
        return Error{Errc::invalid_argument,
                     "broker.paper.market is pushed, but this command has no quotes to push: set "
                     "it to tape, generated or ibkr"};
    if (paper.market == PaperMarketSource::generated && plan.strategy.contracts.empty())
        for (const auto& symbol : paper.generated.symbols)
            plan.strategy.contracts.push_back(stock(symbol));
    return {};
}

Outcome run(const RunArguments& arguments)
{
    auto config = load_config(arguments.config_file);
    if (!config) return config.error();
    SessionPlan plan;
    plan.config = std::move(*config);
    if (arguments.seconds) plan.time_limit = std::chrono::seconds{*arguments.seconds};
    plan.keep_orders = arguments.keep_orders;
    for (const auto& symbol : arguments.symbols) plan.strategy.contracts.push_back(stock(symbol));
    if (auto found = find_market(plan, arguments.tape_file); !found) return found.error();
    if (plan.strategy.contracts.empty())
        return Error{Errc::invalid_argument, "nothing to trade: name at least one --symbol"};

    auto heading = describe(plan);
    auto record = run_session(std::move(plan));
    if (!record) return failure(record.error());
    return outcome_of(*record,
                      arguments.as_json ? to_json(*record) : heading + '\n' + to_text(*record));
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
        ->add_option(
            "--symbol", arguments->symbols,
            "US stock to trade; again for more (default: all of the tape or of the generated "
            "market)")
        ->type_name("SYMBOL");
    command
        ->add_option("--seconds", arguments->seconds,
                     "How long to trade without a tape (until stopped)")
        ->check(CLI::Range(1, 86'400))
        ->type_name("SECONDS");
    command->add_flag("--keep-orders", arguments->keep_orders,
                      "At the end, leave own orders working");
    command->add_flag("--json", arguments->as_json, "Print JSON");
    command->footer(
        "The strategy buys dips and sells the recovery. It places real orders wherever the\n"
        "configuration points: start with paper.\n"
        "Without a tape it trades until --seconds are over, or until Ctrl-C or SIGTERM, also\n"
        "through a lost and restored connection. Then it places nothing more, cancels its orders,\n"
        "waits for their end at most kill_switch.cancel_timeout, and prints its report. A second\n"
        "Ctrl-C ends it at once. Exit status 5: an order may still work.");
    command->callback([&outcome, arguments] { outcome = run(*arguments); });
}

}  // namespace trademind::cli
