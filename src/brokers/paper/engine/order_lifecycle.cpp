// Reports, fills and ends of orders.
#include "brokers/paper/engine/order_lifecycle.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace trademind::paper {

void OrderLifecycle::announce(Order& order)
{
    order.updated_at = state_.now();
    order.announced = true;
    state_.outbox.touch(order.id);
    state_.listings.write_report(order, state_.outbox.add_report());
}

void OrderLifecycle::notice(Error error, std::optional<OrderId> order)
{
    state_.outbox.add(Notice{std::move(error), order});
}

void OrderLifecycle::refuse(Order& order, Error why)
{
    order.rarely().error = std::move(why);
    end(order, OrderStatus::rejected);
}

void OrderLifecycle::end(Order& order, OrderStatus status, std::optional<Error> why)
{
    state_.listings.unfile(order);
    order.status = status;
    order.cancel_pending = false;
    if (why) order.rarely().error = std::move(why);
    state_.orders.retire(order);
    state_.account.release(order);
    announce(order);
    groups_.ended(order);
}

void OrderLifecycle::cancel(Order& order, std::string_view reason, bool notify)
{
    if (order.done()) return;
    Error why = make_tws_error(202, fmt::format("Order Canceled - reason:{}", reason));
    end(order, OrderStatus::cancelled, why);
    if (notify) notice(std::move(why), order.id);
}

void OrderLifecycle::show_waiting(Order& order)
{
    if (!order.cancel_pending) order.status = OrderStatus::pre_submitted;
    announce(order);
}

void OrderLifecycle::show_working(Order& order)
{
    if (order.done() || order.cancel_pending || order.status == OrderStatus::submitted) return;
    order.status = OrderStatus::submitted;
    announce(order);
}

void OrderLifecycle::fill(Order& order, Decimal quantity, Decimal price, Liquidity liquidity,
                          Decimal carried_cost)
{
    const Contract& contract = state_.listings.contract_of(order);
    Decimal leaves_before = order.leaves();
    std::string id =
        fmt::format("{:08x}.{:08x}.01.01", to_number(order.id), executions_.size() + 1);
    std::optional<Commission> settled;
    try {
        settled = state_.account.settle(
            {order, quantity, price, state_.now(), liquidity, carried_cost}, id);
    } catch (const std::overflow_error&) {
        return cancel(order, "its value is too large to book", true);
    }
    Commission& commission = *settled;

    order.filled += quantity;
    order.filled_value += quantity * price;
    order.last_fill_price = price;
    Execution execution;
    execution.id = std::move(id);
    execution.order_id = order.id;
    execution.permanent_id = order.permanent_id;
    if (order.rare) execution.client_order_id = order.rare->client_order_id;
    execution.account = state_.options.account;
    execution.contract = contract;
    execution.side = order.side;
    execution.quantity = quantity;
    execution.price = price;
    execution.cumulative_quantity = order.filled;
    execution.average_price = order.filled_value / order.filled;
    execution.exchange = order.exchange(contract);
    execution.time = state_.now();
    state_.outbox.add(execution);

    if (order.leaves().is_zero()) {
        state_.listings.unfile(order);
        order.status = OrderStatus::filled;
        state_.orders.retire(order);
    } else if (!order.cancel_pending) {
        order.status = OrderStatus::submitted;
    }
    if (order.done()) state_.account.release(order);
    announce(order);

    execution.commission = commission;
    executions_.push_back(std::move(execution));
    ++state_.statistics.executions;
    state_.orders.add_commission(order, commission.amount, commission.currency);
    state_.outbox.add(std::move(commission));
    announce(order);
    if (auto told = state_.account.take_fee_notice()) notice(std::move(*told), order.id);
    state_.outbox.add(state_.account.report(order.instrument));
    state_.outbox.add(state_.account.account(state_.now()));

    groups_.filled(order, quantity, leaves_before);
}

void OrderLifecycle::restore(Execution execution)
{
    Order& order = *state_.orders.find(execution.order_id);
    if (execution.commission)
        state_.orders.add_commission(order, {}, execution.commission->currency);
    execution.permanent_id = order.permanent_id;
    if (order.rare) execution.client_order_id = order.rare->client_order_id;
    execution.account = state_.options.account;
    execution.contract = state_.listings.contract_of(order);
    execution.exchange = order.exchange(execution.contract);
    execution.side = order.side;
    executions_.push_back(std::move(execution));
}

}  // namespace trademind::paper
