// Whether an order is well formed, before risk checks and before it is sent.
#include <trademind/order_validation.hpp>

#include "base/escape.hpp"
#include "base/time_zone.hpp"
#include "domain/attribute_text.hpp"
#include "domain/unknown_words.hpp"

#include <trademind/broker.hpp>
#include <trademind/trading_calendar.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace trademind {
namespace {

using Fault = std::optional<OrderFault>;

template <class... Args>
Fault invalid(std::string_view field, fmt::format_string<Args...> text, Args&&... args)
{
    return OrderFault{Errc::invalid_order, 0, field,
                      fmt::format(text, std::forward<Args>(args)...)};
}
template <class... Args>
Fault unsupported(std::string_view field, fmt::format_string<Args...> text, Args&&... args)
{
    return OrderFault{Errc::not_supported, 0, field,
                      fmt::format(text, std::forward<Args>(args)...)};
}
template <class... Args>
Fault rejected(int tws_code, std::string_view field, fmt::format_string<Args...> text,
               Args&&... args)
{
    return OrderFault{Errc::invalid_order, tws_code, field,
                      fmt::format(text, std::forward<Args>(args)...)};
}

bool is_on_close(OrderType t)
{
    return t == OrderType::market_on_close || t == OrderType::limit_on_close;
}
bool is_immediate(TimeInForce t)
{
    return t == TimeInForce::immediate_or_cancel || t == TimeInForce::fill_or_kill;
}

bool takes_limit_price(OrderType t)
{
    switch (t) {
    case OrderType::market:
    case OrderType::stop:
    case OrderType::market_if_touched:
    case OrderType::market_on_close:
    case OrderType::trailing_stop:
    case OrderType::trailing_market_if_touched:
    case OrderType::market_with_protection:
    case OrderType::stop_with_protection: return false;
    // a market-to-limit order that has filled in part is a limit order
    default: return true;
    }
}

/// TWS has one field for the stop price and for the offset of pegged and relative orders.
bool takes_stop_price(OrderType t)
{
    switch (t) {
    case OrderType::market:
    case OrderType::limit:
    case OrderType::market_on_close:
    case OrderType::limit_on_close:
    case OrderType::market_to_limit:
    case OrderType::market_with_protection:
    case OrderType::midprice: return false;
    default: return true;
    }
}

/// The instrument, however the caller wrote it.
const Contract& contract_of(const OrderRequest& o, const ValidationRules& rules)
{
    return rules.details ? rules.details->contract : o.contract;
}

Fault fault_of_contract(const Contract& c, const ValidationRules& rules)
{
    if (c.symbol.empty() && c.local_symbol.empty() && c.security_id.empty() && c.id == 0)
        return invalid("contract", "contract has neither symbol nor id");
    if (c.type == SecurityType::index || c.type == SecurityType::continuous_future ||
        c.type == SecurityType::news)
        return rejected(201, "contract", "contract {}: {} is for data only", c.describe(),
                        to_string(c.type));
    if (c.type == SecurityType::combo) {
        if (rules.capabilities && !rules.capabilities->combos)
            return unsupported("contract", "contract: this broker has no combos");
        if (c.legs.empty()) return invalid("contract", "contract is a combo without legs");
    }
    if (c.multiplier && c.multiplier->sign() <= 0)
        return invalid("contract", "contract.multiplier is not greater than 0");
    return {};
}

Fault fault_of_relations(const OrderRequest& o, const ValidationRules& rules)
{
    if (auto fault = fault_of_client_order_id(o.client_order_id))
        return invalid("client_order_id", "{}", *fault);
    if (o.parent_id && rules.has_parent == false)
        return rejected(10006, "parent_id", "parent_id {}: there is no such order",
                        to_string(*o.parent_id));
    return {};
}

bool takes_cash(SecurityType type)
{
    return type == SecurityType::stock || type == SecurityType::forex ||
           type == SecurityType::crypto;
}

/// Of the amount that sizes an order, and of orders that only an amount can size.
Fault fault_of_cash(const OrderRequest& o, const ValidationRules& rules)
{
    const Contract& contract = contract_of(o, rules);
    bool has_cash = o.attributes && o.attributes->cash_quantity;
    bool needs_cash = rules.crypto_buys_by_cash && contract.type == SecurityType::crypto &&
                      o.type == OrderType::market && o.side == Side::buy;
    if (needs_cash && !has_cash)
        return rejected(10289, "quantity",
                        "quantity {}: a market buy of {} is sized by an amount of money "
                        "(cash_quantity), or needs a limit price",
                        o.quantity.str(), contract.describe());
    if (!has_cash) return {};
    const Decimal& amount = *o.attributes->cash_quantity;
    if (amount.sign() <= 0)
        return invalid("cash_quantity", "cash_quantity {} is not greater than 0", amount.str());
    if (!takes_cash(contract.type))
        return rejected(10244, "cash_quantity", "cash_quantity {}: {} is sized by a quantity only",
                        amount.str(), contract.describe());
    return {};
}

Fault fault_of_quantity(const OrderRequest& o, const ValidationRules& rules)
{
    // money instead of a quantity, and a hedge takes its size from the parent
    bool sized = o.attributes && (o.attributes->cash_quantity || o.attributes->hedge);
    if (o.quantity.sign() < 0 || (o.quantity.is_zero() && !sized))
        return invalid("quantity", "quantity {} is not greater than 0", o.quantity.str());
    if (rules.largest && o.quantity > *rules.largest)
        return invalid("quantity", "quantity {} is above {}", o.quantity.str(),
                       rules.largest->str());
    if (!rules.details || o.quantity.is_zero()) return {};
    const auto& least = rules.details->minimum_size;
    if (least && o.quantity < *least)
        return invalid("quantity", "quantity {} is less than the least size {}", o.quantity.str(),
                       least->str());
    const auto& step = rules.details->size_increment;
    if (step && step->sign() > 0 && !o.quantity.is_multiple_of(*step))
        return rejected(*step == Decimal{1} ? 10243 : 0, "quantity",
                        "quantity {} is not a multiple of {}", o.quantity.str(), step->str());
    return {};
}

Fault fault_of_support(const OrderRequest& o, const ValidationRules& rules)
{
    bool on_close = is_on_close(o.type), opening = o.time_in_force == TimeInForce::opening;
    if ((on_close || opening) && !rules.auctions)
        return unsupported(on_close ? "type" : "time_in_force",
                           "{} {} needs an auction, and the market of {} has none",
                           to_string(o.type), to_string(o.time_in_force), o.contract.describe());
    if (o.type == OrderType::midprice && contract_of(o, rules).type != SecurityType::stock)
        return unsupported("type", "MIDPRICE is for stocks only");
    if (const Capabilities* can = rules.capabilities) {
        if (!can->order_types.empty() && !can->supports(o.type))
            return unsupported("type", "this broker has no order type {}", to_string(o.type));
        if (!can->times_in_force.empty() && !can->supports(o.time_in_force))
            return unsupported("time_in_force", "this broker has no time in force {}",
                               to_string(o.time_in_force));
        if (std::ranges::find(can->excluded, std::pair{o.type, o.time_in_force}) !=
            can->excluded.end())
            return unsupported("time_in_force", "this broker takes no {} with time in force {}",
                               to_string(o.type), to_string(o.time_in_force));
    }
    if (on_close && o.time_in_force != TimeInForce::day)
        return rejected(113, "time_in_force", "time_in_force {}: {} orders must be DAY",
                        to_string(o.time_in_force), to_string(o.type));
    if (is_immediate(o.time_in_force) && (o.type == OrderType::stop || is_trailing(o.type)))
        return invalid("time_in_force", "{} cannot be {}", to_string(o.type),
                       to_string(o.time_in_force));
    return {};
}

Fault fault_of_price(std::string_view field, Decimal price, const OrderRequest& o,
                     const ValidationRules& rules)
{
    SecurityType type = contract_of(o, rules).type;
    bool may_be_negative = type == SecurityType::combo || rules.allow_negative_prices;
    if (price.sign() <= 0 && !may_be_negative)
        return invalid(field, "{} {} is not greater than 0", field, price.str());
    if (rules.largest && price.abs() > *rules.largest)
        return invalid(field, "{} {} is above {}", field, price.str(), rules.largest->str());
    auto tick =
        rules.details ? tick_at(price, *rules.details, rules.price_increments) : std::nullopt;
    if (tick && !price.is_multiple_of(*tick))
        return rejected(110, field, "{} {} is not a multiple of the tick {}", field, price.str(),
                        tick->str());
    return {};
}

Fault fault_of_prices(const OrderRequest& o, const ValidationRules& rules)
{
    auto type = to_string(o.type);
    if (needs_limit_price(o.type) && !o.limit_price)
        return invalid("limit_price", "limit_price is missing: {} needs one", type);
    if (o.limit_price && !takes_limit_price(o.type))
        return invalid("limit_price", "limit_price is given, but {} has none", type);
    if (needs_stop_price(o.type) && !o.stop_price)
        return invalid("stop_price", "stop_price is missing: {} needs one", type);
    if (o.stop_price && !takes_stop_price(o.type))
        return invalid("stop_price", "stop_price is given, but {} has none", type);
    if (o.limit_price)
        if (auto fault = fault_of_price("limit_price", *o.limit_price, o, rules)) return fault;
    if (o.stop_price && !takes_offset(o.type))
        return fault_of_price("stop_price", *o.stop_price, o, rules);
    return {};
}

Fault fault_of_trail(const OrderRequest& o)
{
    auto type = to_string(o.type);
    bool has_limit =
        o.type == OrderType::trailing_stop_limit || o.type == OrderType::trailing_limit_if_touched;
    if (o.limit_offset && !has_limit)
        return invalid("limit_offset", "limit_offset is given, but {} has none", type);
    if (!is_trailing(o.type)) {
        if (!o.trailing_amount && !o.trailing_rate) return {};
        auto field = o.trailing_rate ? "trailing_rate" : "trailing_amount";
        return invalid(field, "{} is given, but {} does not trail", field, type);
    }
    if (o.trailing_amount.has_value() == o.trailing_rate.has_value())
        return invalid("trailing_amount", "{} needs either trailing_amount or trailing_rate", type);
    if (o.trailing_amount && o.trailing_amount->sign() <= 0)
        return invalid("trailing_amount", "trailing_amount is not greater than 0");
    if (o.trailing_rate && (o.trailing_rate->sign() <= 0 || *o.trailing_rate >= Decimal{100}))
        return invalid("trailing_rate", "trailing_rate is not between 0 and 100 percent");
    if (!has_limit) return {};
    if (o.limit_offset.has_value() == o.limit_price.has_value())
        return invalid("limit_offset", "{} needs either limit_offset or limit_price", type);
    if (o.limit_price && !o.stop_price)
        return invalid("stop_price", "stop_price is missing: {} with limit_price needs one", type);
    return {};
}

bool fires(TriggerMethod method, SecurityType type)
{
    switch (method) {
    case TriggerMethod::automatic:
    case TriggerMethod::double_bid_ask:
    case TriggerMethod::bid_ask:
    case TriggerMethod::midpoint: return true;
    case TriggerMethod::last:
    case TriggerMethod::double_last:
    case TriggerMethod::last_or_bid_ask:
        // these have no trades to trigger by
        return type != SecurityType::forex && type != SecurityType::commodity;
    case TriggerMethod::unknown: break;
    }
    return false;
}

Fault fault_of_trigger(const OrderRequest& o, const ValidationRules& rules)
{
    if (!is_stop(o.type) && !is_touched(o.type)) return {};
    if (fires(o.trigger_method, contract_of(o, rules).type)) return {};
    return invalid("trigger_method", "trigger_method {} never fires for {}",
                   static_cast<int>(o.trigger_method), contract_of(o, rules).describe());
}

Fault no_time(std::string_view field, std::string_view text)
{
    return OrderFault{Errc::invalid_argument, 0, field,
                      fmt::format("{} \"{}\" is not a time as TWS writes it", field, text)};
}

Fault fault_of_times(const OrderRequest& o, const ValidationRules& rules)
{
    if (o.time_in_force == TimeInForce::good_till_date) {
        if (o.good_till_date.empty())
            return invalid("good_till_date", "good_till_date is missing: GTD needs one");
        auto end = expiry_of(o, rules);
        if (!end) return no_time("good_till_date", o.good_till_date);
        if (*end <= rules.now)
            return rejected(201, "good_till_date", "good_till_date {} has passed",
                            o.good_till_date);
    } else if (!o.good_till_date.empty()) {
        return invalid("good_till_date", "good_till_date is given, but time_in_force is {}",
                       to_string(o.time_in_force));
    }
    if (!o.good_after_time.empty() && !begin_of(o.good_after_time, rules))
        return no_time("good_after_time", o.good_after_time);
    return {};
}

Fault fault_of_attributes(const OrderRequest& o, const ValidationRules& rules)
{
    if (o.oca_group.empty() && o.oca_type != OcaType::none)
        return invalid("oca_type", "oca_type is given, but oca_group is empty");
    if (!o.attributes) return {};
    const OrderAttributes& more = *o.attributes;
    if (rules.capabilities && !rules.capabilities->supports(more)) {
        std::string names;
        for (const auto& attribute : texts_of(more))
            if (!rules.capabilities->supports_attribute(attribute.name))
                (names += names.empty() ? "" : ", ") += attribute.name;
        return unsupported("attributes", "this broker has no order attributes: {}", names);
    }
    if (more.offset && !takes_offset(o.type))
        return invalid("offset", "offset is given, but {} has none", to_string(o.type));
    if (more.scale && (!more.scale->price_increment || more.scale->price_increment->sign() <= 0))
        return invalid("scale", "scale.price_increment is not greater than 0");
    if (!more.leg_prices.empty() && more.leg_prices.size() != o.contract.legs.size())
        return invalid("leg_prices", "leg_prices: one for each leg of the combo is needed");
    return {};
}

std::string_view zone_of(const ValidationRules& rules)
{
    if (!rules.time_zone.empty()) return rules.time_zone;
    bool is_known = rules.details && !rules.details->time_zone.empty();
    return is_known ? std::string_view{rules.details->time_zone} : "UTC";
}

Error not_a_time(std::string_view text)
{
    return {Errc::invalid_argument, fmt::format("\"{}\" is not a time as TWS writes it", text)};
}

}  // namespace

Error OrderFault::error() const
{
    return tws_code ? make_tws_error(tws_code, text) : Error{code, text};
}

std::optional<OrderFault> fault_of(const OrderRequest& o, const ValidationRules& rules)
{
    if (auto fault = fault_of_contract(contract_of(o, rules), rules)) return fault;
    if (auto word = unsendable_field_of(o)) return invalid("", "{}", *word);
    if (auto fault = fault_of_relations(o, rules)) return fault;
    if (auto fault = fault_of_quantity(o, rules)) return fault;
    if (auto fault = fault_of_cash(o, rules)) return fault;
    if (auto fault = fault_of_support(o, rules)) return fault;
    if (auto fault = fault_of_trail(o)) return fault;
    if (auto fault = fault_of_prices(o, rules)) return fault;
    if (auto fault = fault_of_trigger(o, rules)) return fault;
    if (auto fault = fault_of_times(o, rules)) return fault;
    return fault_of_attributes(o, rules);
}

std::optional<std::string> fault_of_client_order_id(std::string_view id)
{
    constexpr std::size_t longest = 128;
    if (id.empty()) return std::nullopt;
    if (id.size() > longest)
        return fmt::format("client_order_id has {} bytes, the longest has {}", id.size(), longest);
    if (auto at = std::ranges::find_if(id, is_control); at != id.end())
        return fmt::format("client_order_id has a control character, byte {}", at - id.begin() + 1);
    if (id.front() == ' ' || id.back() == ' ') return "client_order_id begins or ends with a blank";
    return std::nullopt;
}

Result<TimePoint> begin_of(std::string_view text, const ValidationRules& rules)
{
    auto time = parse_tws_time(text, zone_of(rules));
    if (!time) return not_a_time(text);
    return *time;
}

Result<TimePoint> expiry_of(std::string_view text, const ValidationRules& rules)
{
    using namespace std::chrono;
    if (text.size() != 8) return begin_of(text, rules);
    auto midnight = parse_tws_time(text, "UTC");
    const TimeZone* zone = find_time_zone(zone_of(rules));
    if (!midnight || !zone) return not_a_time(text);
    sys_days date = floor<days>(*midnight);
    if (auto close = rules.calendar ? rules.calendar->close_of(date) : std::nullopt) return *close;
    return zone->to_utc(local_days{date.time_since_epoch()} + days{1});
}

Result<TimePoint> expiry_of(const OrderRequest& order, const ValidationRules& rules)
{
    return expiry_of(order.good_till_date, rules);
}

std::optional<Decimal> tick_at(Decimal price, const ContractDetails& details,
                               const std::vector<PriceIncrement>* increments)
{
    price = price.abs();
    std::optional<Decimal> tick;
    if (increments)
        for (const PriceIncrement& band : *increments)
            if (!tick || price >= band.low_edge) tick = band.increment;
    if (tick) return tick;
    if (!details.minimum_tick || details.minimum_tick->sign() <= 0) return std::nullopt;
    tick = details.minimum_tick;
    if (details.contract.type == SecurityType::stock && price < Decimal{1})
        tick = std::min(*tick, Decimal::from_raw(Decimal::one / 10'000));
    return tick;
}

}  // namespace trademind
