// Order requests: what they need, modifiers and description.
#include <trademind/order.hpp>
#include <trademind/order_report.hpp>

namespace trademind {

bool needs_limit_price(OrderType type)
{
    switch (type) {
    case OrderType::limit:
    case OrderType::stop_limit:
    case OrderType::limit_if_touched:
    case OrderType::limit_on_close:
    case OrderType::relative_limit_combo: return true;
    default: return false;
    }
}

bool needs_stop_price(OrderType type)
{
    switch (type) {
    case OrderType::stop:
    case OrderType::stop_limit:
    case OrderType::market_if_touched:
    case OrderType::limit_if_touched:
    case OrderType::stop_with_protection: return true;
    default: return false;
    }
}

bool takes_offset(OrderType type)
{
    switch (type) {
    case OrderType::relative:
    case OrderType::passive_relative:
    case OrderType::pegged_to_market:
    case OrderType::pegged_to_midpoint:
    case OrderType::pegged_to_primary:
    case OrderType::snap_to_market:
    case OrderType::snap_to_midpoint:
    case OrderType::snap_to_primary: return true;
    default: return false;
    }
}

bool is_stop(OrderType type)
{
    switch (type) {
    case OrderType::stop:
    case OrderType::stop_limit:
    case OrderType::stop_with_protection:
    case OrderType::trailing_stop:
    case OrderType::trailing_stop_limit: return true;
    default: return false;
    }
}

bool is_trailing(OrderType type)
{
    return type == OrderType::trailing_stop || type == OrderType::trailing_stop_limit ||
           type == OrderType::trailing_market_if_touched ||
           type == OrderType::trailing_limit_if_touched;
}

bool is_touched(OrderType type)
{
    switch (type) {
    case OrderType::market_if_touched:
    case OrderType::limit_if_touched:
    case OrderType::trailing_market_if_touched:
    case OrderType::trailing_limit_if_touched: return true;
    default: return false;
    }
}

OrderRequest OrderRequest::limit(Decimal price) &&
{
    limit_price = price;
    if (type == OrderType::market) type = OrderType::limit;
    if (type == OrderType::stop) type = OrderType::stop_limit;
    return std::move(*this);
}

OrderRequest OrderRequest::stop(Decimal price) &&
{
    stop_price = price;
    if (type == OrderType::market) type = OrderType::stop;
    if (type == OrderType::limit) type = OrderType::stop_limit;
    return std::move(*this);
}

OrderRequest OrderRequest::trailing(Decimal amount, std::optional<Decimal> initial_stop) &&
{
    trailing_amount = amount;
    stop_price = initial_stop;
    return std::move(*this).of_type(OrderType::trailing_stop);
}

OrderRequest OrderRequest::trailing_percent(Decimal percent, std::optional<Decimal> initial_stop) &&
{
    trailing_rate = percent;
    stop_price = initial_stop;
    return std::move(*this).of_type(OrderType::trailing_stop);
}

OrderRequest OrderRequest::good_till(std::string when) &&
{
    good_till_date = std::move(when);
    return std::move(*this).in_force(TimeInForce::good_till_date);
}

OrderRequest OrderRequest::in_oca_group(std::string name, OcaType how) &&
{
    oca_group = std::move(name);
    oca_type = how;
    return std::move(*this);
}

OrderRequest OrderRequest::for_cash(Decimal amount) &&
{
    auto more = attributes ? *attributes : OrderAttributes{};
    more.cash_quantity = amount;
    quantity = {};
    return std::move(*this).with(std::move(more));
}

std::string OrderRequest::quantity_text() const
{
    auto word = word_of(unknown_words, "quantity", {});
    return word.empty() ? quantity.str() : std::string{word};
}

std::string OrderRequest::describe() const
{
    std::string text{side_text()};
    if (is_by_cash())
        text += ' ' + attributes->cash_quantity->str() + ' ' + contract.currency + " of " +
                contract.describe() + ' ';
    else
        text += ' ' + quantity_text() + ' ' + contract.describe() + ' ';
    text += type_text();
    if (limit_price) text += ' ' + limit_price->str();
    if (stop_price) text += " stop " + stop_price->str();
    if (trailing_amount) text += " trail " + trailing_amount->str();
    if (trailing_rate) text += " trail " + trailing_rate->str() + '%';
    (text += ' ') += time_in_force_text();
    return text;
}

OrderRequest buy(Contract contract, Decimal quantity)
{
    return {Side::buy, std::move(contract), quantity};
}
OrderRequest sell(Contract contract, Decimal quantity)
{
    return {Side::sell, std::move(contract), quantity};
}

bool matches(OrderFilter filter, OrderStatus status)
{
    switch (filter) {
    case OrderFilter::open: return is_open(status);
    case OrderFilter::filled: return status == OrderStatus::filled;
    case OrderFilter::cancelled:
        return status == OrderStatus::cancelled || status == OrderStatus::api_cancelled;
    case OrderFilter::all: return true;
    }
    return false;
}

}  // namespace trademind
