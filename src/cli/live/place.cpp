// trademind buy and sell: an order, checked, confirmed and placed.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/live/contract_arguments.hpp"
#include "cli/live/order_arguments.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace trademind::cli {
namespace {

class PlaceArguments : public ConnectionArguments {
public:
    Side side = Side::buy;
    std::optional<Decimal> quantity, cash;
    ContractArguments contract;
    OrderArguments order;
    bool what_if = false, yes = false;
};

Outcome preview(ExecutionRouter& router, const OrderRequest& order, bool as_json)
{
    auto preview = router.preview_order(order, asio::use_future).get();
    if (!preview) return order_failure(preview.error());
    if (as_json) return Outcome{page(json_of(*preview))};
    auto text = order.describe() + "\n\n" + preview_table(*preview).str();
    if (!preview->warning.empty()) text += "\nWarning: " + preview->warning + '\n';
    return Outcome{std::move(text)};
}

/// What became of the order since: TWS reports fills right behind its acknowledgement, and its
/// answer to the next question follows them.
OrderReport latest(ExecutionRouter& router, OrderReport placed)
{
    if (is_done(placed.status)) return placed;
    auto orders = router.get_orders(OrderFilter::all, asio::use_future).get();
    if (!orders) return placed;
    auto same = [&](const OrderReport& order) {
        return order.id == placed.id && order.client_id == placed.client_id &&
               order.filled >= placed.filled;
    };
    auto found = std::ranges::find_if(*orders, same);
    return found == orders->end() ? placed : *found;
}

std::string reason_of(const OrderReport& order)
{
    if (order.error) return order.error->describe();
    return order.messages.empty() ? "it does not say why" : order.messages.back().text;
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
        if (!console.confirm(order.describe() + " in account " + account->id + "?"))
            return not_confirmed();
    }
    auto placed = router.place_order(order, asio::use_future).get();
    if (!placed) return order_failure(placed.error());
    bool ended_at_once = is_done(placed->status);
    auto order_now = latest(router, std::move(*placed));
    Outcome outcome{arguments.as_json ? page(json_of(order_now)) : order_table({order_now}).str()};
    if (order_now.status == OrderStatus::rejected) {
        outcome.exit = Exit::refused;
        outcome.problem = order_now.error ? order_now.error->describe() : "the order was rejected";
        if (order_now.error) outcome.code = order_now.error->code;
    }
    bool is_cancelled = order_now.status == OrderStatus::cancelled ||
                        order_now.status == OrderStatus::api_cancelled;
    if (ended_at_once && is_cancelled && order_now.filled.is_zero()) {
        outcome.exit = Exit::refused;
        outcome.problem = "TWS cancelled the order before it worked: " + reason_of(order_now);
        if (order_now.error) outcome.code = order_now.error->code;
    }
    if (order_now.status == OrderStatus::inactive) {
        outcome.exit = Exit::unknown;
        outcome.problem = "TWS holds the order inactive (" + reason_of(order_now) +
                          "): it does not work now, and may work later. Look at TWS, or cancel it";
    }
    if (order_now.status == OrderStatus::unknown ||
        order_now.status == OrderStatus::pending_submit) {
        outcome.exit = Exit::unknown;
        outcome.problem =
            "TWS has not acknowledged the order. It may be live: look at "
            "`trademind orders` before trying again";
        if (!order_now.messages.empty())
            outcome.problem += "\nTWS: " + order_now.messages.back().text;
    }
    return outcome;
}

Outcome trade(const PlaceArguments& arguments, Console& console)
{
    auto config = connection_config(arguments);
    if (!config) return config.error();
    if (arguments.quantity.has_value() == arguments.cash.has_value())
        throw WrongUsage{arguments.cash ? "--cash: QUANTITY is given as well"
                                        : "QUANTITY or --cash is needed"};
    OrderRequest order{arguments.side, contract_of(arguments.contract), {}};
    if (arguments.cash)
        order = std::move(order).for_cash(*arguments.cash);
    else
        order.quantity = *arguments.quantity;
    order = complete(std::move(order), arguments.order, *config);
    return with_router(*config, [&](ExecutionRouter& router, const Config&) {
        return arguments.what_if ? preview(router, order, arguments.as_json)
                                 : place(router, order, arguments, console);
    });
}

void add_side(Command& program, Console& console, Side side)
{
    auto command = program.add(
        side == Side::buy ? "buy" : "sell",
        side == Side::buy ? "Place an order to buy" : "Place an order to sell", live_group);
    auto arguments = std::make_shared<PlaceArguments>();
    arguments->side = side;
    add_contract_options(command, arguments->contract);
    command.option("QUANTITY", arguments->quantity, positive_number(), "Shares or contracts");
    add_order_options(command, arguments->order);
    command
        .option("--cash", arguments->cash, positive_number("AMOUNT"),
                "Instead of QUANTITY: money in the contract's currency")
        .option("--client-order-id", arguments->order.client_order_id, text("ID"),
                "Sent again, it places nothing new")
        .section("")
        .flag("--what-if", arguments->what_if, "Print margin and commission; place nothing")
        .flag("--yes", arguments->yes, "Do not ask for confirmation");
    add_connection_options(command, *arguments);
    command.footer(
        "The order passes the risk checks of the configuration (docs/RISK.md) before it is shown\n"
        "for confirmation.");
    command.status(Exit::done, "the order is sent, and acknowledged; or previewed")
        .status(Exit::not_connected, "no connection to TWS: nothing was sent")
        .status(Exit::refused, "it was refused: here, by TWS or by the exchange")
        .status(Exit::unknown, "its outcome is unknown: it may be live")
        .status(Exit::declined, "it was not confirmed and not sent");
    command.run([&console, arguments] { return trade(*arguments, console); });
}

}  // namespace

void add_place(Command& program, Console& console)
{
    add_side(program, console, Side::buy);
    add_side(program, console, Side::sell);
}

}  // namespace trademind::cli
