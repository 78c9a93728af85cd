// What is wrong with an order before anything knows of it.
#include "brokers/paper/orders/validation.hpp"

#include "base/time_zone.hpp"
#include "brokers/paper/orders/order.hpp"
#include "brokers/paper/orders/rare_attributes.hpp"
#include "brokers/paper/orders/trigger_method.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace trademind::paper {
namespace {

using Fault = std::optional<Error>;

constexpr std::array supported_types{
    OrderType::market,
    OrderType::limit,
    OrderType::stop,
    OrderType::stop_limit,
    OrderType::trailing_stop,
    OrderType::trailing_stop_limit,
    OrderType::market_if_touched,
    OrderType::limit_if_touched,
    OrderType::market_to_limit,
    OrderType::midprice,
    OrderType::pegged_to_midpoint,
    OrderType::relative,
};
constexpr std::array auction_types{OrderType::market_on_close, OrderType::limit_on_close};
constexpr std::array supported_times{
    TimeInForce::day,          TimeInForce::good_till_cancelled, TimeInForce::immediate_or_cancel,
    TimeInForce::fill_or_kill, TimeInForce::good_till_date,
};

bool is_auction_type(OrderType type)
{
    return std::ranges::find(auction_types, type) != auction_types.end();
}

Error invalid(std::string message)
{
    return {Errc::invalid_order, std::move(message)};
}
Error unsupported(std::string message)
{
    return {Errc::not_supported, std::move(message)};
}

Error no_time(std::string_view text)
{
    return {Errc::invalid_argument,
            fmt::format("'{}' is not a time: write 20261224 16:00:00 US/Eastern, or "
                        "20261224-21:00:00 for UTC",
                        text)};
}

Fault check_features(const OrderRequest& order, const ValidationContext& context)
{
    bool known = std::ranges::find(supported_types, order.type) != supported_types.end();
    if (!known && !is_auction_type(order.type))
        return unsupported(
            fmt::format("the paper broker does not simulate {} orders", to_string(order.type)));
    if (order.type == OrderType::relative && !context.options.allow_relative)
        return unsupported("this paper broker takes no REL orders, as IBKR's simulator");
    bool opening = order.time_in_force == TimeInForce::opening;
    if (!opening &&
        std::ranges::find(supported_times, order.time_in_force) == supported_times.end())
        return unsupported(fmt::format("the paper broker does not simulate time in force {}",
                                       to_string(order.time_in_force)));
    bool auction = opening || is_auction_type(order.type);
    if (auction && !context.has_auctions)
        return unsupported(fmt::format("{} {} needs an auction, and the calendar of {} has none",
                                       to_string(order.type), to_string(order.time_in_force),
                                       order.contract.describe()));
    if (opening && order.type != OrderType::market && order.type != OrderType::limit)
        return unsupported(fmt::format("time in force OPG takes MKT and LMT orders, not {}",
                                       to_string(order.type)));
    // TWS 113: on-close orders are DAY orders
    if (is_auction_type(order.type) && order.time_in_force != TimeInForce::day)
        return make_tws_error(
            113, fmt::format("time in force of {} orders must be DAY", to_string(order.type)));
    bool immediate = order.time_in_force == TimeInForce::immediate_or_cancel ||
                     order.time_in_force == TimeInForce::fill_or_kill;
    bool may_be_immediate = order.type == OrderType::market || order.type == OrderType::limit;
    if (immediate && !may_be_immediate)
        return unsupported(fmt::format("time in force {} takes MKT and LMT orders, not {}",
                                       to_string(order.time_in_force), to_string(order.type)));
    if (order.type == OrderType::midprice &&
        context.instruments.contract(context.instrument).type != SecurityType::stock)
        return unsupported("MIDPRICE takes stocks only");
    return std::nullopt;
}

Fault check_quantity(const OrderRequest& order, const ValidationContext& context)
{
    const auto& details = context.instruments[context.instrument];
    if (order.quantity.sign() <= 0)
        return invalid(fmt::format("quantity {} must be above 0", order.quantity.str()));
    // what sums of value stay exact for; TWS has limits of its own
    if (order.quantity > Decimal{1'000'000'000})
        return invalid(fmt::format("quantity {} is above 1000000000", order.quantity.str()));
    Decimal step = context.instruments.size_increment(context.instrument);
    if (!order.quantity.is_multiple_of(step)) {
        if (step == Decimal{1})
            return make_tws_error(10243,
                                  fmt::format("fractional quantity {} of {} is not allowed",
                                              order.quantity.str(), order.contract.describe()));
        return invalid(fmt::format("quantity {} is not a multiple of the size increment {}",
                                   order.quantity.str(), step.str()));
    }
    if (details.minimum_size && order.quantity < *details.minimum_size)
        return invalid(fmt::format("quantity {} is below the minimum size {}", order.quantity.str(),
                                   details.minimum_size->str()));
    return std::nullopt;
}

/// Options, futures and combos may have prices at or below zero; stocks may not.
bool may_be_negative(SecurityType type)
{
    return type == SecurityType::combo || type == SecurityType::future ||
           type == SecurityType::future_option;
}

Fault check_price(std::string_view name, const std::optional<Decimal>& price,
                  const ValidationContext& context)
{
    if (!price) return std::nullopt;
    const Contract& contract = context.instruments.contract(context.instrument);
    if (price->sign() <= 0 && !may_be_negative(contract.type))
        return invalid(fmt::format("{} {} must be above 0", name, price->str()));
    if (price->abs() > Decimal{1'000'000'000})
        return invalid(fmt::format("{} {} is above 1000000000", name, price->str()));
    auto step = context.instruments.price_increment(context.instrument, *price);
    if (step && !price->is_multiple_of(*step))
        return make_tws_error(
            110, fmt::format("{} {} does not conform to the minimum price variation {} of {}", name,
                             price->str(), step->str(), contract.describe()));
    return std::nullopt;
}

Fault check_prices(const OrderRequest& order, const ValidationContext& context)
{
    if (needs_limit_price(order.type) && !order.limit_price)
        return invalid(fmt::format("{} needs a limit price", to_string(order.type)));
    if (needs_stop_price(order.type) && !order.stop_price)
        return invalid(fmt::format("{} needs a stop price", to_string(order.type)));
    if (order.type == OrderType::market && (order.limit_price || order.stop_price))
        return invalid("MKT takes no limit or stop price");
    if (auto fault = check_price("limit price", order.limit_price, context)) return fault;
    // TWS takes the offset of a floating order in auxPrice, which is stop_price here
    if (is_floating(order.type)) return std::nullopt;
    return check_price("stop price", order.stop_price, context);
}

Fault check_trailing(const OrderRequest& order)
{
    if (!is_trailing(order.type)) return std::nullopt;
    if (order.trailing_amount.has_value() == order.trailing_rate.has_value())
        return invalid(fmt::format("{} needs a trailing amount or a trailing percent, not both",
                                   to_string(order.type)));
    if (order.trailing_amount && order.trailing_amount->sign() <= 0)
        return invalid("trailing amount must be above 0");
    if (order.trailing_rate &&
        (order.trailing_rate->sign() <= 0 || *order.trailing_rate >= Decimal{100}))
        return invalid("trailing percent must be above 0 and below 100");
    if (order.type == OrderType::trailing_stop) return std::nullopt;
    if (order.limit_offset.has_value() == order.limit_price.has_value())
        return invalid("TRAIL LIMIT needs a limit offset or a limit price, not both");
    if (order.limit_price && !order.stop_price)
        return invalid("TRAIL LIMIT with a limit price needs the initial stop price");
    return std::nullopt;
}

Fault check_trigger(const OrderRequest& order, const ValidationContext& context)
{
    if (!has_trigger(order.type)) return std::nullopt;
    const Contract& contract = context.instruments.contract(context.instrument);
    if (!is_valid_trigger_method(contract, order.trigger_method))
        return invalid(fmt::format("trigger method {} never fires for {}",
                                   static_cast<int>(order.trigger_method), contract.describe()));
    return std::nullopt;
}

Fault check_times(const OrderRequest& order, const ValidationContext& context)
{
    bool gtd = order.time_in_force == TimeInForce::good_till_date;
    if (gtd && order.good_till_date.empty()) return invalid("GTD needs a good-till date");
    if (!gtd && !order.good_till_date.empty())
        return invalid(fmt::format("a good-till date needs time in force GTD, not {}",
                                   to_string(order.time_in_force)));
    if (gtd) {
        auto until = parse_tws_time(order.good_till_date);
        if (!until) return no_time(order.good_till_date);
        if (*until <= context.now)
            return make_tws_error(
                201, fmt::format("Order rejected - reason: the good-till date {} has passed",
                                 order.good_till_date));
    }
    if (!order.good_after_time.empty()) {
        if (!parse_tws_time(order.good_after_time)) return no_time(order.good_after_time);
    }
    return std::nullopt;
}

}  // namespace

void normalize(OrderRequest& order)
{
    if (!order.oca_group.empty() && order.oca_type == OcaType::none)
        order.oca_type = OcaType::reduce_without_block;
    if (!order.attributes || !order.attributes->offset || !is_floating(order.type)) return;
    OrderAttributes rest = *order.attributes;
    order.stop_price = std::exchange(rest.offset, std::nullopt);
    order.attributes =
        rest == OrderAttributes{} ? RareAttributes{} : RareAttributes{std::move(rest)};
}

std::optional<Error> find_fault(const OrderRequest& order, const ValidationContext& context)
{
    const Contract& contract = context.instruments.contract(context.instrument);
    switch (contract.type) {
    case SecurityType::index:
    case SecurityType::news:
    case SecurityType::continuous_future:
        return make_tws_error(
            201, fmt::format("Order rejected - reason: {} cannot be traded", contract.describe()));
    case SecurityType::combo: return unsupported("the paper broker does not simulate combos");
    default: break;
    }
    if (!order.account.empty() && order.account != context.options.account)
        return make_tws_error(321, fmt::format("Error validating request: account '{}' is not "
                                               "this login's, which is '{}'",
                                               order.account, context.options.account));
    if (order.oca_group.empty() && order.oca_type != OcaType::none)
        return invalid("an OCA type needs an OCA group");
    if (order.attributes && *order.attributes != OrderAttributes{})
        return unsupported(
            fmt::format("the paper broker does not simulate the order attributes: {}",
                        name_rare_attributes(*order.attributes)));
    if (auto fault = check_features(order, context)) return fault;
    if (auto fault = check_quantity(order, context)) return fault;
    if (auto fault = check_prices(order, context)) return fault;
    if (auto fault = check_trailing(order)) return fault;
    if (auto fault = check_trigger(order, context)) return fault;
    return check_times(order, context);
}

std::span<const OrderType> supported_order_types()
{
    return supported_types;
}
std::span<const OrderType> auction_order_types()
{
    return auction_types;
}
std::span<const TimeInForce> supported_times_in_force()
{
    return supported_times;
}

}  // namespace trademind::paper
