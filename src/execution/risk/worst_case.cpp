// What an order may do at worst, read from its terms as they are sent.
#include "execution/risk/worst_case.hpp"

#include "domain/attribute_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace trademind::risk {
namespace {

using enum AttributeRule;

constexpr AttributeVerdict verdicts[] = {
    {"cash quantity", judged, "sizes the order"},
    {"display size", harmless, "shows a part of the quantity"},
    {"minimum quantity", harmless, "a part of the quantity"},
    {"all or none", harmless, "fills whole or not at all"},
    {"block order", harmless, "says how the quantity is worked"},
    {"hidden", harmless, "shows nothing of the quantity"},
    {"sweep to fill", harmless, "takes several markets within the limit"},
    {"not held", harmless, "leaves the time to the broker, within the limit"},
    {"opt out of smart routing", harmless, "chooses the market"},
    {"include overnight", harmless, "adds hours"},
    {"randomize size", harmless, "splits the quantity"},
    {"randomize price", harmless, "moves the price away from the market"},
    {"solicited", harmless, "says who had the idea"},
    {"override percentage constraints", harmless, "lifts checks of TWS, none of these"},
    {"post only", harmless, "takes no liquidity"},
    {"imbalance only", harmless, "restricts the auction"},
    {"percent offset", judged, "moves the price of a relative order"},
    {"discretionary amount", judged, "moves the limit"},
    {"offset", judged, "moves the price of a floating order"},
    {"discretionary up to limit price", harmless, "ends at the limit"},
    {"duration", harmless, "says how long it works"},
    {"post to ATS", harmless, "says how long it is shown in one market"},
    {"price management algorithm", harmless, "lowers the price only"},
    {"auto cancel date", harmless, "sent to nobody"},
    {"auto cancel parent", harmless, "cancels an order"},
    {"advanced error override", harmless, "lifts checks of TWS, none of these"},
    {"active start time", harmless, "says when it works"},
    {"active stop time", harmless, "says when it works"},
    {"auction strategy", harmless, "chooses how an auction is met, within the limit"},
    {"OMS container", harmless, "marks who works the order"},
    {"deactivate", harmless, "takes the order out of the market"},
    {"allow pre-open", harmless, "adds hours"},
    {"ignore open auction", harmless, "leaves an auction out"},
    {"route marketable to BBO", harmless, "chooses the market"},
    {"seek price improvement", harmless, "betters the price"},
    {"what-if type", harmless, "of previews, which place nothing"},
    {"conditions", judged, "let it begin at another price"},
    {"conditions cancel order", harmless, "cancels an order"},
    {"conditions ignore regular hours", harmless, "adds hours"},
    {"algorithm", judged, "those of IBKR keep price and size; others are refused by name"},
    {"scale", judged, "levels within quantity and limit; what goes beyond is refused by name"},
    {"hedge", refused, "TWS makes the size of the hedge"},
    {"adjustment", judged, "the prices that the adjusted order has"},
    {"peg terms", judged, "offsets; what follows another price is refused by name"},
    {"volatility", refused, "TWS makes the price from a volatility"},
    {"delta neutral", refused, "TWS adds an order of the stock"},
    {"soft dollar tier", harmless, "says whom the commission pays"},
    {"combo routing", judged, "known parameters; others are refused by name"},
    {"leg prices", judged, "the limits of the legs"},
    {"origin", harmless, "says for whom it is placed"},
    {"short sale slot", harmless, "says where the shares of a short sale are"},
    {"designated location", harmless, "says where the shares of a short sale are"},
    {"exempt code", harmless, "exempts from a rule on short sales"},
    {"open/close", judged, "one that opens closes nothing"},
    {"rule 80A", harmless, "a mark for the exchange"},
    {"advisor group", refused, "divides the order among accounts"},
    {"advisor method", refused, "divides the order among accounts"},
    {"advisor percentage", refused, "sizes the order by accounts"},
    {"model code", refused, "places the order in a model"},
    {"settling firm", harmless, "says where it clears"},
    {"clearing account", harmless, "says where it clears"},
    {"clearing intent", harmless, "says where it clears"},
    {"customer account", harmless, "a mark for the exchange"},
    {"professional customer", harmless, "a mark for the exchange"},
    {"MiFID II decision maker", harmless, "a mark for the regulator"},
    {"MiFID II decision algorithm", harmless, "a mark for the regulator"},
    {"MiFID II execution trader", harmless, "a mark for the regulator"},
    {"MiFID II execution algorithm", harmless, "a mark for the regulator"},
    {"external operator", harmless, "a mark for the exchange"},
    {"manual order time", harmless, "a mark for the exchange"},
    {"manual order indicator", harmless, "a mark for the exchange"},
    {"submitter", harmless, "a mark for the broker"},
    {"bond accrued interest", harmless, "a mark for the broker"},
    {"miscellaneous options", refused, "what they make TWS do is not known"},
};

/// Source: IBKR's list of its own algorithms; each works the quantity within the limit.
constexpr std::array<std::string_view, 13> own_algorithms{
    "AD",     "Adaptive", "ArrivalPx", "BalanceImpactRisk", "ClosePx", "DarkIce", "MinImpact",
    "PctVol", "PctVolPx", "PctVolSz",  "PctVolTm",          "Twap",    "Vwap",
};
/// Parameters of combo routing that split or order the legs; others change their prices.
constexpr std::array<std::string_view, 4> harmless_routing{"NonGuaranteed", "LeginPrio",
                                                           "MaxSegSize", "DontLeginNext"};

using Fault = std::optional<std::string>;

template <class List> bool contains(const List& list, std::string_view word)
{
    return std::ranges::find(list, word) != std::ranges::end(list);
}

Fault unknown_word(std::string_view attribute, std::string_view word)
{
    return fmt::format("{} \"{}\": what it makes the broker do is not known", attribute, word);
}

Fault fault_of_scale(const ScaleTerms& scale)
{
    auto beyond = [](std::string_view field, std::string_view why) {
        return fmt::format("scale.{}: {}", field, why);
    };
    if (scale.price_adjust_value || scale.price_adjust_interval)
        return beyond(scale.price_adjust_value ? "price_adjust_value" : "price_adjust_interval",
                      "the limit moves by itself");
    if (scale.profit_offset) return beyond("profit_offset", "TWS adds orders");
    if (scale.auto_reset) return beyond("auto_reset", "it trades more than its quantity");
    if (scale.initial_position || scale.initial_fill_quantity)
        return beyond(scale.initial_position ? "initial_position" : "initial_fill_quantity",
                      "TWS works out what is left");
    if (!scale.table.empty()) return beyond("table", "its levels are TWS's");
    return {};
}

Fault fault_of_peg(const PegTerms& peg)
{
    bool follows = peg.starting_price || peg.stock_reference_price || peg.delta ||
                   peg.stock_range_lower || peg.stock_range_upper || peg.reference_contract_id ||
                   !peg.reference_exchange.empty() || peg.change_amount ||
                   peg.reference_change_amount || peg.change_decreases;
    if (!follows) return {};
    return "peg terms: the price follows another instrument";
}

Fault fault_of_attributes(const OrderAttributes& more)
{
    for (const auto& set : texts_of(more)) {
        auto known = std::ranges::find(verdicts, set.name, &AttributeVerdict::name);
        if (known == std::ranges::end(verdicts))
            return fmt::format("{}: what it makes the broker do is not known", set.name);
        if (known->rule == refused) return fmt::format("{}: {}", set.name, known->reason);
    }
    if (more.algorithm && !contains(own_algorithms, more.algorithm->strategy))
        return unknown_word("algorithm", more.algorithm->strategy);
    for (const auto& parameter : more.combo_routing)
        if (!contains(harmless_routing, parameter.tag))
            return unknown_word("combo routing", parameter.tag);
    if (more.scale)
        if (auto fault = fault_of_scale(*more.scale)) return fault;
    if (more.peg)
        if (auto fault = fault_of_peg(*more.peg)) return fault;
    if (more.adjustment &&
        !contains(std::array<std::string_view, 4>{"STP", "STP LMT", "TRAIL", "TRAIL LIMIT"},
                  more.adjustment->order_type))
        return unknown_word("adjustment.order_type", more.adjustment->order_type);
    return {};
}

/// The price of these is the broker's, made from what no limit here knows.
std::string_view fault_of_type(OrderType type)
{
    switch (type) {
    case OrderType::volatility: return "TWS makes the price from a volatility";
    case OrderType::pegged_to_stock:
    case OrderType::pegged_to_benchmark: return "the price follows another instrument";
    case OrderType::unknown: return "the type is not known";
    default: return {};
    }
}

/// The largest price of those that are there.
class Highest {
public:
    void add(const std::optional<Decimal>& price)
    {
        if (price && (!found_ || *price > *found_)) found_ = price;
    }
    const std::optional<Decimal>& value() const { return found_; }

private:
    std::optional<Decimal> found_;
};

Decimal amount_of(const std::optional<Decimal>& distance)
{
    return distance ? distance->abs() : Decimal{};
}

/// TWS holds these to their limit; another type may be sent with one that it leaves aside.
bool is_bound_by_limit(OrderType type)
{
    switch (type) {
    case OrderType::limit:
    case OrderType::stop_limit:
    case OrderType::trailing_stop_limit:
    case OrderType::limit_if_touched:
    case OrderType::trailing_limit_if_touched:
    case OrderType::limit_on_close:
    case OrderType::midprice:
    case OrderType::relative:
    case OrderType::passive_relative:
    case OrderType::pegged_to_midpoint:
    case OrderType::pegged_to_best: return true;
    default: return false;
    }
}

/// How far above `price` the terms of a purchase that floats or trails reach.
Decimal reach_of(const OrderRequest& order, Decimal price)
{
    Decimal reach;
    if (order.side == Side::sell) return reach;
    if (order.trailing_amount) reach += order.trailing_amount->abs();
    if (order.trailing_rate) reach += price.abs() * order.trailing_rate->abs() / Decimal{100};
    reach += amount_of(order.limit_offset);
    if (takes_offset(order.type)) reach += amount_of(order.stop_price);
    if (!order.attributes) return reach;
    const OrderAttributes& more = *order.attributes;
    reach += amount_of(more.offset) + price.abs() * amount_of(more.percent_offset);
    if (more.peg)
        reach += std::max({amount_of(more.peg->compete_against_best_offset),
                           amount_of(more.peg->midpoint_offset_at_whole),
                           amount_of(more.peg->midpoint_offset_at_half)});
    return reach;
}

/// Where an adjusted stop may come to trade.
void add_adjustment(Highest& highest, const AdjustmentTerms& terms,
                    const std::optional<Decimal>& market)
{
    Highest start;
    for (const auto& price : {market, terms.trigger_price, terms.stop_price}) start.add(price);
    for (const auto& price : {start.value(), terms.stop_limit_price}) highest.add(price);
    if (!start.value() || !terms.trailing_amount) return;
    Decimal trail = terms.trailing_amount->abs();
    if (terms.trails_by_percent) trail = start.value()->abs() * trail / Decimal{100};
    highest.add(*start.value() + trail);
}

void add_conditions(Highest& highest, const OrderAttributes& more, std::int64_t contract_id)
{
    for (const auto& condition : more.conditions)
        if (condition.type == OrderCondition::Type::price && contract_id != 0 &&
            condition.contract_id == contract_id)
            highest.add(condition.value);
}

}  // namespace

std::span<const AttributeVerdict> attribute_verdicts()
{
    return verdicts;
}

std::optional<std::string> unvaluable_term(const OrderRequest& order)
{
    if (auto why = fault_of_type(order.type); !why.empty())
        return fmt::format("order type {}: {}", order.type_text(), why);
    if (order.side == Side::unknown) return "side: it is not known";
    if (order.limit_offset && order.limit_price)
        return "limit_offset is given beside limit_price: an order has one of them";
    return order.attributes ? fault_of_attributes(*order.attributes) : Fault{};
}

std::optional<Decimal> worst_limit(const OrderRequest& order)
{
    if (!order.limit_price || !is_bound_by_limit(order.type)) return std::nullopt;
    Decimal discretion =
        order.attributes ? amount_of(order.attributes->discretionary_amount) : Decimal{};
    return order.side == Side::sell ? *order.limit_price - discretion
                                    : *order.limit_price + discretion;
}

std::optional<Decimal> highest_price(const OrderRequest& order,
                                     const std::optional<Decimal>& market, std::int64_t contract_id)
{
    bool adjusts = order.attributes && order.attributes->adjustment;
    auto limit = worst_limit(order);
    Highest highest;
    highest.add(order.limit_price);
    highest.add(limit);
    // a buyer pays the limit at most; a seller gets the market's price where that is better
    bool ends_at_limit = limit && order.side == Side::buy;
    if (!ends_at_limit || adjusts) {
        if (!market) return limit && !adjusts ? limit : std::nullopt;
        highest.add(*market + (limit ? Decimal{} : reach_of(order, *market)));
    }
    // of a trail the first stop moves its limit
    bool has_stop = order.stop_price && !takes_offset(order.type);
    if (has_stop && (!limit || is_trailing(order.type)))
        highest.add(*order.stop_price + amount_of(order.limit_offset));
    if (!order.attributes) return highest.value();
    if (adjusts) add_adjustment(highest, *order.attributes->adjustment, market);
    if (!ends_at_limit) add_conditions(highest, *order.attributes, contract_id);
    return highest.value();
}

}  // namespace trademind::risk
