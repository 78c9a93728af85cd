// Where an order goes: held, armed, into an auction, or to the market.
#include "brokers/paper/engine/engine.hpp"

#include <fmt/format.h>

#include <algorithm>

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

TriggerMethod Engine::method_of(const Order& order) const
{
    if (order.trigger_method != TriggerMethod::automatic) return order.trigger_method;
    return default_trigger_method(instruments_.contract(order.instrument))
        .value_or(TriggerMethod::last);
}

Decimal Engine::tick_of(const Order& order, Decimal price) const
{
    return instruments_.tick(order.instrument, price);
}

Book::Filing Engine::filing_of(const Order& order) const
{
    return {method_of(order), {&instruments_, order.instrument}};
}

void Engine::file(Order& order, Place place)
{
    if (place == Place::child || place == Place::untransmitted)
        order.place = place;
    else
        book_of(order).put(order, place, filing_of(order));
}

void Engine::unfile(Order& order)
{
    if (order.place == Place::trailing) settle_stop(order, order);
    book_of(order).take_out(order, filing_of(order));
}

void Engine::refuse(Order& order, Error why)
{
    order.rarely().error = std::move(why);
    end(order, OrderStatus::rejected);
}

void Engine::end(Order& order, OrderStatus status, std::optional<Error> why)
{
    unfile(order);
    order.status = status;
    order.cancel_pending = false;
    if (why) order.rarely().error = std::move(why);
    orders_.retire(order);
    account_.release(order);
    announce(order);
    after_end(order);
}

void Engine::cancel_now(Order& order, std::string_view reason, bool tell_202)
{
    if (order.done()) return;
    Error why = make_tws_error(202, fmt::format("Order Canceled - reason:{}", reason));
    end(order, OrderStatus::cancelled, why);
    if (tell_202) notice(std::move(why), order.id);
}

void Engine::route(Order& order)
{
    if (order.place == Place::child && workable(order).is_zero()) return announce(order);
    if (order.parent() && workable(order).is_zero()) {
        file(order, Place::child);
        return announce(order);
    }
    order.place = Place::nowhere;
    if (auto fault = find_short_fault(order)) return refuse(order, std::move(*fault));
    if (auto fault = account_.reserve(claim_of(order))) return refuse(order, std::move(*fault));
    if (order.expires_at == TimePoint::max()) order.expires_at = expiry_of(order);
    // its date passed on the way to the market, or while its parent worked
    if (order.expires_at <= now_) return expire(order);
    if (order.time_in_force == TimeInForce::opening || is_closing_order(order)) {
        file(order, order.time_in_force == TimeInForce::opening ? Place::opening_auction
                                                                : Place::closing_auction);
        return show_waiting(order);
    }
    if (auto from = good_after(order); from && *from > now_) {
        file(order, Place::held);
        show_waiting(order);
        wake_at(order, *from);
        return;
    }
    if (!session_allows(order)) return hold(order);
    if (has_trigger(order.type) && !order.triggered) return arm(order);
    work(order);
}

void Engine::wake_at(Order& order, TimePoint when)
{
    scheduler_.at(when, [this, &order] {
        if (order.done() || order.place != Place::held) return;
        unfile(order);
        route(order);
    });
}

void Engine::hold(Order& order)
{
    bool is_news = !order.announced;
    if (is_immediate(order)) return cancel_now(order, "the market is closed", true);
    file(order, Place::held);
    show_waiting(order);
    if (!is_news) return;
    auto from = next_opening(order);
    notice(make_tws_error(399, fmt::format("Order Message: {} Warning: Your order will not be "
                                           "placed at the exchange until {}",
                                           order.terms(instruments_).describe(),
                                           from ? format_time(*from) : "a session becomes known")),
           order.id);
}

void Engine::arm(Order& order)
{
    Book& book = book_of(order);
    auto last = book.market.last();
    if (options_.reject_through_stop && last && order.stop_price && !order.announced) {
        bool through =
            fires_when_rising(order) ? *last >= *order.stop_price : *last <= *order.stop_price;
        if (through)
            return refuse(
                order, make_tws_error(201, fmt::format("Order rejected - reason: the market at {} "
                                                       "is through the stop price {}",
                                                       last->str(), order.stop_price->str())));
    }
    file(order, is_trailing(order.type) ? Place::trailing : Place::armed);
    show_waiting(order);
}

void Engine::fire(Order& order)
{
    Book& book = book_of(order);
    auto stop =
        order.place == Place::trailing ? book.stop_of(order, method_of(order)) : order.stop_price;
    unfile(order);
    freeze_stop(order, *stop);
    order.triggered = true;
    order.priority = ++priorities_;
    work(order);
}

/// A trailing stop stays where it fired, and its limit with it.
void Engine::freeze_stop(Order& order, Decimal stop)
{
    if (order.type == OrderType::trailing_stop_limit) {
        Decimal offset = order.rare->limit_offset ? *order.rare->limit_offset
                                                  : (*order.stop_price - *order.limit_price).abs();
        order.limit_price = order.side == Side::sell ? stop - offset : stop + offset;
    }
    order.stop_price = stop;
}

/// Also of an order that a modify has taken from the market.
void Engine::show_waiting(Order& order)
{
    if (!order.cancel_pending) order.status = OrderStatus::pre_submitted;
    announce(order);
}

void Engine::show_working(Order& order)
{
    if (order.done() || order.cancel_pending || order.status == OrderStatus::submitted) return;
    order.status = OrderStatus::submitted;
    announce(order);
}

void Engine::work(Order& order)
{
    Book& book = book_of(order);
    bool trades = can_trade(book);
    if (is_immediate(order)) {
        bool kill = order.time_in_force == TimeInForce::fill_or_kill &&
                    (!trades || offered(order, book, false) < workable(order));
        if (trades && !kill) take(order);
        if (order.done()) return;
        if (kill) {
            // what TWS says of a FOK that does not fill, before it ends
            order.status = OrderStatus::inactive;
        } else {
            order.status = OrderStatus::pending_cancel;
        }
        announce(order);
        return cancel_now(order, "", false);
    }
    // the first word on a new order; of a fired or modified one it is that it works
    if (!order.announced)
        announce(order);
    else if (order.status == OrderStatus::submitted)
        announce(order);
    if (order.triggered) show_working(order);
    if (is_floating(order.type)) {
        float_price(order, book);
        if (order.type == OrderType::relative && trades && !book.market.crossed())
            match_quote(book, order.side);
        return show_working(order);
    }
    if (trades) take(order);
    if (order.done() || order.place != Place::nowhere) return show_working(order);
    rest(order);
    show_working(order);
}

/// After a change that takes nothing new from the market: back to where it waited.
void Engine::route_again(Order& order)
{
    if (workable(order).is_zero() && order.parent()) {
        file(order, Place::child);
        return announce(order);
    }
    if (order.time_in_force == TimeInForce::opening || is_closing_order(order) ||
        !session_allows(order) || (has_trigger(order.type) && !order.triggered))
        return route(order);
    if (order.type == OrderType::relative)
        file(order, Place::resting);  // where it has followed the market to
    else if (is_floating(order.type))
        float_price(order, book_of(order));
    else {
        Decimal turn = order.queue_mark;
        rest(order);
        order.queue_mark = turn;
    }
    announce(order);
}

void Engine::rest(Order& order)
{
    // a child that has used up what its parent filled would block who stands behind it
    if (order.parent() && workable(order).is_zero()) return file(order, Place::child);
    if (is_market_style(order.type) || !order.limit_price) return file(order, Place::queue);
    order.working_price = *order.limit_price;
    join_queue(order);
    file(order, Place::resting);
}

/// Behind what is displayed at its working price.
void Engine::join_queue(Order& order)
{
    if (!options_.fill_model->fills_on_prints()) return;
    Book& book = book_of(order);
    const Level& own = book.market.own(order.side);
    Decimal price = order.working_price, traded = book.traded_at(price);
    bool behind =
        own.exists() && (order.side == Side::buy ? own.price() > price : own.price() < price);
    Decimal ahead = own.exists() && own.price() == price ? own.size() : Decimal{};
    // behind the best price nobody shows the queue: taken to be known when it trades
    order.queue_mark = behind ? Decimal::max() : traded + ahead;
}

void Engine::float_price(Order& order, Book& book)
{
    if (order.type == OrderType::relative) {
        const Level& own = book.market.own(order.side);
        // without a quote to lean on it waits at a price that nothing reaches
        Decimal none = order.side == Side::buy ? Decimal{} : Decimal::max();
        Decimal offset = order.stop_price.value_or(Decimal{});
        Decimal price = none;
        if (own.exists())
            price = order.side == Side::buy ? own.price() + offset : own.price() - offset;
        if (own.exists() && order.limit_price)
            price = order.side == Side::buy ? std::min(price, *order.limit_price)
                                            : std::max(price, *order.limit_price);
        order.working_price = price;
        if (own.exists()) join_queue(order);
        return file(order, Place::resting);
    }
    // pegged to the midpoint: sorted by what a cap allows, priced when the market trades
    Decimal uncapped = order.side == Side::buy ? Decimal::max() : Decimal{};
    order.working_price = order.limit_price.value_or(uncapped);
    file(order, Place::pegged);
}

}  // namespace trademind::paper
