// Fills on bars: what a bar's open, high, low and close say about the orders that waited before it.
#include "brokers/paper/engine/engine.hpp"

#include <algorithm>

namespace trademind::paper {
namespace {

/// Where the price went against (or for) the order: for rising triggers the high.
Decimal extreme(const Bar& bar, bool rising)
{
    return rising ? bar.high : bar.low;
}
bool beyond(Decimal price, Decimal trigger, bool rising)
{
    return rising ? price >= trigger : price <= trigger;
}

}  // namespace

void Engine::bar(InstrumentId instrument, const Bar& bar)
{
    Book& book = books_[instrument];
    advance(std::max(now_, bar.time));
    if (bar.time > last_bar_) {
        last_bar_ = bar.time;
        ++bar_round_;
    }
    ++book.event;
    ++statistics_.market_events;
    if (calendars_[book.calendar].phase != Phase::closed && !book.market.halted())
        match_bar(book, bar);
    auto newcomers = take_out_newcomers(book, bar);
    // the stops rise with the high, or fall with the low, only after they were tested
    MarketChange change{bar.time};
    change.last_size = Decimal{};
    for (Decimal price : {bar.open, bar.high, bar.low}) {
        change.last = price;
        book.collect_fired(book.market.apply(change), fired_);
    }
    change.last = bar.close;
    change.last_size = bar.volume.value_or(Decimal{});
    book.collect_fired(book.market.apply(change), fired_);
    for (Order* order : newcomers) file(*order, Place::trailing);
    account_.mark(instrument, bar.close, now_);
    settle_down();
    outbox_.add(QuoteNews{instrument});
}

bool Engine::came_before(const Order& order, const Bar& bar) const
{
    // no look-ahead, not even by way of another instrument's bar of the same start
    return order.submitted_at <= bar.time && order.bar_round != bar_round_;
}

std::vector<Order*> Engine::take_out_newcomers(Book& book, const Bar& bar)
{
    std::vector<Order*> newcomers;
    if (!book.any_trailing()) return newcomers;
    orders_.for_each_live([&](Order& order) {
        if (order.instrument == book.instrument && order.place == Place::trailing &&
            !came_before(order, bar))
            newcomers.push_back(&order);
    });
    for (Order* order : newcomers) unfile(*order);
    return newcomers;
}

void Engine::match_bar(Book& book, const Bar& bar)
{
    std::vector<Order*> queued, armed, resting;
    orders_.for_each_live([&](Order& order) {
        if (order.instrument != book.instrument || !came_before(order, bar)) return;
        if (order.place == Place::queue) queued.push_back(&order);
        if (order.place == Place::resting) resting.push_back(&order);
        if (order.place == Place::armed || order.place == Place::trailing) armed.push_back(&order);
    });
    // market orders at the open, then stops, then limits: where both exits of a bracket lie inside
    // one bar nobody knows which came first, and the worse one is taken
    auto waits = [](const Order* order, auto... places) {
        return !order->done() && ((order->place == places) || ...);
    };
    for (Order* order : queued)
        if (waits(order, Place::queue)) fill_on_bar(*order, bar.open, true);
    for (Order* order : armed)
        if (waits(order, Place::armed, Place::trailing)) trigger_on_bar(book, *order, bar);
    for (Order* order : resting)
        if (waits(order, Place::resting)) rest_on_bar(*order, bar);
}

void Engine::trigger_on_bar(Book& book, Order& order, const Bar& bar)
{
    auto stop =
        order.place == Place::trailing ? book.stop_of(order, method_of(order)) : order.stop_price;
    bool rising = fires_when_rising(order);
    if (!stop || !beyond(extreme(bar, rising), *stop, rising)) return;
    unfile(order);
    freeze_stop(order, *stop);
    order.triggered = true;
    order.priority = ++priorities_;
    if (is_market_style(order.type)) {
        show_working(order);
        bool gap = beyond(bar.open, *stop, rising);
        file(order, Place::queue);
        return fill_on_bar(order, gap ? bar.open : *stop, true);
    }
    // after the trigger only the close is known to have come later
    rest(order);
    show_working(order);
    bool reached =
        order.side == Side::buy ? bar.close <= *order.limit_price : bar.close >= *order.limit_price;
    if (reached) fill_on_bar(order, bar.close, false);
}

void Engine::rest_on_bar(Order& order, const Bar& bar)
{
    Decimal limit = order.working_price;
    bool buys = order.side == Side::buy;
    if (buys ? bar.open < limit : bar.open > limit) return fill_on_bar(order, bar.open, false);
    Decimal best = buys ? bar.low : bar.high;
    bool through = buys ? best < limit : best > limit;
    if (through || (options_.bar_touch_fills && best == limit)) fill_on_bar(order, limit, false);
}

void Engine::fill_on_bar(Order& order, Decimal price, bool slips)
{
    if (would_short(order)) return cancel_now(order, "it would sell short", true);
    Decimal quantity = takeable(order, workable(order));
    if (quantity.sign() <= 0) return;
    if (slips) {
        FillSituation situation{instruments_.contract(order.instrument),
                                order.id,
                                order.side,
                                workable(order),
                                std::nullopt,
                                price,
                                quantity,
                                quantity,
                                tick_of(order, price),
                                false,
                                book_of(order).event};
        price = options_.fill_model->taker_price(situation);
    }
    fill(order, quantity, price, slips ? Liquidity::removed : Liquidity::added);
}

}  // namespace trademind::paper
