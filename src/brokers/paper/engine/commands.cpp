// Commands: what place, modify and cancel do, at once or when their latency is over.
#include "brokers/paper/engine/engine.hpp"

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

}  // namespace

std::optional<Error> Engine::find_relation_fault(const OrderRequest& request)
{
    if (!request.parent_id) return std::nullopt;
    const Order* parent = orders_.find(*request.parent_id);
    if (!parent)
        return make_tws_error(
            10006, fmt::format("Missing parent order {}", to_number(*request.parent_id)));
    if (parent->done() && parent->status != OrderStatus::filled)
        return make_tws_error(201, fmt::format("Order rejected - reason: parent order {} is {}",
                                               to_number(parent->id), to_string(parent->status)));
    return std::nullopt;
}

Result<Order*> Engine::admit(OrderRequest& request)
{
    auto instrument = instruments_.find(request.contract);
    if (!instrument) return unlisted(request.contract);
    const Calendar& calendar = calendars_[books_[*instrument].calendar];
    ValidationContext context{instruments_, *instrument, options_, calendar.session.auctions, now_};
    if (auto fault = find_fault(request, context)) return *fault;
    if (auto fault = find_relation_fault(request)) return *fault;
    if (auto fault = find_auction_fault(request, *instrument)) return *fault;

    Order& order = orders_.create();
    order.instrument = *instrument;
    order.set_terms(request, instruments_.contract(*instrument));
    order.submitted_at = order.updated_at = now_;
    order.bar_round = bar_round_;
    order.active_quantity = order.quantity;
    orders_.remember_client_order(order);
    join_families(order);
    ++statistics_.orders;
    return &order;
}

void Engine::place(OrderRequest request, CallId call)
{
    normalize(request);
    if (!request.client_order_id.empty()) {
        if (Order* known = orders_.find_client_order(request.client_order_id)) {
            auto instrument = instruments_.find(request.contract);
            if (instrument == known->instrument &&
                is_repeated(*known, known->terms(instruments_), request))
                return outbox_.answer(call, report(*known));
            return outbox_.answer(
                call, Error{Errc::duplicate_order,
                            fmt::format("client order id '{}' belongs to order {}",
                                        request.client_order_id, to_number(known->id))});
        }
    }
    auto admitted = admit(request);
    if (!admitted) return outbox_.answer(call, admitted.error());
    Order& order = **admitted;
    if (!order.transmit) {
        order.place = Place::untransmitted;
        outbox_.touch(order.id);
        return outbox_.answer(call, report(order));
    }
    if (order.parent()) transmit_family(order);
    send(order, call);
    settle_down();
}

void Engine::transmit_family(Order& member)
{
    Order* parent = orders_.find(*member.parent());
    if (parent->place == Place::untransmitted) {
        parent->transmit = true;
        send(*parent, nobody);
    }
    auto siblings = children_[parent->id];
    for (Order* sibling : siblings) {
        if (sibling->place != Place::untransmitted) continue;
        sibling->transmit = true;
        send(*sibling, nobody);
    }
}

void Engine::send(Order& order, CallId call)
{
    order.place = Place::nowhere;
    Duration delay = options_.latency_model->submit(order.id, ++commands_);
    if (delay <= Duration::zero()) return arrive(order, call);
    outbox_.touch(order.id);
    scheduler_.at(
        now_ + delay, [this, &order, call] { arrive(order, call); }, true);
}

void Engine::arrive(Order& order, CallId call)
{
    // cancelled on its way
    if (!order.done()) {
        order.priority = ++priorities_;
        order.status = OrderStatus::pre_submitted;
        route(order);
    }
    if (order.status == OrderStatus::rejected)
        outbox_.answer(call, *order.rare->error);
    else
        outbox_.answer(call, report(order));
}

void Engine::cancel(OrderId id, CallId call)
{
    Order* order = orders_.find(id);
    if (!order) return outbox_.answer(call, unknown_order(id));
    if (order->done()) return outbox_.answer(call, not_cancellable(*order));
    if (order->place == Place::untransmitted) {
        cancel_now(*order, "", false);
        return outbox_.answer(call, report(*order));
    }
    Duration delay = options_.latency_model->cancel(id, ++commands_);
    order->cancel_pending = true;
    order->status = OrderStatus::pending_cancel;
    announce(*order);
    if (delay <= Duration::zero()) {
        arrive_cancel(*order, call);
        return settle_down();
    }
    scheduler_.at(
        now_ + delay, [this, order, call] { arrive_cancel(*order, call); }, true);
}

void Engine::arrive_cancel(Order& order, CallId call)
{
    if (order.done()) return outbox_.answer(call, not_cancellable(order));
    cancel_now(order, "", true);
    outbox_.answer(call, report(order));
}

std::optional<Error> Engine::find_modify_fault(const Order& order,
                                               const OrderRequest& request) const
{
    if (order.status == OrderStatus::filled)
        return make_tws_error(104, "Cannot modify a filled order");
    if (order.done() || order.cancel_pending)
        return make_tws_error(
            134, fmt::format("Modify order failed, state: {}", to_string(order.status)));
    auto instrument = instruments_.find(request.contract);
    if (instrument != order.instrument || request.side != order.side ||
        request.parent_id != order.parent())
        return make_tws_error(105,
                              "Order being modified does not match original order: contract, "
                              "side and parent stay");
    if (request.client_order_id != order.client_order_id())
        return make_tws_error(105,
                              "Order being modified does not match original order: its client "
                              "order id stays");
    ValidationContext context{instruments_, order.instrument, options_,
                              calendars_[books_[order.instrument].calendar].session.auctions, now_};
    if (auto fault = find_fault(request, context)) return fault;
    if (auto fault = find_auction_fault(request, order.instrument)) return fault;
    bool auction = order.place == Place::opening_auction || order.place == Place::closing_auction;
    if (auction && (request.type != order.type || request.time_in_force != order.time_in_force))
        return make_tws_error(329, "Order modify failed. Cannot change to the new order type");
    return std::nullopt;
}

void Engine::modify(OrderId id, OrderRequest request, CallId call)
{
    normalize(request);
    Order* order = orders_.find(id);
    if (!order)
        return outbox_.answer(
            call, Error{Errc::unknown_order, fmt::format("there is no order {}", to_number(id))});
    // the name by which a program finds its order again stays, said or not
    if (request.client_order_id.empty()) request.client_order_id = order->client_order_id();
    if (auto fault = find_modify_fault(*order, request)) return outbox_.answer(call, *fault);
    if (order->place == Place::untransmitted) {
        leave_families(*order);
        order->set_terms(request, instruments_.contract(order->instrument));
        join_families(*order);
        order->active_quantity = active_part(*order);
        outbox_.touch(order->id);
        if (!request.transmit) return outbox_.answer(call, report(*order));
        if (order->parent()) transmit_family(*order);
        if (order->place == Place::untransmitted)
            send(*order, call);
        else
            outbox_.answer(call, report(*order));
        return settle_down();
    }
    Duration delay = options_.latency_model->modify(id, ++commands_);
    if (delay <= Duration::zero()) {
        arrive_modify(*order, std::move(request), call);
        return settle_down();
    }
    scheduler_.at(
        now_ + delay,
        [this, order, request = std::move(request), call] { arrive_modify(*order, request, call); },
        true);
}

void Engine::arrive_modify(Order& order, OrderRequest request, CallId call)
{
    if (auto fault = find_modify_fault(order, request)) return outbox_.answer(call, *fault);
    if (auto fault = change_terms(order, request)) return outbox_.answer(call, *fault);
    outbox_.answer(call, report(order));
}

bool Engine::lives_otherwise(const OrderRequest& before, const OrderRequest& after)
{
    auto life = [](const OrderRequest& r) {
        return std::tie(r.type, r.time_in_force, r.good_till_date, r.good_after_time,
                        r.outside_rth);
    };
    return life(before) != life(after);
}

void Engine::keep_what_the_market_made(Order& order, const OrderRequest& before,
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

std::optional<Error> Engine::change_terms(Order& order, const OrderRequest& request)
{
    bool in_flight = order.place == Place::nowhere && order.status == OrderStatus::pending_submit;
    bool was_child = order.place == Place::child, was_triggered = order.triggered;
    OrderRequest before = report(order).order;
    Decimal active = order.active_quantity;
    TimePoint expires_at = order.expires_at;
    const Contract& listed = instruments_.contract(order.instrument);
    std::optional<Decimal> turn;
    if (order.place == Place::resting) turn = order.queue_mark;
    auto gained = before.stop_price;
    unfile(order);
    leave_families(order);
    order.set_terms(request, listed);
    order.transmit = true;
    order.bar_round = bar_round_;
    // another type waits for its own trigger
    if (request.type != before.type) order.triggered = false;
    if (lives_otherwise(before, request)) order.expires_at = TimePoint::max();
    keep_what_the_market_made(order, before, request, gained);
    join_families(order);
    order.active_quantity = active_after(order, before.quantity, active);
    std::optional<Error> fault;
    if (order.quantity <= order.filled) {
        order.quantity = order.filled;  // never negative leaves
        end(order, OrderStatus::filled);
        leave_children(order, "its parent order was cut to what it had filled");
        return fault;
    }
    if (!in_flight) {
        fault = account_.reserve(claim_of(order));
        if (!fault) account_.modified(order);
        if (fault) {
            // the original order stays as it was
            leave_families(order);
            order.set_terms(before, listed);
            order.stop_price = gained;
            order.triggered = was_triggered;
            order.expires_at = expires_at;
            join_families(order);
            order.active_quantity = active;
        }
    }
    bool keeps_turn = before.limit_price == order.limit_price && before.type == order.type &&
                      order.quantity <= before.quantity;
    if (!keeps_turn) order.priority = ++priorities_;
    if (was_child) order.place = Place::child;
    if (!in_flight) route(order);
    if (keeps_turn && turn && order.place == Place::resting) order.queue_mark = *turn;
    return fault;
}

}  // namespace trademind::paper
