// Order reports, executions and commissions as text.
#include <trademind/order_report.hpp>

namespace trademind {

void OrderReport::add_commission(Decimal amount, std::string_view currency)
{
    if (commission_currency.empty()) commission_currency = currency;
    // amounts of unlike currencies have no sum
    if (commission_currency == currency) commission += amount;
}

std::string OrderReport::describe() const
{
    std::string text = "order " + to_string(id) + ": " + order.describe() + ", ";
    text += to_string(status);
    text += ", " + filled.str();
    if (!order.is_by_cash()) text += " of " + order.quantity_text();
    text += " filled";
    if (average_fill_price) text += " at " + average_fill_price->str();
    if (error) text += ": " + error->describe();
    return text;
}

std::string Commission::describe() const
{
    return amount.str() + ' ' + currency + " for " + execution_id;
}

std::string Execution::describe() const
{
    std::string text{side_text()};
    text += ' ' + quantity.str() + ' ' + contract.describe() + " at " + price.str();
    if (!exchange.empty()) text += " on " + exchange;
    text += ", order " + to_string(order_id);
    if (time != TimePoint{}) text += ", " + format_time(time);
    return text;
}

}  // namespace trademind
