// trademind buy and sell: an order, checked, confirmed and placed.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/live/contract_arguments.hpp"
#include "cli/live/order_arguments.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

namespace trademind::cli {
namespace {

class PlaceArguments : public ConnectionArguments {
public:
    Side side = Side::buy;
    std::string quantity;
    ContractArguments contract;
    OrderArguments order;
    bool what_if = false, yes = false;
};

Result<OrderRequest> order_of(const PlaceArguments& arguments, const Config& config)
{
    auto contract = contract_of(arguments.contract);
    if (!contract) return contract.error();
    auto quantity = number_of(arguments.quantity, "QUANTITY");
    if (!quantity) return quantity.error();
    return complete(OrderRequest{arguments.side, std::move(*contract), *quantity}, arguments.order,
                    config);
}

Outcome preview(ExecutionRouter& router, const OrderRequest& order, bool as_json)
{
    auto preview = router.preview_order(order, asio::use_future).get();
    if (!preview) return order_failure(preview.error());
    if (as_json) return Outcome{page(json_of(*preview))};
    auto text = order.describe() + "\n\n" + preview_table(*preview).str();
    if (!preview->warning.empty()) text += "\nWarning: " + preview->warning + '\n';
    return Outcome{std::move(text)};
}

Outcome place(ExecutionRouter& router, const OrderRequest& order, const PlaceArguments& arguments,
              Console& console)
{
    // a refusal comes before the question: nobody confirms what cannot be
    auto verdict = router.check(order, asio::use_future).get();
    if (!verdict) return order_failure(verdict.error());
    if (!verdict->ok()) return order_failure(verdict->error());
    if (!arguments.yes) {
        auto account = router.get_account(asio::use_future).get();
        if (!account) return failure(account.error());
        if (!console.confirm(order.describe() + " in account " + account->id + "?")) {
            Outcome declined{"", Exit::declined};
            declined.problem = "not confirmed: nothing was sent";
            return declined;
        }
    }
    auto placed = router.place_order(order, asio::use_future).get();
    if (!placed) return order_failure(placed.error());
    Outcome outcome{arguments.as_json ? page(json_of(*placed)) : order_table({*placed}).str()};
    if (placed->status == OrderStatus::rejected) outcome.exit = Exit::refused;
    if (placed->status == OrderStatus::inactive) {
        outcome.exit = Exit::unknown;
        outcome.problem =
            "TWS holds the order inactive and does not say why: it does not work now, and may "
            "work later. Look at TWS, or cancel it";
    }
    if (placed->status == OrderStatus::unknown || placed->status == OrderStatus::pending_submit) {
        outcome.exit = Exit::unknown;
        outcome.problem =
            "TWS has not acknowledged the order. It may be live: look at "
            "`trademind orders` before trying again";
    }
    return outcome;
}

Outcome trade(const PlaceArguments& arguments, Console& console)
{
    return with_router(arguments, [&](ExecutionRouter& router, const Config& config) -> Outcome {
        auto order = order_of(arguments, config);
        if (!order) return order.error();
        return arguments.what_if ? preview(router, *order, arguments.as_json)
                                 : place(router, *order, arguments, console);
    });
}

void add_side(CLI::App& app, Outcome& outcome, Console& console, Side side)
{
    auto* command =
        app.add_subcommand(side == Side::buy ? "buy" : "sell",
                           side == Side::buy ? "Place an order to buy" : "Place an order to sell")
            ->group("TWS or IB Gateway");
    auto arguments = std::make_shared<PlaceArguments>();
    arguments->side = side;
    add_contract_options(*command, arguments->contract);
    command->add_option("QUANTITY", arguments->quantity, "Shares or contracts")->required();
    add_order_options(*command, arguments->order);
    command->add_flag("--what-if", arguments->what_if,
                      "Print margin and commission; place nothing");
    command->add_flag("--yes", arguments->yes, "Do not ask for confirmation");
    add_connection_options(*command, *arguments);
    command->footer(
        "The order passes the risk checks of the configuration (docs/RISK.md) before it is shown\n"
        "for confirmation. Exit status 4: it was refused; 5: its outcome is unknown, it may be\n"
        "live; 6: it was not confirmed and not sent.");
    command->callback([&outcome, &console, arguments] { outcome = trade(*arguments, console); });
}

}  // namespace

void add_place(CLI::App& app, Outcome& outcome, Console& console)
{
    add_side(app, outcome, console, Side::buy);
    add_side(app, outcome, console, Side::sell);
}

}  // namespace trademind::cli
