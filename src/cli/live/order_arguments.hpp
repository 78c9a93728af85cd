// The options by which a command line describes or changes an order.
#pragma once

#include "cli/options.hpp"

#include <trademind/execution/config.hpp>
#include <trademind/ids.hpp>
#include <trademind/order.hpp>

#include <optional>
#include <string>

namespace trademind::cli {

/// What was given.
class OrderArguments {
public:
    std::optional<OrderType> type;
    std::optional<Decimal> limit, stop;
    std::optional<TimeInForce> time_in_force;
    std::string client_order_id, good_till;
    bool outside_hours = false;
};

/// --type --limit --stop --tif --good-till --outside-rth.
void add_order_options(Command& command, OrderArguments& arguments);

/// The number of an order, as tables show it.
Reading<OrderId> order_id();

/// Completes an order by the options, and by the configuration where they say nothing: without
/// --type, prices make it a limit, stop or stop limit order. Throws WrongUsage for an order that no
/// broker could take, whatever the market, naming the option.
OrderRequest complete(OrderRequest order, const OrderArguments& arguments, const Config& config);

/// Changes what was given and keeps the rest.
OrderRequest change(OrderRequest order, const OrderArguments& arguments);

}  // namespace trademind::cli
