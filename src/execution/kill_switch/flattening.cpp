// Closing what is held after a kill: marketable limits through the market, capped in size.
#include "execution/kill_switch/flattening.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace trademind {
namespace {

/// A limit that trades at once, within the collar; nothing without a quote: a market order.
std::optional<Decimal> marketable_limit(const risk::Instrument& i, Side side, Decimal collar)
{
    if (!i.quote) return std::nullopt;
    auto market = side == Side::buy ? i.quote->ask : i.quote->bid;
    if (!market || market->sign() <= 0) return std::nullopt;
    Decimal price = side == Side::buy ? *market + *market * collar : *market - *market * collar;
    Decimal tick = Decimal::from_raw(Decimal::one / 100);
    if (i.details && i.details->minimum_tick && i.details->minimum_tick->sign() > 0)
        tick = *i.details->minimum_tick;
    // rounded towards the market: never beyond the collar
    price = price.round_to(tick, side == Side::buy ? Rounding::down : Rounding::up);
    return price.sign() > 0 ? std::optional{price} : std::nullopt;
}

}  // namespace

bool Flattening::flatten()
{
    bool agreed = true;
    for (const auto& instrument : context_.state.book.instruments())
        // positions come later than fills: closing an old one would open another
        if (instrument->position != instrument->reported)
            agreed = false;
        else if (!instrument->reported.is_zero())
            flatten_one(*instrument);
    return agreed;
}

void Flattening::flatten_one(risk::Instrument& instrument)
{
    const auto& config = context_.state.config.kill_switch;
    Side side = instrument.reported.sign() > 0 ? Side::sell : Side::buy;
    Decimal left = instrument.reported.abs();
    // what an earlier kill sent is still at work
    for (const auto* order : instrument.working)
        if (order->flattens && order->request.side == side) left -= order->leaves();
    while (left.sign() > 0) {
        Decimal size =
            config.flatten_max_order_size ? std::min(left, *config.flatten_max_order_size) : left;
        left -= size;
        OrderRequest order{side, instrument.contract, size};
        if (auto limit = marketable_limit(instrument, side, config.flatten_collar))
            order = std::move(order).limit(*limit);
        order.client_order_id = "flatten-" + answers_.next_client_order_id();
        send(std::move(order), instrument);
    }
}

void Flattening::send(OrderRequest order, risk::Instrument& instrument)
{
    auto id = order.client_order_id;
    auto at = context_.now();
    TrackedOrder tracked;
    tracked.stage = TrackedOrder::Stage::sent;
    tracked.client_order_id = id;
    tracked.placed = tracked.request = order;
    tracked.sent_at = at.time;
    tracked.unanswered_since = at.uptime;
    tracked.instrument = &instrument;
    tracked.flattens = true;
    context_.state.add_order(std::move(tracked));
    // a journal that fails does not keep a position open
    if (auto written = context_.journal.intend(order, at.time); !written)
        log::error("flattening without a journal: {}", written.error().message);
    log::warning("order {} flattens: {}", id, order.describe());
    ++orders_sent_;
    ++context_.counted.orders_sent;
    context_.inner->place_order(std::move(order),
                                context_.guarded([this, id](Result<OrderReport> result) {
                                    answers_.placed(id, std::move(result));
                                }));
}

}  // namespace trademind
