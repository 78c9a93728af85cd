// trademind paper: shows the account that a paper broker keeps in a file, or removes it.
#include "cli/config_file.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "cli/report_output.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_log.hpp"

#include <trademind/brokers/paper/saved_account.hpp>
#include <trademind/execution/config.hpp>

#include <fmt/format.h>
#include <filesystem>
#include <memory>
#include <string>

namespace trademind::cli {
namespace {

class PaperArguments {
public:
    std::string config_file, file;
    bool as_json = false, yes = false;
};

Result<std::filesystem::path> file_of(const PaperArguments& arguments)
{
    if (!arguments.file.empty()) return std::filesystem::path{arguments.file};
    auto config_file = config_file_or_usual(arguments.config_file);
    if (config_file.empty()) throw WrongUsage{"no account named: give --config or --file"};
    auto config = load_config(config_file);
    if (!config) return config.error();
    if (config->paper.account_file.empty())
        return Error{Errc::config, config_file + ": broker.paper.account_file is not set"};
    return config->paper.account_file;
}

TradingRecord record_of(const paper::SavedAccount& saved)
{
    TradingRecord record;
    record.broker = "paper";
    for (const OrderReport& order : saved.orders)
        record.orders.emplace_back(order.updated_at, order);
    record.executions = saved.executions;
    record.positions = saved.positions;
    record.account = saved.account;
    record.portfolio = summarize(saved.account, saved.positions);
    return record;
}

Outcome show(const PaperArguments& arguments)
{
    auto file = file_of(arguments);
    if (!file) return file.error();
    auto saved = paper::read_saved_account(*file);
    if (!saved) return saved.error();
    if (saved->saved_at == TimePoint{} && !arguments.as_json)
        return Outcome{fmt::format("'{}' keeps no account yet\n", file->string())};
    auto record = record_of(*saved);
    if (arguments.as_json) return Outcome{to_json(record)};
    return Outcome{fmt::format("Paper account {} in '{}', as saved at {}\n{}", saved->account.id,
                               file->string(), format_time(saved->saved_at), to_text(record))};
}

/// What the file knows: fills, costs and positions. It keeps no equity over time, and no quotes.
Outcome report(const PaperArguments& arguments)
{
    auto file = file_of(arguments);
    if (!file) return file.error();
    auto saved = paper::read_saved_account(*file);
    if (!saved) return saved.error();
    StrategyReporter reporter;
    reporter.on_account(saved->account);
    for (const OrderReport& order : saved->orders) reporter.on_order(order);
    for (const Execution& execution : saved->executions) reporter.on_execution(execution);
    auto made = reporter.report(saved->positions);
    if (arguments.as_json) return Outcome{page(json_of(made))};
    return Outcome{fmt::format("Paper account {} in '{}', as saved at {}\n{}", saved->account.id,
                               file->string(), format_time(saved->saved_at), to_text(made))};
}

Outcome reset(const PaperArguments& arguments, Console& console)
{
    auto file = file_of(arguments);
    if (!file) return file.error();
    auto saved = paper::read_saved_account(*file);
    if (!saved) return saved.error();
    auto question =
        fmt::format("Removes account {} in '{}' for good: {} orders, {} executions, {} positions.",
                    saved->account.id, file->string(), saved->orders.size(),
                    saved->executions.size(), saved->positions.size());
    if (!arguments.yes && !console.confirm_by("yes", question)) return not_confirmed("changed");
    if (auto removed = paper::remove_saved_account(*file); !removed) return removed.error();
    if (arguments.as_json)
        return Outcome{page(object("file", file->string(), "account", saved->account.id, "orders",
                                   saved->orders.size(), "executions", saved->executions.size(),
                                   "positions", saved->positions.size()))};
    return Outcome{fmt::format("'{}' is removed: the next run begins with the starting cash\n",
                               file->string())};
}

void add_file_options(Command& command, PaperArguments& arguments)
{
    command.option("--file", arguments.file, text("FILE"), "The account's file")
        .option("--config", arguments.config_file, text("FILE"),
                "YAML whose broker.paper.account_file names it")
        .json(arguments.as_json);
}

}  // namespace

void add_paper(Command& program, Console& console)
{
    auto command = program.add("paper", "Show or reset the account of the paper broker");
    command.needs_command();
    auto arguments = std::make_shared<PaperArguments>();
    auto showing = command.add("show", "Print orders, fills, positions and account");
    add_file_options(showing, *arguments);
    showing.footer("Reads only; a program may trade with the account meanwhile.");
    showing.run([arguments] { return show(*arguments); });

    auto reporting = command.add("report", "Print turnover, costs and P&L by day and symbol");
    add_file_options(reporting, *arguments);
    reporting.footer("Equity over time, drawdown and slippage are in the file of `run --report`.");
    reporting.run([arguments] { return report(*arguments); });

    auto resetting = command.add("reset", "Remove the account: the next run begins another");
    add_file_options(resetting, *arguments);
    resetting.flag("--yes", arguments->yes, "Do not ask for confirmation");
    resetting.footer("Refused while a program has the account open.");
    resetting.status(Exit::declined, "not confirmed: the account is as it was");
    resetting.run([&console, arguments] { return reset(*arguments, console); });
}

}  // namespace trademind::cli
