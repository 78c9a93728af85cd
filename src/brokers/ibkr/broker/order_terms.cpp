// The terms of an order as TWS echoes them: what of the echo counts.
#include "brokers/ibkr/broker/order_terms.hpp"

#include "domain/attribute_text.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace trademind::ibkr_broker {

namespace {

/// What openOrder tells of an order beside what same_terms compares, as text.
std::map<std::string_view, std::string> rare_terms(const OrderRequest& order)
{
    std::map<std::string_view, std::string> all{
        {"outside regular hours", order.outside_rth ? "true" : "false"},
        {"good till date", order.good_till_date},
        {"good after time", order.good_after_time},
        {"OCA group", order.oca_group},
        {"OCA type",
         order.oca_group.empty() ? "" : std::to_string(static_cast<int>(order.oca_type))},
        {"trigger method", std::to_string(static_cast<int>(order.trigger_method))},
        {"limit offset", order.limit_offset ? order.limit_offset->str() : ""},
        {"first stop", is_trailing(order.type) && order.stop_price ? order.stop_price->str() : ""}};
    if (order.attributes)
        for (auto& one : texts_of(*order.attributes)) all[one.name] = std::move(one.value);
    return all;
}

}  // namespace

void merge_terms(OrderRequest& ours, const OrderRequest& echo)
{
    ours.type = echo.type;
    // what TWS makes of an amount is no term of the order
    if (!echo.quantity.is_zero() && !ours.is_by_cash()) ours.quantity = echo.quantity;
    ours.time_in_force = echo.time_in_force;
    // A change whose answer was lost in a break, or one made by hand in TWS, is seen here only.
    ours.outside_rth = echo.outside_rth;
    if (needs_limit_price(echo.type) && echo.limit_price) ours.limit_price = echo.limit_price;
    if (needs_stop_price(echo.type) && echo.stop_price) ours.stop_price = echo.stop_price;
    if (is_trailing(echo.type)) {
        if (ours.trailing_amount && echo.trailing_amount)
            ours.trailing_amount = echo.trailing_amount;
        if (ours.trailing_rate && echo.trailing_rate) ours.trailing_rate = echo.trailing_rate;
        // The stop moves with the market: the echo is where it is now.
        if (echo.stop_price) ours.stop_price = echo.stop_price;
    }
    if (ours.account.empty()) ours.account = echo.account;
    if (echo.contract.id && !ours.contract.id) ours.contract.id = echo.contract.id;
}

bool same_terms(const OrderRequest& echo, const OrderRequest& asked)
{
    if (echo.type != asked.type || echo.time_in_force != asked.time_in_force) return false;
    // An amount of money, or a hedge, says no quantity: TWS does.
    if (!asked.quantity.is_zero() && echo.quantity != asked.quantity) return false;
    if (needs_limit_price(asked.type) && echo.limit_price != asked.limit_price) return false;
    if (needs_stop_price(asked.type) && echo.stop_price != asked.stop_price) return false;
    if (!is_trailing(asked.type)) return true;
    return (!asked.trailing_amount || echo.trailing_amount == asked.trailing_amount) &&
           (!asked.trailing_rate || echo.trailing_rate == asked.trailing_rate);
}

bool shows_change(const OrderRequest& echo, const OrderRequest& held, const OrderRequest& asked)
{
    auto before = rare_terms(held), wanted = rare_terms(asked), told = rare_terms(echo);
    bool changes = false;
    for (const auto* side : {&before, &wanted})
        for (const auto& [name, value] : *side) {
            if (before[name] == wanted[name]) continue;
            changes = true;
            // what is taken away looks like what TWS never tells
            if (!wanted[name].empty() && told[name] == wanted[name]) return true;
        }
    return !changes;
}

bool same_trade(const OrderRequest& known, const OrderRequest& asked)
{
    if (known.side != asked.side) return false;
    const auto& a = known.contract;
    const auto& b = asked.contract;
    if (a.type != b.type) return false;
    if (a.type == SecurityType::combo) {
        // TWS gives all combos one id, and may spell the legs' exchanges in its own way.
        return std::ranges::equal(a.legs, b.legs, [](const auto& one, const auto& other) {
            return one.contract_id == other.contract_id && one.ratio == other.ratio &&
                   one.side == other.side;
        });
    }
    if (a.id && b.id) return a.id == b.id;
    return a.symbol == b.symbol && a.currency == b.currency && a.expiry == b.expiry &&
           a.strike == b.strike && a.right == b.right;
}

bool same_order(const OrderRequest& known, const OrderRequest& asked)
{
    bool same_account =
        known.account.empty() || asked.account.empty() || known.account == asked.account;
    return same_account && same_trade(known, asked) && same_terms(known, asked);
}

}  // namespace trademind::ibkr_broker
