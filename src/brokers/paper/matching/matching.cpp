// Fills on quotes and prints.
#include "brokers/paper/matching/matching.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::paper {
namespace {

bool accepts(const Order& order, Decimal price)
{
    if (!order.limit_price || is_market_style(order.type)) return true;
    return order.side == Side::buy ? price <= *order.limit_price : price >= *order.limit_price;
}

bool reaches(Side side, Decimal limit, Decimal price)
{
    return side == Side::buy ? price <= limit : price >= limit;
}

}  // namespace

bool Matching::may_short(const Order& order) const
{
    return holdings_.may_short(listings_.contract_of(order));
}

std::optional<Error> Matching::find_short_fault(const Order& order) const
{
    Decimal held = holdings_.position(order.instrument);
    if (order.side == Side::buy || may_short(order) || held >= order.workable())
        return std::nullopt;
    return make_tws_error(201, fmt::format("Order rejected - reason: {} are held and selling short "
                                           "is not allowed",
                                           held.str()));
}

bool Matching::would_short(const Order& order) const
{
    return order.side == Side::sell && holdings_.position(order.instrument).sign() <= 0 &&
           !may_short(order);
}

Decimal Matching::takeable(const Order& order, Decimal quantity) const
{
    quantity = std::min(quantity, order.workable());
    if (order.side == Side::sell && !may_short(order))
        quantity = std::min(quantity, holdings_.position(order.instrument));
    return std::max(quantity, Decimal{});
}

FillSituation Matching::situation(const Order& order, const Book& book, const Level& level,
                                  bool resting) const
{
    return {listings_.contract_of(order),
            order.id,
            order.side,
            order.workable(),
            is_market_style(order.type) ? std::nullopt : order.limit_price,
            level.price(),
            level.size(),
            level.available(),
            listings_.tick_of(order, level.price()),
            resting,
            book.event};
}

Decimal Matching::offered(const Order& order, const Book& book, const Level& level,
                          bool resting) const
{
    if (!level.exists() || !accepts(order, level.price())) return {};
    return takeable(order, options_.fill_model->quantity(situation(order, book, level, resting)));
}

bool Matching::offers_whole(const Order& order)
{
    Book& book = listings_.book_of(order);
    return offered(order, book, book.market.opposite(order.side), false) >= order.workable();
}

bool Matching::take_once(Order& order, Book& book)
{
    Level& level = book.market.opposite(order.side);
    Decimal quantity = offered(order, book, level, false);
    if (quantity.sign() <= 0) return false;
    Decimal price = options_.fill_model->taker_price(situation(order, book, level, false));
    if (!accepts(order, price)) price = *order.limit_price;
    level.consume(quantity);
    actions_.fill(order, quantity, price, Liquidity::removed);
    return true;
}

void Matching::take(Order& order)
{
    Book& book = listings_.book_of(order);
    if (would_short(order)) return actions_.cancel(order, "it would sell short");
    if (!take_once(order, book)) return;
    if (order.done() || order.place != Place::nowhere) return;
    if (order.type == OrderType::market_to_limit && !order.limit_price)
        order.limit_price = order.last_fill_price;
    if (is_market_style(order.type)) finish_market_remainder(order);
}

void Matching::finish_market_remainder(Order& order)
{
    bool directed = order.is_directed(listings_.contract_of(order));
    switch (directed ? options_.directed_remainder : options_.market_remainder) {
    case MarketRemainder::wait: return;
    case MarketRemainder::cancel:
        return actions_.cancel(order, "no more size at the top of the book");
    case MarketRemainder::slip_one_tick: {
        // an IOC takes what is there, and ends
        if (order.time_in_force == TimeInForce::immediate_or_cancel) return;
        // worse than what it has just paid, slippage included
        Decimal price = *order.last_fill_price;
        Decimal tick = listings_.tick_of(order, price);
        Decimal worse = order.side == Side::buy ? price + tick : price - tick;
        Decimal quantity = takeable(order, order.workable());
        bool is_price =
            worse.sign() > 0 || price_may_be_negative(listings_.contract_of(order).type);
        if (quantity.sign() > 0 && is_price)
            actions_.fill(order, quantity, worse, Liquidity::removed);
        return;
    }
    }
}

void Matching::rest(Order& order)
{
    // a child that has used up what its parent filled would block the orders behind it
    if (order.parent() && order.workable().is_zero()) return listings_.file(order, Place::child);
    if (is_market_style(order.type) || !order.limit_price)
        return listings_.file(order, Place::queue);
    order.working_price = *order.limit_price;
    join_queue(order);
    listings_.file(order, Place::resting);
}

void Matching::join_queue(Order& order)
{
    if (!fills_on_prints_) return;
    Book& book = listings_.book_of(order);
    const Level& own = book.market.own(order.side);
    Decimal price = order.working_price, traded = book.traded_at(price);
    bool behind =
        own.exists() && (order.side == Side::buy ? own.price() > price : own.price() < price);
    Decimal ahead = own.exists() && own.price() == price ? own.size() : Decimal{};
    // behind the best price the queue is not displayed: its size is taken when it trades
    order.queue_mark = behind ? Decimal::max() : traded + ahead;
}

void Matching::float_price(Order& order)
{
    if (order.type == OrderType::relative) {
        const Level& own = listings_.book_of(order).market.own(order.side);
        // without a quote to lean on it waits at a price that nothing reaches
        Decimal none = order.side == Side::buy ? Decimal::min() : Decimal::max();
        Decimal offset = order.stop_price.value_or(Decimal{});
        Decimal price = none;
        if (own.exists())
            price = order.side == Side::buy ? own.price() + offset : own.price() - offset;
        if (own.exists() && order.limit_price)
            price = order.side == Side::buy ? std::min(price, *order.limit_price)
                                            : std::max(price, *order.limit_price);
        order.working_price = price;
        if (own.exists()) join_queue(order);
        return listings_.file(order, Place::resting);
    }
    // pegged to the midpoint: sorted by what a cap allows, priced when the market trades
    Decimal uncapped = order.side == Side::buy ? Decimal::max() : Decimal::min();
    order.working_price = order.limit_price.value_or(uncapped);
    listings_.file(order, Place::pegged);
}

void Matching::trigger(Order& order, Decimal stop)
{
    listings_.unfile(order);
    // a trailing stop stays where it fired, and its limit with it
    if (order.type == OrderType::trailing_stop_limit) {
        Decimal offset = order.rare->limit_offset ? *order.rare->limit_offset
                                                  : (*order.stop_price - *order.limit_price).abs();
        order.limit_price = order.side == Side::sell ? stop - offset : stop + offset;
    }
    order.stop_price = stop;
    order.triggered = true;
    order.priority = orders_.next_priority();
}

void Matching::match_quote(Book& book, Side side)
{
    Level& level = book.market.opposite(side);
    if (!level.exists()) return;
    PriceIndex& queue = book.queue(side);
    while (!queue.empty()) {
        Order& order = *queue.best().order;
        listings_.unfile(order);
        take(order);
        if (order.done() || order.place != Place::nowhere) continue;
        rest(order);
        if (order.place != Place::child) break;
    }
    if (!book.market.crossed()) {
        PriceIndex& resting = book.resting(side);
        while (!resting.empty() && reaches(side, resting.best().price, level.price())) {
            Order& order = *resting.best().order;
            if (would_short(order)) {
                actions_.cancel(order, "it would sell short");
                continue;
            }
            Decimal quantity = offered(order, book, level, true);
            if (quantity.sign() <= 0) break;
            level.consume(quantity);
            actions_.fill(order, quantity, order.working_price, Liquidity::added);
        }
        return;
    }
    // a locked market trades at the midpoint
    if (book.market.bid().price() != book.market.ask().price()) return;
    Decimal left = level.available();
    match_pegged(book, side, left);
}

void Matching::bound_queue(Book& book, Side side)
{
    const Level& own = book.market.own(side);
    if (!own.exists()) return;
    for (const PriceIndex::Entry& entry : book.resting(side)) {
        // behind the best price nothing tells how much is ahead
        bool best = entry.price == own.price();
        if (!best && reaches(side, own.price(), entry.price)) return;
        Decimal shown = best ? own.size() : Decimal{};
        Order& order = *entry.order;
        order.queue_mark = std::min(order.queue_mark, book.traded_at(entry.price) + shown);
    }
}

void Matching::match_print(Book& book)
{
    auto aggressor = book.market.aggressor();
    Decimal left = book.market.last_size();
    for (Side side : {Side::buy, Side::sell}) {
        // a print can fill the passive side only; at the midpoint that side is unknown
        if (aggressor && *aggressor == side) continue;
        if (aggressor && fills_on_prints_) match_queue_model(book, side, left);
        match_pegged(book, side, left);
    }
    if (fills_on_prints_) book.add_traded(*book.market.last(), book.market.last_size());
}

void Matching::match_queue_model(Book& book, Side side, Decimal& left)
{
    Decimal price = *book.market.last();
    PriceIndex& resting = book.resting(side);
    while (left.sign() > 0 && !resting.empty() && reaches(side, resting.best().price, price)) {
        Order& order = *resting.best().order;
        Decimal quantity = std::min(left, order.workable());
        if (order.working_price == price) {
            Decimal traded = book.traded_at(price);
            if (order.queue_mark == Decimal::max()) {
                const Level& own = book.market.own(side);
                order.queue_mark =
                    traded + (own.exists() && own.price() == price ? own.size() : Decimal{});
            }
            // only what the print leaves after the queue ahead, less what it gave us already
            Decimal ahead = std::max(Decimal{}, order.queue_mark - traded);
            quantity = std::min(quantity, std::max(Decimal{}, left - ahead));
        }
        quantity = takeable(order, quantity);
        if (quantity.sign() <= 0) break;
        left -= quantity;
        actions_.fill(order, quantity, order.working_price, Liquidity::added);
    }
}

void Matching::match_pegged(Book& book, Side side, Decimal& left)
{
    PriceIndex& pegged = book.pegged(side);
    if (pegged.empty()) return;
    auto middle = book.market.midpoint();
    if (!middle) return;
    bool locked = book.market.crossed();
    Decimal price = locked ? *middle : book.market.last().value_or(*middle);
    std::vector<Order*> all;
    for (const auto& entry : pegged) {
        // sorted by cap: behind one whose cap is beyond the print no other is inside it
        if (!reaches(side, entry.price, price)) break;
        all.push_back(entry.order);
    }
    for (Order* order : all) {
        if (left.sign() <= 0) return;
        if (order->place != Place::pegged) continue;
        Decimal offset = order->stop_price.value_or(Decimal{});
        Decimal at = side == Side::buy ? *middle - offset : *middle + offset;
        if (order->limit_price)
            at = side == Side::buy ? std::min(at, *order->limit_price)
                                   : std::max(at, *order->limit_price);
        if (!reaches(side, at, price)) continue;
        Decimal quantity = takeable(*order, std::min(left, order->workable()));
        if (quantity.sign() <= 0) continue;
        left -= quantity;
        if (locked) book.market.opposite(side).consume(quantity);
        actions_.fill(*order, quantity, at, Liquidity::added);
    }
}

void Matching::follow_relatives(Book& book)
{
    for (std::size_t i = 0; i < book.relative().size(); ++i) {
        Order& order = *book.relative()[i];
        Decimal before = order.working_price;
        const Level& own = book.market.own(order.side);
        if (!own.exists()) continue;
        Decimal offset = order.stop_price.value_or(Decimal{});
        bool buys = order.side == Side::buy;
        Decimal price = buys ? own.price() + offset : own.price() - offset;
        if (order.limit_price)
            price =
                buys ? std::min(price, *order.limit_price) : std::max(price, *order.limit_price);
        // it follows towards the market only
        if (buys ? price <= before : price >= before) continue;
        book.resting(order.side).remove(before, order);
        order.working_price = price;
        join_queue(order);
        book.resting(order.side).add(price, order);
    }
}

}  // namespace trademind::paper
