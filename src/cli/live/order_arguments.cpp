// The options by which a command line describes or changes an order.
#include "cli/live/order_arguments.hpp"

#include "base/time_zone.hpp"
#include "cli/enumerator.hpp"
#include "domain/market_hours.hpp"

#include <trademind/order_validation.hpp>

#include <utility>

namespace trademind::cli {
namespace {

std::optional<std::string> tws_time(const std::string& word)
{
    return parse_tws_time(word) ? std::optional{word} : std::nullopt;
}

/// What a limit and a stop price make of an order without a type.
OrderType type_by_prices(const OrderRequest& order, OrderType otherwise)
{
    if (order.limit_price && order.stop_price) return OrderType::stop_limit;
    if (order.limit_price) return OrderType::limit;
    if (order.stop_price) return OrderType::stop;
    return otherwise;
}

/// A fault in the words of the command line.
std::string by_options(std::string fault)
{
    for (const auto& [field, option] : {std::pair{"limit_price", "--limit"},
                                        {"stop_price", "--stop"},
                                        {"good_till_date", "--good-till"},
                                        {"time_in_force", "--tif"},
                                        {"client_order_id", "--client-order-id"},
                                        {"cash_quantity", "--cash"},
                                        {"quantity", "QUANTITY"}})
        for (std::size_t at; (at = fault.find(field)) != std::string::npos;)
            fault.replace(at, std::string_view{field}.size(), option);
    return fault;
}

}  // namespace

void add_order_options(Command& command, OrderArguments& a)
{
    command.section("Order")
        .option("--type", a.type, enumerator<OrderType>(parse_order_type, "TYPE"),
                "MKT, LMT, STP, \"STP LMT\" ... by the prices unless said")
        .option("--limit", a.limit, number("PRICE"), "Limit price")
        .option("--stop", a.stop, number("PRICE"), "Stop price")
        .option("--tif", a.time_in_force, enumerator<TimeInForce>(parse_time_in_force, "TIME"),
                "DAY, GTC, IOC, FOK, OPG ...")
        .option("--good-till", a.good_till,
                as(tws_time, "TIME", "is not a time such as 20261224-21:00:00"),
                "Makes it GTD: 20261224-21:00:00, UTC")
        .flag("--outside-rth", a.outside_hours, "May fill outside regular trading hours");
}

Reading<OrderId> order_id()
{
    return as(parse_order_id, "ORDER", "is not an order id");
}

OrderRequest change(OrderRequest order, const OrderArguments& a)
{
    if (a.limit) order.limit_price = a.limit;
    if (a.stop) order.stop_price = a.stop;
    if (!a.good_till.empty()) {
        order.time_in_force = TimeInForce::good_till_date;
        order.good_till_date = a.good_till;
    }
    if (a.time_in_force) order.time_in_force = *a.time_in_force;
    if (a.type) order.type = *a.type;
    if (a.outside_hours) order.outside_rth = true;
    return order;
}

OrderRequest complete(OrderRequest order, const OrderArguments& a, const Config& config)
{
    order.time_in_force = config.time_in_force;
    order.client_order_id = a.client_order_id;
    order.account = config.account;
    order = change(std::move(order), a);
    if (!a.type) order.type = type_by_prices(order, config.default_order_type);

    auto calendar = calendar_of(order.contract, nullptr);
    ValidationRules rules;
    rules.calendar = calendar.get();
    rules.crypto_buys_by_cash = true;
    rules.time_zone = config.ibkr.time_zone;
    rules.allow_negative_prices = config.risk.allow_negative_prices;
    rules.now = system_clock()->now();
    if (auto fault = fault_of(order, rules)) throw WrongUsage{by_options(std::move(fault->text))};
    return order;
}

}  // namespace trademind::cli
