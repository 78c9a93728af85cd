// trademind modify: changes a working order.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/live/order_arguments.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <algorithm>
#include <memory>

namespace trademind::cli {
namespace {

class ModifyArguments : public ConnectionArguments {
public:
    OrderId order_id{};
    std::optional<Decimal> quantity;
    OrderArguments order;
    bool yes = false;
};

/// The order as the broker last acknowledged it. Order ids are counted by each client: of several
/// orders the one of this client is meant, or of one of those that it may have become.
Result<OrderReport> find(Broker& broker, OrderId id, const IbkrOptions& connection)
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
    auto id = arguments.order_id;
    auto known = find(router, id, config.ibkr);
    if (!known) return order_failure(known.error());
    auto changed = change(known->order, arguments.order);
    if (arguments.quantity) changed.quantity = *arguments.quantity;
    if (changed == known->order)
        return Error{Errc::invalid_argument, "nothing to change: give a new price, quantity ..."};
    if (!arguments.yes &&
        !console.confirm("Order " + to_string(id) + ": " + known->order.describe() +
                         "\nbecomes: " + changed.describe() + "?"))
        return not_confirmed();
    auto modified = router.modify_order(id, std::move(changed), asio::use_future).get();
    if (!modified) return order_failure(modified.error());
    return Outcome{arguments.as_json ? page(json_of(*modified)) : order_table({*modified}).str()};
}

/// A line that asks for no change, or for two that exclude each other.
void check(const ModifyArguments& a)
{
    const OrderArguments& o = a.order;
    if (!a.quantity && !o.type && !o.limit && !o.stop && !o.time_in_force && o.good_till.empty() &&
        !o.outside_hours)
        throw WrongUsage{"nothing to change: give --quantity, --limit, --stop or another option"};
    if (!o.good_till.empty() &&
        o.time_in_force.value_or(TimeInForce::good_till_date) != TimeInForce::good_till_date)
        throw WrongUsage{"--good-till makes the order GTD: leave --tif out"};
}

}  // namespace

void add_modify(Command& program, Console& console)
{
    auto command = program.add("modify", "Change a working order", live_group);
    auto arguments = std::make_shared<ModifyArguments>();
    command.option("ORDER", arguments->order_id, order_id(), "Its order id; see trademind orders")
        .option("--quantity", arguments->quantity, positive_number(),
                "New quantity, filled part included");
    add_order_options(command, arguments->order);
    command.section("").flag("--yes", arguments->yes, "Do not ask for confirmation");
    add_connection_options(command, *arguments);
    command.footer(
        "Only orders of the same --client-id can be changed. A change that is refused leaves the\n"
        "order as it was.");
    command.status(Exit::not_connected, "no connection to TWS, or it broke")
        .status(Exit::refused, "the change was refused: here, by TWS or by the exchange")
        .status(Exit::unknown, "the outcome is unknown: either terms may be live")
        .status(Exit::declined, "it was not confirmed and not sent");
    command.run([&console, arguments] {
        check(*arguments);
        return with_router(*arguments, [&](ExecutionRouter& router, const Config& config) {
            return modify(router, config, *arguments, console);
        });
    });
}

}  // namespace trademind::cli
