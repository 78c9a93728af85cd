// Whether an order makes sense before anyone asks whether it is allowed.
#include "execution/validation/order_form.hpp"

#include "base/time_zone.hpp"
#include "domain/unknown_words.hpp"

#include <algorithm>

namespace trademind::validation {
namespace {

using Fault = std::optional<std::string>;

std::string name_of(OrderType type)
{
    return std::string{to_string(type)};
}

Fault fault_of_quantity(const OrderRequest& o, const Yardstick& by)
{
    if (o.attributes && o.attributes->cash_quantity)
        return "cash_quantity: the quantity that such an order trades is not known before";
    if (o.quantity.sign() <= 0) return "quantity " + o.quantity.str() + " is not greater than 0";
    if (!by.details) return {};
    const auto& least = by.details->minimum_size;
    if (least && o.quantity < *least)
        return "quantity " + o.quantity.str() + " is less than the least size " + least->str();
    const auto& step = by.details->size_increment;
    if (step && step->sign() > 0 && !o.quantity.is_multiple_of(*step))
        return "quantity " + o.quantity.str() + " is not a multiple of " + step->str();
    return {};
}

Fault fault_of_price(const char* field, Decimal price, const OrderRequest& o, const Yardstick& by)
{
    auto begin = [&] { return std::string{field} + ' ' + price.str(); };
    if (price.sign() <= 0 && !by.allow_negative_prices && o.contract.type != SecurityType::combo)
        return begin() + " is not greater than 0";
    if (!by.details || !by.details->minimum_tick || by.details->minimum_tick->sign() <= 0)
        return {};
    Decimal tick = *by.details->minimum_tick;
    // stocks below one unit of currency trade in hundredths of a cent; SEC rule 612
    if (o.contract.type == SecurityType::stock && price < Decimal{1})
        tick = std::min(tick, Decimal::from_raw(Decimal::one / 10'000));
    if (!price.is_multiple_of(tick))
        return begin() + " is not a multiple of the tick " + tick.str();
    return {};
}

bool may_have_limit(OrderType t)
{
    switch (t) {
    case OrderType::market:
    case OrderType::stop:
    case OrderType::market_if_touched:
    case OrderType::market_on_close:
    case OrderType::trailing_stop:
    case OrderType::trailing_market_if_touched:
    case OrderType::market_with_protection:
    case OrderType::stop_with_protection:
    case OrderType::market_to_limit: return false;
    default: return true;
    }
}

bool trails(OrderType t)
{
    return t == OrderType::trailing_stop || t == OrderType::trailing_stop_limit ||
           t == OrderType::trailing_market_if_touched || t == OrderType::trailing_limit_if_touched;
}

Fault fault_of_prices(const OrderRequest& o, const Yardstick& by)
{
    auto type = name_of(o.type);
    if (needs_limit_price(o.type) && !o.limit_price)
        return "limit_price is missing: " + type + " needs one";
    if (o.limit_price && !may_have_limit(o.type))
        return "limit_price is given, but " + type + " has none";
    if (needs_stop_price(o.type) && !o.stop_price)
        return "stop_price is missing: " + type + " needs one";
    if (o.stop_price && (o.type == OrderType::market || o.type == OrderType::limit))
        return "stop_price is given, but " + type + " has none";
    if (trails(o.type) && o.trailing_amount.has_value() == o.trailing_rate.has_value())
        return type + " needs either trailing_amount or trailing_rate";
    if (!trails(o.type) && o.trailing_rate)
        return "trailing_rate is given, but " + type + " does not trail";
    if (o.trailing_amount && o.trailing_amount->sign() <= 0)
        return "trailing_amount is not greater than 0";
    if (o.trailing_rate && (o.trailing_rate->sign() <= 0 || *o.trailing_rate >= Decimal{100}))
        return "trailing_rate is not between 0 and 100 percent";
    if (o.limit_price)
        if (auto fault = fault_of_price("limit_price", *o.limit_price, o, by)) return fault;
    if (o.stop_price) return fault_of_price("stop_price", *o.stop_price, o, by);
    return {};
}

Fault fault_of_time(const OrderRequest& o, const Yardstick& by)
{
    if (o.time_in_force == TimeInForce::good_till_date) {
        auto end = parse_tws_time(o.good_till_date, by.details && !by.details->time_zone.empty()
                                                        ? by.details->time_zone
                                                        : "UTC");
        if (!end)
            return "good_till_date \"" + o.good_till_date + "\" is not a time as TWS writes it";
        // a date alone means its end
        if (o.good_till_date.size() == 8) *end += std::chrono::days{1};
        if (*end <= by.now) return "good_till_date " + o.good_till_date + " has passed";
    } else if (!o.good_till_date.empty()) {
        return "good_till_date is given, but time_in_force is " +
               std::string{to_string(o.time_in_force)};
    }
    bool at_once = o.time_in_force == TimeInForce::immediate_or_cancel ||
                   o.time_in_force == TimeInForce::fill_or_kill;
    if (at_once && (o.type == OrderType::stop || trails(o.type)))
        return name_of(o.type) + " cannot be " + std::string{to_string(o.time_in_force)};
    return {};
}

Fault fault_of_support(const OrderRequest& o, const Yardstick& by)
{
    if (!by.capabilities) return {};
    if (!by.capabilities->order_types.empty() && !by.capabilities->supports(o.type))
        return "this broker has no order type " + name_of(o.type);
    if (!by.capabilities->times_in_force.empty() && !by.capabilities->supports(o.time_in_force))
        return "this broker has no time in force " + std::string{to_string(o.time_in_force)};
    return {};
}

Fault fault_of_contract(const OrderRequest& o)
{
    const Contract& c = o.contract;
    if (c.symbol.empty() && c.local_symbol.empty() && c.security_id.empty() && c.id == 0)
        return "contract has neither symbol nor id";
    if (c.type == SecurityType::index || c.type == SecurityType::continuous_future ||
        c.type == SecurityType::news)
        return std::string{to_string(c.type)} + " is for data only";
    if (c.type == SecurityType::combo && c.legs.empty()) return "contract is a combo without legs";
    if (c.multiplier && c.multiplier->sign() <= 0)
        return "contract.multiplier is not greater than 0";
    return {};
}

}  // namespace

std::optional<std::string> fault_of(const OrderRequest& o, const Yardstick& by)
{
    if (auto fault = fault_of_contract(o)) return fault;
    if (auto fault = unsendable_field_of(o)) return fault;
    if (auto fault = fault_of_quantity(o, by)) return fault;
    if (auto fault = fault_of_support(o, by)) return fault;
    if (auto fault = fault_of_prices(o, by)) return fault;
    return fault_of_time(o, by);
}

}  // namespace trademind::validation
