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
    OrderRequest request{side, instruments.contract(instrument), quantity};
    request.type = type;
    request.time_in_force = time_in_force;
    request.trigger_method = trigger_method;
    request.oca_type = oca_type;
    request.outside_rth = outside_rth;
    request.transmit = transmit;
    request.limit_price = limit_price;
    request.stop_price = stop_price;
    if (!rare) return request;
    request.contract.exchange = exchange(request.contract);
    request.trailing_amount = rare->trailing_amount;
    request.trailing_rate = rare->trailing_rate;
    request.limit_offset = rare->limit_offset;
    request.good_till_date = rare->good_till_date;
    request.good_after_time = rare->good_after_time;
    request.account = rare->account;
    request.client_order_id = rare->client_order_id;
    request.oca_group = rare->oca_group;
    request.parent_id = rare->parent;
    return request;
}

OrderReport Order::report(const Instruments& instruments) const
{
    OrderReport report{id, terms(instruments)};
    report.permanent_id = permanent_id;
    report.status = status;
    report.filled = filled;
    report.remaining = status == OrderStatus::rejected ? Decimal{} : leaves();
    if (filled.sign() > 0) report.average_fill_price = filled_value / filled;
    report.last_fill_price = last_fill_price;
    report.commission = commission;
    if (commission_currency) report.commission_currency = *commission_currency;
    if (place == Place::armed || place == Place::trailing) report.why_held = "trigger";
    if (place == Place::child) report.why_held = "child";
    if (rare) report.error = rare->error;
    report.submitted_at = submitted_at;
    report.updated_at = updated_at;
    return report;
}

}  // namespace trademind::paper
