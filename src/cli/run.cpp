// trademind run: trades with the broker that a configuration names.
#include "cli/live/connection.hpp"
#include "cli/live/contract_arguments.hpp"
#include "cli/options.hpp"
#include "cli/report_output.hpp"
#include "cli/trading_session.hpp"

#include <algorithm>
#include <memory>
#include <optional>

namespace trademind::cli {
namespace {

class RunArguments {
public:
    std::string config_file, tape_file, report_file;
    std::vector<std::string> symbols;
    ContractArguments contract;  ///< what the symbols have in common
    std::optional<std::int64_t> seconds, days;
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
    } else if (record.no_market) {
        outcome.exit = Exit::failed;
        outcome.problem = "no contract has quotes any more: " + record.no_market->describe();
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
        auto tape = paper::open_tape(paper.tape);
        if (!tape) return tape.error();
        plan.tape = std::move(*tape);
        if (plan.strategy.contracts.empty()) plan.strategy.contracts = plan.tape->listed();
        for (const Contract& wanted : plan.strategy.contracts)
            if (std::ranges::none_of(plan.tape->listed(), [&](const Contract& listed) {
                    return listed.same_instrument(wanted);
                }))
                return Error{Errc::invalid_argument,
                             "the tape has no quotes of " + wanted.describe()};
        return {};
    }
    if (!is_paper) return {};
    if (paper.market == PaperMarketSource::pushed)
        return Error{Errc::invalid_argument,
                     "broker.paper.market is pushed, but this command has no quotes to push: set "
                     "it to tape, generated or ibkr"};
    if (paper.market == PaperMarketSource::generated && plan.strategy.contracts.empty())
        for (const auto& symbol : paper.generated.symbols)
            plan.strategy.contracts.push_back(stock(symbol));
    return {};
}

/// What cannot be meant together.
void judge(const RunArguments& a)
{
    if (a.config_file.empty()) throw WrongUsage{"--config is needed: which broker is to trade?"};
    if (a.seconds && a.days) throw WrongUsage{"give either --seconds or --days"};
    if ((a.seconds || a.days) && !a.tape_file.empty())
        throw WrongUsage{"a --tape lasts as long as it is: leave out --seconds and --days"};
    bool one_alone = a.contract.contract_id != 0;
    if (one_alone && a.symbols.size() > 1)
        throw WrongUsage{"--contract-id names one contract: give at most one --symbol"};
    if (a.symbols.empty() && !one_alone && a.contract != ContractArguments{})
        throw WrongUsage{"which contract? name at least one --symbol, or --contract-id"};
}

std::vector<Contract> contracts_of(const RunArguments& arguments)
{
    std::vector<Contract> contracts;
    auto one = arguments.contract;
    for (const auto& symbol : arguments.symbols) {
        one.symbol = symbol;
        contracts.push_back(contract_of(one));
    }
    if (contracts.empty() && one.contract_id != 0) contracts.push_back(contract_of(one));
    refuse_repeats(contracts);
    return contracts;
}

Outcome run(const RunArguments& arguments)
{
    judge(arguments);
    auto contracts = contracts_of(arguments);
    // a tape given here is the market that the file may leave out
    auto config = arguments.tape_file.empty() ? load_config_for_orders(arguments.config_file)
                                              : load_config(arguments.config_file);
    if (!config) return config.error();
    SessionPlan plan;
    plan.config = std::move(*config);
    if (arguments.seconds) plan.time_limit = std::chrono::seconds{*arguments.seconds};
    if (arguments.days) plan.time_limit = std::chrono::days{*arguments.days};
    plan.keep_orders = arguments.keep_orders;
    plan.with_report = !arguments.report_file.empty();
    if (plan.with_report)
        if (auto free = judge_report_file(arguments.report_file); !free) return free.error();
    plan.strategy.contracts = std::move(contracts);
    if (auto found = find_market(plan, arguments.tape_file); !found) return found.error();
    if (plan.strategy.contracts.empty())
        throw WrongUsage{"nothing to trade: name at least one --symbol"};

    auto heading = describe(plan);
    auto record = run_session(std::move(plan));
    if (!record) return failure(record.error());
    auto text = arguments.as_json ? to_json(*record) : heading + '\n' + to_text(*record);
    if (record->report && !arguments.as_json) text += to_text(*record->report);
    auto outcome = outcome_of(*record, std::move(text));
    if (!record->report) return outcome;
    auto written = write_report(*record->report, arguments.report_file);
    if (!written && outcome.exit == Exit::done) {
        outcome.exit = Exit::failed;
        outcome.problem = written.error().describe();
    }
    return outcome;
}

}  // namespace

void add_run(Command& program, Console&)
{
    auto command = program.add("run", "Trade a small strategy on the configured broker");
    auto arguments = std::make_shared<RunArguments>();
    command.option("--config", arguments->config_file, text("FILE"), "YAML; see config/paper.yaml")
        .option("--tape", arguments->tape_file, text("FILE"),
                "Market to play on the paper broker (CSV)")
        .option("--symbol", arguments->symbols, text("SYMBOL"),
                "What to trade, a US stock unless said; again for more (default: all of the tape "
                "or of the generated market)")
        .option("--seconds", arguments->seconds, whole_number(1, 86'400, "SECONDS"),
                "How long to trade without a tape (until stopped)")
        .option("--days", arguments->days, whole_number(1, 365, "DAYS"), "The same in days")
        .option("--report", arguments->report_file, text("FILE"),
                "Write equity, drawdown, days, symbols and costs to this file, as JSON")
        .flag("--keep-orders", arguments->keep_orders, "At the end, leave own orders working")
        .json(arguments->as_json);
    add_contract_terms(command, arguments->contract);
    command.footer(
        "The strategy buys dips and sells the recovery. It places real orders wherever the\n"
        "configuration points: start with paper.\n"
        "It stops trading a contract after three round trips.\n"
        "Without a tape it trades until --seconds or --days are over, or until Ctrl-C or SIGTERM,\n"
        "also through a lost and restored connection. Then it places nothing more, cancels its\n"
        "orders, waits for their end at most kill_switch.cancel_timeout, and prints its report. A\n"
        "second Ctrl-C ends it at once. A contract that the broker does not know ends it before\n"
        "anything is sent, and so does the end of the last market.");
    command.status(Exit::done, "it ended, and none of its orders works")
        .status(Exit::not_connected, "no connection to TWS, or it broke")
        .status(Exit::refused, "TWS or the risk checks refused to begin")
        .status(Exit::unknown, "an order may still work");
    command.run([arguments] {
        auto outcome = run(*arguments);
        outcome.beside_a_log = true;
        return outcome;
    });
}

}  // namespace trademind::cli
