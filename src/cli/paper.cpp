// trademind paper: shows the account that a paper broker keeps in a file, or begins it anew.
#include "cli/command.hpp"
#include "cli/trading_log.hpp"

#include <trademind/brokers/paper/saved_account.hpp>
#include <trademind/execution/config.hpp>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <filesystem>
#include <iostream>
#include <memory>

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
    if (arguments.config_file.empty())
        return Error{Errc::invalid_argument, "which account? Give it --config or --file"};
    auto config = load_config(arguments.config_file);
    if (!config) return config.error();
    if (config->paper.account_file.empty())
        return Error{Errc::config,
                     arguments.config_file + ": broker.paper.account_file is not set"};
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

/// Asks on standard error, so that standard output stays the command's.
bool confirmed(const std::filesystem::path& file, const paper::SavedAccount& saved)
{
    std::cerr
        << fmt::format(
               "Removes account {} in '{}' for good: {} orders, {} executions, {} positions.\n"
               "Type 'yes' to go on: ",
               saved.account.id, file.string(), saved.orders.size(), saved.executions.size(),
               saved.positions.size())
        << std::flush;
    std::string answer;
    return std::getline(std::cin, answer) && answer == "yes";
}

Outcome reset(const PaperArguments& arguments)
{
    auto file = file_of(arguments);
    if (!file) return file.error();
    auto saved = paper::read_saved_account(*file);
    if (!saved) return saved.error();
    if (!arguments.yes && !confirmed(*file, *saved)) {
        Outcome kept{"", Exit::failed};
        kept.problem = "not confirmed: nothing was changed";
        return kept;
    }
    if (auto removed = paper::remove_saved_account(*file); !removed) return removed.error();
    return Outcome{fmt::format("'{}' is removed: the next run begins with the starting cash\n",
                               file->string())};
}

void add_file_options(CLI::App& command, PaperArguments& arguments)
{
    command.add_option("--file", arguments.file, "The account's file")->type_name("FILE");
    command
        .add_option("--config", arguments.config_file,
                    "YAML whose broker.paper.account_file names it")
        ->type_name("FILE");
}

}  // namespace

void add_paper(CLI::App& app, Outcome& outcome)
{
    auto* command = app.add_subcommand("paper", "Show or reset the account of the paper broker")
                        ->group("Commands")
                        ->require_subcommand(1);
    auto arguments = std::make_shared<PaperArguments>();
    auto* show_it = command->add_subcommand("show", "Print orders, fills, positions and account");
    add_file_options(*show_it, *arguments);
    show_it->add_flag("--json", arguments->as_json, "Print JSON");
    show_it->footer("Reads only; a program may trade with the account meanwhile.");
    show_it->callback([&outcome, arguments] { outcome = show(*arguments); });

    auto* reset_it = command->add_subcommand("reset", "Remove the account and begin anew");
    add_file_options(*reset_it, *arguments);
    reset_it->add_flag("--yes", arguments->yes, "Do not ask");
    reset_it->footer("Refused while a program has the account open.");
    reset_it->callback([&outcome, arguments] { outcome = reset(*arguments); });
}

}  // namespace trademind::cli
