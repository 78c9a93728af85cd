// An entry with its exits.
#include <trademind/bracket.hpp>

#include <utility>

namespace trademind {

Result<Bracket> bracket(OrderRequest entry, Decimal take_profit, Decimal stop_loss)
{
    bool buys = entry.side == Side::buy;
    auto refuse = [](const char* what) -> Result<Bracket> {
        return Error{Errc::invalid_order, what};
    };
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
        // Exits outlive the day's entry: what has filled stays protected.
        order.time_in_force = TimeInForce::good_till_cancelled;
        if (!entry.client_order_id.empty()) order.client_order_id = entry.client_order_id + name;
        return order;
    };
    all.take_profit = exit("-profit").limit(take_profit);
    all.stop_loss = exit("-stop").stop(stop_loss);
    // Only the last one sends them off.
    entry.transmit = all.take_profit.transmit = false;
    all.stop_loss.transmit = true;
    all.entry = std::move(entry);
    return all;
}

}  // namespace trademind
