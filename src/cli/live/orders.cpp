// trademind orders: what works, and what became of the rest.
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

class OrdersArguments : public ConnectionArguments {
public:
    std::string filter = "open";
};

Outcome orders(const OrdersArguments& arguments)
{
    auto filter = parse_order_filter(arguments.filter);
    return with_ibkr(arguments, [&](Broker& broker, const Config&) {
        auto orders = broker.get_orders(filter.value_or(OrderFilter::open), asio::use_future).get();
        if (!orders) return failure(orders.error());
        return Outcome{arguments.as_json ? page(json_list(*orders))
                                         : text_or(order_table(*orders), "No orders")};
    });
}

}  // namespace

void add_orders(CLI::App& app, Outcome& outcome, Console&)
{
    auto* command = app.add_subcommand("orders", "Print the orders, also those of other clients")
                        ->group("TWS or IB Gateway");
    auto arguments = std::make_shared<OrdersArguments>();
    command->add_option("--show", arguments->filter, "open, filled, cancelled or all")
        ->check(CLI::IsMember({"open", "filled", "cancelled", "all"}))
        ->capture_default_str();
    add_connection_options(*command, *arguments);
    command->callback([&outcome, arguments] { outcome = orders(*arguments); });
}

}  // namespace trademind::cli
