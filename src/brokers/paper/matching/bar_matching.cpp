// Fills on bars: what a bar's open, high, low and close say about the orders that waited before it.
#include "brokers/paper/matching/bar_matching.hpp"

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

void BarMatching::begin(const Bar& bar)
{
    if (bar.time <= last_bar_) return;
    last_bar_ = bar.time;
    ++round_;
}

void BarMatching::follow(Book& book, const Bar& bar)
{
    auto newcomers = take_out_newcomers(book, bar);
    std::vector<Order*> untouched;
    MarketChange change{bar.time};
    change.last_size = Decimal{};
    for (Decimal price : {bar.open, bar.high, bar.low}) {
        change.last = price;
        book.collect_fired(book.market.apply(change), untouched);
    }
    change.last = bar.close;
    change.last_size = bar.volume.value_or(Decimal{});
    book.collect_fired(book.market.apply(change), untouched);
    for (Order* order : newcomers) listings_.file(*order, Place::trailing);
}

bool BarMatching::came_before(const Order& order, const Bar& bar) const
{
    // no look-ahead, not even by way of another instrument's bar of the same start
    return order.submitted_at <= bar.time && order.bar_round != round_;
}

std::vector<Order*> BarMatching::take_out_newcomers(Book& book, const Bar& bar)
{
    std::vector<Order*> newcomers;
    if (!book.any_trailing()) return newcomers;
    for (Order* order : book.waiting_for_prices())
        if (order->place == Place::trailing && !came_before(*order, bar))
            newcomers.push_back(order);
    for (Order* order : newcomers) listings_.unfile(*order);
    return newcomers;
}

void BarMatching::match(Book& book, const Bar& bar)
{
    volume_ = bar.volume;
    taken_ = Decimal{};
    std::vector<Order*> queued, armed, resting;
    for (Order* order : book.waiting_for_prices()) {
        if (!came_before(*order, bar)) continue;
        if (order->place == Place::queue) queued.push_back(order);
        if (order->place == Place::resting) resting.push_back(order);
        if (order->place == Place::armed || order->place == Place::trailing) armed.push_back(order);
    }
    // market orders at the open, then stops, then limits: where both exits of a bracket lie inside
    // one bar the order between them is unknown, and the worse one is taken
    auto waits = [](const Order* order, auto... places) {
        return !order->done() && ((order->place == places) || ...);
    };
    for (Order* order : queued)
        if (waits(order, Place::queue)) fill(*order, bar.open, true);
    for (Order* order : armed)
        if (waits(order, Place::armed, Place::trailing)) trigger(*order, bar);
    for (Order* order : resting)
        if (waits(order, Place::resting)) rest(*order, bar);
}

void BarMatching::trigger(Order& order, const Bar& bar)
{
    auto stop = listings_.trigger_price(order);
    bool rising = fires_when_rising(order);
    if (!stop || !beyond(extreme(bar, rising), *stop, rising)) return;
    matching_.trigger(order, *stop);
    if (is_market_style(order.type)) {
        actions_.show_working(order);
        bool gap = beyond(bar.open, *stop, rising);
        listings_.file(order, Place::queue);
        return fill(order, gap ? bar.open : *stop, true);
    }
    // after the trigger only the close is known to have come later
    matching_.rest(order);
    actions_.show_working(order);
    bool reached =
        order.side == Side::buy ? bar.close <= *order.limit_price : bar.close >= *order.limit_price;
    if (reached) fill(order, bar.close, false);
}

void BarMatching::rest(Order& order, const Bar& bar)
{
    Decimal limit = order.working_price;
    bool buys = order.side == Side::buy;
    if (buys ? bar.open < limit : bar.open > limit) return fill(order, bar.open, false);
    Decimal best = buys ? bar.low : bar.high;
    bool through = buys ? best < limit : best > limit;
    if (through || (options_.bar_touch_fills && best == limit)) fill(order, limit, false);
}

void BarMatching::fill(Order& order, Decimal price, bool slips)
{
    if (matching_.would_short(order)) return actions_.cancel(order, "it would sell short");
    Decimal quantity = matching_.takeable(order, order.workable());
    FillSituation situation{listings_.contract_of(order),
                            order.id,
                            order.side,
                            order.workable(),
                            slips ? std::nullopt : order.limit_price,
                            price,
                            volume_.value_or(quantity),
                            volume_ ? *volume_ - taken_ : quantity,
                            listings_.tick_of(order, price),
                            false,
                            listings_.book_of(order).event};
    // a share of a volume that nobody told cannot be taken: such a bar fills any size
    if (volume_) quantity = std::min(quantity, options_.fill_model->quantity(situation));
    if (quantity.sign() <= 0) return;
    taken_ += quantity;
    if (slips) price = options_.fill_model->taker_price(situation);
    actions_.fill(order, quantity, price, slips ? Liquidity::removed : Liquidity::added);
}

}  // namespace trademind::paper
