// trademind cancel: cancels orders and says what became of each.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/live/order_arguments.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <memory>

namespace trademind::cli {
namespace {

class CancelArguments : public ConnectionArguments {
public:
    std::vector<OrderId> order_ids;
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
        if (outcome.exit == Exit::done) {
            outcome.exit = failed.exit;
            outcome.code = failed.code;
        }
        outcome.problem += (outcome.problem.empty() ? "order " : "\norder ") + to_string(id) +
                           ": " + failed.problem;
    }
    if (as_json)
        outcome.output = page(json_list(cancelled));
    else if (!cancelled.empty())
        outcome.output = order_table(cancelled).str();
    return outcome;
}

}  // namespace

void add_cancel(Command& program, Console&)
{
    auto command = program.add("cancel", "Cancel orders", live_group);
    auto arguments = std::make_shared<CancelArguments>();
    command.option("ORDER", arguments->order_ids, order_id(),
                   "Their order ids; see trademind orders");
    add_connection_options(command, *arguments);
    command.footer(
        "It is not asked for confirmation: cancelling must be quick. Only orders of the same\n"
        "--client-id can be cancelled one by one; trademind global-cancel reaches all.");
    command.status(Exit::not_connected, "no connection to TWS, or it broke")
        .status(Exit::refused, "TWS refused the cancel, or there is no such order")
        .status(Exit::unknown, "the outcome is unknown: the order may be live");
    command.run([arguments] {
        return with_router(*arguments, [&](ExecutionRouter& router, const Config&) {
            return cancel(router, arguments->order_ids, arguments->as_json);
        });
    });
}

}  // namespace trademind::cli
