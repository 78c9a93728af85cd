// The options by which a command line describes or changes an order.
#include "cli/live/order_arguments.hpp"

#include "cli/live/contract_arguments.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <optional>

namespace trademind::cli {
namespace {

/// Sets `field` to the number of an option that was given.
Result<> set(std::optional<Decimal>& field, const std::string& text, const char* option)
{
    if (text.empty()) return {};
    auto value = number_of(text, option);
    if (!value) return value.error();
    field = *value;
    return {};
}

Result<> set_time_in_force(OrderRequest& order, const OrderArguments& a)
{
    if (!a.good_till.empty()) {
        order.time_in_force = TimeInForce::good_till_date;
        order.good_till_date = a.good_till;
    }
    if (a.time_in_force.empty()) return {};
    auto parsed = parse_time_in_force(a.time_in_force);
    if (!parsed)
        return Error{Errc::invalid_argument,
                     "--tif: \"" + a.time_in_force + "\" is no time in force of TWS"};
    order.time_in_force = *parsed;
    return {};
}

/// What a limit and a stop price make of an order without a type.
OrderType type_by_prices(const OrderRequest& order, OrderType otherwise)
{
    if (order.limit_price && order.stop_price) return OrderType::stop_limit;
    if (order.limit_price) return OrderType::limit;
    if (order.stop_price) return OrderType::stop;
    return otherwise;
}

}  // namespace

void add_order_options(CLI::App& command, OrderArguments& a)
{
    auto* group = command.add_option_group("Order");
    group->add_option("--type", a.type, "MKT, LMT, STP, \"STP LMT\" ... by the prices unless said")
        ->type_name("TYPE");
    group->add_option("--limit", a.limit, "Limit price")->type_name("PRICE");
    group->add_option("--stop", a.stop, "Stop price")->type_name("PRICE");
    group->add_option("--tif", a.time_in_force, "DAY, GTC, IOC, FOK, OPG ...")->type_name("TIME");
    group->add_option("--good-till", a.good_till, "Makes it GTD: 20261224-21:00:00, UTC")
        ->type_name("TIME");
    group->add_flag("--outside-rth", a.outside_hours, "May fill outside regular trading hours");
    group->add_option("--client-order-id", a.client_order_id, "Sent again, it places nothing new")
        ->type_name("ID");
}

Result<OrderRequest> complete(OrderRequest order, const OrderArguments& a, const Config& config)
{
    order.time_in_force = config.time_in_force;
    if (auto ok = set(order.limit_price, a.limit, "--limit"); !ok) return ok.error();
    if (auto ok = set(order.stop_price, a.stop, "--stop"); !ok) return ok.error();
    if (auto ok = set_time_in_force(order, a); !ok) return ok.error();
    order.type = type_by_prices(order, config.default_order_type);
    if (!a.type.empty()) {
        auto parsed = parse_order_type(a.type);
        if (!parsed)
            return Error{Errc::invalid_argument,
                         "--type: \"" + a.type + "\" is no order type of TWS"};
        order.type = *parsed;
    }
    order.outside_rth = a.outside_hours;
    order.client_order_id = a.client_order_id;
    order.account = config.account;
    return order;
}

Result<OrderRequest> change(OrderRequest order, const OrderArguments& a,
                            const std::string& quantity)
{
    std::optional<Decimal> new_quantity;
    if (auto ok = set(new_quantity, quantity, "--quantity"); !ok) return ok.error();
    if (new_quantity) order.quantity = *new_quantity;
    if (auto ok = set(order.limit_price, a.limit, "--limit"); !ok) return ok.error();
    if (auto ok = set(order.stop_price, a.stop, "--stop"); !ok) return ok.error();
    if (auto ok = set_time_in_force(order, a); !ok) return ok.error();
    if (!a.type.empty()) {
        auto parsed = parse_order_type(a.type);
        if (!parsed)
            return Error{Errc::invalid_argument,
                         "--type: \"" + a.type + "\" is no order type of TWS"};
        order.type = *parsed;
    }
    if (a.outside_hours) order.outside_rth = true;
    return order;
}

}  // namespace trademind::cli
