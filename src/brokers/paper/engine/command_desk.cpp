// What place, modify and cancel do, at once or when their latency is over.
#include "brokers/paper/engine/command_desk.hpp"

#include <fmt/format.h>

#include <tuple>

namespace trademind::paper {
namespace {

Error unknown_order(OrderId id)
{
    return make_tws_error(
        10147, fmt::format("OrderId {} that needs to be cancelled is not found", to_number(id)));
}

Error not_cancellable(const Order& order)
{
    return make_tws_error(10148, fmt::format("OrderId {} that needs to be cancelled can not be "
                                             "cancelled, state: {}",
                                             to_number(order.id), to_string(order.status)));
}

/// Asks the request for the order that `known` was placed as? What the market, the order's family
/// and its own sending have made of the terms since does not count.
bool is_repeated(const Order& known, OrderRequest terms, const OrderRequest& request)
{
    terms.contract = request.contract;
    terms.transmit = request.transmit;
    if (is_trailing(known.type)) terms.stop_price = request.stop_price;
    bool gets_limit = known.type == OrderType::trailing_stop_limit ||
                      (known.type == OrderType::market_to_limit && !request.limit_price);
    if (gets_limit) terms.limit_price = request.limit_price;
    bool may_shrink = known.parent() || !known.oca_group().empty();
    if (may_shrink && terms.quantity < request.quantity) terms.quantity = request.quantity;
    return terms == request;
}

/// The end of the order's life must be computed again.
bool lives_otherwise(const OrderRequest& before, const OrderRequest& after)
{
    auto life = [](const OrderRequest& r) {
        return std::tie(r.type, r.time_in_force, r.good_till_date, r.good_after_time,
                        r.outside_rth);
    };
    return life(before) != life(after);
}

/// The name by which a program finds its order again, and the group it belongs to, stay, said or
/// not.
void keep_identity(OrderRequest& request, const Order& order)
{
    if (request.client_order_id.empty()) request.client_order_id = order.client_order_id();
    if (request.oca_group.empty()) request.oca_group = order.oca_group();
    if (request.oca_type == OcaType::none) request.oca_type = order.oca_type;
}

void keep_what_the_market_made(Order& order, const OrderRequest& before,
                               const OrderRequest& request, std::optional<Decimal> gained)
{
    if (is_trailing(order.type) && is_trailing(before.type)) {
        // a stop never loses what it has gained, a triggered limit stays frozen
        if (!request.stop_price) order.stop_price = gained;
        if (order.triggered && !request.limit_price) order.limit_price = before.limit_price;
    }
    // MTL is a limit order since its first fill
    bool rests = order.type == OrderType::market_to_limit && before.type == order.type;
    if (rests && !request.limit_price) order.limit_price = before.limit_price;
}

}  // namespace

void CommandDesk::answer(CallId call, const Order& order)
{
    if (call != nobody) state_.outbox.answer(call, state_.listings.report(order));
}

Result<Order*> CommandDesk::admit(const OrderRequest& request)
{
    auto instrument = admission_.admit(request);
    if (!instrument) return instrument.error();
    Order& order = state_.orders.create();
    order.instrument = *instrument;
    order.set_terms(request, state_.instruments().contract(*instrument));
    order.submitted_at = order.updated_at = state_.now();
    order.bar_round = bars_.round();
    order.active_quantity = order.quantity;
    state_.orders.remember_client_order(order);
    groups_.join(order);
    ++state_.statistics.orders;
    return &order;
}

void CommandDesk::warn_of_ignored_hours(const Order& order)
{
    lifecycle_.notice(
        make_tws_error(2109,
                       "Order Event Warning: Attribute 'Outside Regular Trading Hours' is "
                       "ignored based on the order type and destination. PlaceOrder is now "
                       "being processed."),
        order.id);
}

void CommandDesk::place(OrderRequest request, CallId call)
{
    bool ignored = ignores_outside_hours(request);
    normalize(request);
    if (!request.client_order_id.empty()) {
        if (Order* known = state_.orders.find_client_order(request.client_order_id)) {
            auto instrument = state_.instruments().find(request.contract);
            if (instrument == known->instrument &&
                is_repeated(*known, known->terms(state_.instruments()), request))
                return answer(call, *known);
            return state_.outbox.answer(
                call, Error{Errc::duplicate_order,
                            fmt::format("client order id '{}' belongs to order {}",
                                        request.client_order_id, to_number(known->id))});
        }
    }
    auto admitted = admit(request);
    if (!admitted) return state_.outbox.answer(call, admitted.error());
    Order& order = **admitted;
    if (ignored) warn_of_ignored_hours(order);
    if (!order.transmit) {
        order.place = Place::untransmitted;
        state_.outbox.touch(order.id);
        return answer(call, order);
    }
    if (order.parent()) transmit_family(order);
    send(order, call);
    groups_.route_woken();
}

void CommandDesk::transmit_family(Order& member)
{
    Order* eldest = &member;
    while (eldest->parent()) eldest = state_.orders.find(*eldest->parent());
    transmit_with_children(*eldest, member);
}

void CommandDesk::transmit_with_children(Order& order, const Order& member)
{
    if (&order != &member && order.place == Place::untransmitted) {
        order.transmit = true;
        send(order, nobody);
    }
    for (Order* child : groups_.children_of(order.id)) transmit_with_children(*child, member);
}

void CommandDesk::send(Order& order, CallId call)
{
    order.place = Place::nowhere;
    Duration delay = state_.options.latency_model->submit(order.id, ++commands_);
    if (delay <= Duration::zero()) return arrive(order, call);
    state_.outbox.touch(order.id);
    state_.scheduler.at(
        state_.now() + delay, [this, &order, call] { arrive(order, call); }, true);
}

void CommandDesk::arrive(Order& order, CallId call)
{
    // cancelled on its way
    if (!order.done()) {
        order.priority = state_.orders.next_priority();
        order.status = OrderStatus::pre_submitted;
        routing_.route(order);
    }
    if (order.status == OrderStatus::rejected)
        state_.outbox.answer(call, *order.rare->error);
    else
        answer(call, order);
}

void CommandDesk::cancel(OrderId id, CallId call)
{
    Order* order = state_.orders.find(id);
    if (!order) return state_.outbox.answer(call, unknown_order(id));
    if (order->done()) return state_.outbox.answer(call, not_cancellable(*order));
    if (order->place == Place::untransmitted) {
        lifecycle_.cancel(*order, "", false);
        return answer(call, *order);
    }
    Duration delay = state_.options.latency_model->cancel(id, ++commands_);
    order->cancel_pending = true;
    order->status = OrderStatus::pending_cancel;
    lifecycle_.announce(*order);
    if (delay <= Duration::zero()) {
        arrive_cancel(*order, call);
        return groups_.route_woken();
    }
    state_.scheduler.at(
        state_.now() + delay, [this, order, call] { arrive_cancel(*order, call); }, true);
}

void CommandDesk::arrive_cancel(Order& order, CallId call)
{
    if (order.done()) return state_.outbox.answer(call, not_cancellable(order));
    groups_.cancelled_by_client(order);
    lifecycle_.cancel(order, "");
    answer(call, order);
}

void CommandDesk::modify(OrderId id, OrderRequest request, CallId call)
{
    Order* order = state_.orders.find(id);
    if (!order)
        return state_.outbox.answer(
            call, Error{Errc::unknown_order, fmt::format("there is no order {}", to_number(id))});
    keep_identity(request, *order);
    bool ignored = ignores_outside_hours(request);
    normalize(request);
    if (auto fault = admission_.find_modify_fault(*order, request))
        return state_.outbox.answer(call, *fault);
    if (ignored) warn_of_ignored_hours(*order);
    if (order->place == Place::untransmitted) {
        groups_.leave(*order);
        order->set_terms(request, state_.instruments().contract(order->instrument));
        groups_.join(*order);
        order->active_quantity = groups_.active_part(*order);
        state_.outbox.touch(order->id);
        if (!request.transmit) return answer(call, *order);
        if (order->parent()) transmit_family(*order);
        if (order->place == Place::untransmitted)
            send(*order, call);
        else
            answer(call, *order);
        return groups_.route_woken();
    }
    Duration delay = state_.options.latency_model->modify(id, ++commands_);
    if (delay <= Duration::zero()) {
        arrive_modify(*order, std::move(request), call);
        return groups_.route_woken();
    }
    state_.scheduler.at(
        state_.now() + delay,
        [this, order, request = std::move(request), call] { arrive_modify(*order, request, call); },
        true);
}

void CommandDesk::arrive_modify(Order& order, OrderRequest request, CallId call)
{
    if (auto fault = admission_.find_modify_fault(order, request))
        return state_.outbox.answer(call, *fault);
    if (auto fault = change_terms(order, request)) return state_.outbox.answer(call, *fault);
    answer(call, order);
}

std::optional<Error> CommandDesk::change_terms(Order& order, const OrderRequest& request)
{
    bool in_flight = order.place == Place::nowhere && order.status == OrderStatus::pending_submit;
    bool was_child = order.place == Place::child, was_triggered = order.triggered;
    OrderRequest before = state_.listings.report(order).order;
    Decimal active = order.active_quantity;
    TimePoint expires_at = order.expires_at;
    const Contract& listed = state_.listings.contract_of(order);
    std::optional<Decimal> turn;
    if (order.place == Place::resting) turn = order.queue_mark;
    auto gained = before.stop_price;
    state_.listings.unfile(order);
    groups_.leave(order);
    order.set_terms(request, listed);
    order.transmit = true;
    order.bar_round = bars_.round();
    // another type waits for its own trigger
    if (request.type != before.type) order.triggered = false;
    if (lives_otherwise(before, request)) order.expires_at = TimePoint::max();
    keep_what_the_market_made(order, before, request, gained);
    groups_.join(order);
    order.active_quantity = groups_.active_after(order, before.quantity, active);
    std::optional<Error> fault;
    if (order.quantity <= order.filled) {
        order.quantity = order.filled;  // never negative leaves
        lifecycle_.end(order, OrderStatus::filled);
        groups_.leave_children(order, "its parent order was cut to what it had filled");
        return fault;
    }
    if (!in_flight) {
        fault = routing_.fund(order);
        if (!fault) state_.account.modified(order);
        if (fault) {
            // the original order stays as it was
            groups_.leave(order);
            order.set_terms(before, listed);
            order.stop_price = gained;
            order.triggered = was_triggered;
            order.expires_at = expires_at;
            groups_.join(order);
            order.active_quantity = active;
        }
    }
    bool keeps_turn = before.limit_price == order.limit_price && before.type == order.type &&
                      order.quantity <= before.quantity;
    if (!keeps_turn) order.priority = state_.orders.next_priority();
    if (was_child) order.place = Place::child;
    if (!in_flight) routing_.route(order);
    if (keeps_turn && turn && order.place == Place::resting) order.queue_mark = *turn;
    return fault;
}

}  // namespace trademind::paper
