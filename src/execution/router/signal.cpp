// From a strategy's signal to an order.
#include "execution/router/core.hpp"

#include "execution/config/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind {
namespace {

Error wrong(std::string_view field, std::string_view text)
{
    return {Errc::invalid_argument, fmt::format("signal: {} \"{}\" makes no sense", field, text)};
}

}  // namespace

Result<Signal> parse_signal(const std::vector<std::pair<std::string, std::string>>& fields)
{
    const std::vector<std::string> known{"symbol",        "quantity",       "side",
                                         "order_type",    "limit_price",    "stop_price",
                                         "time_in_force", "client_order_id"};
    Signal signal;
    std::vector<std::string> given;
    for (const auto& [name, text] : fields) {
        given.push_back(name);
        if (name == "symbol") {
            if (text.empty()) return wrong(name, text);
            signal.contract = stock(text);
        } else if (name == "quantity") {
            auto quantity = Decimal::parse(text);
            if (!quantity || quantity->sign() <= 0) return wrong(name, text);
            signal.quantity = *quantity;
        } else if (name == "side") {
            auto side = parse_side(text);
            if (!side) return wrong(name, text);
            signal.side = *side;
        } else if (name == "order_type") {
            signal.type = parse_order_type(text);
            if (!signal.type) return wrong(name, text);
        } else if (name == "limit_price" || name == "stop_price") {
            auto& price = name == "limit_price" ? signal.limit_price : signal.stop_price;
            price = Decimal::parse(text);
            if (!price) return wrong(name, text);
        } else if (name == "time_in_force") {
            signal.time_in_force = parse_time_in_force(text);
            if (!signal.time_in_force) return wrong(name, text);
        } else if (name == "client_order_id") {
            signal.client_order_id = text;
        } else {
            return Error{Errc::invalid_argument,
                         fmt::format("signal: unknown field {}; did you mean {}?", name,
                                     config::nearest(name, known))};
        }
    }
    for (const char* needed : {"symbol", "quantity", "side"})
        if (std::ranges::find(given, needed) == given.end())
            return Error{Errc::invalid_argument, fmt::format("signal: {} is missing", needed)};
    return signal;
}

OrderRequest ExecutionRouter::Core::complete(Signal signal) const
{
    OrderRequest order{signal.side, std::move(signal.contract), signal.quantity};
    order.limit_price = signal.limit_price;
    order.stop_price = signal.stop_price;
    order.client_order_id = std::move(signal.client_order_id);
    order.time_in_force = signal.time_in_force.value_or(default_time_in_force_.load());
    if (signal.type)
        order.type = *signal.type;
    else if (signal.limit_price && signal.stop_price)
        order.type = OrderType::stop_limit;
    else if (signal.limit_price)
        order.type = OrderType::limit;
    else if (signal.stop_price)
        order.type = OrderType::stop;
    else
        order.type = default_type_.load();
    return order;
}

}  // namespace trademind
