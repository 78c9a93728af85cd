// Fills: what takes, what rests, and at what price.
#include "brokers/paper/engine/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

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

bool Engine::is_stale(const Book& book) const
{
    return options_.stale_quote_after && now_ - book.market.time() > *options_.stale_quote_after;
}

bool Engine::can_trade(const Book& book)
{
    if (book.market.halted() || book.awaits_quote || book.cut_off) return false;
    if (calendars_[book.calendar].phase == Phase::closed) return false;
    if (!is_stale(book)) return true;
    ++statistics_.stale_quotes;
    return false;
}

bool Engine::may_short(const Order& order) const
{
    return account_.may_short(instruments_.contract(order.instrument));
}

std::optional<Error> Engine::find_short_fault(const Order& order) const
{
    Decimal held = account_.position(order.instrument);
    if (order.side == Side::buy || may_short(order) || held >= workable(order)) return std::nullopt;
    return make_tws_error(201, fmt::format("Order rejected - reason: {} are held and selling short "
                                           "is not allowed",
                                           held.str()));
}

bool Engine::would_short(const Order& order) const
{
    return order.side == Side::sell && account_.position(order.instrument).sign() <= 0 &&
           !may_short(order);
}

Decimal Engine::takeable(const Order& order, Decimal quantity) const
{
    quantity = std::min(quantity, workable(order));
    if (order.side == Side::sell && !may_short(order))
        quantity = std::min(quantity, account_.position(order.instrument));
    return std::max(quantity, Decimal{});
}

Decimal Engine::offered(const Order& order, Book& book, bool resting) const
{
    const Level& level = book.market.opposite(order.side);
    if (!level.exists() || !accepts(order, level.price())) return {};
    FillSituation situation{instruments_.contract(order.instrument),
                            order.id,
                            order.side,
                            workable(order),
                            is_market_style(order.type) ? std::nullopt : order.limit_price,
                            level.price(),
                            level.size(),
                            level.available(),
                            tick_of(order, level.price()),
                            resting,
                            book.event};
    return takeable(order, options_.fill_model->quantity(situation));
}

bool Engine::take_once(Order& order, Book& book)
{
    Decimal quantity = offered(order, book, false);
    if (quantity.sign() <= 0) return false;
    Level& level = book.market.opposite(order.side);
    FillSituation situation{instruments_.contract(order.instrument),
                            order.id,
                            order.side,
                            workable(order),
                            is_market_style(order.type) ? std::nullopt : order.limit_price,
                            level.price(),
                            level.size(),
                            level.available(),
                            tick_of(order, level.price()),
                            false,
                            book.event};
    Decimal price = options_.fill_model->taker_price(situation);
    if (!accepts(order, price)) price = *order.limit_price;
    level.consume(quantity);
    fill(order, quantity, price, Liquidity::removed);
    return true;
}

void Engine::take(Order& order)
{
    Book& book = book_of(order);
    if (would_short(order)) return cancel_now(order, "it would sell short", true);
    if (!take_once(order, book)) return;
    if (order.done() || order.place != Place::nowhere) return;
    if (order.type == OrderType::market_to_limit && !order.limit_price)
        order.limit_price = order.last_fill_price;
    if (is_market_style(order.type)) finish_market_remainder(order);
}

void Engine::finish_market_remainder(Order& order)
{
    bool directed = order.is_directed(instruments_.contract(order.instrument));
    switch (directed ? options_.directed_remainder : options_.market_remainder) {
    case MarketRemainder::wait: return;
    case MarketRemainder::cancel:
        return cancel_now(order, "no more size at the top of the book", true);
    case MarketRemainder::slip_one_tick: {
        // worse than what it has just paid, slippage included
        Decimal price = *order.last_fill_price;
        Decimal tick = tick_of(order, price);
        Decimal worse = order.side == Side::buy ? price + tick : price - tick;
        Decimal quantity = takeable(order, workable(order));
        if (quantity.sign() > 0 && worse.sign() > 0)
            fill(order, quantity, worse, Liquidity::removed);
        return;
    }
    }
}

void Engine::match_quote(Book& book, Side side)
{
    Level& level = book.market.opposite(side);
    if (!level.exists()) return;
    PriceIndex& queue = book.queue(side);
    while (!queue.empty()) {
        Order& order = *queue.best().order;
        unfile(order);
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
                cancel_now(order, "it would sell short", true);
                continue;
            }
            Decimal quantity = offered(order, book, true);
            if (quantity.sign() <= 0) break;
            level.consume(quantity);
            fill(order, quantity, order.working_price, Liquidity::added);
        }
        return;
    }
    // a locked market trades at the midpoint
    if (book.market.bid().price() != book.market.ask().price()) return;
    Decimal left = level.available();
    match_pegged(book, side, left);
}

void Engine::match_print(Book& book)
{
    auto aggressor = book.market.aggressor();
    Decimal left = book.market.last_size();
    for (Side side : {Side::buy, Side::sell}) {
        // a print can fill the passive side only; at the midpoint nobody knows which that was
        if (aggressor && *aggressor == side) continue;
        if (aggressor && options_.fill_model->fills_on_prints())
            match_queue_model(book, side, left);
        match_pegged(book, side, left);
    }
    if (options_.fill_model->fills_on_prints())
        book.add_traded(*book.market.last(), book.market.last_size());
}

void Engine::match_queue_model(Book& book, Side side, Decimal& left)
{
    Decimal price = *book.market.last();
    PriceIndex& resting = book.resting(side);
    while (left.sign() > 0 && !resting.empty() && reaches(side, resting.best().price, price)) {
        Order& order = *resting.best().order;
        Decimal quantity = std::min(left, workable(order));
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
        fill(order, quantity, order.working_price, Liquidity::added);
    }
}

void Engine::match_pegged(Book& book, Side side, Decimal& left)
{
    PriceIndex& pegged = book.pegged(side);
    auto middle = book.market.midpoint();
    if (pegged.empty() || !middle) return;
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
        Decimal quantity = takeable(*order, std::min(left, workable(*order)));
        if (quantity.sign() <= 0) continue;
        left -= quantity;
        if (locked) book.market.opposite(side).consume(quantity);
        fill(*order, quantity, at, Liquidity::added);
    }
}

void Engine::follow_relatives(Book& book)
{
    for (std::size_t i = 0; i < book.relative.size(); ++i) {
        Order& order = *book.relative[i];
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

void Engine::fill(Order& order, Decimal quantity, Decimal price, Liquidity liquidity)
{
    const Contract& contract = instruments_.contract(order.instrument);
    Decimal leaves_before = order.leaves();
    std::string id =
        fmt::format("{:08x}.{:08x}.01.01", to_number(order.id), executions_.size() + 1);
    std::optional<Commission> settled;
    try {
        settled = account_.settle({order, quantity, price, now_, liquidity}, id);
    } catch (const std::overflow_error&) {
        return cancel_now(order, "its value is too large to book", true);
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
    execution.account = options_.account;
    execution.contract = contract;
    execution.side = order.side;
    execution.quantity = quantity;
    execution.price = price;
    execution.cumulative_quantity = order.filled;
    execution.average_price = order.filled_value / order.filled;
    execution.exchange = order.exchange(contract);
    execution.time = now_;
    outbox_.add(execution);

    if (order.leaves().is_zero()) {
        unfile(order);
        order.status = OrderStatus::filled;
        orders_.retire(order);
    } else if (!order.cancel_pending) {
        order.status = OrderStatus::submitted;
    }
    if (order.done()) account_.release(order);
    announce(order);

    execution.commission = commission;
    executions_.push_back(std::move(execution));
    ++statistics_.executions;
    order.commission += commission.amount;
    outbox_.add(std::move(commission));
    announce(order);
    outbox_.add(account_.report(order.instrument));
    outbox_.add(account_.account(now_));

    after_fill(order, quantity);
    reduce_group(order, quantity, leaves_before);
    if (order.done()) after_end(order);
}

}  // namespace trademind::paper
