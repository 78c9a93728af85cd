// trademind modify: changes a working order.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/live/order_arguments.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <memory>

namespace trademind::cli {
namespace {

class ModifyArguments : public ConnectionArguments {
public:
    std::string order_id, quantity;
    OrderArguments order;
    bool yes = false;
};

/// The order as the broker last acknowledged it. Order ids are counted by each client: of several
/// orders the one of this client is meant, or of one of those that it may have become.
Result<OrderReport> find(Broker& broker, OrderId id, const IbkrConfig& connection)
{
    auto orders = broker.get_orders(OrderFilter::all, asio::use_future).get();
    if (!orders) return orders.error();
    std::erase_if(*orders, [&](const auto& order) { return order.id != id; });
    if (orders->empty()) return Error{Errc::unknown_order, "no order " + to_string(id)};
    if (orders->size() == 1) return orders->front();
    auto last = connection.client_id + connection.next_client_ids;
    std::erase_if(*orders, [&](const auto& order) {
        return order.client_id < connection.client_id || order.client_id > last;
    });
    // of orders of one client under one id the newest counts, as for the broker
    if (orders->empty() || orders->front().client_id != orders->back().client_id)
        return Error{Errc::unknown_order,
                     "more than one client has an order " + to_string(id) + ": name its client id"};
    return orders->back();
}

Outcome modify(ExecutionRouter& router, const Config& config, const ModifyArguments& arguments,
               Console& console)
{
    auto id = parse_order_id(arguments.order_id);
    if (!id) return id.error();
    auto known = find(router, *id, config.ibkr);
    if (!known) return order_failure(known.error());
    auto changed = change(known->order, arguments.order, arguments.quantity);
    if (!changed) return changed.error();
    if (*changed == known->order)
        return Error{Errc::invalid_argument, "nothing to change: give a new price, quantity ..."};
    if (!arguments.yes &&
        !console.confirm("Order " + to_string(*id) + ": " + known->order.describe() +
                         "\nbecomes: " + changed->describe() + "?")) {
        Outcome declined{"", Exit::declined};
        declined.problem = "not confirmed: nothing was sent";
        return declined;
    }
    auto modified = router.modify_order(*id, std::move(*changed), asio::use_future).get();
    if (!modified) return order_failure(modified.error());
    return Outcome{arguments.as_json ? page(json_of(*modified)) : order_table({*modified}).str()};
}

}  // namespace

void add_modify(CLI::App& app, Outcome& outcome, Console& console)
{
    auto* command =
        app.add_subcommand("modify", "Change a working order")->group("TWS or IB Gateway");
    auto arguments = std::make_shared<ModifyArguments>();
    command->add_option("ORDER", arguments->order_id, "Its order id; see trademind orders")
        ->required();
    command->add_option("--quantity", arguments->quantity, "New quantity, filled part included")
        ->type_name("NUMBER");
    add_order_options(*command, arguments->order);
    command->add_flag("--yes", arguments->yes, "Do not ask for confirmation");
    add_connection_options(*command, *arguments);
    command->footer(
        "Only orders of the same --client-id can be changed. A change that is refused leaves the\n"
        "order as it was.");
    command->callback([&outcome, &console, arguments] {
        outcome = with_router(*arguments, [&](ExecutionRouter& router, const Config& config) {
            return modify(router, config, *arguments, console);
        });
    });
}

}  // namespace trademind::cli
