// An entry with its exits.
#include <trademind/bracket.hpp>

#include <trademind/order_validation.hpp>

#include <array>
#include <string>
#include <utility>

namespace trademind {

namespace {

/// True where an order waits for a later moment: an exit works once its entry has filled.
bool can_wait(TimeInForce time_in_force)
{
    switch (time_in_force) {
    case TimeInForce::immediate_or_cancel:
    case TimeInForce::fill_or_kill:
    case TimeInForce::opening:
    case TimeInForce::auction: return false;
    default: return true;
    }
}

/// The first order that could not be placed, and why.
std::optional<std::string> fault_of(const Bracket& all)
{
    ValidationRules rules;
    rules.allow_negative_prices = price_may_be_negative(all.entry.contract.type);
    for (const auto& [name, order] :
         std::array{std::pair{"entry", &all.entry}, std::pair{"take_profit", &all.take_profit},
                    std::pair{"stop_loss", &all.stop_loss}})
        if (auto fault = trademind::fault_of(*order, rules))
            return std::string{"bracket: "} + name + ": " + fault->text;
    return std::nullopt;
}

}  // namespace

Result<Bracket> bracket(OrderRequest entry, Decimal take_profit, Decimal stop_loss,
                        TimeInForce exits)
{
    bool buys = entry.side == Side::buy;
    auto refuse = [](std::string what) -> Result<Bracket> {
        return Error{Errc::invalid_order, std::move(what)};
    };
    if (!can_wait(exits))
        return refuse("bracket: exits wait for their entry; use DAY, GTC or GTD for them");
    if (exits == TimeInForce::good_till_date && entry.good_till_date.empty())
        return refuse("bracket: GTD exits take the date of the entry, which has none");
    if (buys ? take_profit <= stop_loss : take_profit >= stop_loss)
        return refuse(buys ? "bracket: the profit must be taken above the stop"
                           : "bracket: the profit must be taken below the stop");
    for (const auto& price : {entry.limit_price, entry.stop_price}) {
        if (!price) continue;
        if (buys ? take_profit <= *price : take_profit >= *price)
            return refuse("bracket: take_profit is on the wrong side of the entry");
        if (buys ? stop_loss >= *price : stop_loss <= *price)
            return refuse("bracket: stop_loss is on the wrong side of the entry");
    }
    Bracket all;
    auto exit = [&](const char* name) {
        OrderRequest order{opposite(entry.side), entry.contract, entry.quantity};
        order.account = entry.account;
        order.outside_rth = entry.outside_rth;
        order.time_in_force = exits;
        if (exits == TimeInForce::good_till_date) order.good_till_date = entry.good_till_date;
        if (!entry.client_order_id.empty()) order.client_order_id = entry.client_order_id + name;
        return order;
    };
    all.take_profit = exit("-profit").limit(take_profit);
    all.stop_loss = exit("-stop").stop(stop_loss);
    // Only the last one sends them off.
    entry.transmit = all.take_profit.transmit = false;
    all.stop_loss.transmit = true;
    all.entry = std::move(entry);
    if (auto fault = fault_of(all)) return refuse(std::move(*fault));
    return all;
}

std::vector<OrderRequest> orders_of(Bracket bracket)
{
    std::vector<OrderRequest> all;
    all.reserve(3);
    for (auto* order : {&bracket.entry, &bracket.take_profit, &bracket.stop_loss})
        all.push_back(std::move(*order));
    return all;
}

}  // namespace trademind
