// The options by which a command line describes or changes an order.
#pragma once

#include <trademind/execution/config.hpp>
#include <trademind/order.hpp>
#include <trademind/result.hpp>

#include <string>

namespace CLI {
class App;
}

namespace trademind::cli {

/// What was given; empty texts were not.
class OrderArguments {
public:
    std::string type, limit, stop, time_in_force, client_order_id, good_till;
    bool outside_hours = false;
};

/// --type --limit --stop --tif --good-till --outside-rth --client-order-id.
void add_order_options(CLI::App& command, OrderArguments& arguments);

/// Completes an order by the options, and by the configuration where they say nothing: without
/// --type, prices make it a limit, stop or stop limit order. Errc::invalid_argument names the
/// option that makes no sense.
Result<OrderRequest> complete(OrderRequest order, const OrderArguments& arguments,
                              const Config& config);

/// Changes what was given and keeps the rest.
Result<OrderRequest> change(OrderRequest order, const OrderArguments& arguments,
                            const std::string& quantity);

}  // namespace trademind::cli
