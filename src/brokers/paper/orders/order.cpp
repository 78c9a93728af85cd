// Orders: terms in and out, reports, families of types.
#include "brokers/paper/orders/order.hpp"

#include <algorithm>

namespace trademind::paper {

bool is_market_style(OrderType type)
{
    switch (type) {
    case OrderType::market:
    case OrderType::stop:
    case OrderType::trailing_stop:
    case OrderType::market_if_touched:
    case OrderType::market_on_close: return true;
    default: return false;
    }
}

bool has_trigger(OrderType type)
{
    switch (type) {
    case OrderType::stop:
    case OrderType::stop_limit:
    case OrderType::trailing_stop:
    case OrderType::trailing_stop_limit:
    case OrderType::market_if_touched:
    case OrderType::limit_if_touched: return true;
    default: return false;
    }
}

bool is_floating(OrderType type)
{
    return type == OrderType::pegged_to_midpoint || type == OrderType::midprice ||
           type == OrderType::relative;
}

Decimal Order::workable() const
{
    if (!parent()) return leaves();
    return std::max(Decimal{}, std::min(quantity, active_quantity) - filled);
}

namespace {

const std::string& nothing()
{
    static const std::string none;
    return none;
}

}  // namespace

const std::string& Order::oca_group() const
{
    return rare ? rare->oca_group : nothing();
}

const std::string& Order::client_order_id() const
{
    return rare ? rare->client_order_id : nothing();
}

const std::string& Order::exchange(const Contract& listed) const
{
    return rare && !rare->exchange.empty() ? rare->exchange : listed.exchange;
}

bool Order::is_directed(const Contract& listed) const
{
    // futures and currencies have one place to go
    bool has_choice = listed.type == SecurityType::stock || listed.type == SecurityType::option;
    return has_choice && exchange(listed) != "SMART";
}

void Order::set_terms(const OrderRequest& request, const Contract& listed)
{
    const std::string& routed = request.contract.exchange;
    bool elsewhere = !routed.empty() && routed != listed.exchange;
    side = request.side;
    type = request.type;
    time_in_force = request.time_in_force;
    trigger_method = request.trigger_method;
    oca_type = request.oca_type;
    outside_rth = request.outside_rth;
    transmit = request.transmit;
    quantity = request.quantity;
    limit_price = request.limit_price;
    stop_price = request.stop_price;
    bool is_rare = request.trailing_amount || request.trailing_rate || request.limit_offset ||
                   !request.good_till_date.empty() || !request.good_after_time.empty() ||
                   !request.account.empty() || !request.client_order_id.empty() ||
                   !request.oca_group.empty() || request.parent_id || elsewhere;
    if (!rare && !is_rare) return;
    RareTerms& terms = rarely();
    terms.trailing_amount = request.trailing_amount;
    terms.trailing_rate = request.trailing_rate;
    terms.limit_offset = request.limit_offset;
    terms.good_till_date = request.good_till_date;
    terms.good_after_time = request.good_after_time;
    terms.account = request.account;
    terms.client_order_id = request.client_order_id;
    terms.oca_group = request.oca_group;
    terms.parent = request.parent_id;
    terms.exchange = elsewhere ? routed : std::string{};
}

OrderRequest Order::terms(const Instruments& instruments) const
{
    OrderRequest request;
    write_terms(instruments, request);
    return request;
}

void Order::write_terms(const Instruments& instruments, OrderRequest& into) const
{
    into.side = side;
    into.contract = instruments.contract(instrument);
    into.quantity = quantity;
    into.type = type;
    into.time_in_force = time_in_force;
    into.trigger_method = trigger_method;
    into.oca_type = oca_type;
    into.outside_rth = outside_rth;
    into.transmit = transmit;
    into.limit_price = limit_price;
    into.stop_price = stop_price;
    if (!rare) return;
    if (!rare->exchange.empty()) into.contract.exchange = rare->exchange;
    into.trailing_amount = rare->trailing_amount;
    into.trailing_rate = rare->trailing_rate;
    into.limit_offset = rare->limit_offset;
    into.good_till_date = rare->good_till_date;
    into.good_after_time = rare->good_after_time;
    into.account = rare->account;
    into.client_order_id = rare->client_order_id;
    into.oca_group = rare->oca_group;
    into.parent_id = rare->parent;
}

void Order::write_report(const Instruments& instruments, OrderReport& into) const
{
    into.id = id;
    write_terms(instruments, into.order);
    into.permanent_id = permanent_id;
    into.status = status;
    into.filled = filled;
    into.remaining = status == OrderStatus::rejected ? Decimal{} : leaves();
    if (filled.sign() > 0) into.average_fill_price = filled_value / filled;
    into.last_fill_price = last_fill_price;
    into.commission = commission;
    if (commission_currency) into.commission_currency = *commission_currency;
    if (place == Place::armed || place == Place::trailing) into.why_held = "trigger";
    if (place == Place::child) into.why_held = "child";
    if (rare) into.error = rare->error;
    into.submitted_at = submitted_at;
    into.updated_at = updated_at;
}

}  // namespace trademind::paper
