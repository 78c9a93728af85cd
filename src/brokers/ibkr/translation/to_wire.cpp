// The domain's contracts and orders as the messages of the protocol.
#include "brokers/ibkr/translation/to_wire.hpp"

namespace trademind::ibkr_broker {
namespace {

std::optional<double> price(const std::optional<Decimal>& d)
{
    return d ? std::optional{d->to_double()} : std::nullopt;
}

std::string text(Decimal d)
{
    char buffer[Decimal::max_chars];
    return {buffer, d.to_chars(buffer)};
}

void add_prices(ibkr::Order& out, const OrderRequest& order)
{
    switch (order.type) {
    case OrderType::trailing_stop:
    case OrderType::trailing_stop_limit:
    case OrderType::trailing_market_if_touched:
    case OrderType::trailing_limit_if_touched:
        out.aux_price = price(order.trailing_amount);
        out.trailing_percent = price(order.trailing_rate);
        out.trail_stop_price = price(order.stop_price);
        out.limit_price_offset = price(order.limit_offset);
        // TWS takes the limit or its distance to the stop, not both.
        if (!order.limit_offset) out.limit_price = price(order.limit_price);
        break;
    default:
        out.limit_price = price(order.limit_price);
        out.aux_price = price(order.stop_price);
        break;
    }
}

/// What tells instruments of one symbol apart where no id does. Beside an id TWS compares them with
/// the contract as it is today (478): they may be of another day.
void add_terms(ibkr::Contract& out, const Contract& contract, Texts& texts)
{
    out.last_trade_date_or_contract_month = contract.expiry;
    out.strike = price(contract.strike);
    if (contract.right && *contract.right != OptionRight::unknown)
        out.right = to_string(*contract.right);
    if (contract.multiplier) out.multiplier.text = texts.keep(text(*contract.multiplier));
    out.local_symbol = contract.local_symbol;
    out.trading_class = contract.trading_class;
    out.sec_id_type = contract.security_id_type;
    out.sec_id = contract.security_id;
}

}  // namespace

ibkr::Contract to_wire(const Contract& contract, Texts& texts)
{
    ibkr::Contract out;
    out.con_id = static_cast<int>(contract.id);
    out.symbol = contract.symbol;
    // a type that is not known is never sent
    if (contract.type != SecurityType::unknown) out.sec_type = to_string(contract.type);
    out.exchange = contract.exchange;
    out.primary_exchange = contract.primary_exchange;
    out.currency = contract.currency;
    if (contract.id == 0)
        add_terms(out, contract, texts);
    else if (contract.symbol.empty() && contract.type != SecurityType::combo)
        out.sec_type = out.currency = "";
    out.include_expired = contract.include_expired;
    for (const auto& leg : contract.legs) {
        ibkr::ComboLeg wire;
        wire.con_id = static_cast<int>(leg.contract_id);
        wire.ratio = leg.ratio;
        wire.action = to_string(leg.side);
        wire.exchange = leg.exchange;
        wire.open_close = leg.open_close;
        wire.short_sale_slot = leg.short_sale_slot;
        wire.designated_location = leg.designated_location;
        wire.exempt_code = leg.exempt_code;
        out.combo_legs.push_back(wire);
    }
    return out;
}

ibkr::Order to_wire(const OrderRequest& order, std::string_view account)
{
    ibkr::Order out;
    out.action = to_string(order.side);
    if (word_of(order.unknown_words, "quantity", {}).empty()) out.total_quantity = order.quantity;
    out.order_type = to_string(order.type);
    add_prices(out, order);
    out.time_in_force = to_string(order.time_in_force);
    out.good_till_date = order.good_till_date;
    out.good_after_time = order.good_after_time;
    out.outside_rth = order.outside_rth;
    // TWS divides the order of a group among its accounts, and refuses one beside it (201)
    if (!is_for_group(order)) out.account = order.account.empty() ? account : order.account;
    out.order_ref = order.client_order_id;
    out.oca_group = order.oca_group;
    out.oca_type = static_cast<int>(order.oca_type);
    if (order.parent_id) out.parent_id = static_cast<int>(to_number(*order.parent_id));
    out.transmit = order.transmit;
    out.trigger_method = static_cast<int>(order.trigger_method);
    if (order.attributes) {
        add_attributes(out, *order.attributes, order.type);
        // An amount of money instead of a quantity.
        if (out.cash_quantity && order.quantity.is_zero()) out.total_quantity.reset();
    }
    return out;
}

}  // namespace trademind::ibkr_broker
