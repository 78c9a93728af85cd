// trademind cancel: cancels orders and says what became of each.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

namespace trademind::cli {
namespace {

class CancelArguments : public ConnectionArguments {
public:
    std::vector<std::string> order_ids;
};

/// All of them, whatever becomes of one; the first problem is the command's.
Outcome cancel(ExecutionRouter& router, const std::vector<OrderId>& ids, bool as_json)
{
    std::vector<OrderReport> cancelled;
    Outcome outcome;
    for (OrderId id : ids) {
        auto report = router.cancel_order(id, asio::use_future).get();
        if (report) {
            cancelled.push_back(std::move(*report));
            continue;
        }
        auto failed = order_failure(report.error());
        if (outcome.exit == Exit::done) outcome.exit = failed.exit;
        outcome.problem += (outcome.problem.empty() ? "order " : "\norder ") + to_string(id) +
                           ": " + failed.problem;
    }
    if (as_json)
        outcome.output = page(json_list(cancelled));
    else if (!cancelled.empty())
        outcome.output = order_table(cancelled).str();
    return outcome;
}

Outcome cancel(const CancelArguments& arguments)
{
    std::vector<OrderId> ids;
    for (const auto& text : arguments.order_ids) {
        auto id = parse_order_id(text);
        if (!id) return id.error();
        ids.push_back(*id);
    }
    return with_router(arguments, [&](ExecutionRouter& router, const Config&) {
        return cancel(router, ids, arguments.as_json);
    });
}

}  // namespace

void add_cancel(CLI::App& app, Outcome& outcome, Console&)
{
    auto* command = app.add_subcommand("cancel", "Cancel orders")->group("TWS or IB Gateway");
    auto arguments = std::make_shared<CancelArguments>();
    command->add_option("ORDER", arguments->order_ids, "Their order ids; see trademind orders")
        ->required();
    add_connection_options(*command, *arguments);
    command->footer(
        "It is not asked for confirmation: cancelling must be quick. Only orders of the same\n"
        "--client-id can be cancelled one by one; trademind global-cancel reaches all.");
    command->callback([&outcome, arguments] { outcome = cancel(*arguments); });
}

}  // namespace trademind::cli
