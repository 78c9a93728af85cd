// Where an order goes: held, armed, into an auction, or to the market.
#include "brokers/paper/engine/order_routing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace trademind::paper {
namespace {

bool is_immediate(const Order& order)
{
    return order.time_in_force == TimeInForce::immediate_or_cancel ||
           order.time_in_force == TimeInForce::fill_or_kill;
}

bool is_closing_order(const Order& order)
{
    return order.type == OrderType::market_on_close || order.type == OrderType::limit_on_close;
}

}  // namespace

void OrderRouting::route(Order& order)
{
    if (order.place == Place::child && order.workable().is_zero())
        return lifecycle_.announce(order);
    if (order.parent() && order.workable().is_zero()) {
        state_.listings.file(order, Place::child);
        return lifecycle_.announce(order);
    }
    order.place = Place::nowhere;
    if (auto fault = matching_.find_short_fault(order))
        return lifecycle_.refuse(order, std::move(*fault));
    if (auto fault = fund(order)) return lifecycle_.refuse(order, std::move(*fault));
    if (order.expires_at == TimePoint::max()) order.expires_at = sessions_.expiry_of(order);
    // its date passed on the way to the market, or while its parent worked
    if (order.expires_at <= state_.now()) return sessions_.expire(order);
    if (order.time_in_force == TimeInForce::opening || is_closing_order(order)) {
        state_.listings.file(order, order.time_in_force == TimeInForce::opening
                                        ? Place::opening_auction
                                        : Place::closing_auction);
        return lifecycle_.show_waiting(order);
    }
    if (auto from = sessions_.good_after(order); from && *from > state_.now()) {
        state_.listings.file(order, Place::held);
        lifecycle_.show_waiting(order);
        wake_at(order, *from);
        return;
    }
    if (!sessions_.allows(order)) return hold(order);
    if (has_trigger(order.type) && !order.triggered) return arm(order);
    work(order);
}

std::optional<Error> OrderRouting::fund(Order& order)
{
    auto claim = groups_.claim_of(order);
    if (!state_.account.lacks_price(claim)) return state_.account.reserve(claim);
    auto& unpriced = state_.listings.book_of(order).unpriced();
    if (std::ranges::find(unpriced, &order) == unpriced.end()) unpriced.push_back(&order);
    return std::nullopt;
}

void OrderRouting::fund_unpriced(Book& book)
{
    for (Order* order : std::exchange(book.unpriced(), {})) {
        if (order->done()) continue;
        if (auto fault = fund(*order)) lifecycle_.refuse(*order, std::move(*fault));
    }
}

void OrderRouting::wake_at(Order& order, TimePoint when)
{
    state_.scheduler.at(when, [this, &order] {
        if (order.done() || order.place != Place::held) return;
        state_.listings.unfile(order);
        route(order);
    });
}

void OrderRouting::hold(Order& order)
{
    bool is_news = !order.announced;
    if (is_immediate(order)) return lifecycle_.cancel(order, "the market is closed");
    state_.listings.file(order, Place::held);
    lifecycle_.show_waiting(order);
    if (!is_news) return;
    auto from = sessions_.next_opening(order);
    lifecycle_.notice(
        make_tws_error(399, fmt::format("Order Message: {} Warning: Your order will not be "
                                        "placed at the exchange until {}",
                                        order.terms(state_.instruments()).describe(),
                                        from ? format_time(*from) : "a session becomes known")),
        order.id);
}

void OrderRouting::arm(Order& order)
{
    Book& book = state_.listings.book_of(order);
    auto last = book.market.last();
    if (state_.options.reject_through_stop && last && order.stop_price && !order.announced) {
        bool through =
            fires_when_rising(order) ? *last >= *order.stop_price : *last <= *order.stop_price;
        if (through)
            return lifecycle_.refuse(
                order, make_tws_error(201, fmt::format("Order rejected - reason: the market at {} "
                                                       "is through the stop price {}",
                                                       last->str(), order.stop_price->str())));
    }
    state_.listings.file(order, is_trailing(order.type) ? Place::trailing : Place::armed);
    lifecycle_.show_waiting(order);
}

void OrderRouting::fire_triggers(Book& book, const Effect& effect)
{
    book.collect_fired(effect, fired_);
    for (std::size_t i = 0; i < fired_.size(); ++i) {
        Order& order = *fired_[i];
        if (order.place != Place::armed && order.place != Place::trailing) continue;
        matching_.trigger(order, *state_.listings.trigger_price(order));
        work(order);
    }
}

bool OrderRouting::can_trade(Book& book)
{
    if (book.market.halted() || book.awaits_quote || book.cut_off) return false;
    if (!sessions_.is_open(book)) return false;
    book.stale = is_stale(book);
    if (!book.stale) return true;
    ++state_.statistics.stale_quotes;
    return false;
}

void OrderRouting::work(Order& order)
{
    Book& book = state_.listings.book_of(order);
    bool trades = can_trade(book);
    if (is_immediate(order)) {
        bool kill = order.time_in_force == TimeInForce::fill_or_kill &&
                    (!trades || !matching_.offers_whole(order));
        if (trades && !kill) matching_.take(order);
        if (order.done()) return;
        if (kill) {
            // what TWS says of a FOK that does not fill, before it ends
            order.status = OrderStatus::inactive;
        } else {
            order.status = OrderStatus::pending_cancel;
        }
        lifecycle_.announce(order);
        return lifecycle_.cancel(order, "", false);
    }
    // the first word on a new order; of a fired or modified one it is that it works
    if (!order.announced || order.status == OrderStatus::submitted) lifecycle_.announce(order);
    if (order.triggered) lifecycle_.show_working(order);
    if (is_floating(order.type)) {
        matching_.float_price(order);
        if (order.type == OrderType::relative && trades && !book.market.crossed())
            matching_.match_quote(book, order.side);
        return lifecycle_.show_working(order);
    }
    if (trades) matching_.take(order);
    if (order.done() || order.place != Place::nowhere) return lifecycle_.show_working(order);
    matching_.rest(order);
    lifecycle_.show_working(order);
}

void OrderRouting::route_again(Order& order)
{
    if (order.workable().is_zero() && order.parent()) {
        state_.listings.file(order, Place::child);
        return lifecycle_.announce(order);
    }
    if (order.time_in_force == TimeInForce::opening || is_closing_order(order) ||
        !sessions_.allows(order) || (has_trigger(order.type) && !order.triggered))
        return route(order);
    if (order.type == OrderType::relative)
        state_.listings.file(order, Place::resting);  // where it has followed the market to
    else if (is_floating(order.type))
        matching_.float_price(order);
    else {
        Decimal turn = order.queue_mark;
        matching_.rest(order);
        order.queue_mark = turn;
    }
    lifecycle_.announce(order);
}

}  // namespace trademind::paper
